"""What befell people's places among us: formed, known, appointed, handed a card. Never a name, never a number."""

from dataclasses import dataclass
from datetime import datetime

from linli.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class PartyFormed(Event):
    """One of those who carry the loop together is there."""

    topic = "people.party_formed"
    subject_kind = "party"

    kind: str
    street_id: int


@dataclass(frozen=True, kw_only=True)
class SeatMade(Event):
    """A party has a seat more."""

    topic = "people.seat_made"
    subject_kind = "seat"

    party_id: int


@dataclass(frozen=True, kw_only=True)
class PersonKnown(Event):
    """Somebody is known by name, telephone or mail; which of them, not what."""

    topic = "people.person_known"
    subject_kind = "person"

    by_name: bool
    by_phone: bool
    by_mail: bool


@dataclass(frozen=True, kw_only=True)
class PersonAppointed(Event):
    """Somebody holds a role over a period."""

    topic = "people.person_appointed"
    subject_kind = "appointment"

    person_id: int
    role: str
    party_id: int | None
    seat_id: int | None
    zone_id: int | None
    from_at: datetime
    until_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class AppointmentEnded(Event):
    """From this moment on the role is not theirs."""

    topic = "people.appointment_ended"
    subject_kind = "appointment"

    person_id: int
    role: str
    until_at: datetime


@dataclass(frozen=True, kw_only=True)
class AccountOpened(Event):
    """A person can sign in."""

    topic = "people.account_opened"
    subject_kind = "account"

    person_id: int


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """A person signs in with another password from now on."""

    topic = "people.password_changed"
    subject_kind = "account"

    person_id: int | None


@dataclass(frozen=True, kw_only=True)
class AccountClosed(Event):
    """A person cannot sign in any more."""

    topic = "people.account_closed"
    subject_kind = "account"

    person_id: int


@dataclass(frozen=True, kw_only=True)
class CardHanded(Event):
    """A steward holds a card."""

    topic = "people.card_handed"
    subject_kind = "card"

    person_id: int


@dataclass(frozen=True, kw_only=True)
class CardUsed(Event):
    """A telephone was signed in with the card."""

    topic = "people.card_used"
    subject_kind = "card"

    person_id: int


@dataclass(frozen=True, kw_only=True)
class CardRevoked(Event):
    """The card does not work any more."""

    topic = "people.card_revoked"
    subject_kind = "card"

    person_id: int


@dataclass(frozen=True, kw_only=True)
class HomeSettled(Event):
    """A person lives in a household, or owns it."""

    topic = "people.home_settled"
    subject_kind = "person"

    household_id: int
    tie: str


@dataclass(frozen=True, kw_only=True)
class PeopleResealed(Event):
    """Telephones and mail addresses were sealed anew with the first field key."""

    topic = "people.people_resealed"
    subject_kind = "installation"

    number: int
