"""Lists of cases: the desk's inbox, a party's table, the street's, a building's, the open one. Constant queries."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, Exists, OuterRef, Q

from linli.cases.models import Case, CaseRows, Demand
from linli.cases.queries.views import Page, ReceiptView, Row
from linli.cases.rules.life import DemandState, Owed, State
from linli.cases.rules.words import read_number
from linli.moves.queries import MoveView, open_moves, threads_climbed_to, threads_owed_by, threads_owing
from linli.places.rules import address


class Which(StrEnum):
    """The filters of the inbox."""

    ALL = "all"
    OURS = "ours"
    LATE = "late"
    TODAY = "today"
    CALL_BACK = "call_back"
    STUCK = "stuck"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases each filter holds."""

    all: int
    ours: int
    late: int
    today: int
    call_back: int
    stuck: int


SIZE = 50


def inbox(
    community_id: int,
    which: Which,
    *,
    ours: Collection[int],
    day_ends: datetime,
    at: datetime,
    offset: int = 0,
    words: str | None = None,
) -> Page:
    """The cases of a community, the tightest moment first (ended ones: the latest first).

    `ours` are the parties of the one who looks; `words` is a number, or words of a title.
    """
    rows = _of_the_desk(community_id, which, ours, day_ends, at)
    if words:
        rows = _matching(rows, words)
    rows = rows.order_by("-closed_at", "-pk") if which is Which.ENDED else rows.order_by("due_at", "pk")
    return page(rows, offset=offset)


def counts(community_id: int, *, ours: Collection[int], day_ends: datetime, at: datetime) -> Counts:
    """How many open cases each filter of the inbox holds; one query."""
    open_ones = Case.objects.filter(community_id=community_id, due_at__isnull=False)
    counted = open_ones.aggregate(
        all=Count("pk"),
        ours=Count("pk", filter=Q(pk__in=threads_owed_by(ours))),
        late=Count("pk", filter=Q(due_at__lte=at)),
        today=Count("pk", filter=Q(due_at__gt=at, due_at__lte=day_ends)),
        call_back=Count("pk", filter=Q(pk__in=threads_owing(community_id, [Owed.CALL_BACK]))),
        stuck=Count("pk", filter=Q(state=State.STUCK)),
    )
    return Counts(**counted)


def table(party_id: int, *, offset: int = 0) -> Page:
    """The open cases in which a party owes something, or was told last of a silence; the tightest first."""
    ours = Q(pk__in=threads_owed_by([party_id])) | Q(pk__in=threads_climbed_to([party_id]))
    rows = Case.objects.filter(ours, due_at__isnull=False)
    return page(rows.order_by("due_at", "pk"), offset=offset)


def done_by(party_id: int, *, offset: int = 0) -> Page:
    """The cases that a party led and that were closed, the latest first."""
    rows = Case.objects.filter(lead_id=party_id, closed_at__isnull=False, merged_into=None)
    return page(rows.order_by("-closed_at", "-pk"), offset=offset)


def above(community_ids: Collection[int], *, at: datetime, party_ids: Collection[int] = (), offset: int = 0) -> Page:
    """What the street sees: what was escalated or has climbed to it, then what else is late, the tightest first.

    `party_ids` are the street's own parties.
    """
    rows = Case.objects.filter(_for_the_street(at), community_id__in=community_ids, due_at__isnull=False)
    came_up = Q(escalated_at__isnull=False) | Q(pk__in=threads_climbed_to(party_ids))
    rows = rows.annotate(came_up=came_up).order_by("-came_up", "due_at", "pk")
    return page(rows, offset=offset)


def in_building(building_id: int, *, open_only: bool = True, offset: int = 0) -> Page:
    """The cases about one building, the latest first."""
    rows = Case.objects.filter(building_id=building_id, merged_into=None)
    if open_only:
        rows = rows.filter(due_at__isnull=False)
    return page(rows.order_by("-received_at", "-pk"), offset=offset)


def in_community(community_id: int, *, open_only: bool, offset: int = 0) -> Page:
    """The cases of a community, the latest first, as the open page shows them."""
    rows = Case.objects.filter(community_id=community_id, merged_into=None)
    rows = rows.filter(due_at__isnull=False) if open_only else rows.filter(closed_at__isnull=False)
    return page(rows.order_by("-received_at" if open_only else "-closed_at", "-pk"), offset=offset)


def in_entrances(entrance_ids: Collection[int], *, offset: int = 0) -> Page:
    """The open cases that somebody behind these entrances told of, or that are about them; the tightest first.

    For their steward: not those of which nobody wants the steward to know.
    """
    open_ones = Demand.objects.open_to_stewards()
    told = open_ones.filter(entrance_id__in=entrance_ids).values("case_id")
    about = Q(Exists(open_ones.filter(case=OuterRef("pk"))), entrance_id__in=entrance_ids)
    rows = Case.objects.filter(Q(pk__in=told) | about, due_at__isnull=False)
    return page(rows.order_by("due_at", "pk"), offset=offset)


def waiting_in(case_id: int) -> frozenset[int]:
    """The demands of a case that wait for an answer."""
    rows = Demand.objects.filter(case_id=case_id, state=DemandState.WAITING)
    return frozenset(rows.values_list("pk", flat=True))


def receipt_of_key(key: str) -> ReceiptView | None:
    """What became of the form with this key; None while it was not taken down.

    Pages put a mark of what was sent behind the key of the form: the first that was sent counts.
    """
    rows = Demand.objects.filter(Q(key=key) | Q(key__startswith=f"{key}.")).order_by("pk")
    row = rows.values("pk", "case_id", "number", "token").first()
    return ReceiptView(row["pk"], row["case_id"], row["number"], row["token"]) if row else None


def rows_of(case_ids: Collection[int]) -> dict[int, Row]:
    """The lines of these cases, by id."""
    return {row.id: row for row in _rows(list(_joined(Case.objects.filter(pk__in=case_ids))))}


def near(community_id: int, *, building_id: int | None, but: int | None = None) -> tuple[Row, ...]:
    """Open cases about the same building, or the whole community where there is none: to group by hand."""
    rows = Case.objects.filter(community_id=community_id, due_at__isnull=False)
    if building_id is not None:
        rows = rows.filter(building_id=building_id)
    if but is not None:
        rows = rows.exclude(pk=but)
    return _rows(list(_joined(rows.order_by("-received_at"))[:20]))


def page(rows: CaseRows, *, offset: int, size: int = SIZE) -> Page:
    """One piece of a list. The counting is one query more."""
    found = list(_joined(rows)[offset : offset + size])
    total = offset + len(found) if len(found) < size and (found or not offset) else rows.count()
    return Page(_rows(found), total, offset, size)


def _of_the_desk(community_id: int, which: Which, ours: Collection[int], day_ends: datetime, at: datetime) -> CaseRows:
    rows = Case.objects.filter(community_id=community_id)
    if which is Which.ENDED:
        return rows.filter(closed_at__isnull=False, merged_into=None)
    rows = rows.filter(due_at__isnull=False)
    match which:
        case Which.OURS:
            return rows.filter(pk__in=threads_owed_by(ours))
        case Which.LATE:
            return rows.filter(due_at__lte=at)
        case Which.TODAY:
            return rows.filter(due_at__gt=at, due_at__lte=day_ends)
        case Which.CALL_BACK:
            return rows.filter(pk__in=threads_owing(community_id, [Owed.CALL_BACK]))
        case Which.STUCK:
            return rows.filter(state=State.STUCK)
    return rows


def _matching(rows: CaseRows, words: str) -> CaseRows:
    if found := read_number(words):
        month, day, serial = found
        return rows.filter(demands__day__month=month, demands__day__day=day, demands__serial=serial).distinct()
    return rows.filter(Q(title__icontains=words.strip()) | Q(building__name__icontains=words.strip()))


def _for_the_street(at: datetime) -> Q:
    return Q(escalated_at__isnull=False) | Q(due_at__lte=at)


def _joined(rows: CaseRows) -> CaseRows:
    return rows.select_related("community", "category", "building", "entrance__building", "spot", "lead")


def _rows(cases: list[Case]) -> tuple[Row, ...]:
    ids = [case.pk for case in cases]
    moves = open_moves(ids)
    told: dict[int, list[str]] = {}
    for case_id, channel in Demand.objects.filter(case_id__in=ids).order_by("pk").values_list("case_id", "channel"):
        told.setdefault(case_id, []).append(channel)
    return tuple(_row(case, told.get(case.pk, []), moves) for case in cases)


def _row(case: Case, channels: list[str], moves: dict[int, tuple[MoveView, ...]]) -> Row:
    return Row(
        id=case.pk,
        number=case.number,
        title=case.title,
        open_title=case.open_title,
        category=case.category.name if case.category else None,
        category_en=case.category.name_en if case.category else None,
        urgency=case.urgency,
        state=case.state,
        place=place_name(case),
        community=case.community.name,
        lead=case.lead.name if case.lead else None,
        demands=len(channels),
        channels=tuple(dict.fromkeys(channels)),
        received_at=case.received_at,
        answer_due_at=case.answer_due_at,
        due_at=case.due_at,
        closed_at=case.closed_at,
        escalated=case.escalated_at is not None,
        step_count=case.step_count,
        moves=moves.get(case.pk, ()),
    )


def place_name(case: Case) -> str:
    """Where a case is about, without a door; the community's name where nothing nearer is known."""
    if case.entrance is not None:
        return address(case.entrance.building.name, case.entrance.name)
    if case.building is not None:
        return address(case.building.name)
    return case.spot.name if case.spot else case.community.name
