"""Read the log, and prove it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.audit.models import Entry, Head, Thread
from linli.audit.rules import BEFORE_THE_FIRST, Line, seal


@dataclass(frozen=True, slots=True)
class Verdict:
    """One community's chain, followed from its first entry to its head.

    `broken` is the number of the first entry that is not what was sealed, None when all of them are; `why` is
    ``changed``, ``missing``, ``cut`` (entries gone from the end) or None.
    """

    community_id: int
    entries: int
    head: str
    broken: int | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry, for those who may read it."""

    number: int
    event_id: UUID
    topic: str
    subject: str
    actor: str
    because_of: UUID | None
    happened_at: datetime
    recorded_at: datetime
    seal: str


def story_of(case_id: int) -> list[Fact]:
    """Everything that was sealed about a case, in order, from the first word to the last receipt."""
    rows = Thread.objects.filter(case_id=case_id).order_by("entry_id").select_related("entry")
    return [_fact(row.entry) for row in rows]


def verify(community_id: int) -> Verdict:
    """Follow the chain and say where it first breaks. Reads in pieces; its memory does not grow with the log."""
    head = Head.objects.filter(community_id=community_id).first()
    number, previous = 0, BEFORE_THE_FIRST
    for entry in Entry.objects.filter(community_id=community_id).order_by("number").iterator(2000):
        number += 1
        if entry.number != number:
            return Verdict(community_id, number - 1, previous, number, "missing")
        if entry.previous != previous or entry.seal != seal(_line(entry)):
            return Verdict(community_id, number - 1, previous, number, "changed")
        previous = entry.seal
    if head is None:
        return Verdict(community_id, number, previous, *((1, "cut") if number else (None, None)))
    if (head.number, head.seal) != (number, previous):
        return Verdict(community_id, number, previous, number + 1, "cut")
    return Verdict(community_id, number, previous)


def chains() -> Iterator[int]:
    """The communities that have a chain, or entries without one; 0 is the installation."""
    known = set(Head.objects.values_list("community_id", flat=True))
    known |= set(Entry.objects.order_by().values_list("community_id", flat=True).distinct())
    yield from sorted(known)


def _line(entry: Entry) -> Line:
    facts = {name: getattr(entry, name) for name in Line.__dataclass_fields__}
    return Line(**{**facts, "threads": tuple(entry.threads)})


def _fact(entry: Entry) -> Fact:
    return Fact(**{name: getattr(entry, name) for name in Fact.__dataclass_fields__})
