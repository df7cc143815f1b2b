"""What an open case owes: compare what its state asks for with the moves that are open, and set them right."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from linli.cases.models import Assisting, Case, Demand, StepTaken
from linli.cases.queries.handling import handled_in
from linli.cases.queries.rule_book import limits_of
from linli.cases.rules.calling import Candidate, caller
from linli.cases.rules.life import DemandState, Owed, State, Step
from linli.cases.rules.limits import Promise, Urgency, due_at
from linli.cases.rules.sight import Sight, hides
from linli.kernel.actor import Actor
from linli.kernel.refused import Refused
from linli.moves.actions import close_moves, open_move
from linli.moves.queries import MoveView, open_moves
from linli.people import queries as people
from linli.people.rules import PartyKind
from linli.places import queries as places

Subject = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Debt:
    """One thing that somebody must owe now."""

    subject: Subject
    owed: Owed
    party_id: int
    due_at: datetime
    next_party_id: int | None = None
    zone_id: int | None = None
    person_id: int | None = None

    @property
    def name(self) -> tuple[Subject, str, int]:
        """What makes it the same debt."""
        return (self.subject, str(self.owed), self.party_id)


def owe(case: Case, *, kept: Collection[Owed], by: Actor, at: datetime) -> datetime | None:
    """Open and close moves until they are what the case owes now; its tightest moment, None when it owes nothing.

    Moves that are closed count as kept when their sort is in `kept`, else as overtaken. Raises RuntimeError when an
    open case would be left without a move: such a case cannot exist.
    """
    open_now = {_name(move): move for move in open_moves([case.pk]).get(case.pk, ())}
    debts = {debt.name: debt for debt in _debts(case, tuple(open_now.values()), at)}
    for name, move in open_now.items():
        if name not in debts:
            close_moves(name[0], owed=move.owed, party_id=move.party_id, kept=move.owed in kept, by=by, at=at)
    for debt in debts.values():
        open_move(
            debt.owed,
            community_id=case.community_id,
            subject=debt.subject,
            thread_id=case.pk,
            party_id=debt.party_id,
            due_at=debt.due_at,
            zone_id=debt.zone_id,
            person_id=debt.person_id,
            next_party_id=debt.next_party_id,
            by=by,
            at=at,
        )
    if not debts and State(case.state) not in {State.CLOSED, State.REDIRECTED}:
        raise RuntimeError("an open case owes something")
    return min((debt.due_at for debt in debts.values()), default=None)


def party_of(community_id: int, *kinds: PartyKind) -> int:
    """The first of these parties that the community has, the street at last.

    Raises Refused `community.no_party` where there is nobody at all to carry a case.
    """
    for kind in kinds:
        if found := people.first_party(community_id, kind):
            return found.id
    if street := people.street_party(community_id):
        return street.id
    if anybody := people.parties(community_id):
        return anybody[0].id
    raise Refused("community.no_party")


def answer_due_at(case_community_id: int, urgency: str, *, since: datetime) -> datetime:
    """The promise to the one who asked, from receipt, by the rule book of the community."""
    return _due(case_community_id, urgency, Promise.ANSWER, since)


def set_urgency(case: Case, urgency: Urgency) -> None:
    """Give the case its class; what is promised to each who waits runs from their own receipt."""
    case.urgency = urgency
    waiting = list(case.demands.exclude(state=DemandState.SETTLED))
    for demand in waiting:
        demand.answer_due_at = answer_due_at(case.community_id, urgency, since=demand.received_at)
    Demand.objects.bulk_update(waiting, ("answer_due_at",))
    set_answer_due(case, waiting)


def set_answer_due(case: Case, demands: Collection[Demand]) -> None:
    """The case's promise is the tightest of those to the ones who wait for an answer, else of all."""
    open_ones = [demand for demand in demands if demand.state == DemandState.WAITING] or list(demands)
    if open_ones:
        case.answer_due_at = min(demand.answer_due_at for demand in open_ones)


def _due(community_id: int, urgency: str, promise: Promise, since: datetime) -> datetime:
    community = places.community(community_id)
    if community is None:
        raise Refused("community.missing")
    day = since.astimezone(ZoneInfo(community.time_zone)).date()
    limit = limits_of(community_id, Urgency(urgency), on=day)[promise]
    return due_at(limit, since=since, zone=community.time_zone)


def _debts(case: Case, open_now: tuple[MoveView, ...], at: datetime) -> list[Debt]:
    state = State(case.state)
    if state in {State.CLOSED, State.REDIRECTED}:
        return []
    demands = list(case.demands.select_related("entrance"))
    debts = _of_the_case(case, state, at)
    if state in {State.DISPATCHED, State.IN_HAND, State.STUCK}:
        debts += _contacts(case, demands)
    return debts + _call_backs(case, demands, open_now, at)


def _of_the_case(case: Case, state: State, at: datetime) -> list[Debt]:
    here: Subject = ("case", case.pk)

    def due(promise: Promise, since: datetime) -> datetime:
        return _due(case.community_id, case.urgency, promise, since)

    above = party_of(case.community_id, PartyKind.BRANCH, PartyKind.COMMITTEE)
    match state:
        case State.RECEIVED:
            moment = due(Promise.ASSESS, case.received_at)
            return [Debt(here, Owed.ASSESS, case.accountable_id, moment, above)]
        case State.ASSESSED:
            moment = due(Promise.DISPATCH, _taken_at(case, Step.ASSESS, first=True) or at)
            return [Debt(here, Owed.DISPATCH, case.accountable_id, moment, above)]
        case State.DISPATCHED if case.lead_id:
            moment = due(Promise.SIGN, case.dispatched_at or at)
            return [Debt(here, Owed.SIGN, case.lead_id, moment, above), *_assists(case)]
        case State.IN_HAND if case.lead_id:
            return [Debt(here, Owed.HANDLE, case.lead_id, case.answer_due_at, above), *_assists(case)]
        case State.STUCK:
            street = people.street_party(case.community_id)
            decider = street.id if case.escalated_at and street else party_of(case.community_id, PartyKind.BRANCH)
            moment = due(Promise.DECIDE, case.escalated_at or _taken_at(case, Step.OBSTACLE) or at)
            return [Debt(here, Owed.DECIDE, decider, moment, street.id if street else None)]
    return []


def _taken_at(case: Case, step: Step, *, first: bool = False) -> datetime | None:
    """When the step was last, or first, taken: a clock runs from there, whatever was put right or grouped since."""
    moments = StepTaken.objects.filter(case=case, step=step).values_list("recorded_at", flat=True)
    return moments.order_by("pk" if first else "-pk").first()


def _assists(case: Case) -> list[Debt]:
    here: Subject = ("case", case.pk)
    helping = Assisting.objects.filter(case=case, until_at=None).order_by("pk").values_list("party_id", flat=True)
    return [Debt(here, Owed.ASSIST, party, case.answer_due_at, case.lead_id) for party in helping]


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
    lead = people.party(case.lead_id)
    desk = party_of(case.community_id, PartyKind.COMMITTEE, PartyKind.BRANCH)
    debts = []
    for demand in waiting:
        # Who is hidden from the lead is spoken to by the desk.
        hidden = lead is not None and lead.kind in demand.hide_from
        moment = _due(case.community_id, case.urgency, Promise.CONTACT, demand.received_at)
        party = desk if hidden else case.lead_id
        debts.append(Debt(("demand", demand.pk), Owed.CONTACT, party, moment, desk))
    return debts


def _call_backs(case: Case, demands: list[Demand], open_now: tuple[MoveView, ...], at: datetime) -> list[Debt]:
    answered = [demand for demand in demands if demand.state == DemandState.ANSWERED]
    if not answered:
        return []
    handled = handled_in(case.pk)
    roster = people.holders(case.community_id, at=at)
    street = people.street_party(case.community_id)
    debts = []
    for demand in answered:
        subject: Subject = ("demand", demand.pk)
        moment = _due(case.community_id, case.urgency, Promise.CALL_BACK, demand.answered_at or at)
        known = next((move for move in open_now if (move.subject_kind, move.subject_id) == subject), None)
        if known and known.owed == Owed.CALL_BACK and known.person_id and known.person_id not in handled.people:
            debts.append(Debt(subject, Owed.CALL_BACK, known.party_id, moment, None, None, known.person_id))
            continue
        zone = places.zone_of_entrance(demand.entrance_id, at=at) if demand.entrance_id else None
        near = [
            Candidate(who.person_id, who.party_id, who.party_kind, who.role, who.zone_id)
            for who in roster
            if (who.zone_id is None or (zone is not None and who.zone_id == zone.id))
            # Whoever must not learn of it cannot ask about it.
            and not hides(Sight.STEWARD if who.zone_id else Sight.DESK, who.party_kind, demand.hide_from)
        ]
        who = caller(near, handled)
        fallback = street.id if street else case.accountable_id
        party = who.party_id if who and who.party_id else party_of(case.community_id, PartyKind.COMMITTEE)
        if who is None:
            party = fallback
        debts.append(Debt(subject, Owed.CALL_BACK, party, moment, fallback, zone_id=who.zone_id if who else None))
    return debts


def _name(move: MoveView) -> tuple[Subject, str, int]:
    return ((move.subject_kind, move.subject_id), move.owed, move.party_id)
