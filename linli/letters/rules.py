"""By which way a letter goes, when it has ended, and what becomes of it when the wire cannot be used."""

from enum import StrEnum


class Way(StrEnum):
    """How the words reach somebody."""

    WIRE = "wire"  # mail, SMS: whatever gateway there is
    VOICE = "voice"  # the steward of their entrance says it
    SLIP = "slip"  # the desk prints it, or telephones
    TABLE = "table"  # a party's own page shows it anyway


class State(StrEnum):
    """Where a letter stands."""

    WAITING = "waiting"
    SENT = "sent"  # a gateway took it; whether somebody read it nobody knows
    TOLD = "told"  # somebody says that they said it
    SHOWN = "shown"  # it lies on the table of a party, and needs no slip beside it


class Outcome(StrEnum):
    """What became of one attempt to bring it."""

    SENT = "sent"
    TOLD = "told"
    FAILED = "failed"  # the gateway was away: it is tried again
    REFUSED = "refused"  # the gateway will never take it
    NO_WAY = "no_way"  # there is no gateway, or no address


# Read aloud: "an attempt that was refused ends the wire". What failed is tried again until it has failed too often.
ENDS_THE_WIRE = frozenset({Outcome.REFUSED, Outcome.NO_WAY})
# The errand itself is given up after `errands.rules.TRIES`, without a word to us: we must turn the letter before.
# Ten failures, with the pauses between them, are about an hour and a half.
MOST_FAILURES = 10

# What a letter may never hold as a fact: it is read aloud at doors, and waits in a queue.
UNSAID = frozenset({"name", "phone", "mail", "door", "address"})


def without_wire(*, has_voice: bool) -> Way:
    """By a voice at the door where the zone has a steward now, else on a slip of paper; so nothing is lost."""
    return Way.VOICE if has_voice else Way.SLIP


def turns(outcome: Outcome, *, failures: int) -> bool:
    """Whether a letter must leave the wire after this attempt; `failures` are those so far, this one included."""
    return outcome in ENDS_THE_WIRE or (outcome is Outcome.FAILED and failures >= MOST_FAILURES)
