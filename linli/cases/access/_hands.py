"""Whose step it is: the same answer for the button that is shown and for the action that is asked for."""

from collections.abc import Sequence
from datetime import datetime

from linli.cases.models import Case, Demand
from linli.cases.queries.handling import handled_in
from linli.cases.rules.calling import Candidate, independent
from linli.cases.rules.life import LIFE, Hands, Owed, Step
from linli.cases.rules.sight import Sight, hides
from linli.kernel.actor import Actor, ActorKind
from linli.moves.queries import MoveView, open_moves
from linli.people.rules import STEWARDS, Power, Role, may
from linli.places.queries import entrances_of_zones

DESK = frozenset({Role.DESK, Role.SECRETARY})


def stands_over(by: Actor, case: Case) -> bool:
    """Whether the actor's seat is in the case's community, or in the street above it."""
    if by.community_id is not None:
        return by.community_id == case.community_id
    return by.street_id is not None and by.street_id == case.community.street_id


def in_their_hands(
    step: Step,
    case: Case,
    *,
    by: Actor,
    at: datetime,
    moves: Sequence[MoveView] | None = None,
    demand: Demand | None = None,
) -> bool:
    """Whether these hands may take the step, wherever the case stands, for this demand of it or, if None, for any.

    `moves` are its open ones, if known already.
    """
    row = LIFE[step]
    if not stands_over(by, case) or (row.power is not None and not may(by.role, Power(row.power))):
        return False
    match row.hands:
        case Hands.COMMUNITY:
            return True
        case Hands.LEAD:
            return by.party_id is not None and by.party_id == case.lead_id
        case Hands.TAKING_PART:
            return (step is Step.CONTACT and by.role in DESK) or by.party_id in _taking_part(case)
        case Hands.DECIDER:
            return any(move.owed == Owed.DECIDE and move.party_id == by.party_id for move in _open(case, moves))
        case Hands.CALLER:
            return _may_call(case, _open(case, moves), by, demand)
        case Hands.REQUESTER:
            return _speaks_for_who_asked(step, case, by, at, demand)
        case Hands.LINLI:
            return by.kind is ActorKind.SYSTEM


def _open(case: Case, moves: Sequence[MoveView] | None) -> Sequence[MoveView]:
    return open_moves([case.pk]).get(case.pk, ()) if moves is None else moves


def _taking_part(case: Case) -> set[int | None]:
    return {row.party_id for row in case.assisting.all() if row.until_at is None} | {case.lead_id} - {None}


def _may_call(case: Case, moves: Sequence[MoveView], by: Actor, demand: Demand | None) -> bool:
    owed = [move for move in moves if move.owed == Owed.CALL_BACK]
    if demand is not None:
        owed = [move for move in owed if move.subject_id == demand.pk]
    if by.person_id is None or not owed or (demand is not None and _hidden(demand, by)):
        return False
    if any(move.person_id == by.person_id for move in owed):
        # Entrusted by name is the stated way out for who belongs to a party that handled it, not for who handled it.
        return by.person_id not in handled_in(case).people
    if not _independent(case, by, by.person_id):
        return False
    return by.role not in STEWARDS or any(move.zone_id in by.zones for move in owed)


def _speaks_for_who_asked(step: Step, case: Case, by: Actor, at: datetime, demand: Demand | None) -> bool:
    rows = [demand] if demand is not None else list(Demand.objects.filter(case=case))
    if by.kind is ActorKind.RESIDENT:
        return any(by.key == f"resident:{row.pk}" for row in rows)
    if step is Step.ADD and by.role in DESK:
        return any(not _hidden(row, by) for row in rows)
    if by.role not in STEWARDS or by.person_id is None:
        return False
    mine = entrances_of_zones(by.zones, at=at)
    told_here = any(row.entrance_id in mine and not _hidden(row, by) for row in rows)
    return told_here and (step is Step.ADD or _independent(case, by, by.person_id))


def _hidden(demand: Demand, by: Actor) -> bool:
    """Whether the one who asked does not want these hands to know; who took it down has heard it."""
    sight = Sight.STEWARD if by.role in STEWARDS else Sight.DESK
    return demand.taken_by_id != by.person_id and hides(sight, by.party_kind, demand.hide_from)


def _independent(case: Case, by: Actor, person_id: int) -> bool:
    return independent(Candidate(person_id, by.party_id, by.party_kind, by.role or ""), handled_in(case))
