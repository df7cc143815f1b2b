"""Whose move it is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from linli.moves.models import Climb, Move
from linli.moves.rules import Rung, reached


@dataclass(frozen=True, slots=True)
class MoveView:
    """One open move. `party_name` may be shown to anybody who may see the case."""

    id: int
    subject_kind: str
    subject_id: int
    thread_id: int
    owed: str
    party_id: int
    party_name: str
    party_kind: str
    zone_id: int | None
    person_id: int | None
    next_party_name: str | None
    opened_at: datetime
    due_at: datetime
    ladder: tuple[Rung, ...] = ()
    rung: int = 0  # how many of the ladder were told

    def reached(self, at: datetime) -> int:
        """How many rungs its silence has climbed by that moment, by the ladder and by what was told."""
        return max(self.rung, reached(self.ladder, at))

    def late(self, at: datetime) -> bool:
        """Whether its moment is over."""
        return self.due_at <= at

    def is_of(self, party_ids: Collection[int | None]) -> bool:
        """Whether one of these parties owes it as a whole, not a zone or a named person in its name."""
        return self.party_id in party_ids and self.zone_id is None and self.person_id is None


@dataclass(frozen=True, slots=True)
class ClimbView:
    """That a party was told of the silence of another."""

    subject_kind: str
    subject_id: int
    owed: str
    party_name: str
    to_party_kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Sum:
    """How many moves of one sort are owed, and how many of them are late."""

    all: int
    late: int


def open_moves(thread_ids: Collection[int]) -> dict[int, tuple[MoveView, ...]]:
    """The open moves of these cases, tightest first, by case. A case without one has no key. One query."""
    found: dict[int, list[MoveView]] = {}
    rows = _seen(Move.objects.filter(thread_id__in=thread_ids, closed_at=None))
    for row in rows.order_by("due_at", "pk"):
        found.setdefault(row.thread_id, []).append(_view(row))
    return {thread_id: tuple(moves) for thread_id, moves in found.items()}


def open_of_subject(kind: str, subject_id: int) -> tuple[MoveView, ...]:
    """The open moves about one subject, tightest first."""
    rows = _seen(Move.objects.filter(subject_kind=kind, subject_id=subject_id, closed_at=None))
    return tuple(_view(row) for row in rows.order_by("due_at", "pk"))


def owed_by(party_ids: Collection[int], *, offset: int = 0, limit: int = 50) -> tuple[MoveView, ...]:
    """What these parties owe, tightest first; without what a zone or a named person owes in their name."""
    rows = _seen(_of_parties(party_ids))
    return tuple(_view(row) for row in rows.order_by("due_at", "pk")[offset : offset + limit])


def count_owed_by(party_ids: Collection[int]) -> int:
    """How many moves these parties owe."""
    return _of_parties(party_ids).count()


def sums_owed_by(party_ids: Collection[int], *, at: datetime) -> dict[str, Sum]:
    """How much these parties owe, by sort; a sort of which nothing is owed has no key. One query."""
    counted = (
        _of_parties(party_ids).values("owed").annotate(all=Count("pk"), late=Count("pk", filter=Q(due_at__lte=at)))
    )
    return {row["owed"]: Sum(row["all"], row["late"]) for row in counted.order_by("owed")}


def threads_owed_by(party_ids: Collection[int]) -> QuerySet[Move, int]:
    """The cases in which these parties owe something; for use inside another query."""
    return _of_parties(party_ids).values_list("thread_id", flat=True)


def threads_climbed_to(party_ids: Collection[int]) -> QuerySet[Move, int]:
    """The cases in which these parties were told last of a silence that lasts; for use inside another query."""
    rows = Move.objects.filter(climbed_to_id__in=party_ids, closed_at=None)
    return rows.values_list("thread_id", flat=True)


def climbs(thread_id: int, moves: Collection[MoveView], *, at: datetime) -> tuple[ClimbView, ...]:
    """How the silences of a case climbed, in order of time; `moves` are its open ones. One query.

    What was told, and of what is open also what the ladder says by `at`, which the clock tells within a second.
    """
    rows = Climb.objects.filter(move__thread_id=thread_id).select_related("move__party", "party")
    told = [
        ClimbView(
            row.move.subject_kind, row.move.subject_id, row.move.owed, row.move.party.name, row.party.kind, row.at
        )
        for row in rows
    ]
    told += [
        ClimbView(move.subject_kind, move.subject_id, move.owed, move.party_name, rung.party_kind, rung.at)
        for move in moves
        for rung in move.ladder[move.rung : move.reached(at)]
    ]
    return tuple(sorted(told, key=lambda climb: climb.at))


def rungs_of(move: Move) -> tuple[Rung, ...]:
    """The ladder of a move; for use inside this house."""
    return tuple(Rung(rung["party"], rung["kind"], datetime.fromisoformat(rung["at"])) for rung in move.ladder or ())


def threads_owing(community_id: int, owed: Collection[str]) -> QuerySet[Move, int]:
    """The cases of a community in which one of these things is owed; for use inside another query."""
    rows = Move.objects.filter(community_id=community_id, owed__in=owed, closed_at=None)
    return rows.values_list("thread_id", flat=True)


def threads_ever_owed_by(party_id: int) -> QuerySet[Move, int]:
    """The cases in which this party owes or owed something; for use inside another query."""
    return Move.objects.filter(party_id=party_id).values_list("thread_id", flat=True)


def owing(community_id: int, owed: str, *, offset: int = 0, limit: int = 50) -> tuple[MoveView, ...]:
    """What is owed of one sort in a community, tightest first."""
    rows = _seen(Move.objects.filter(community_id=community_id, owed=owed, closed_at=None))
    return tuple(_view(row) for row in rows.order_by("due_at", "pk")[offset : offset + limit])


def count_owing(community_id: int, owed: str) -> int:
    """How many moves of one sort are open in a community."""
    return Move.objects.filter(community_id=community_id, owed=owed, closed_at=None).count()


def owed_by_steward(zone_ids: Collection[int], person_id: int | None) -> tuple[MoveView, ...]:
    """What the steward of these zones, or this person by name, was asked to do; tightest first."""
    asked = Q(zone_id__in=zone_ids) | Q(person_id=person_id) if person_id else Q(zone_id__in=zone_ids)
    rows = _seen(Move.objects.filter(asked, closed_at=None))
    return tuple(_view(row) for row in rows.order_by("due_at", "pk")[:100])


def _of_parties(party_ids: Collection[int]) -> QuerySet[Move]:
    return Move.objects.filter(party_id__in=party_ids, zone__isnull=True, person__isnull=True, closed_at=None)


def _seen(rows: QuerySet[Move]) -> QuerySet[Move]:
    return rows.select_related("party", "next_party")


def _view(row: Move) -> MoveView:
    return MoveView(
        id=row.pk,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        thread_id=row.thread_id,
        owed=row.owed,
        party_id=row.party_id,
        party_name=row.party.name,
        party_kind=row.party.kind,
        zone_id=row.zone_id,
        person_id=row.person_id,
        next_party_name=row.next_party.name if row.next_party else None,
        opened_at=row.opened_at,
        due_at=row.due_at,
        ladder=rungs_of(row),
        rung=row.rung,
    )
