"""A house so small that it only rings: for tests of what announcing does, whoever announces."""

import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import django

from linli.kernel.actor import Actor, system
from linli.kernel.event import Event, Secret

MONDAY = datetime(2026, 3, 2, 0, 20, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class BellRang(Event):
    """Somebody rang."""

    topic = "bell.rang"
    subject_kind = "bell"

    times: int = 1
    rung_at: datetime | None = None
    words: Secret | None = None


@dataclass(frozen=True, kw_only=True)
class DoorOpened(Event):
    """Somebody heard it."""

    topic = "bell.door_opened"
    subject_kind = "door"


RINGER: Actor = system("ringer")

if __name__ == "__main__":
    django.setup()

from linli.audit.actions import action, announce, listen, listeners  # noqa: E402 (a process of its own makes Django ready)
from linli.audit.queries import verify  # noqa: E402


def ring(bell: int = 1, *, community_id: int = 1, by: Actor = RINGER, at: datetime, **facts: object) -> None:
    """Ring once."""
    ring_by(BellRang(subject_id=bell, community_id=community_id, **facts), by=by, at=at)  # type: ignore[arg-type]


@action
def ring_by(rang: BellRang, *, by: Actor, at: datetime) -> None:
    """Tell that it rang."""
    announce(rang, by=by, at=at)


def ring_often(times: int) -> None:
    """Ring so often in two communities, each time in an action of its own and now and then in both at once."""
    listen({**listeners(), BellRang: []})
    for turn in range(times):
        ring_in_both(first=turn % 2 + 1, at=MONDAY + timedelta(seconds=turn), by=RINGER)


@action
def ring_in_both(*, first: int, by: Actor, at: datetime) -> None:
    """Ring in both communities, in an order that would lock crosswise if heads were locked as they come."""
    for community_id in (first, 3 - first):
        ring(community_id=community_id, by=by, at=at)


if __name__ == "__main__":
    if sys.argv[1] == "ring":
        ring_often(int(sys.argv[2]))
    else:
        for community in (1, 2):
            verdict = verify(community)
            print(verdict.entries, verdict.broken)
