"""What an open case owes: compare what its state asks for with the moves that are open, and set them right."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from linli.cases.actions._around import around, zone_of
from linli.cases.models import Assisting, Case, Demand, StepTaken
from linli.cases.queries.handling import handled_in
from linli.cases.rules.calling import Candidate, caller
from linli.cases.rules.life import DemandState, Owed, State, Step
from linli.cases.rules.limits import Promise, Urgency
from linli.cases.rules.patience import Above, ladder, remind_at
from linli.cases.rules.sight import Sight, hides
from linli.kernel.actor import Actor
from linli.moves.actions import owe_exactly
from linli.moves.queries import open_moves
from linli.moves.rules import Debt, Rung
from linli.people import queries as people
from linli.people.rules import PartyKind

Subject = tuple[str, int]


def owe(case: Case, *, kept: Collection[Owed], by: Actor, at: datetime) -> datetime | None:
    """Open and close moves until they are what the case owes now; its tightest moment, None when it owes nothing.

    Moves that are closed count as kept when their sort is in `kept`, else as overtaken. Raises RuntimeError when an
    open case would be left without a move: such a case cannot exist.
    """
    debts = list({debt.name: debt for debt in _debts(case, at)}.values())
    owe_exactly(case.pk, debts, community_id=case.community_id, kept=kept, by=by, at=at)
    if not debts and State(case.state) not in {State.CLOSED, State.REDIRECTED}:
        raise RuntimeError("an open case owes something")
    return min((debt.due_at for debt in debts), default=None)


def set_urgency(case: Case, urgency: Urgency) -> None:
    """Give the case its class; what is promised to each who waits runs from their own receipt."""
    case.urgency = urgency
    waiting = list(case.demands.exclude(state=DemandState.SETTLED))
    for demand in waiting:
        demand.answer_due_at = around(case).due_at(urgency, Promise.ANSWER, since=demand.received_at)
    Demand.objects.bulk_update(waiting, ("answer_due_at",))
    set_answer_due(case, waiting)


def set_answer_due(case: Case, demands: Collection[Demand]) -> None:
    """The case's promise is the tightest of those to the ones who wait for an answer, else of all."""
    open_ones = [demand for demand in demands if demand.state == DemandState.WAITING] or list(demands)
    if open_ones:
        case.answer_due_at = min(demand.answer_due_at for demand in open_ones)


def _debts(case: Case, at: datetime) -> list[Debt]:
    state = State(case.state)
    if state in {State.CLOSED, State.REDIRECTED}:
        return []
    demands = list(case.demands.all())
    debts = _of_the_case(case, state, at)
    if state in {State.DISPATCHED, State.IN_HAND, State.STUCK}:
        debts += _contacts(case, demands)
    return debts + _call_backs(case, demands, at)


def _of_the_case(case: Case, state: State, at: datetime) -> list[Debt]:
    here: Subject = ("case", case.pk)

    def owed(sort: Owed, party: int, promise: Promise, since: datetime, above: int | None) -> Debt:
        moment = around(case).due_at(case.urgency, promise, since=since)
        return _climbing(case, Debt(here, sort, party, moment, above), since)

    above = around(case).party(PartyKind.BRANCH, PartyKind.COMMITTEE)
    match state:
        case State.RECEIVED:
            return [owed(Owed.ASSESS, case.accountable_id, Promise.ASSESS, case.received_at, above)]
        case State.ASSESSED:
            since = _taken_at(case, Step.ASSESS, first=True) or at
            return [owed(Owed.DISPATCH, case.accountable_id, Promise.DISPATCH, since, above)]
        case State.DISPATCHED if case.lead_id:
            sign = owed(Owed.SIGN, case.lead_id, Promise.SIGN, case.dispatched_at or at, above)
            return [sign, *_assists(case)]
        case State.IN_HAND if case.lead_id:
            handle = Debt(here, Owed.HANDLE, case.lead_id, case.answer_due_at, above)
            return [_climbing(case, handle, case.received_at), *_assists(case)]
        case State.STUCK:
            street = around(case).street
            decider = street.id if case.escalated_at and street else around(case).party(PartyKind.BRANCH)
            since = case.escalated_at or _taken_at(case, Step.OBSTACLE) or at
            return [owed(Owed.DECIDE, decider, Promise.DECIDE, since, street.id if street else None)]
    return []


def _climbing(case: Case, debt: Debt, since: datetime) -> Debt:
    """The debt with its reminder and its ladder: whoever is asked next, then the branch, then the street."""
    here = around(case)
    patience = here.patience(case.urgency, since=since)
    street = here.street
    branch = next((party for party in here.parties if party.kind == PartyKind.BRANCH), None)
    above: list[Above | None] = [
        (party.id, party.kind) if party else None for party in (here.view(debt.next_party_id), branch, street)
    ]
    rungs = ladder(debt.party_id, above, patience, due_at=debt.due_at)
    return replace(
        debt,
        remind_at=remind_at(patience, since=since, due_at=debt.due_at),
        ladder=tuple(Rung(party_id, kind, moment) for (party_id, kind), moment in rungs),
    )


def _taken_at(case: Case, step: Step, *, first: bool = False) -> datetime | None:
    """When the step was last, or first, taken: a clock runs from there, whatever was put right or grouped since."""
    moments = StepTaken.objects.filter(case=case, step=step).values_list("recorded_at", flat=True)
    return moments.order_by("pk" if first else "-pk").first()


def _assists(case: Case) -> list[Debt]:
    here: Subject = ("case", case.pk)
    helping = Assisting.objects.filter(case=case, until_at=None).order_by("pk").values_list("party_id", flat=True)
    debts = [Debt(here, Owed.ASSIST, party, case.answer_due_at, case.lead_id) for party in helping]
    return [_climbing(case, debt, case.received_at) for debt in debts]


def _contacts(case: Case, demands: list[Demand]) -> list[Debt]:
    waiting = [
        demand
        for demand in demands
        if demand.contacted_at is None
        and demand.state == DemandState.WAITING
        and (demand.requester_id or demand.household_id)
    ]
    if not waiting or not case.lead_id:
        return []
    lead = around(case).view(case.lead_id)
    desk = around(case).party(PartyKind.COMMITTEE, PartyKind.BRANCH)
    debts = []
    for demand in waiting:
        # Who is hidden from the lead is spoken to by the desk.
        hidden = lead is not None and lead.kind in demand.hide_from
        moment = around(case).due_at(case.urgency, Promise.CONTACT, since=demand.received_at)
        party = desk if hidden else case.lead_id
        debt = Debt(("demand", demand.pk), Owed.CONTACT, party, moment, desk)
        debts.append(_climbing(case, debt, demand.received_at))
    return debts


def _call_backs(case: Case, demands: list[Demand], at: datetime) -> list[Debt]:
    answered = [demand for demand in demands if demand.state == DemandState.ANSWERED]
    if not answered:
        return []
    open_now = open_moves([case.pk]).get(case.pk, ())
    handled = handled_in(case)
    zones = {demand.pk: zone_of(demand, at) for demand in answered}
    roster = people.holders(case.community_id, at=at, zones=[zone for zone in zones.values() if zone])
    street = around(case).street
    debts = []
    for demand in answered:
        subject: Subject = ("demand", demand.pk)
        since = demand.answered_at or at
        moment = around(case).due_at(case.urgency, Promise.CALL_BACK, since=since)
        known = next((move for move in open_now if (move.subject_kind, move.subject_id) == subject), None)
        if known and known.owed == Owed.CALL_BACK and known.person_id and known.person_id not in handled.people:
            debt = Debt(subject, Owed.CALL_BACK, known.party_id, moment, None, None, known.person_id)
            debts.append(_climbing(case, debt, since))
            continue
        near = [
            Candidate(who.person_id, who.party_id, who.party_kind, who.role, who.zone_id)
            for who in roster
            if who.zone_id in {None, zones[demand.pk]}
            # Whoever must not learn of it cannot ask about it.
            and not hides(Sight.STEWARD if who.zone_id else Sight.DESK, who.party_kind, demand.hide_from)
        ]
        who = caller(near, handled)
        fallback = street.id if street else case.accountable_id
        party = who.party_id if who and who.party_id else around(case).party(PartyKind.COMMITTEE)
        if who is None:
            party = fallback
        debt = Debt(subject, Owed.CALL_BACK, party, moment, fallback, zone_id=who.zone_id if who else None)
        debts.append(_climbing(case, debt, since))
    return debts
