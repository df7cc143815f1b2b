"""What is it, and who does it: assess, send elsewhere, dispatch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linli.audit.actions import action, announce, because_of
from linli.cases.actions._owing import set_urgency
from linli.cases.actions._taking import Taken, go_on, needed, settle, short_enough, take, write_down
from linli.cases.actions._telling import party_name, tell_party, tell_requesters
from linli.cases.events import CaseAssessed, CaseDispatched, CaseRedirected
from linli.cases.models import Assisting, Case, Category, Route
from linli.cases.rules.life import DemandState, Owed, Step
from linli.cases.rules.limits import Urgency
from linli.cases.rules.words import LONGEST_TITLE, Kind, clean
from linli.kernel.actor import Actor
from linli.kernel.event import News, Secret
from linli.kernel.refused import Refused


@dataclass(frozen=True, slots=True)
class Assessment:
    """What somebody at the desk makes of a case.

    `title` is how we call it among those who handle it; `open_title` how the public pages do, None for the name of
    its category.
    """

    title: str
    category_id: int
    kind: Kind
    urgency: Urgency
    open_title: str | None = None


@action
def assess(case_id: int, assessment: Assessment, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """Say what it is and how much it presses; the promise to those who asked follows from that.

    Raises Refused as every step does, and `case.title_needed`, `category.missing`.
    """
    taken = take(Step.ASSESS, case_id, seen=seen, by=by, at=at)
    settle(taken, _look(taken, assessment), kept=(Owed.ASSESS,))


@action
def redirect(
    case_id: int, route_id: int, *, because: str | None = None, seen: int | None = None, by: Actor, at: datetime
) -> None:
    """Send it where it belongs, and tell those who asked whom to call. It ends here. Raises Refused `route.missing`."""
    taken = take(Step.REDIRECT, case_id, seen=seen, by=by, at=at)
    case = taken.case
    route = Route.objects.filter(pk=route_id, community_id=case.community_id).first()
    if route is None:
        raise Refused("route.missing")
    told = short_enough(because) if (because := clean(because)) else None
    write_down(taken, words=told, facts={"route": route.code, "name": route.name, "number": route.number})
    case.route, case.closed_at = route, at
    case.demands.update(state=DemandState.REDIRECTED, settled_at=at, answer=told, answered_at=at)
    news = announce(
        CaseRedirected(
            subject_id=case.pk,
            community_id=case.community_id,
            threads=(case.pk,),
            route=route.code,
            because=Secret(told) if told else None,
        ),
        by=by,
        at=at,
    )
    settle(taken, news, kept=(Owed.ASSESS, Owed.DISPATCH))
    with because_of(news):
        facts = {"route": route.name, "route_number": route.number}
        tell_requesters(case, case.demands.all(), "redirected", by=by, at=at, **facts)


@action
def dispatch(
    case_id: int,
    lead_id: int,
    *,
    assisting: Sequence[int] = (),
    assessment: Assessment | None = None,
    because: str | None = None,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Give the case to a lead party, with others to assist; the first receiver stays accountable until it signs.

    With an assessment, both in one go. Raises Refused: `party.missing`, `case.assess_first`, `case.title_needed`.
    """
    if assessment is None:
        taken = take(Step.DISPATCH, case_id, seen=seen, by=by, at=at)
    else:
        taken = take(Step.ASSESS, case_id, seen=seen, by=by, at=at)
        _look(taken, assessment)
        taken = go_on(taken, Step.DISPATCH)
    case = taken.case
    _ready_to_go(case)
    helping = [party for party in dict.fromkeys(assisting) if party != lead_id]
    lead_name = _name_here(case, lead_id)
    names = [_name_here(case, party) for party in helping]
    told = short_enough(because) if (because := clean(because)) else None
    case.lead_id, case.dispatched_at, case.escalated_at = lead_id, at, None
    Assisting.objects.filter(case=case, until_at=None).update(until_at=at)
    Assisting.objects.bulk_create(Assisting(case=case, party_id=party, from_at=at) for party in helping)
    write_down(taken, words=told, facts={"lead": lead_name, "assisting": names})
    news = announce(
        CaseDispatched(
            subject_id=case.pk,
            community_id=case.community_id,
            threads=(case.pk,),
            lead_id=lead_id,
            assisting=tuple(helping),
            because=Secret(told) if told else None,
        ),
        by=by,
        at=at,
    )
    settle(taken, news, kept=(Owed.ASSESS, Owed.DISPATCH, Owed.DECIDE))
    with because_of(news):
        _tell(case, lead_id, helping, by, at)


def _look(taken: Taken, assessment: Assessment) -> News:
    case = taken.case
    title = short_enough(needed(assessment.title, "case.title_needed"), LONGEST_TITLE)
    open_title = clean(assessment.open_title)
    category = Category.objects.filter(pk=assessment.category_id, community_id=case.community_id).first()
    if category is None:
        raise Refused("category.missing")
    facts: dict[str, object] = {"category": category.code, "kind": assessment.kind, "urgency": assessment.urgency}
    if case.urgency != assessment.urgency:
        facts["urgency_before"] = case.urgency
    case.title, case.category, case.kind = title, category, assessment.kind
    case.open_title = short_enough(open_title, LONGEST_TITLE) if open_title else None
    set_urgency(case, assessment.urgency)
    write_down(taken, facts=facts)
    return announce(
        CaseAssessed(
            subject_id=case.pk,
            community_id=case.community_id,
            threads=(case.pk,),
            category=category.code,
            kind=assessment.kind,
            urgency=assessment.urgency,
            title=Secret(title),
            answer_due_at=case.answer_due_at,
        ),
        by=taken.by,
        at=taken.at,
    )


def _ready_to_go(case: Case) -> None:
    if case.title is None:
        raise Refused("case.title_needed")
    if case.category_id is None:
        raise Refused("case.assess_first")


def _name_here(case: Case, party_id: int) -> str:
    """The party's name, if it belongs to the case's community or its street."""
    name = party_name(case, party_id)
    if name is None:
        raise Refused("party.missing")
    return name


def _tell(case: Case, lead_id: int, helping: Sequence[int], by: Actor, at: datetime) -> None:
    due = case.answer_due_at.isoformat()
    tell_party(case, lead_id, "dispatched", by=by, at=at, due_at=due)
    for party in helping:
        tell_party(case, party, "assist", by=by, at=at, due_at=due)
    waiting = case.demands.filter(state=DemandState.WAITING)
    tell_requesters(case, waiting, "dispatched", by=by, at=at, party=party_name(case, lead_id), due_at=due)
