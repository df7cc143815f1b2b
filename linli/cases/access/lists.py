"""What the desk may read in lists of demands: what a household told of, and what is to be asked, and by whom."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from linli.cases.models import Demand
from linli.cases.queries.handling import handled_in_each
from linli.cases.rules.calling import Candidate, Handled, independent
from linli.cases.rules.life import DemandState, Owed
from linli.kernel.actor import Actor
from linli.moves.queries import MoveView, count_owing, owing
from linli.people.rules import STEWARDS, Power, may

SIZE = 50
WAITING = (DemandState.WAITING, DemandState.ANSWERED)


@dataclass(frozen=True, slots=True)
class ToldView:
    """A demand in a list of what somebody told of."""

    id: int
    case_id: int
    number: str
    title: str | None
    state: str
    received_at: datetime
    open: bool


@dataclass(frozen=True, slots=True)
class AskView:
    """One who is to be asked whether it is really solved. `mine` says whether these hands may ask."""

    demand_id: int
    case_id: int
    number: str
    title: str | None
    answered_at: datetime | None
    tries: int
    mine: bool
    move: MoveView


@dataclass(frozen=True, slots=True)
class Asks:
    """A piece of what is to be asked, and how much there is in all."""

    rows: tuple[AskView, ...]
    total: int
    offset: int
    size: int


def told_by(
    *, household_ids: Collection[int] = (), person_ids: Collection[int] = (), by: Actor
) -> tuple[ToldView, ...]:
    """What these households and these persons told of, the latest first, fifty at most; one query.

    Only for the desk, only of its own community, and nothing of who does not want this party to know.
    """
    if by.community_id is None or not may(by.role, Power.SEE_INBOX):
        return ()
    theirs = Q(household_id__in=household_ids) | Q(requester_id__in=person_ids)
    rows = Demand.objects.filter(theirs, community_id=by.community_id).select_related("case")
    told = rows.order_by("-received_at", "-pk")[:SIZE]
    return tuple(
        ToldView(row.pk, row.case_id, row.number, row.case.title, row.state, row.received_at, row.state in set(WAITING))
        for row in told
        if by.party_kind not in row.hide_from
    )


def hidden_among(demand_ids: Collection[int], *, by: Actor) -> frozenset[int]:
    """Those of these demands whose tellers do not want this party to know that they told; one query."""
    rows = Demand.objects.filter(pk__in=demand_ids).values_list("pk", "hide_from")
    return frozenset(pk for pk, hide_from in rows if by.party_kind in hide_from)


def to_ask(community_id: int, *, by: Actor, offset: int = 0) -> Asks:
    """Who is to be asked whether it is really solved, the tightest first, with who may ask; five queries or six."""
    moves = owing(community_id, Owed.CALL_BACK, offset=offset, limit=SIZE)
    rows = Demand.objects.select_related("case").in_bulk([move.subject_id for move in moves])
    handled = handled_in_each({move.thread_id for move in moves})
    known = [(move, rows[move.subject_id]) for move in moves if move.subject_id in rows]
    return Asks(
        tuple(_ask(move, row, _may_ask(move, handled[row.case_id], by)) for move, row in known),
        count_owing(community_id, Owed.CALL_BACK),
        offset,
        SIZE,
    )


def _ask(move: MoveView, row: Demand, mine: bool) -> AskView:
    return AskView(row.pk, row.case_id, row.number, row.case.title, row.answered_at, row.tries, mine, move)


def _may_ask(move: MoveView, handled: Handled, by: Actor) -> bool:
    """As `_hands` says it for one case: entrusted by name, or without a hand in it."""
    if by.person_id is None:
        return False
    if move.person_id == by.person_id:
        return by.person_id not in handled.people
    if not independent(Candidate(by.person_id, by.party_id, by.party_kind, by.role or ""), handled):
        return False
    return by.role not in STEWARDS or move.zone_id in by.zones
