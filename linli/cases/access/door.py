"""One door from an id in a request to a case or a demand; *missing* and *not yours* give the same answer."""

from datetime import datetime
from hmac import compare_digest

from django.db.models import Prefetch

from linli.cases.access._hands import DESK, stands_over
from linli.cases.access._masks import case_view
from linli.cases.models import Attachment, Case, Demand, StepTaken
from linli.cases.queries.views import CaseView, DemandView
from linli.cases.rules.life import Owed
from linli.cases.rules.sight import Sight
from linli.cases.rules.words import normal_code, read_number
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.refused import Refused
from linli.moves.queries import open_of_subject, owed_by_steward, threads_ever_owed_by
from linli.people.rules import STEWARDS, Power, Role, may
from linli.places.queries import entrances_of_zones


def case_for(case_id: int, *, by: Actor, at: datetime) -> CaseView:
    """The case as this actor may see it. Raises Refused `case.missing` when there is none, or none for them."""
    case = _whole(case_id)
    if case is None:
        raise Refused("case.missing")
    sight = sight_of(case, by=by, at=at)
    if sight is None:
        raise Refused("case.missing")
    return case_view(case, sight, by=by, at=at, mine=_mine(by, at))


def open_case(case_id: int, *, at: datetime) -> CaseView:
    """The case as anybody may see it: what, where, how far; nobody's name, door or words. Raises `case.missing`."""
    case = _whole(case_id)
    if case is None or case.merged_into_id is not None:
        raise Refused("case.missing")
    return case_view(case, Sight.OPEN, by=None, at=at, mine=frozenset())


def own_case(token: str, *, at: datetime) -> tuple[CaseView, DemandView]:
    """The case and the demand whose receipt has this secret. Raises Refused `demand.missing`."""
    demand = demand_of_token(token)
    case = _whole(demand.case_id)
    if case is None:
        raise Refused("demand.missing")
    view = case_view(case, Sight.REQUESTER, by=None, at=at, mine=frozenset(), own=demand.pk)
    return view, next(own for own in view.demands if own.id == demand.pk)


def demand_of_token(token: str) -> Demand:
    """The demand whose receipt has this secret. Raises Refused `demand.missing`."""
    demand = Demand.objects.filter(token=token).first() if 16 <= len(token) <= 64 else None
    if demand is None:
        raise Refused("demand.missing")
    return demand


def token_of_number(community_id: int, words: str, code: str) -> str:
    """The secret of a receipt's link, for who types its number and its code.

    Raises Refused `demand.missing`, the same for a wrong number and for a wrong code.
    """
    found = read_number(words)
    if found is None:
        raise Refused("demand.missing")
    month, day, serial = found
    rows = Demand.objects.filter(community_id=community_id, day__month=month, day__day=day, serial=serial)
    for demand in rows.order_by("-day")[:3]:
        if compare_digest(demand.code.encode(), normal_code(code).encode()):
            return demand.token
    raise Refused("demand.missing")


def demand_for(demand_id: int, *, by: Actor, at: datetime) -> tuple[CaseView, DemandView]:
    """A demand and its case as this actor may see them. Raises Refused `demand.missing`."""
    case_id = Demand.objects.filter(pk=demand_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise Refused("demand.missing")
    try:
        view = case_for(case_id, by=by, at=at)
    except Refused:
        raise Refused("demand.missing") from None
    return view, next(demand for demand in view.demands if demand.id == demand_id)


def file_for(attachment_id: int, *, by: Actor | None, token: str | None = None, at: datetime) -> int:
    """The id of the file behind an attachment, for who may see it. Raises Refused `file.missing`."""
    row = Attachment.objects.filter(pk=attachment_id).first()
    if row is None:
        raise Refused("file.missing")
    try:
        view = own_case(token, at=at)[0] if token else case_for(row.case_id, by=by, at=at) if by else None
    except Refused:
        view = None
    if view is None or view.id != row.case_id:
        raise Refused("file.missing")
    shown = [ref for demand in view.demands for ref in demand.files] + [
        ref for step in view.steps for ref in step.files
    ]
    if not any(ref.attachment_id == attachment_id for ref in shown):
        raise Refused("file.missing")
    return row.file_id


def may_open_contact(demand: Demand, by: Actor) -> bool:
    """Whether these hands may read who asked and how to reach them: the desk, the lead, who owes the call."""
    if by.party_kind in demand.hide_from or (by.role in STEWARDS and "steward" in demand.hide_from):
        return False
    case = Case.objects.select_related("community").get(pk=demand.case_id)
    if not stands_over(by, case):
        return False
    if by.role in DESK:
        return True
    owed = [move for move in open_of_subject("demand", demand.pk) if move.owed in {Owed.CONTACT, Owed.CALL_BACK}]
    asked = any(move.is_of([by.party_id]) for move in owed)
    named = by.person_id is not None and any(
        move.zone_id in by.zones or move.person_id == by.person_id for move in owed
    )
    leads = by.party_id is not None and by.party_id == case.lead_id
    return named or asked or (leads and may(by.role, Power.OPEN_CONTACT))


def sight_of(case: Case, *, by: Actor, at: datetime) -> Sight | None:
    """As whom the actor looks at the case; None when it is not theirs to see."""
    if by.kind is not ActorKind.PERSON:
        return None
    if by.role == Role.STREET_OFFICER:
        # The street answers for every case of its communities, but looks only at what came up to it or is late.
        came_up = case.escalated_at is not None or (case.due_at is not None and case.due_at <= at)
        return Sight.STREET if stands_over(by, case) and (came_up or _ever_owed(case, by)) else None
    if not stands_over(by, case):
        return None
    if may(by.role, Power.SEE_INBOX):
        return Sight.DESK
    if by.role in STEWARDS:
        return Sight.STEWARD if _near(case, by, at) else None
    if by.party_id is not None and by.party_id == case.lead_id:
        return Sight.LEAD
    return Sight.ASSISTING if _ever_owed(case, by) else None


def _ever_owed(case: Case, by: Actor) -> bool:
    return by.party_id is not None and case.pk in set(threads_ever_owed_by(by.party_id).filter(thread_id=case.pk))


def _near(case: Case, by: Actor, at: datetime) -> bool:
    mine = entrances_of_zones(by.zones, at=at)
    here = Demand.objects.filter(case=case)
    open_ones = here.open_to_stewards()
    if (open_ones if case.entrance_id in mine else open_ones.filter(entrance_id__in=mine)).exists():
        return True
    if by.person_id is not None and here.filter(taken_by_id=by.person_id).exists():
        return True
    return any(move.thread_id == case.pk for move in owed_by_steward(by.zones, by.person_id))


def _mine(by: Actor, at: datetime) -> frozenset[int]:
    return entrances_of_zones(by.zones, at=at) if by.zones else frozenset()


def _whole(case_id: int) -> Case | None:
    files = Attachment.objects.select_related("file").order_by("pk")
    demands = Demand.objects.select_related("household", "entrance__building", "building", "spot", "requester")
    steps = StepTaken.objects.select_related("party", "person", "demand").order_by("recorded_at", "pk")
    return (
        Case.objects.select_related(
            "community", "category", "building", "entrance__building", "spot", "lead", "accountable", "route"
        )
        .select_related("merged_into")
        .prefetch_related(
            Prefetch("demands", demands.order_by("pk").prefetch_related(Prefetch("attachments", files))),
            Prefetch("steps", steps.prefetch_related(Prefetch("attachments", files))),
            "assisting__party",
        )
        .filter(pk=case_id)
        .first()
    )
