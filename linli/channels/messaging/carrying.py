"""The errand that brings a letter to the wire."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation

from linli.channels.messaging.gateways import Envelope, FinallyRefused, Gateway, GatewayAway, gateway
from linli.channels.messaging.words import subject_of, words_of
from linli.kernel.actor import system
from linli.letters.actions import carried
from linli.letters.queries import LetterView, letter
from linli.letters.rules import Outcome, State, Way
from linli.people import queries as people
from linli.people.access import mail_of, phone_of
from linli.places import queries as places

Recipient = tuple[str, str]  # who, as the key of their envelope says it; and where


def carry(*, event_id: str, subject_id: int, community_id: int, at: datetime) -> None:
    """Bring the letter `subject_id` to those it is for, by the gateway that there is, and note what became of it.

    *Once* means: once where the receiver honours the key, as the catcher does. A letter whose worker was killed between
    sending and noting is sent again with the same keys: by mail it may then come twice, with the same Message-ID.
    What was noted as sent, told or turned is not sent any more. Raises GatewayAway, so that the errand comes back
    later; a letter that no wire can bring is turned to voice or paper by `letters`, and the errand is done.
    """
    found = letter(subject_id)
    if found is None or found.state != State.WAITING or found.way != Way.WIRE:
        return
    way_out = gateway()
    recipients = _recipients(found, way_out, at) if way_out is not None else []
    if way_out is None or not recipients:
        why = "no_gateway" if way_out is None else "no_address"
        _note(found, way_out.name if way_out else Way.WIRE, Outcome.NO_WAY, why, at)
        return
    outcome = _send(way_out, _envelopes(found, recipients, at))
    _note(found, way_out.name, outcome, WHY[outcome], at)
    if outcome is Outcome.FAILED and _still_waits(found.id):
        raise GatewayAway


WHY = {Outcome.SENT: None, Outcome.FAILED: "gateway_away", Outcome.REFUSED: "gateway_refused"}


def _send(way_out: Gateway, envelopes: Iterable[Envelope]) -> Outcome:
    """One seat of a party that was reached is enough: who sits there tells the others."""
    outcomes = {_send_one(way_out, envelope) for envelope in envelopes}
    return next(outcome for outcome in (Outcome.SENT, Outcome.FAILED, Outcome.REFUSED) if outcome in outcomes)


def _send_one(way_out: Gateway, envelope: Envelope) -> Outcome:
    try:
        way_out.send(envelope)
    except FinallyRefused:
        return Outcome.REFUSED
    except GatewayAway:
        return Outcome.FAILED
    return Outcome.SENT


def _envelopes(found: LetterView, recipients: Iterable[Recipient], at: datetime) -> list[Envelope]:
    community = places.community(found.community_id)
    zone = ZoneInfo(community.time_zone if community else settings.TIME_ZONE)
    # A worker has no reader's language: what goes out is in the language of the house.
    with timezone.override(zone), translation.override(settings.LANGUAGE_CODE):
        subject = subject_of(found.words_code, found.facts)
        words = words_of(found.words_code, found.facts, at=at)
    return [Envelope(f"{found.key}:{who}", to, subject, words) for who, to in recipients]


def _recipients(found: LetterView, way_out: Gateway, at: datetime) -> list[Recipient]:
    if found.party_id is None:
        return _persons([found.person_id] if found.person_id else [], way_out)
    party = people.party(found.party_id)
    if party is not None and party.phone and way_out.takes_phones:
        return [(f"party-{party.id}", party.phone)]
    held = people.holders(found.community_id, at=at)
    return _persons([holder.person_id for holder in held if holder.party_id == found.party_id], way_out)


def _persons(person_ids: Iterable[int], way_out: Gateway) -> list[Recipient]:
    found = []
    for person_id in dict.fromkeys(person_ids):
        to = (phone_of(person_id) if way_out.takes_phones else None) or mail_of(person_id)
        if to is not None:
            found.append((f"{person_id}", to))
    return found


def _note(found: LetterView, way: str, outcome: Outcome, why: str | None, at: datetime) -> None:
    by = system("messaging", found.community_id)
    carried(found.id, way=way, outcome=outcome, why=why, by=by, at=at)


def _still_waits(letter_id: int) -> bool:
    found = letter(letter_id)
    return found is not None and found.state == State.WAITING and found.way == Way.WIRE
