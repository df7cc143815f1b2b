"""Write a letter, say it, note what became of it on the wire."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict

from linli.audit.actions import action, announce
from linli.kernel.actor import Actor
from linli.kernel.refused import Refused
from linli.letters.access import may_tell
from linli.letters.events import LetterFailed, LetterSent, LetterTold, LetterTurned, LetterWritten
from linli.letters.models import Delivery, Letter
from linli.letters.rules import UNSAID, Outcome, State, Way, turns, without_wire
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

    By wire where there is a telephone or a mail address, and to parties; else by the voice of the zone's steward; else,
    and where the zone has no steward now, on a slip. The same `key` again is the same letter. Raises ValueError for
    facts that must not be read aloud.
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
        way=Way.WIRE if _reachable(person_id, party_id) else _without_wire(zone_id, at),
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
    announce(LetterTold(**_envelope(letter), way=letter.way, told_by_id=by.person_id), by=by, at=at)


@action
def carried(letter_id: int, *, way: str, outcome: str, why: str | None = None, by: Actor, at: datetime) -> None:
    """Note what became of an attempt on the wire: `way` is the gateway's name, `outcome` one of `rules.Outcome`.

    What was sent is ended. What no wire can bring turns to the voice of the zone's steward, else to a slip; so does
    what has failed too often. A letter to a party becomes a slip only where nobody sits: who does finds it on the
    party's table. Raises Refused `letter.missing`, `letter.told_already` when it waits for no wire.
    """
    letter = _taken(letter_id)
    if letter is None:
        raise Refused("letter.missing")
    if letter.state != State.WAITING or letter.way != Way.WIRE:
        raise Refused("letter.told_already")
    became = Outcome(outcome)
    _note(letter, way, became, why, at)
    if became is Outcome.SENT:
        _end(letter, State.SENT, at)
        announce(LetterSent(**_envelope(letter), way=way), by=by, at=at)
    elif turns(became, failures=letter.deliveries.filter(outcome=Outcome.FAILED).count()):
        _turn(letter, at)
        announce(LetterTurned(**_envelope(letter), way=letter.way, why=why), by=by, at=at)
    else:
        announce(LetterFailed(**_envelope(letter), way=way, why=why), by=by, at=at)


def _reachable(person_id: int | None, party_id: int | None) -> bool:
    if party_id is not None:
        return True
    person = people.person(person_id) if person_id is not None else None
    return person is not None and (person.has_phone or person.has_mail)


def _without_wire(zone_id: int | None, at: datetime) -> Way:
    return without_wire(has_voice=zone_id is not None and people.is_looked_after(zone_id, at=at))


def _turn(letter: Letter, at: datetime) -> None:
    if letter.party_id is not None and _sits_somebody(letter.party_id, letter.community_id, at):
        letter.way = Way.TABLE
        _end(letter, State.SHOWN, at)
        return
    letter.way = _without_wire(letter.zone_id, at)
    letter.save(update_fields=("way",))


def _sits_somebody(party_id: int, community_id: int, at: datetime) -> bool:
    return any(holder.party_id == party_id for holder in people.holders(community_id, at=at))


def _taken(letter_id: int) -> Letter | None:
    return Letter.objects.select_for_update(of=("self",)).filter(pk=letter_id).first()


def _end(letter: Letter, state: State, at: datetime) -> None:
    letter.state, letter.ended_at = state, at
    letter.save(update_fields=("way", "state", "ended_at", "told_by"))


class _Envelope(TypedDict):
    subject_id: int
    community_id: int
    about: str


def _envelope(letter: Letter) -> _Envelope:
    return {"subject_id": letter.pk, "community_id": letter.community_id, "about": letter.about}


def _note(letter: Letter, way: str, outcome: Outcome, why: str | None, at: datetime) -> None:
    Delivery.objects.create(letter=letter, way=way, outcome=outcome, why=why, at=at)
