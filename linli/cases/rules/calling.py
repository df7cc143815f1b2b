"""Who may ask whether it is really solved: never who handled it, and never nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of one attempt to call back, or what the one who asked said by themselves."""

    SOLVED = "solved"
    PARTLY = "partly"  # partly solved is not solved
    UNSOLVED = "unsolved"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    UNWILLING = "unwilling"
    SEEN = "seen"  # nobody to ask: an independent person went and saw that it is done


class Satisfaction(StrEnum):
    """What the one who asked says of how it was done."""

    YES = "yes"
    FAIR = "fair"
    NO = "no"
    UNSAID = "unsaid"


# Not reached is not satisfied: after so many tries the demand is settled as "not reached", outside every rate
# (domain 14, 18). The number is a default of this house.
TRIES = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could call back: a person in one seat. `zone_id` for stewards."""

    person_id: int
    party_id: int | None
    party_kind: str | None
    role: str
    zone_id: int | None = None


@dataclass(frozen=True, slots=True)
class Handled:
    """Who had a hand in a case: persons, and parties."""

    people: frozenset[int]
    parties: frozenset[int]


# Read aloud: first the desk, then the branch, then the steward of the entrance, then the street.
ORDER = ("desk", "secretary", "steward", "stand_in", "street_officer")


def independent(who: Candidate, handled: Handled) -> bool:
    """Whether this person, in this seat, did not handle the case: by person as well as by party."""
    return who.person_id not in handled.people and (who.party_id is None or who.party_id not in handled.parties)


def caller(candidates: Sequence[Candidate], handled: Handled) -> Candidate | None:
    """Whom to ask to call back, in the order of the house; None when everybody handled it.

    Then the street owes it and entrusts a person by name, or the one who asked says so themselves.
    """
    free = [who for who in candidates if who.role in ORDER and independent(who, handled)]
    return min(free, key=lambda who: (ORDER.index(who.role), who.person_id), default=None)


def settles(outcome: Outcome, tries: int) -> bool:
    """Whether a demand is settled by this answer, `tries` being the attempts so far, this one included."""
    if outcome in {Outcome.SOLVED, Outcome.UNWILLING, Outcome.SEEN}:
        return True
    return outcome in {Outcome.NO_ANSWER, Outcome.WRONG_NUMBER} and tries >= TRIES


def spoken(outcome: Outcome) -> bool:
    """Whether the one who asked said something: only then there is a satisfaction to note."""
    return outcome in {Outcome.SOLVED, Outcome.PARTLY, Outcome.UNSOLVED}


def reopens(outcome: Outcome) -> bool:
    """Whether the case goes back to its handler."""
    return outcome in {Outcome.UNSOLVED, Outcome.PARTLY}
