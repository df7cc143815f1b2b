"""How long each thing may take: rows with a source, computed in the community's own time zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Urgency(StrEnum):
    """How much a demand presses; the four classes of DB11/T 2021-2022."""

    DANGER = "danger"
    TIMELY = "timely"
    ORDINARY = "ordinary"
    COMPLEX = "complex"


class Unit(StrEnum):
    """What an amount of time counts."""

    MINUTES = "minutes"
    HOURS = "hours"  # clock hours, exact
    DAYS = (
        "days"  # natural days: the day of receipt is not counted, the last one ends at 24:00 (Civil Code, art. 201-203)
    )


class Promise(StrEnum):
    """What a limit is about."""

    ASSESS = "assess"
    DISPATCH = "dispatch"
    SIGN = "sign"
    CONTACT = "contact"
    ANSWER = "answer"
    DECIDE = "decide"
    CALL_BACK = "call_back"


@dataclass(frozen=True, slots=True)
class Limit:
    """One row of the rule book: so much time for that promise in that class, from a source, over a period."""

    promise: Promise
    urgency: Urgency
    amount: int
    unit: Unit
    source: str
    confirmed: bool
    valid_from: date
    valid_until: date | None = None


def due_at(limit: Limit, *, since: datetime, zone: str) -> datetime:
    """The moment at which the limit is over, in UTC; `since` is the receipt or the opening of the move."""
    # Counted in UTC: in a zone of its own an hour more is an hour on the wall, which a clock change makes two or none.
    if limit.unit is Unit.MINUTES:
        return since.astimezone(UTC) + timedelta(minutes=limit.amount)
    if limit.unit is Unit.HOURS:
        return since.astimezone(UTC) + timedelta(hours=limit.amount)
    place = ZoneInfo(zone)
    # Midnight after the last day, built as a wall-clock time: a day with a clock change is still one day.
    end = since.astimezone(place).date() + timedelta(days=limit.amount + 1)
    return datetime.combine(end, time(), place).astimezone(UTC)
