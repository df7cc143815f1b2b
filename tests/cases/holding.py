"""What must hold of every case, whatever was done about it; and who stands where, to do it."""

from collections.abc import Iterable

from linli.audit.queries import verify
from linli.cases.models import Case, StepTaken
from linli.cases.rules.life import ENDED, OWED_IN, DemandState, Owed, State
from linli.kernel.actor import Actor
from linli.kernel.refused import Refused
from linli.moves.queries import MoveView, open_moves
from linli.people.access import actor_of_person
from linli.people.queries import holders, parties

MISSING = 999_999  # the id of nothing


def refusal(act, *args, **kwargs) -> str | None:
    """The code with which the act is refused; None when it is done."""
    try:
        act(*args, **kwargs)
    except Refused as refused:
        return refused.code
    return None


def everyone(community_id: int, *, at) -> list[Actor]:
    """Everybody in each of their roles, the street too."""
    found = [
        actor_of_person(who.person_id, at=at, role=who.role, zone_id=who.zone_id)
        for who in holders(community_id, at=at)
    ]
    return [actor for actor in found if actor is not None]


def owed_in(case_id: int) -> set[tuple[str, int, str, int, object]]:
    """What is owed in a case: about what, by whom, until when."""
    return {
        (move.subject_kind, move.subject_id, move.owed, move.party_id, move.due_at)
        for move in open_moves([case_id]).get(case_id, ())
    }


def must_hold(community_ids: Iterable[int]) -> None:
    """Raises AssertionError where a case of these communities is not as every case must be."""
    rows = list(Case.objects.filter(community_id__in=community_ids).prefetch_related("demands"))
    moves = open_moves([case.pk for case in rows])
    steps = list(StepTaken.objects.filter(case__in=rows).values_list("case_id", flat=True))
    known = {here: {party.id for party in parties(here, with_street=True)} for here in community_ids}
    for case in rows:
        own = moves.get(case.pk, ())
        assert case.accountable_id in known[case.community_id], case
        assert case.step_count == steps.count(case.pk), (case, case.step_count, steps.count(case.pk))
        if case.state in ENDED:
            _must_have_ended(case, own)
        else:
            _must_be_open(case, own)


def must_verify(community_ids: Iterable[int]) -> None:
    """Raises AssertionError where a chain of the log is broken."""
    for community_id in community_ids:
        verdict = verify(community_id)
        assert verdict.broken is None, verdict


def _must_have_ended(case: Case, own: tuple[MoveView, ...]) -> None:
    states = {demand.state for demand in case.demands.all()}
    assert own == (), case
    assert case.due_at is None, case
    assert case.closed_at is not None, case
    if case.merged_into_id is not None:
        assert states == set(), case
    else:
        wanted = DemandState.SETTLED if case.state == State.CLOSED else DemandState.REDIRECTED
        assert states == {wanted}, (case, states)


def _must_be_open(case: Case, own: tuple[MoveView, ...]) -> None:
    told = {demand.pk: demand for demand in case.demands.all()}
    waiting = [demand for demand in told.values() if demand.state == DemandState.WAITING]
    answered = {demand.pk for demand in told.values() if demand.state == DemandState.ANSWERED}
    asked = [move.subject_id for move in own if move.owed == Owed.CALL_BACK]
    assert own, case
    assert case.due_at == min(move.due_at for move in own), case
    assert case.closed_at is None, case
    assert case.merged_into_id is None, case
    assert OWED_IN[State(case.state)][0] in {move.owed for move in own}, (case, case.state)
    assert sorted(asked) == sorted(answered), (case, asked, answered)
    assert bool(waiting) == (case.state != State.DONE), (case, case.state)
    assert all(move.subject_id in told for move in own if move.subject_kind == "demand"), case
    assert case.answer_due_at == min(demand.answer_due_at for demand in waiting or told.values()), case
