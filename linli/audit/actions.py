"""An action, and how it tells: one transaction, one seal, the listeners in order.

`action` marks the public verbs of every house. The outermost one opens the transaction; when it has done its
work, the facts that were announced in it are sealed in the chains of their communities, the heads locked in
the order of their numbers, so that the lock is short and two actions never wait for each other crosswise.
"""

import secrets
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID, uuid4

from django.db import transaction

from linli.audit.models import Entry, Head, SubjectKey, Thread
from linli.audit.rules import BEFORE_THE_FIRST, Line, canonical, digest, seal
from linli.kernel.actor import Actor
from linli.kernel.event import Event, News
from linli.kernel.moments import in_utc

Listener = Callable[[News], object]
P = ParamSpec("P")
R = TypeVar("R")

_listeners: dict[type[Event], tuple[Listener, ...]] = {}


@dataclass(slots=True)
class _Telling:
    """What the running action has told so far, and the chain of news that it is answering."""

    told: list[News] = field(default_factory=list)
    answering: list[News] = field(default_factory=list)
    known: dict[Hashable, Any] = field(default_factory=dict)


_telling: ContextVar[_Telling | None] = ContextVar("telling", default=None)


def listen(flow: Mapping[type[Event], Iterable[Listener]]) -> None:
    """Take `flow.py`'s table as the one list of who hears what. An event without a line cannot be announced."""
    _listeners.clear()
    _listeners.update({event: tuple(listeners) for event, listeners in flow.items()})


def listeners() -> Mapping[type[Event], tuple[Listener, ...]]:
    """Who hears what, as `listen` took it."""
    return dict(_listeners)


def action(verb: Callable[P, R]) -> Callable[P, R]:
    """Make a verb an action: keywords `by` and `at`, one transaction, sealed at the end of the outermost.

    Raises ValueError for an `at` without a zone. An inner action that is refused takes its announcements with it.
    """

    @wraps(verb)
    def acting(*args: P.args, **kwargs: P.kwargs) -> R:
        at = kwargs.get("at")
        if not isinstance(at, datetime) or not isinstance(kwargs.get("by"), Actor):
            raise TypeError(f"{verb.__qualname__} takes by=Actor and at=datetime")
        kwargs["at"] = in_utc(at)
        telling = _telling.get()
        if telling is not None:
            return _inner(telling, verb, *args, **kwargs)
        telling = _Telling()
        token = _telling.set(telling)
        try:
            with transaction.atomic():
                result = verb(*args, **kwargs)
                _seal_all(telling.told)
                return result
        finally:
            _telling.reset(token)

    acting.is_action = True  # type: ignore[attr-defined]
    return acting


def announce(event: Event, *, by: Actor, at: datetime) -> News:
    """Tell what happened: it is sealed when the outermost action ends, and its listeners act now.

    Raises RuntimeError outside an action, for an event that `flow.py` does not know, and for a cascade that
    comes back to the same topic and subject within one chain of causes. What a listener raises undoes everything.
    """
    telling = _telling.get()
    if telling is None or not transaction.get_connection().in_atomic_block:
        raise RuntimeError("announce belongs inside an action")
    if type(event) not in _listeners:
        raise RuntimeError(f"{event.topic} has no line in flow.py")
    for earlier in telling.answering:
        if (earlier.event.topic, earlier.event.subject) == (event.topic, event.subject):
            raise RuntimeError(f"{event.topic} comes back to {event.subject}")
    cause = telling.answering[-1].id if telling.answering else None
    news = News(uuid4(), event, by, in_utc(at), cause, event.facts())
    telling.told.append(news)
    with because_of(news):
        for listener in _listeners[type(event)]:
            listener(news)
    return news


def asked_once(key: Hashable, ask: Callable[[], R]) -> R:
    """What was asked before under this key in the running action, else what is asked now.

    For what does not change while somebody takes a step: the parties of a community, its limits.
    """
    telling = _telling.get()
    if telling is None:
        return ask()
    if key not in telling.known:
        telling.known[key] = ask()
    found: R = telling.known[key]
    return found


@contextmanager
def because_of(news: News) -> Iterator[None]:
    """What is announced inside happened because of this news, as what its listeners announce does."""
    telling = _telling.get()
    if telling is None:
        raise RuntimeError("a cause belongs inside an action")
    telling.answering.append(news)
    try:
        yield
    finally:
        telling.answering.pop()


def _inner(telling: _Telling, verb: Callable[..., R], *args: Any, **kwargs: Any) -> R:
    told = len(telling.told)
    try:
        with transaction.atomic():
            return verb(*args, **kwargs)
    except BaseException:
        del telling.told[told:]
        raise


def _seal_all(told: list[News]) -> None:
    if not told:
        return
    bodies = _bodies(told)
    entries: list[Entry] = []
    for community_id in sorted({news.event.community_id for news in told}):
        own = [news for news in told if news.event.community_id == community_id]
        entries += _extend(community_id, own, bodies)
    saved = {entry.event_id: entry for entry in Entry.objects.bulk_create(entries)}
    Thread.objects.bulk_create(
        Thread(entry=saved[news.id], case_id=case_id) for news in told for case_id in news.event.threads
    )


def _extend(community_id: int, own: list[News], bodies: dict[UUID, str]) -> list[Entry]:
    Head.objects.get_or_create(community_id=community_id, defaults={"seal": BEFORE_THE_FIRST})
    head = Head.objects.select_for_update().get(community_id=community_id)
    entries = []
    for news in own:
        line = _line(news, number=head.number + 1, previous=head.seal, body=bodies[news.id])
        head.number, head.seal = line.number, seal(line)
        entries.append(_entry(line, head.seal))
    head.save(update_fields=("number", "seal"))
    return entries


def _line(news: News, *, number: int, previous: str, body: str) -> Line:
    event = news.event
    return Line(
        community_id=event.community_id,
        number=number,
        event_id=news.id,
        topic=event.topic,
        version=event.version,
        subject=event.subject,
        actor=news.by.key,
        because_of=news.because_of,
        threads=event.threads,
        happened_at=in_utc(event.happened_at or news.recorded_at),
        recorded_at=news.recorded_at,
        body=body,
        previous=previous,
    )


def _entry(line: Line, sealed: str) -> Entry:
    facts = {name: getattr(line, name) for name in Line.__dataclass_fields__}
    return Entry(**{**facts, "threads": list(line.threads)}, seal=sealed)


def _bodies(told: list[News]) -> dict[UUID, str]:
    keys = _keys({news.event.subject for news in told if news.event.secrets()})
    bodies = {}
    for news in told:
        secret = news.event.secrets()
        bodies[news.id] = canonical(
            {
                name: digest(keys[news.event.subject], str(value)) if name in secret and value is not None else value
                for name, value in news.facts.items()
            }
        )
    return bodies


def _keys(subjects: set[str]) -> dict[str, bytes]:
    if not subjects:
        return {}
    known = _known(subjects)
    missing = [SubjectKey(subject=subject, key=secrets.token_bytes(32)) for subject in sorted(subjects - set(known))]
    if missing:
        SubjectKey.objects.bulk_create(missing, ignore_conflicts=True)
        # Read again: another writer may have made the key of the same subject first.
        known = _known(subjects)
    return known


def _known(subjects: set[str]) -> dict[str, bytes]:
    rows = SubjectKey.objects.filter(subject__in=subjects).values_list("subject", "key")
    return {subject: bytes(key) for subject, key in rows}
