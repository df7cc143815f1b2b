"""Moments know their zone; a period is `[from, until)`."""

from dataclasses import dataclass
from datetime import UTC, datetime


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC. Raises ValueError for one without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment must know its zone")
    return moment.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Period:
    """`[start, until)`; an open end is None."""

    start: datetime
    until: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        """Whether the moment lies in the period."""
        return self.start <= moment and (self.until is None or moment < self.until)
