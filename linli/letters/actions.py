"""Write a letter, say it, note what became of it on the wire."""

from collections.abc import Mapping
from datetime import datetime

from linli.audit.actions import action, announce
from linli.kernel.actor import Actor
from linli.kernel.refused import Refused
from linli.letters.access import may_tell
from linli.letters.events import LetterFailed, LetterSent, LetterTold, LetterTurned, LetterWritten
from linli.letters.models import Delivery, Letter
from linli.letters.rules import UNSAID, Outcome, State, Way, turns, way_of, without_wire
from linli.people import queries as people


@action
def write(
    key: str,
    *,
    community_id: int,
    about: str,
    words_code: str,
    facts: Mapping[str, object],
    person_id: int | None = None,
    party_id: int | None = None,
    zone_id: int | None = None,
    household_id: int | None = None,
    by: Actor,
    at: datetime,
) -> int | None:
    """Let something be said to a person, a party or a household; the letter's id, None when there is nobody to tell.

    By wire where there is a telephone or a mail address, and to parties; else by the voice of the zone's steward; else
    on a slip. The same `key` again is the same letter. Raises ValueError for facts that must not be read aloud.
    """
    if unsaid := UNSAID & set(facts):
        raise ValueError(f"a letter holds no {', '.join(sorted(unsaid))}")
    if person_id is None and party_id is None and household_id is None:
        return None
    if known := Letter.objects.filter(key=key).values_list("pk", flat=True).first():
        return known
    letter = Letter.objects.create(
        key=key,
        community_id=community_id,
        about=about,
        words_code=words_code,
        facts=dict(facts),
        person_id=person_id,
        party_id=party_id,
        household_id=household_id,
        zone_id=zone_id,
        way=way_of(reachable=_reachable(person_id, party_id), has_zone=zone_id is not None),
        state=State.WAITING,
        written_at=at,
    )
    announce(
        LetterWritten(
            subject_id=letter.pk, community_id=community_id, about=about, words_code=words_code, way=letter.way
        ),
        by=by,
        at=at,
    )
    return letter.pk


@action
def tell(letter_id: int, *, by: Actor, at: datetime) -> None:
    """Note that it was said, at the door or over the telephone, or that the slip was handed over.

    For the steward of its zone, or the desk of its community. Raises Refused `letter.missing`, `letter.told_already`.
    """
    letter = _taken(letter_id)
    if letter is None or not may_tell(by, letter.community_id, letter.zone_id, letter.way):
        raise Refused("letter.missing")
    if letter.state != State.WAITING:
        raise Refused("letter.told_already")
    letter.told_by_id = by.person_id
    _end(letter, State.TOLD, at)
    _note(letter, letter.way, Outcome.TOLD, None, at)
    announce(
        LetterTold(
            subject_id=letter.pk,
            community_id=letter.community_id,
            about=letter.about,
            way=letter.way,
            told_by_id=by.person_id,
        ),
        by=by,
        at=at,
    )


@action
def carried(letter_id: int, *, way: str, outcome: str, why: str | None = None, by: Actor, at: datetime) -> None:
    """Note what became of an attempt on the wire: `way` is the gateway's name, `outcome` one of `rules.Outcome`.

    What was sent is ended. What no wire can bring turns to the voice of the zone's steward, else to a slip; so does
    what has failed too often. Raises Refused `letter.missing`, `letter.told_already` when it waits for no wire.
    """
    letter = _taken(letter_id)
    if letter is None:
        raise Refused("letter.missing")
    if letter.state != State.WAITING or letter.way != Way.WIRE:
        raise Refused("letter.told_already")
    became = Outcome(outcome)
    _note(letter, way, became, why, at)
    told = {"subject_id": letter.pk, "community_id": letter.community_id, "about": letter.about}
    if became is Outcome.SENT:
        _end(letter, State.SENT, at)
        announce(LetterSent(**told, way=way), by=by, at=at)
    elif turns(became, failures=letter.deliveries.filter(outcome=Outcome.FAILED).count()):
        letter.way = without_wire(has_zone=letter.zone_id is not None)
        letter.save(update_fields=("way",))
        announce(LetterTurned(**told, way=letter.way, why=why), by=by, at=at)
    else:
        announce(LetterFailed(**told, way=way, why=why), by=by, at=at)


def _reachable(person_id: int | None, party_id: int | None) -> bool:
    if party_id is not None:
        return True
    person = people.person(person_id) if person_id is not None else None
    return person is not None and (person.has_phone or person.has_mail)


def _taken(letter_id: int) -> Letter | None:
    return Letter.objects.select_for_update(of=("self",)).filter(pk=letter_id).first()


def _end(letter: Letter, state: State, at: datetime) -> None:
    letter.state, letter.ended_at = state, at
    letter.save(update_fields=("state", "ended_at", "told_by"))


def _note(letter: Letter, way: str, outcome: Outcome, why: str | None, at: datetime) -> None:
    Delivery.objects.create(letter=letter, way=way, outcome=outcome, why=why, at=at)
