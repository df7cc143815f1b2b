"""How long before its moment a move is reminded, and how long a silence is borne until the next above is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from linli.cases.rules.limits import Unit, Urgency


class Until(StrEnum):
    """What one row of patience lasts until."""

    REMIND = "remind"  # counted backwards: so long before the moment
    NEXT = "next"  # so long after it, until whoever is asked next is told
    BRANCH = "branch"  # so long after the rung below, until the Party branch is told
    STREET = "street"  # so long after the rung below, until the street is told


@dataclass(frozen=True, slots=True)
class Patience:
    """One row of the rule book: so much time in that class, in minutes or clock hours, from a source."""

    until: Until
    urgency: Urgency
    amount: int
    unit: Unit
    source: str
    confirmed: bool
    valid_from: date
    valid_until: date | None = None

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return timedelta(minutes=self.amount) if self.unit is Unit.MINUTES else timedelta(hours=self.amount)

    def holds(self, on: date) -> bool:
        """Whether the row is in force on that day."""
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)


Lengths = Mapping[Until, timedelta]
Above = tuple[int, str]  # a party and its kind


def lengths(rows: Sequence[Patience], urgency: str, *, on: date) -> dict[Until, timedelta]:
    """The patience of one class on a day; of two rows that hold, the younger."""
    held = [row for row in rows if row.urgency == urgency and row.holds(on)]
    return {row.until: row.length for row in sorted(held, key=lambda row: row.valid_from)}


def remind_at(patience: Lengths, *, since: datetime, due_at: datetime) -> datetime | None:
    """When whoever owes it is reminded, never before half of the time is over; None where nobody is."""
    if Until.REMIND not in patience or due_at <= since:
        return None
    return max(due_at - patience[Until.REMIND], since + (due_at - since) / 2)


def ladder(
    owes: int, above: Sequence[Above | None], patience: Lengths, *, due_at: datetime
) -> tuple[tuple[Above, datetime], ...]:
    """Who is told of a silence, and from when on: `above` in order, whoever is asked next first.

    Nobody is told of their own silence, nobody twice, and there is nothing above the street. A rung for which the book
    has no patience is left out.
    """
    rungs: list[tuple[Above, datetime]] = []
    moment = due_at
    for place, party in enumerate(above):
        if party is None or party[0] in {owes, *(known[0] for known, _at in rungs)}:
            continue
        wait = patience.get(_until(party[1], first=place == 0))
        if wait is not None:
            moment += wait
            rungs.append((party, moment))
        if party[1] == Until.STREET:
            break
    return tuple(rungs)


def _until(kind: str, *, first: bool) -> Until:
    if first:
        return Until.NEXT
    return Until.STREET if kind == Until.STREET else Until.BRANCH
