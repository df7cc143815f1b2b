"""Form a party, know a person, appoint and end, open an account, hand a card, settle a home."""

import secrets
from collections.abc import Callable
from datetime import datetime
from hmac import compare_digest

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from linli.audit.actions import action, announce
from linli.kernel.actor import Actor
from linli.kernel.event import Event
from linli.kernel.moments import in_utc
from linli.kernel.refused import Refused
from linli.people import access, events
from linli.people.models import Account, Appointment, Card, Home, Party, Person, Seat
from linli.people.rules import (
    STEWARDS,
    PartyKind,
    Tie,
    card_digest,
    digests,
    mail_told,
    name_told,
    phone_told,
    plain_words,
    sealed,
)
from linli.places import queries as places

# Facts of the street and of the installation go into a chain of their own.
INSTALLATION = 0
LONGEST_SEAT = LONGEST_OFFICE_PHONE = 30


@action
def form_party(
    kind: str,
    name: str,
    *,
    community_id: int | None = None,
    street_id: int | None = None,
    phone: str | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Let one of the five parties be there for a community, or the street office for a street; its id.

    `phone` is that of its office, public, kept as it is written. Raises Refused: `community.missing`,
    `street.missing`, `party.exists`, `party.kind_unknown`.
    """
    access.must_set_up(by)
    if kind not in set(PartyKind):
        raise Refused("party.kind_unknown", kind=kind)
    if kind == PartyKind.STREET:
        community_id = None
    else:
        community = places.community(community_id) if community_id is not None else None
        if community is None:
            raise Refused("community.missing")
        street_id = community.street_id
    if street_id is None:
        raise Refused("street.missing")
    told, office = name_told(name), name_told(phone, LONGEST_OFFICE_PHONE)
    if told is None or Party.objects.filter(street=street_id, community=community_id, name=told).exists():
        raise Refused("party.exists")
    party = Party(kind=kind, name=told, community_id=community_id, street_id=street_id, phone=office)
    party.save()
    event = events.PartyFormed(subject_id=party.pk, community_id=_chain(community_id), kind=kind, street_id=street_id)
    announce(event, by=by, at=at)
    return party.pk


@action
def make_seat(party_id: int, name: str, *, by: Actor, at: datetime) -> int:
    """Give the party one more seat, vacant; its id. Raises Refused `party.missing`, `seat.name_needed`."""
    access.must_set_up(by)
    party = Party.objects.filter(pk=party_id).first()
    if party is None:
        raise Refused("party.missing")
    if (told := name_told(name, LONGEST_SEAT)) is None:
        raise Refused("seat.name_needed")
    seat = Seat.objects.create(party=party, name=told, order=party.seats.count())
    chain = _chain(party.community_id)
    announce(events.SeatMade(subject_id=seat.pk, community_id=chain, party_id=party_id), by=by, at=at)
    return seat.pk


@action
def know_person(
    community_id: int | None,
    *,
    name: str | None = None,
    phone: str | None = None,
    mail: str | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Know somebody; the id. The same name with the same telephone in the same community is the same person.

    The street's people belong to no community. Raises Refused: `person.nothing_told`, `person.name_too_long`,
    `phone.not_understood`, `mail.not_understood`, `community.missing`.
    """
    if by.community_id not in {None, community_id}:
        raise Refused("community.missing")
    told, number, address = name_told(name), phone_told(phone), mail_told(mail)
    if told is None and number is None and address is None:
        raise Refused("person.nothing_told")
    keys = settings.LINLI_FIELD_KEYS
    marks = digests(number, keys) if number else ()
    known = Person.objects.filter(community=community_id, phone_digest__in=marks, name=told).first()
    if known is not None and (address is None or known.mail is not None):
        return known.pk
    person = known or Person(community_id=community_id, name=told)
    if known is None and number is not None:
        person.phone, person.phone_digest, person.phone_end = sealed(number, keys), marks[0], number[-4:]
    if address is not None:
        person.mail = sealed(address, keys)
    person.save()
    event = events.PersonKnown(
        subject_id=person.pk,
        community_id=_chain(community_id),
        by_name=told is not None,
        by_phone=number is not None,
        by_mail=address is not None,
    )
    announce(event, by=by, at=at)
    return person.pk


@action
def appoint(
    person_id: int,
    role: str,
    *,
    seat_id: int | None = None,
    zone_id: int | None = None,
    from_at: datetime | None = None,
    until_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Let a person hold a role over `[from_at, until_at)`, from now on when nothing is said; the appointment's id.

    A role of a party needs a vacant seat of it, a steward's a zone that has none, the operator's neither. Raises
    Refused: `person.missing`, `role.not_of_this_seat`, `seat.taken`, `zone.taken`, `appointment.ends_before_it_begins`.
    """
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise Refused("person.missing")
    start, until = in_utc(from_at or at), until_at and in_utc(until_at)
    if until is not None and until <= start:
        raise Refused("appointment.ends_before_it_begins")
    fresh = Appointment(person=person, role=role, seat_id=seat_id, zone_id=zone_id, from_at=start, until_at=until)
    access.put_in_place(fresh)
    access.must_appoint(by, fresh)
    access.must_be_of(person, fresh)
    access.must_be_free(fresh)
    fresh.save()
    event = events.PersonAppointed(
        subject_id=fresh.pk,
        community_id=_chain(fresh.community_id),
        person_id=person_id,
        role=role,
        party_id=fresh.party_id,
        seat_id=seat_id,
        zone_id=zone_id,
        from_at=start,
        until_at=until,
    )
    announce(event, by=by, at=at)
    return fresh.pk


@action
def end_appointment(appointment_id: int, *, by: Actor, at: datetime) -> None:
    """End a role now: from this moment on its rights are gone, and a steward's card with their last zone.

    Raises Refused `appointment.missing`, `appointment.ended`.
    """
    row = Appointment.objects.select_for_update().filter(pk=appointment_id).first()
    if row is None:
        raise Refused("appointment.missing")
    access.must_appoint(by, row)
    if row.until_at is not None and row.until_at <= at:
        raise Refused("appointment.ended")
    row.until_at = max(at, row.from_at)  # one that had not begun never was
    row.save(update_fields=("until_at",))
    event = events.AppointmentEnded(
        subject_id=row.pk,
        community_id=_chain(row.community_id),
        person_id=row.person_id,
        role=row.role,
        until_at=row.until_at,
    )
    announce(event, by=by, at=at)
    if row.role in STEWARDS and not access.stewarding(row.person_id, at):
        for card in Card.objects.filter(person_id=row.person_id, revoked_at=None):
            _revoke(card, by, at)


@action
def open_account(person_id: int, username: str, password: str, *, by: Actor, at: datetime) -> int:
    """Let a person sign in under a name of their own, in any case of letters; the account's id.

    Raises Refused: `person.missing`, `account.exists`, `account.name_needed`, `account.name_taken`,
    `account.weak_password`.
    """
    access.must_set_up(by)
    if (person := Person.objects.filter(pk=person_id).first()) is None:
        raise Refused("person.missing")
    if Account.objects.filter(person=person).exists():
        raise Refused("account.exists")
    told = (plain_words(username) or "").casefold()
    if not told or len(told) > 60 or " " in told:
        raise Refused("account.name_needed")
    if Account.objects.filter(username=told).exists():
        raise Refused("account.name_taken")
    _must_be_strong(password, told)
    account = Account.objects.create_user(told, password, person=person, opened_at=at)
    _tell_of(account, events.AccountOpened, by, at)
    return account.pk


@action
def change_password(account_id: int, password: str, *, by: Actor, at: datetime) -> None:
    """Let a person sign in with another password; whether they may ask for it is for who calls to know.

    Raises Refused `account.missing`, `account.weak_password`.
    """
    account = Account.objects.select_related("person").filter(pk=account_id, is_active=True).first()
    if account is None:
        raise Refused("account.missing")
    _must_be_strong(password, account.username)
    account.set_password(password)
    account.save(update_fields=("password",))
    _tell_of(account, events.PasswordChanged, by, at)


@action
def close_account(person_id: int, *, by: Actor, at: datetime) -> None:
    """Let nobody sign in as this person any more; who is signed in is out at once. Raises Refused `account.missing`."""
    access.must_set_up(by)
    account = Account.objects.select_related("person").filter(person_id=person_id, is_active=True).first()
    if account is None:
        raise Refused("account.missing")
    account.is_active = False
    account.save(update_fields=("is_active",))
    _tell_of(account, events.AccountClosed, by, at)


@action
def hand_card(person_id: int, *, by: Actor, at: datetime) -> str:
    """Give a steward a card; its secret, told this once and never kept. An earlier card stops working.

    Raises Refused `person.missing`, also for who is no steward in the actor's community.
    """
    held = access.stewarding(person_id, at)
    if held is None or not held.community_id or not access.may_hand_cards(by, held.community_id):
        raise Refused("person.missing")
    for earlier in Card.objects.select_for_update().filter(person_id=person_id, revoked_at=None):
        _revoke(earlier, by, at)
    token = secrets.token_urlsafe(24)
    card = Card.objects.create(
        person_id=person_id, community_id=held.community_id, digest=card_digest(token), handed_at=at
    )
    _tell_of(card, events.CardHanded, by, at)
    return token


@action
def revoke_card(card_id: int, *, by: Actor, at: datetime) -> None:
    """Let a card stop working: it was lost, or its owner left.

    Raises Refused `card.missing`, also for a card of another community, and `card.revoked`.
    """
    card = Card.objects.select_for_update().filter(pk=card_id).first()
    if card is None or not access.may_hand_cards(by, card.community_id):
        raise Refused("card.missing")
    if card.revoked_at is not None:
        raise Refused("card.revoked")
    _revoke(card, by, at)


@action
def use_card(token: str, *, by: Actor, at: datetime) -> int:
    """Sign in with a card; the card's id, by which `access.actor_of_card` knows the steward at every request.

    Raises Refused `card.revoked`, the same for a card that never was, was revoked, or whose owner has no zone now.
    """
    digest = card_digest(token)
    card = Card.objects.select_for_update().filter(digest=digest, revoked_at=None).first()
    if card is None or not compare_digest(card.digest, digest) or access.actor_of_card(card.pk, at=at) is None:
        raise Refused("card.revoked")
    card.used_at = at
    card.save(update_fields=("used_at",))
    _tell_of(card, events.CardUsed, by, at)
    return card.pk


@action
def settle_home(person_id: int, household_id: int, tie: str, *, by: Actor, at: datetime) -> int:
    """Say that a person lives in a household, or owns it, from now on; saying it again changes nothing.

    Raises Refused `person.missing`, `place.unknown` for a household of another community, `home.tie_unknown`.
    """
    person = Person.objects.filter(pk=person_id).first()
    if person is None or (by.community_id is not None and by.community_id != person.community_id):
        raise Refused("person.missing")
    household = places.household(household_id)
    if household is None or household.community_id != person.community_id:
        raise Refused("place.unknown")
    if tie not in set(Tie):
        raise Refused("home.tie_unknown", tie=tie)
    known = Home.objects.filter(person=person, household_id=household_id, tie=tie, until_at=None).first()
    if known:
        return known.pk
    home = Home.objects.create(person=person, household_id=household_id, tie=tie, from_at=at)
    event = events.HomeSettled(
        subject_id=person_id, community_id=household.community_id, household_id=household_id, tie=tie
    )
    announce(event, by=by, at=at)
    return home.pk


def _chain(community_id: int | None) -> int:
    return INSTALLATION if community_id is None else community_id


def _must_be_strong(password: str, username: str) -> None:
    try:
        validate_password(password, Account(username=username))
    except ValidationError:
        # Without the cause: it may repeat what was typed.
        raise Refused("account.weak_password") from None


def _revoke(card: Card, by: Actor, at: datetime) -> None:
    card.revoked_at = at
    card.save(update_fields=("revoked_at",))
    _tell_of(card, events.CardRevoked, by, at)


def _tell_of(thing: Account | Card, event: Callable[..., Event], by: Actor, at: datetime) -> None:
    whose = thing if isinstance(thing, Card) else thing.person
    chain = _chain(whose.community_id if whose else None)
    announce(event(subject_id=thing.pk, community_id=chain, person_id=thing.person_id), by=by, at=at)
