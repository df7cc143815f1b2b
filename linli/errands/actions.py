"""Promise an errand; keep the promises that are due; do what time brings."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.module_loading import import_string

from linli.database.differences import free_rows
from linli.errands.models import Errand, ErrandState
from linli.errands.rules import LEASE, next_try_at
from linli.kernel.actor import system
from linli.kernel.event import News

log = logging.getLogger(__name__)

Tick = Callable[..., object]
_ticks: list[Tick] = []


def bring(ticks: Iterable[Tick]) -> None:
    """Take `flow.py`'s list as the one list of what a tick of the clock looks at."""
    _ticks[:] = ticks


def ticks() -> tuple[Tick, ...]:
    """What a tick looks at, in order."""
    return tuple(_ticks)


def pass_time(*, at: datetime) -> int:
    """Let everything that waits for a moment see that it is `at` now; how many of them failed.

    Each tick is an action of its own and is called again at the next tick; one that fails stops no other.
    """
    failed = 0
    for tick in _ticks:
        try:
            tick(by=system("clock"), at=at)
        except Exception as error:  # noqa: BLE001 (the others must have their tick)
            failed += 1
            log.error("tick %s failed: %s", tick.__qualname__, type(error).__name__)
    return failed


def promise(name: str, *, at: datetime, **arguments: object) -> None:
    """Call the function of that dotted name with these arguments and `at`, after this transaction.

    The promise commits and rolls back with the fact that needs it. The function may be called more than
    once and must not mind.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an errand is promised inside the transaction of its fact")
    Errand.objects.create(name=name, arguments=arguments, promised_at=at, due_at=at)


def later(name: str) -> Callable[[News], None]:
    """A listener for `flow.py` that promises the errand of that dotted name.

    The errand is called as ``f(event_id=, subject_id=, community_id=, at=)``; whatever else it needs it
    reads from the tables, since words and telephones have no place in a queue.
    """

    def listener(news: News) -> None:
        event = news.event
        promise(
            name,
            at=news.recorded_at,
            event_id=str(news.id),
            subject_id=event.subject_id,
            community_id=event.community_id,
        )

    listener.__name__ = f"later {name}"
    return listener


def keep_one(*, at: datetime) -> bool:
    """Keep the oldest promise that is due. False when there is none.

    The lease is committed before the work starts, so that a worker killed in the middle loses nothing:
    when its lease has run out, another takes the errand.
    """
    errand = _lease(at=at)
    if errand is None:
        return False
    try:
        work: Callable[..., Any] = import_string(errand.name)
        work(**errand.arguments, at=at)
    except Exception as error:  # noqa: BLE001 (whatever an errand raises must not stop the others)
        log.warning("errand %s %s failed: %s", errand.pk, errand.name, type(error).__name__)
        _failed(errand, error, at=at)
    else:
        _ended(errand, ErrandState.KEPT, at=at)
    return True


@transaction.atomic
def _lease(*, at: datetime) -> Errand | None:
    due = Errand.objects.filter(state=ErrandState.PROMISED, due_at__lte=at).filter(
        models.Q(leased_until=None) | models.Q(leased_until__lte=at)
    )
    errand = free_rows(due.order_by("due_at", "pk")).first()
    if errand is not None:
        errand.leased_until = at + LEASE
        errand.tries += 1
        errand.save(update_fields=("leased_until", "tries"))
    return errand


def _failed(errand: Errand, error: Exception, *, at: datetime) -> None:
    again = next_try_at(tries=errand.tries, at=at)
    # The type only: the message of an error may hold what a person wrote.
    errand.last_error = type(error).__name__
    if again is None:
        log.error("errand %s %s given up after %s tries", errand.pk, errand.name, errand.tries)
        _ended(errand, ErrandState.GIVEN_UP, at=at)
        return
    errand.due_at, errand.leased_until = again, None
    _save(errand, "due_at", "leased_until", "last_error")


def _ended(errand: Errand, state: ErrandState, *, at: datetime) -> None:
    errand.state, errand.ended_at = state, at
    _save(errand, "state", "ended_at", "last_error")


@transaction.atomic
def _save(errand: Errand, *names: str) -> None:
    errand.save(update_fields=names)
