"""From an account or a card to who acts, at that moment; who may hold what; and the one door to a telephone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import F, Q, QuerySet

from linli.kernel.actor import Actor, ActorKind
from linli.kernel.refused import Refused
from linli.people.models import Appointment, Card, Person
from linli.people.queries import in_force
from linli.people.rules import ROLE_OF, STEWARDS, PartyKind, Power, Role, card_digest, may, opened


@dataclass(frozen=True, slots=True)
class AppointmentView:
    """One of the roles that somebody signed in may act in."""

    id: int
    role: str
    party_id: int | None
    party_name: str | None
    party_kind: str | None
    community_id: int | None
    community_name: str | None
    street_id: int | None
    zone_id: int | None
    zone_name: str | None
    seat: str | None


@dataclass(frozen=True, slots=True)
class CardView:
    """A steward's card as its secret tells of it: never whose it is."""

    community_id: int
    revoked: bool


def card_of(token: str) -> CardView | None:
    """The card with this secret, without using it; None when there is none."""
    card = Card.objects.filter(digest=card_digest(token)).first()
    return CardView(card.community_id, card.revoked_at is not None) if card else None


def appointments_for(account_id: int, *, at: datetime) -> tuple[AppointmentView, ...]:
    """The roles of the account's person at that moment, seats of parties first; a steward's zones are one of them.

    Nothing for an account that was closed.
    """
    rows = list(_of_account(account_id, at))
    seated = [row for row in rows if row.role not in STEWARDS]
    zoned: dict[int | None, Appointment] = {}
    for row in _stewards_first(rows):
        zoned.setdefault(row.community_id, row)
    return tuple(_view(row) for row in (*seated, *zoned.values()))


def actor_for(account_id: int, *, at: datetime, appointment_id: int) -> Actor | None:
    """The account's person acting in one of their roles; None when it is not theirs at that moment."""
    rows = list(_of_account(account_id, at))
    chosen = next((row for row in rows if row.pk == appointment_id), None)
    return _actor(chosen, rows) if chosen else None


def actor_of_card(card_id: int, *, at: datetime) -> Actor | None:
    """The steward whose card it is, with every zone they hold at that moment.

    None when the card was revoked or they hold none.
    """
    card = Card.objects.filter(pk=card_id, revoked_at=None).first()
    if card is None:
        return None
    rows = list(_joined(at).filter(person_id=card.person_id, community_id=card.community_id, role__in=STEWARDS))
    chosen = next(iter(_stewards_first(rows)), None)
    return _actor(chosen, rows) if chosen else None


def actor_of_person(
    person_id: int, *, at: datetime, role: str | None = None, zone_id: int | None = None
) -> Actor | None:
    """The person acting in that role, or over that zone, at that moment; in their first role when none is named.

    For the console, the demonstration and tests, where nobody signs in.
    """
    rows = list(_joined(at).filter(person_id=person_id))
    fitting = [row for row in rows if role in {None, row.role} and zone_id in {None, row.zone_id}]
    return _actor(fitting[0], rows) if fitting else None


def phone_of(person_id: int) -> str | None:
    """The whole telephone of a person. Who asks for it must have been let in, and the reading announced, before."""
    seal = Person.objects.filter(pk=person_id).values_list("phone", flat=True).first()
    return opened(bytes(seal), settings.LINLI_FIELD_KEYS) if seal is not None else None


def mail_of(person_id: int) -> str | None:
    """The mail address of a person, under the same rule as the telephone."""
    seal = Person.objects.filter(pk=person_id).values_list("mail", flat=True).first()
    return opened(bytes(seal), settings.LINLI_FIELD_KEYS) if seal is not None else None


def keys_fit(keys: Sequence[str]) -> bool:
    """Whether these field keys open the telephone or the mail that was kept last; where none was kept, any keys do."""
    sealed = Person.objects.exclude(phone=None, mail=None).order_by("-pk").values_list("phone", "mail").first()
    try:
        return sealed is None or all(opened(bytes(seal), keys) for seal in sealed if seal is not None)
    except (InvalidToken, ValueError):
        return False


def stewarding(person_id: int, at: datetime) -> Appointment | None:
    """One of the zones that the person looks after at that moment; for use inside this house."""
    return in_force(at).filter(person_id=person_id, role__in=STEWARDS).first()


def may_hand_cards(by: Actor, community_id: int) -> bool:
    """Whether the actor may hand and revoke the cards of that community."""
    return _keeps(by) or (may(by.role, Power.HAND_CARDS) and by.community_id == community_id)


def must_appoint(by: Actor, row: Appointment) -> None:
    """Let pass who may give and end this role: the installation's keeper; for a steward's, the desk of the community.

    Raises Refused `appointment.not_yours_to_do`.
    """
    if row.zone_id is not None and row.community_id is not None and may_hand_cards(by, row.community_id):
        return
    must_set_up(by)


def must_set_up(by: Actor) -> None:
    """Let pass who keeps the installation: its operator, the console, an import. Raises Refused as above."""
    if not _keeps(by):
        raise Refused("appointment.not_yours_to_do")


def put_in_place(fresh: Appointment) -> None:
    """Fill in party and community from the seat or the zone. Raises Refused `role.not_of_this_seat`."""
    try:
        if fresh.role in STEWARDS and fresh.zone_id and not fresh.seat_id and fresh.zone:
            fresh.community = fresh.zone.community
            return
        if fresh.seat_id and not fresh.zone_id and fresh.seat:
            fresh.party = fresh.seat.party
            fresh.community = fresh.party.community
            if fresh.role == ROLE_OF[PartyKind(fresh.party.kind)]:
                return
    except ObjectDoesNotExist:
        pass
    if fresh.role != Role.OPERATOR or fresh.seat_id or fresh.zone_id:
        raise Refused("role.not_of_this_seat", role=fresh.role)


def must_be_of(person: Person, fresh: Appointment) -> None:
    """Raises Refused `person.missing` where the role lies outside of the person's community and its street."""
    # A person known to one community holds nothing in another; who serves several belongs to none.
    if person.community is None or fresh.role == Role.OPERATOR:
        return
    street_id = fresh.party.street_id if fresh.party and fresh.community_id is None else None
    if fresh.community_id != person.community_id and street_id != person.community.street_id:
        raise Refused("person.missing")


def must_be_free(fresh: Appointment) -> None:
    """Raises Refused `seat.taken` or `zone.taken` when somebody holds it in a part of the same period."""
    if fresh.role == Role.OPERATOR:
        return
    held = Appointment.objects.filter(Q(until_at=None) | Q(until_at__gt=fresh.from_at))
    if fresh.until_at is not None:
        held = held.filter(from_at__lt=fresh.until_at)
    # One that was ended before it began holds nothing.
    held = held.exclude(until_at=F("from_at"))
    if fresh.seat_id and held.filter(seat_id=fresh.seat_id).exists():
        raise Refused("seat.taken")
    if fresh.zone_id and held.filter(zone_id=fresh.zone_id, role=fresh.role).exists():
        raise Refused("zone.taken")


def _keeps(by: Actor) -> bool:
    return by.kind is ActorKind.SYSTEM or by.role == Role.OPERATOR


def _of_account(account_id: int, at: datetime) -> QuerySet[Appointment]:
    return _joined(at).filter(person__account=account_id, person__account__is_active=True)


def _joined(at: datetime) -> QuerySet[Appointment]:
    return in_force(at).select_related("party", "seat", "community", "zone")


def _stewards_first(rows: Iterable[Appointment]) -> list[Appointment]:
    return sorted((row for row in rows if row.role in STEWARDS), key=lambda row: row.role != "steward")


def _actor(row: Appointment, rows: Iterable[Appointment]) -> Actor:
    near = [own for own in rows if own.role in STEWARDS and own.community_id == row.community_id]
    zones = frozenset(own.zone_id for own in near if own.zone_id) if row.role in STEWARDS else frozenset()
    return Actor(
        kind=ActorKind.PERSON,
        key=f"person:{row.person_id}",
        community_id=row.community_id,
        person_id=row.person_id,
        party_id=row.party_id,
        party_kind=row.party.kind if row.party else None,
        role=row.role,
        street_id=_street_id(row),
        zones=zones,
    )


def _street_id(row: Appointment) -> int | None:
    if row.party is not None:
        return row.party.street_id
    return row.community.street_id if row.community else None


def _view(row: Appointment) -> AppointmentView:
    return AppointmentView(
        id=row.pk,
        role=row.role,
        party_id=row.party_id,
        party_name=row.party.name if row.party else None,
        party_kind=row.party.kind if row.party else None,
        community_id=row.community_id,
        community_name=row.community.name if row.community else None,
        street_id=_street_id(row),
        zone_id=row.zone_id,
        zone_name=row.zone.name if row.zone else None,
        seat=row.seat.name if row.seat else None,
    )
