"""Who there is: persons, parties, seats, who holds what at a moment, who lives where."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from linli.people.models import Account, Appointment, Card, Home, Party, Person, Seat
from linli.people.rules import STEWARDS, PartyKind, Tie, digests, masked, plain_phone
from linli.places import queries as places


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person, with the telephone masked."""

    id: int
    name: str | None
    has_phone: bool
    masked_phone: str | None
    has_mail: bool = False


@dataclass(frozen=True, slots=True)
class PartyView:
    """A party. `community_id` is None for the street office; `phone` is that of its office."""

    id: int
    kind: str
    name: str
    community_id: int | None
    street_id: int
    phone: str | None


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody in a role at a moment: in a seat of a party, or over a zone."""

    person_id: int
    name: str | None
    party_id: int | None
    party_kind: str | None
    party_name: str | None
    role: str
    seat: str | None
    zone_id: int | None


@dataclass(frozen=True, slots=True)
class StewardView:
    """A steward or stand-in with everything they look after, as `(zone_id, zone_name, role)`, and their card."""

    person_id: int
    name: str | None
    zones: tuple[tuple[int, str, str], ...]
    card_id: int | None
    card_handed_at: datetime | None
    card_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class SeatView:
    """A seat and who sits in it; nobody when it is vacant."""

    name: str
    holder: str | None


def people(ids: Collection[int]) -> dict[int, PersonView]:
    """These persons by id; one query, none for nobody."""
    return {row.pk: _person(row) for row in Person.objects.filter(pk__in=set(ids))} if ids else {}


def person(person_id: int) -> PersonView | None:
    """One person."""
    return people([person_id]).get(person_id)


def names(ids: Collection[int]) -> dict[int, str | None]:
    """What these persons are called, by id; None for who did not say it."""
    return dict(Person.objects.filter(pk__in=set(ids)).values_list("pk", "name")) if ids else {}


def account_of(username: str) -> int | None:
    """The account of that user name; None when there is none, or it is closed."""
    return Account.objects.filter(username=username, is_active=True).values_list("pk", flat=True).first()


def find_by_phone(community_id: int, phone: str) -> tuple[PersonView, ...]:
    """Who can be reached by this telephone, however it is written; several where a family shares it."""
    plain = plain_phone(phone)
    if plain is None:
        return ()
    known = digests(plain, settings.LINLI_FIELD_KEYS)
    rows = Person.objects.filter(community_id=community_id, phone_digest__in=known).order_by("pk")
    return tuple(_person(row) for row in rows)


def living_in(household_id: int, *, at: datetime) -> tuple[PersonView, ...]:
    """Who lives in the household at that moment, as tenant or otherwise; not who only owns it."""
    homes = Home.objects.filter(_in_force(at), household_id=household_id, tie__in=(Tie.LIVES, Tie.TENANT))
    rows = Person.objects.filter(pk__in=homes.values("person_id")).order_by("pk")
    return tuple(_person(row) for row in rows)


def homes_of(person_id: int, *, at: datetime) -> tuple[int, ...]:
    """The ids of the households that the person lives in or owns at that moment; those lived in come first."""
    rows = Home.objects.filter(_in_force(at), person_id=person_id).order_by("pk").values_list("household_id", "tie")
    return tuple(dict.fromkeys(household for household, _ in sorted(rows, key=lambda row: row[1] == Tie.OWNER)))


def party(party_id: int) -> PartyView | None:
    """One party."""
    row = Party.objects.filter(pk=party_id).first()
    return _party(row) if row else None


def parties(community_id: int, *, with_street: bool = False) -> tuple[PartyView, ...]:
    """The parties of a community: branch, committee, owners, property company, organisations; then the street's."""
    here = Q(community_id=community_id)
    if with_street and (community := places.community(community_id)):
        here |= Q(kind=PartyKind.STREET, street_id=community.street_id)
    return tuple(_party(row) for row in Party.objects.filter(here).order_by(_KINDS, "pk"))


def parties_around(community_id: int, street_id: int) -> tuple[PartyView, ...]:
    """The parties of a community and of the street above it, in the order in which they were formed; one query."""
    here = Q(community_id=community_id) | Q(kind=PartyKind.STREET, street_id=street_id)
    return tuple(_party(row) for row in Party.objects.filter(here).order_by("pk"))


def first_party(community_id: int, kind: str) -> PartyView | None:
    """The first party of that kind in the community."""
    row = Party.objects.filter(community_id=community_id, kind=kind).order_by("pk").first()
    return _party(row) if row else None


def seats(party_id: int, *, at: datetime) -> tuple[SeatView, ...]:
    """The seats of a party in their order, the vacant ones too."""
    held = Appointment.objects.filter(_in_force(at), seat__party_id=party_id).order_by("pk")
    holders_of = dict(held.values_list("seat_id", "person__name"))
    rows = Seat.objects.filter(party_id=party_id).order_by("order", "pk")
    return tuple(SeatView(row.name, holders_of.get(row.pk)) for row in rows)


def holders(community_id: int, *, at: datetime, zones: Collection[int] | None = None) -> tuple[Holder, ...]:
    """Everybody in a role at that moment, in the community and in the street above it; two queries.

    In the order of parties and of their seats, stewards last; of the stewards only those of `zones`, if told. A person
    with two roles stands there twice.
    """
    community = places.community(community_id)
    if community is None:
        return ()
    above = Q(party__kind=PartyKind.STREET, party__street_id=community.street_id)
    rows = in_force(at).filter(Q(community_id=community_id) | above).select_related("person", "party", "seat")
    if zones is not None:
        rows = rows.filter(Q(zone=None) | Q(zone__in=zones))
    return tuple(
        Holder(
            person_id=row.person_id,
            name=row.person.name,
            party_id=row.party_id,
            party_kind=row.party.kind if row.party else None,
            party_name=row.party.name if row.party else None,
            role=row.role,
            seat=row.seat.name if row.seat else None,
            zone_id=row.zone_id,
        )
        for row in rows
    )


def stewards(community_id: int, *, at: datetime) -> tuple[StewardView, ...]:
    """The stewards and stand-ins of a community with their zones and cards, in the order of zones; two queries."""
    rows = in_force(at).filter(community_id=community_id, role__in=STEWARDS).select_related("person", "zone")
    held: dict[int, list[Appointment]] = {}
    for row in rows.order_by("zone_id", "-role", "pk"):
        held.setdefault(row.person_id, []).append(row)
    cards = {card.person_id: card for card in Card.objects.filter(community_id=community_id, revoked_at=None)}
    return tuple(_steward(own, cards.get(person_id)) for person_id, own in held.items())


def is_looked_after(zone_id: int, *, at: datetime) -> bool:
    """Whether the zone has a steward or a stand-in at that moment."""
    return in_force(at).filter(zone_id=zone_id, role__in=STEWARDS).exists()


def in_force(at: datetime) -> QuerySet[Appointment]:
    """The appointments that hold at that moment, in the order of parties and seats; for use inside this house."""
    order = (F("party").asc(nulls_last=True), F("seat__order").asc(nulls_last=True), "zone_id", "pk")
    return Appointment.objects.filter(_in_force(at)).order_by(*order)


_KINDS = Case(
    *(When(kind=kind, then=Value(place)) for place, kind in enumerate(PartyKind)),
    default=Value(len(PartyKind)),
    output_field=IntegerField(),
)


def _in_force(at: datetime) -> Q:
    return Q(from_at__lte=at) & (Q(until_at=None) | Q(until_at__gt=at))


def _person(row: Person) -> PersonView:
    return PersonView(row.pk, row.name, row.phone is not None, masked(row.phone_end), row.mail is not None)


def _party(row: Party) -> PartyView:
    return PartyView(row.pk, row.kind, row.name, row.community_id, row.street_id, row.phone)


def _steward(own: list[Appointment], card: Card | None) -> StewardView:
    return StewardView(
        person_id=own[0].person_id,
        name=own[0].person.name,
        zones=tuple((row.zone_id, row.zone.name, row.role) for row in own if row.zone_id and row.zone),
        card_id=card.pk if card else None,
        card_handed_at=card.handed_at if card else None,
        card_used_at=card.used_at if card else None,
    )
