"""Is it really solved? Asked by somebody who did not handle it, or said by the one who asked."""

from datetime import datetime

from linli.audit.actions import action, announce, because_of
from linli.cases.actions._ending import close_if_settled
from linli.cases.actions._owing import set_answer_due
from linli.cases.actions._taking import (
    Taken,
    demand_in,
    must_be_theirs,
    settle,
    short_enough,
    take,
    take_with,
    write_down,
)
from linli.cases.actions._telling import party_name, tell_party
from linli.cases.events import (
    CallBackEntrusted,
    DemandCalledBack,
    DemandConfirmed,
    DemandReopened,
)
from linli.cases.models import Demand
from linli.cases.queries.handling import handled_in
from linli.cases.rules.calling import Outcome, Satisfaction, reopens, settles, spoken
from linli.cases.rules.life import DemandState, Owed, State, Step
from linli.cases.rules.words import clean
from linli.kernel.actor import Actor
from linli.kernel.event import News, Secret
from linli.kernel.refused import Refused
from linli.moves.actions import entrust
from linli.moves.queries import open_of_subject
from linli.people import queries as people
from linli.people.rules import Power, may


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
    """Write down what became of asking one person whether it is really solved; who was not reached is not satisfied.

    Raises Refused: `case.not_yours_to_do` for who handled it, `demand.not_answered` while there is nothing to ask.
    """
    taken = take(Step.CALL_BACK, case_id, seen=seen, by=by, at=at)
    demand = _answered(taken, demand_id)
    told = short_enough(remark) if (remark := clean(remark)) else None
    satisfaction = satisfaction if spoken(outcome) else None
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
    if not spoken(outcome):
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

    Raises Refused: `call_back.not_owed`, `person.missing`, also for who may not ask or handled it themselves.
    """
    taken, demand = take_with(Step.ENTRUST, demand_id, by=by, at=at)
    move = next((move for move in open_of_subject("demand", demand.pk) if move.owed == Owed.CALL_BACK), None)
    if move is None:
        raise Refused("call_back.not_owed")
    roster = people.holders(demand.community_id, at=at)
    may_ask = {holder.person_id for holder in roster if may(holder.role, Power.CALL_BACK)}
    if person_id not in may_ask - handled_in(taken.case).people:
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
    must_be_theirs(taken, demand)
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
    else:
        close_if_settled(taken, news)
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
        set_answer_due(case, list(case.demands.all()))
        if case.lead_id is not None:
            tell_party(case, case.lead_id, "reopened", by=by, at=at, party=party_name(case, case.lead_id))
