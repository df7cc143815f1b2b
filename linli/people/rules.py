"""Who may do what: parties, roles and powers; how a telephone is written, hidden and found again."""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum

from cryptography.fernet import Fernet, MultiFernet

from linli.kernel.refused import Refused


class PartyKind(StrEnum):
    """The five parties that carry the loop together, and the street office above them."""

    BRANCH = "branch"  # the Party branch
    COMMITTEE = "committee"  # the residents' committee
    OWNERS = "owners"  # the owners' committee
    PROPERTY = "property"  # the property company
    ORGANISATION = "organisation"  # resident in the area: a school, a clinic
    STREET = "street"


class Role(StrEnum):
    """As what somebody acts. A person may hold several, each from a moment to a moment."""

    SECRETARY = "secretary"  # in a seat of the branch
    DESK = "desk"  # in a seat of the residents' committee
    OWNERS_MEMBER = "owners_member"
    HANDLER = "handler"  # in a seat of the property company
    ORG_MEMBER = "org_member"
    STEWARD = "steward"  # of a zone of entrances
    STAND_IN = "stand_in"  # for a steward
    STREET_OFFICER = "street_officer"
    OPERATOR = "operator"  # keeps the installation running


class Power(StrEnum):
    """What a role may do. Whose step it is, beside that, each house says for itself."""

    SEE_INBOX = "see_inbox"  # everything that came in to the community
    TAKE_DOWN = "take_down"  # write down what somebody says
    ASSESS = "assess"
    DISPATCH = "dispatch"
    HANDLE = "handle"  # for one's own party
    DECIDE = "decide"
    ESCALATE = "escalate"
    CALL_BACK = "call_back"
    CORRECT = "correct"
    GROUP = "group"
    ENTRUST = "entrust"  # name a person who calls back
    OPEN_CONTACT = "open_contact"  # read a name and a telephone; the reading is sealed
    SEE_ZONE = "see_zone"
    TELL = "tell"  # say a letter aloud
    SEE_TABLE = "see_table"  # what one's own party owes
    SEE_STREET = "see_street"
    HAND_CARDS = "hand_cards"


class Tie(StrEnum):
    """What a household is to a person."""

    OWNER = "owner"
    TENANT = "tenant"
    LIVES = "lives"


# A member of a party does its part: sees its table, handles what it leads, and may read whom to speak to.
_PARTY = frozenset({Power.SEE_TABLE, Power.HANDLE, Power.OPEN_CONTACT})
# The desk carries the loop. It handles and decides too, for the committee or the branch may lead a case themselves.
_DESK = _PARTY | {
    Power.SEE_INBOX,
    Power.TAKE_DOWN,
    Power.ASSESS,
    Power.DISPATCH,
    Power.DECIDE,
    Power.ESCALATE,
    Power.CALL_BACK,
    Power.CORRECT,
    Power.GROUP,
    Power.TELL,
    Power.HAND_CARDS,
}
# A steward speaks and listens at the door. The telephone opens only for who was asked to call, see `cases.access`.
_STEWARD = frozenset({Power.SEE_ZONE, Power.TAKE_DOWN, Power.TELL, Power.CALL_BACK, Power.OPEN_CONTACT})

# Read each row aloud: "a secretary may do what the desk may, and entrust". The street decides, asks and names a person
# who asks, so that the loop closes where everybody in the community handled the case; it corrects nothing. The
# operator sees no case at all.
MAY: dict[Role, frozenset[Power]] = {
    Role.SECRETARY: _DESK | {Power.ENTRUST},
    Role.DESK: _DESK,
    Role.OWNERS_MEMBER: _PARTY,
    Role.HANDLER: _PARTY,
    Role.ORG_MEMBER: _PARTY,
    Role.STEWARD: _STEWARD,
    Role.STAND_IN: _STEWARD,
    Role.STREET_OFFICER: _PARTY | {Power.SEE_STREET, Power.DECIDE, Power.CALL_BACK, Power.ENTRUST},
    Role.OPERATOR: frozenset(),
}

# Read aloud: "who sits in a seat of the branch acts as its secretary".
ROLE_OF: dict[PartyKind, Role] = {
    PartyKind.BRANCH: Role.SECRETARY,
    PartyKind.COMMITTEE: Role.DESK,
    PartyKind.OWNERS: Role.OWNERS_MEMBER,
    PartyKind.PROPERTY: Role.HANDLER,
    PartyKind.ORGANISATION: Role.ORG_MEMBER,
    PartyKind.STREET: Role.STREET_OFFICER,
}
STEWARDS = frozenset({Role.STEWARD, Role.STAND_IN})

LONGEST_NAME = 40

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_WITHOUT_AREA = re.compile(r"(?:[48]00[0-9]{7}|95[0-9]{3,6}|0[0-9]+)")
_MAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+")
_DIGITS = re.compile(r"[0-9]{5,15}")


def may(role: str | None, power: Power) -> bool:
    """Whether the role has the power; who has no role has none."""
    return role in MAY and power in MAY[Role(role)]


def plain_words(words: str | None) -> str | None:
    """A name or an address as we keep it: one form of each letter, single blanks; None when nothing is left."""
    told = " ".join(unicodedata.normalize("NFKC", words or "").split())
    return "".join(mark for mark in told if unicodedata.category(mark) not in {"Cc", "Cf", "Cs"}).strip() or None


def plain_phone(words: str | None) -> str | None:
    """The telephone as we keep it: digits, a foreign one with its ``+``; None when it is no telephone.

    ``+86 138-0000-1131``, ``８６13800001131`` and ``138 0000 1131`` are one number; ``+86 10 6800 0000`` and
    ``(010)68000000`` too.
    """
    told = "".join(mark for mark in unicodedata.normalize("NFKC", words or "") if not _is_filling(mark))
    foreign = told.startswith(("+", "00"))
    number = told.removeprefix("+").removeprefix("00") if foreign else told
    if foreign and number.startswith("86"):
        return _at_home(number[2:])
    if foreign:
        return f"+{number}" if _DIGITS.fullmatch(number) and number[0] != "0" else None
    if number.startswith("86") and _MOBILE.fullmatch(number[2:]):
        return number[2:]
    return number if _DIGITS.fullmatch(number) else None


def name_told(words: str | None, longest: int = LONGEST_NAME) -> str | None:
    """The name as we keep it. Raises Refused `person.name_too_long`."""
    told = plain_words(words)
    if told is not None and len(told) > longest:
        raise Refused("person.name_too_long", longest=longest)
    return told


def phone_told(words: str | None) -> str | None:
    """The telephone as we keep it, None when nothing was said. Raises Refused `phone.not_understood`."""
    number = plain_phone(words)
    if number is None and plain_words(words) is not None:
        raise Refused("phone.not_understood")  # without the words: they may be somebody's number
    return number


def mail_told(words: str | None) -> str | None:
    """The mail address, None when nothing was said. Raises Refused `mail.not_understood`."""
    address = plain_words(words)
    if address is not None and (len(address) > 254 or not _MAIL.fullmatch(address)):
        raise Refused("mail.not_understood")
    return address


def masked(phone_end: str | None) -> str | None:
    """A telephone with everything but its end hidden: ``*******6621``."""
    return f"*******{phone_end}" if phone_end else None


# Rotation: a new field key is put before the old ones. What is written from then on is sealed and digested with the
# first; what is read is opened, and looked for, with each of them. So an old key must stay in the list until
# `errands.reseal` has gone over every person; then it may be taken out.
def sealed(words: str, keys: Sequence[str]) -> bytes:
    """The words, encrypted with the first of the field keys."""
    return _fernet(keys).encrypt(words.encode())


def opened(seal: bytes, keys: Sequence[str]) -> str:
    """The words again, with whichever key sealed them. Raises InvalidToken when none did."""
    return _fernet(keys).decrypt(seal).decode()


def digests(phone: str, keys: Sequence[str]) -> tuple[str, ...]:
    """HMAC-SHA-256 of a plain telephone under each field key, first the one to write; equal for equal numbers.

    The digest's key is derived from the field key, so that neither serves for the other.
    """
    return tuple(hmac.new(_digest_key(key), phone.encode(), hashlib.sha256).hexdigest() for key in keys)


def card_digest(token: str) -> str:
    """What is kept of a card's secret: SHA-256, enough for 192 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def _is_filling(mark: str) -> bool:
    # Blanks and the invisible marks that come along when a number is copied; dashes of every length.
    return unicodedata.category(mark) in {"Zs", "Zl", "Zp", "Cf", "Cc", "Pd"} or mark in "().·/−"


def _at_home(number: str) -> str | None:
    if number.startswith("00"):
        return None
    if not (_MOBILE.fullmatch(number) or _WITHOUT_AREA.fullmatch(number)):
        number = f"0{number}"  # abroad the area code loses its 0
    return number if _DIGITS.fullmatch(number) else None


def _fernet(keys: Sequence[str]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def _digest_key(key: str) -> bytes:
    return hmac.new(key.encode(), b"linli.people.phone", hashlib.sha256).digest()
