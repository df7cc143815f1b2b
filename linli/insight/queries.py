"""How much is asked, open, late and closed. Counts only; rates come with their rules."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.db.models import Count, Q, QuerySet

from linli.cases.models import Case, Demand
from linli.cases.rules.life import DemandState, State


@dataclass(frozen=True, slots=True)
class Work:
    """What a community is at. The last four are of the thirty days before the moment."""

    open: int
    late: int
    stuck: int
    escalated: int
    received: int
    closed: int
    settled: int
    not_solved_at_first: int
    not_reached: int


def work(community_ids: Collection[int], *, at: datetime) -> Work:
    """The counts of these communities together; two queries."""
    cases, demands = _rows(community_ids)
    return Work(**cases.aggregate(**_of_cases(at)), **demands.aggregate(**_of_demands(at)))


def work_by_community(community_ids: Collection[int], *, at: datetime) -> dict[int, Work]:
    """The counts of each of these communities, also of one that has none; two queries."""
    cases, demands = _rows(community_ids)
    found = {community_id: dict.fromkeys((*_of_cases(at), *_of_demands(at)), 0) for community_id in community_ids}
    for rows, counts in ((cases, _of_cases(at)), (demands, _of_demands(at))):
        for row in rows.values("community_id").annotate(**counts).order_by("community_id"):
            told = cast(dict[str, int], row)
            found[told.pop("community_id")] |= told
    return {community_id: Work(**counts) for community_id, counts in found.items()}


def _rows(community_ids: Collection[int]) -> tuple[QuerySet[Case], QuerySet[Demand]]:
    cases = Case.objects.filter(community_id__in=community_ids, merged_into=None)
    return cases, Demand.objects.filter(community_id__in=community_ids)


def _of_cases(at: datetime) -> dict[str, Count]:
    since = at - timedelta(days=30)
    return {
        "open": Count("pk", filter=Q(due_at__isnull=False)),
        "late": Count("pk", filter=Q(due_at__lte=at)),
        "stuck": Count("pk", filter=Q(state=State.STUCK)),
        "escalated": Count("pk", filter=Q(escalated_at__isnull=False, due_at__isnull=False)),
        "closed": Count("pk", filter=Q(closed_at__gt=since, closed_at__lte=at)),
    }


def _of_demands(at: datetime) -> dict[str, Count]:
    since = at - timedelta(days=30)
    settled = Q(state=DemandState.SETTLED, settled_at__gt=since, settled_at__lte=at)
    return {
        "received": Count("pk", filter=Q(received_at__gt=since, received_at__lte=at)),
        "settled": Count("pk", filter=settled),
        "not_solved_at_first": Count("pk", filter=Q(reopened__gt=0, received_at__gt=since)),
        "not_reached": Count("pk", filter=Q(outcome__in=("no_answer", "wrong_number"), settled_at__gt=since)),
    }
