"""Is it really solved? Asked by somebody who did not handle it, or said by the one who asked."""

from datetime import datetime

from linli.audit.actions import action, announce, because_of
from linli.cases.actions._taking import Taken, demand_in, settle, short_enough, take, write_down
from linli.cases.actions._telling import party_name, tell_party
from linli.cases.events import (
    CallBackEntrusted,
    CaseClosed,
    DemandCalledBack,
    DemandConfirmed,
    DemandReopened,
)
from linli.cases.models import Case, Demand, StepTaken
from linli.cases.rules.calling import Outcome, Satisfaction, reopens, settles
from linli.cases.rules.life import DemandState, Owed, State, Step
from linli.cases.rules.words import clean
from linli.kernel.actor import Actor
from linli.kernel.event import News, Secret
from linli.kernel.refused import Refused
from linli.moves.actions import entrust
from linli.moves.queries import open_of_subject
from linli.people import queries as people


@action
def call_back(
    case_id: int,
    demand_id: int,
    outcome: Outcome,
    *,
    satisfaction: Satisfaction | None = None,
    remark: str | None = None,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Write down what became of asking one person whether it is really solved.

    Raises Refused: `case.not_yours_to_do` for who handled it, `demand.not_answered` while there is nothing to ask.
    """
    taken = take(Step.CALL_BACK, case_id, seen=seen, by=by, at=at)
    demand = _answered(taken, demand_id)
    told = short_enough(remark) if (remark := clean(remark)) else None
    demand.tries += 1
    news = announce(
        DemandCalledBack(
            subject_id=demand.pk,
            community_id=demand.community_id,
            threads=(case_id,),
            outcome=outcome,
            satisfaction=satisfaction,
            remark=Secret(told) if told else None,
            tries=demand.tries,
        ),
        by=by,
        at=at,
    )
    write_down(taken, words=told, demand=demand, facts=_facts(outcome, satisfaction, demand.tries))
    _conclude(taken, demand, outcome, satisfaction, "call_back", news)


@action
def confirm(
    case_id: int,
    demand_id: int,
    outcome: Outcome,
    *,
    satisfaction: Satisfaction | None = None,
    remark: str | None = None,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Let the one who asked say whether it is really solved, on their receipt's page or to their steward.

    Raises Refused: `demand.not_answered` while nobody has said that it is done.
    """
    taken = take(Step.CONFIRM, case_id, seen=seen, by=by, at=at)
    demand = _answered(taken, demand_id)
    if outcome not in {Outcome.SOLVED, Outcome.PARTLY, Outcome.UNSOLVED}:
        raise Refused("demand.say_solved_or_not")
    told = short_enough(remark) if (remark := clean(remark)) else None
    news = announce(
        DemandConfirmed(
            subject_id=demand.pk,
            community_id=demand.community_id,
            threads=(case_id,),
            outcome=outcome,
            satisfaction=satisfaction,
            remark=Secret(told) if told else None,
        ),
        by=by,
        at=at,
    )
    write_down(taken, words=told, demand=demand, facts=_facts(outcome, satisfaction, None))
    _conclude(taken, demand, outcome, satisfaction, "requester", news)


@action
def entrust_call_back(demand_id: int, person_id: int, *, by: Actor, at: datetime) -> None:
    """The stated way out: where everybody handled it, the street names a person who asks.

    Raises Refused: `call_back.not_owed`, `person.missing`.
    """
    demand = Demand.objects.filter(pk=demand_id).first()
    if demand is None:
        raise Refused("demand.missing")
    taken = take(Step.ENTRUST, demand.case_id, seen=None, by=by, at=at)
    move = next((move for move in open_of_subject("demand", demand.pk) if move.owed == Owed.CALL_BACK), None)
    if move is None:
        raise Refused("call_back.not_owed")
    if not any(holder.person_id == person_id for holder in people.holders(demand.community_id, at=at)):
        raise Refused("person.missing")
    write_down(taken, demand=demand)
    news = announce(
        CallBackEntrusted(
            subject_id=demand.pk, community_id=demand.community_id, threads=(demand.case_id,), person_id=person_id
        ),
        by=by,
        at=at,
    )
    with because_of(news):
        entrust(move.id, person_id=person_id, by=by, at=at)
    settle(taken, news)


def _answered(taken: Taken, demand_id: int) -> Demand:
    demand = demand_in(taken.case, demand_id)
    if demand.state != DemandState.ANSWERED:
        raise Refused("demand.not_answered", state=demand.state)
    return demand


def _facts(outcome: Outcome, satisfaction: Satisfaction | None, tries: int | None) -> dict[str, object]:
    told: dict[str, object] = {"outcome": outcome, "satisfaction": satisfaction, "tries": tries}
    return {name: value for name, value in told.items() if value is not None}


def _conclude(
    taken: Taken,
    demand: Demand,
    outcome: Outcome,
    satisfaction: Satisfaction | None,
    settled_by: str,
    news: News,
) -> None:
    demand.outcome, demand.satisfaction = outcome, satisfaction
    if reopens(outcome):
        demand.state, demand.reopened = DemandState.WAITING, demand.reopened + 1
    elif settles(outcome, demand.tries):
        demand.state, demand.settled_at, demand.settled_by = DemandState.SETTLED, taken.at, settled_by
    demand.save()
    if reopens(outcome):
        _reopen(taken, demand, outcome, news)
    elif not taken.case.demands.exclude(state=DemandState.SETTLED).exists():
        _close(taken, news)
    settle(taken, news, kept=(Owed.CALL_BACK,))


def _reopen(taken: Taken, demand: Demand, outcome: Outcome, news: News) -> None:
    case, by, at = taken.case, taken.by, taken.at
    with because_of(news):
        announce(
            DemandReopened(subject_id=demand.pk, community_id=demand.community_id, threads=(case.pk,), outcome=outcome),
            by=by,
            at=at,
        )
        if case.state == State.DONE:
            case.state, case.done_at = State.IN_HAND, None
        if case.lead_id is not None:
            tell_party(case, case.lead_id, "reopened", by=by, at=at, party=party_name(case.lead_id))


def _close(taken: Taken, news: News) -> None:
    case = taken.case
    case.state, case.closed_at = State.CLOSED, taken.at
    outcomes = list(case.demands.values_list("outcome", flat=True))
    not_reached = sum(outcome in {Outcome.NO_ANSWER, Outcome.WRONG_NUMBER} for outcome in outcomes)
    _follow(case, Step.CLOSE, taken)
    with because_of(news):
        announce(
            CaseClosed(
                subject_id=case.pk,
                community_id=case.community_id,
                threads=(case.pk,),
                settled=len(outcomes) - not_reached,
                not_reached=not_reached,
            ),
            by=taken.by,
            at=taken.at,
        )


def _follow(case: Case, step: Step, taken: Taken) -> None:
    StepTaken.objects.create(case=case, step=step, role="system", happened_at=taken.at, recorded_at=taken.at)
