"""Seven people in one case are seven people: each has an answer, a clock and a call of their own."""

from datetime import timedelta

import pytest

from linli.audit.models import Entry
from linli.cases.access.door import own_case
from linli.cases.actions.arranging import Correction, correct, group, ungroup
from linli.cases.actions.closing import call_back, confirm, entrust_call_back
from linli.cases.actions.handling import contact, report_done
from linli.cases.actions.intake import add_words
from linli.cases.actions.routing import Assessment, assess, dispatch
from linli.cases.models import Attachment, Case, Demand
from linli.cases.queries.lists import waiting_in
from linli.cases.queries.rule_book import categories
from linli.cases.rules.calling import Outcome, Satisfaction
from linli.cases.rules.life import DemandState, Owed, State
from linli.cases.rules.limits import Urgency
from linli.cases.rules.words import HideFrom, Kind
from linli.kernel.actor import resident
from linli.letters.models import Letter
from linli.moves.queries import open_moves
from tests.cases.holding import must_hold, must_verify, owed_in, refusal
from tests.cast import MONDAY, moved, tell

DOORS = ("13-2-101", "13-2-201", "13-2-301", "13-1-101", "13-1-201", "3-1-101", "3-2-101")
HOUR = timedelta(hours=1)


@pytest.fixture
def seven(town):
    """Seven neighbours with one trouble, an hour after one another: the case of the first, and their receipts."""
    told = [tell(town, f"下水道反水，{nth}。", place=door, at=MONDAY + nth * HOUR) for nth, door in enumerate(DOORS)]
    at = MONDAY + 8 * HOUR
    for receipt in told[1:]:
        group(told[0].case_id, receipt.case_id, by=town.huaiyin.actors["desk"], at=at)
    return told[0].case_id, told


def done(town, case_id, told, **kwargs):
    """The company says that it is done, to each in words of their own."""
    at = moved(case_id, State.IN_HAND, at=MONDAY + 9 * HOUR)
    answers = {receipt.demand_id: f"{nth}户门口的管子通了。" for nth, receipt in enumerate(told)}
    report_done(case_id, "管子通了。", answers=answers, by=town.huaiyin.actors["handler"], at=at + HOUR, **kwargs)
    return at + HOUR


def test_seven_who_asked_get_seven_answers_and_seven_calls(town, seven):
    case_id, told = seven
    at = done(town, case_id, told)

    calls = [move.subject_id for move in open_moves([case_id])[case_id] if move.owed == Owed.CALL_BACK]
    for nth, receipt in enumerate(told):
        assert Case.objects.get(pk=case_id).state == State.DONE
        by = town.huaiyin.actors["desk"]
        call_back(case_id, receipt.demand_id, Outcome.SOLVED, by=by, at=at + (nth + 1) * HOUR)

    assert sorted(calls) == sorted(receipt.demand_id for receipt in told)
    assert len(set(Demand.objects.filter(case=case_id).values_list("answer", flat=True))) == 7
    assert Case.objects.get(pk=case_id).state == State.CLOSED
    must_hold([town.huaiyin.community_id])
    must_verify([town.huaiyin.community_id])


def test_each_who_asked_reads_their_own_answer_and_nobody_elses_words(town, seven):
    case_id, told = seven
    done(town, case_id, told)

    for nth, receipt in enumerate(told):
        view, own = own_case(receipt.token, at=MONDAY + 20 * HOUR)
        assert own.answer == f"{nth}户门口的管子通了。"
        assert [demand.id for demand in view.demands] == [receipt.demand_id]
        assert all(step.demand_number in {None, receipt.number} for step in view.steps)
        assert {move.subject_id for move in view.moves} <= {case_id, receipt.demand_id}


def test_one_who_says_that_it_still_smells_reopens_only_their_own(town, seven):
    case_id, told = seven
    at = done(town, case_id, told)
    for receipt in told[:5]:
        call_back(case_id, receipt.demand_id, Outcome.SOLVED, by=town.huaiyin.actors["desk"], at=at + HOUR)

    call_back(case_id, told[5].demand_id, Outcome.UNSOLVED, by=town.huaiyin.actors["desk"], at=at + 2 * HOUR)

    states = dict(Demand.objects.filter(case=case_id).values_list("pk", "state"))
    assert [states[receipt.demand_id] for receipt in told] == [
        *[DemandState.SETTLED] * 5,
        DemandState.WAITING,
        DemandState.ANSWERED,
    ]
    assert Case.objects.get(pk=case_id).state == State.IN_HAND
    must_hold([town.huaiyin.community_id])

    call_back(case_id, told[6].demand_id, Outcome.SOLVED, by=town.huaiyin.actors["desk"], at=at + 3 * HOUR)
    assert Case.objects.get(pk=case_id).state == State.IN_HAND
    assert waiting_in(case_id) == {told[5].demand_id}

    report_done(case_id, "又通了一次。", by=town.huaiyin.actors["handler"], at=at + 4 * HOUR)
    call_back(case_id, told[5].demand_id, Outcome.SOLVED, by=town.huaiyin.actors["desk"], at=at + 5 * HOUR)
    assert Case.objects.get(pk=case_id).state == State.CLOSED
    assert list(Demand.objects.filter(reopened__gt=0).values_list("pk", flat=True)) == [told[5].demand_id]
    must_hold([town.huaiyin.community_id])


def test_the_promise_of_the_case_is_that_of_the_tightest_who_still_waits(town, seven):
    case_id, told = seven
    correct_urgency = Correction(urgency=Urgency.TIMELY)
    correct(case_id, correct_urgency, "水漫出来了。", by=town.huaiyin.actors["desk"], at=MONDAY + 8 * HOUR)
    due = [Demand.objects.get(pk=receipt.demand_id).answer_due_at for receipt in told]
    at = done(town, case_id, told)

    before = Case.objects.get(pk=case_id).answer_due_at
    call_back(case_id, told[6].demand_id, Outcome.PARTLY, by=town.huaiyin.actors["desk"], at=at)

    assert due == [MONDAY + (24 + nth) * HOUR for nth in range(7)]
    assert before == due[0]
    assert Case.objects.get(pk=case_id).answer_due_at == due[6]
    must_hold([town.huaiyin.community_id])


def test_an_answer_for_who_is_not_in_the_case_is_refused(town, seven):
    case_id, _told = seven
    elsewhere = tell(town, place="3-2-501")
    at = moved(case_id, State.IN_HAND, at=MONDAY + 9 * HOUR)
    answers = {elsewhere.demand_id: "好了。"}

    assert (
        refusal(report_done, case_id, "好了。", answers=answers, by=town.huaiyin.actors["handler"], at=at)
        == "demand.missing"
    )


def test_nobody_speaks_for_another_who_asked_in_the_same_case(town, seven):
    case_id, told = seven
    at = done(town, case_id, told)
    first = resident(town.huaiyin.community_id, told[0].demand_id)

    assert refusal(confirm, case_id, told[1].demand_id, Outcome.SOLVED, by=first, at=at) == "demand.missing"
    assert refusal(add_words, told[1].demand_id, words="我也是。", by=first, at=at) == "demand.missing"
    confirm(case_id, told[0].demand_id, Outcome.SOLVED, by=first, at=at)
    assert Demand.objects.get(pk=told[0].demand_id).settled_by == "requester"


def test_a_steward_says_it_for_those_of_their_own_entrance_only(town, seven):
    case_id, told = seven
    at = done(town, case_id, told)
    by = town.huaiyin.actors["steward"]  # of 13-2

    assert refusal(confirm, case_id, told[5].demand_id, Outcome.SOLVED, by=by, at=at) == "case.not_yours_to_do"
    assert refusal(add_words, told[5].demand_id, words="还漏。", by=by, at=at) == "case.not_yours_to_do"
    confirm(case_id, told[1].demand_id, Outcome.SOLVED, by=by, at=at)
    must_hold([town.huaiyin.community_id])


def test_a_person_entrusted_with_one_call_makes_that_call_and_no_other(town, seven):
    case_id, told = seven
    at = done(town, case_id, told)
    steward = town.huaiyin.actors["far_steward"]  # of 3-1
    entrust_call_back(told[0].demand_id, steward.person_id, by=town.huaiyin.actors["secretary"], at=at)

    assert refusal(call_back, case_id, told[1].demand_id, Outcome.SOLVED, by=steward, at=at) == "case.not_yours_to_do"
    call_back(case_id, told[0].demand_id, Outcome.SOLVED, by=steward, at=at)
    must_hold([town.huaiyin.community_id])


@pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.WRONG_NUMBER, Outcome.UNWILLING, Outcome.SEEN])
def test_who_was_not_spoken_to_is_not_satisfied(town, outcome):
    receipt = tell(town)
    at = moved(receipt.case_id, State.DONE)

    by = town.huaiyin.actors["desk"]
    call_back(receipt.case_id, receipt.demand_id, outcome, satisfaction=Satisfaction.YES, by=by, at=at)

    assert Demand.objects.get(pk=receipt.demand_id).satisfaction is None


def test_after_three_calls_in_vain_the_demand_is_settled_as_not_reached(town):
    receipt = tell(town)
    at = moved(receipt.case_id, State.DONE)
    by = town.huaiyin.actors["desk"]

    states = []
    for nth in range(3):
        call_back(receipt.case_id, receipt.demand_id, Outcome.NO_ANSWER, by=by, at=at + (nth + 1) * HOUR)
        states.append(Case.objects.get(pk=receipt.case_id).state)

    assert states == [State.DONE, State.DONE, State.CLOSED]
    closed = Entry.objects.get(topic="cases.case_closed")
    assert '"not_reached":1' in closed.body
    assert '"settled":0' in closed.body


def test_the_tries_of_a_demand_that_was_reopened_begin_anew(town):
    receipt = tell(town)
    at = moved(receipt.case_id, State.DONE)
    by = town.huaiyin.actors["desk"]
    for outcome in (Outcome.NO_ANSWER, Outcome.NO_ANSWER, Outcome.UNSOLVED):
        call_back(receipt.case_id, receipt.demand_id, outcome, by=by, at=at)
    moved(receipt.case_id, State.DONE, at=at + HOUR)

    call_back(receipt.case_id, receipt.demand_id, Outcome.NO_ANSWER, by=by, at=at + 2 * HOUR)

    assert Case.objects.get(pk=receipt.case_id).state == State.DONE
    must_hold([town.huaiyin.community_id])


def test_grouping_and_ungrouping_leaves_everything_as_it_was(town):
    here = town.huaiyin
    first = tell(town, place="13-2-501")
    for state in (State.RECEIVED, State.ASSESSED, State.DISPATCHED, State.IN_HAND, State.STUCK):
        other = tell(town, place="3-1-101")
        at = moved(other.case_id, state, at=MONDAY + HOUR)
        contact_now = Case.objects.get(pk=other.case_id).lead_id is not None
        if contact_now:
            contact(other.case_id, other.demand_id, by=here.actors["desk"], at=at)
        stood, owed = standing(other), owed_in(other.case_id)

        group(first.case_id, other.case_id, by=here.actors["desk"], at=at + 3 * HOUR)
        assert Case.objects.get(pk=other.case_id).merged_into_id == first.case_id
        must_hold([here.community_id])
        own = ungroup(first.case_id, other.demand_id, by=here.actors["desk"], at=at + 9 * HOUR)

        assert own == other.case_id
        assert standing(other) == stood
        assert owed_in(other.case_id) == owed
        must_hold([here.community_id])


def test_the_files_of_a_demand_go_with_it_and_come_back(town, file_of):
    first, other = tell(town), tell(town, place="3-1-101", files=(file_of(town),))

    group(first.case_id, other.case_id, by=town.huaiyin.actors["desk"], at=MONDAY + HOUR)
    between = list(Attachment.objects.values_list("case_id", flat=True))
    ungroup(first.case_id, other.demand_id, by=town.huaiyin.actors["desk"], at=MONDAY + 2 * HOUR)

    assert between == [first.case_id]
    assert list(Attachment.objects.values_list("case_id", flat=True)) == [other.case_id]


def test_what_was_grouped_twice_comes_back_to_where_it_stood_at_first(town):
    desk = town.huaiyin.actors["desk"]
    first, second, third = tell(town), tell(town, place="13-1-101"), tell(town, place="3-1-101")
    moved(first.case_id, State.ASSESSED)
    group(second.case_id, first.case_id, by=desk, at=MONDAY + HOUR)
    group(third.case_id, second.case_id, by=desk, at=MONDAY + 2 * HOUR)

    own = ungroup(third.case_id, first.demand_id, by=desk, at=MONDAY + 3 * HOUR)

    assert own == first.case_id
    assert Case.objects.get(pk=own).state == State.ASSESSED
    must_hold([town.huaiyin.community_id])


def test_two_who_group_crosswise_make_one_case_of_it(town):
    first, second = tell(town), tell(town, place="3-1-101")
    one, other = town.huaiyin.actors["desk"], town.huaiyin.actors["secretary"]

    group(first.case_id, second.case_id, by=one, at=MONDAY + HOUR)

    assert refusal(group, second.case_id, first.case_id, by=other, at=MONDAY + HOUR) == "case.not_now"
    must_hold([town.huaiyin.community_id])


@pytest.mark.parametrize("state", [State.DONE, State.CLOSED])
def test_what_was_answered_is_not_grouped_any_more(town, state):
    first, other = tell(town), tell(town, place="3-1-101")
    moved(other.case_id, state)

    refused = refusal(group, first.case_id, other.case_id, by=town.huaiyin.actors["desk"], at=MONDAY + 9 * HOUR)

    assert refused == ("case.too_late_to_group" if state is State.DONE else "case.not_now")


def test_a_case_in_which_somebody_was_answered_is_not_drawn_into_another(town, seven):
    case_id, told = seven
    at = done(town, case_id, told)
    call_back(case_id, told[0].demand_id, Outcome.UNSOLVED, by=town.huaiyin.actors["desk"], at=at)
    fresh = tell(town, at=at)

    refused = refusal(group, fresh.case_id, case_id, by=town.huaiyin.actors["desk"], at=at)

    assert refused == "case.too_late_to_group"
    group(case_id, fresh.case_id, by=town.huaiyin.actors["desk"], at=at)
    must_hold([town.huaiyin.community_id])


def test_who_handled_it_before_it_was_grouped_does_not_ask_after(town):
    here = town.huaiyin
    first, other = tell(town), tell(town, place="3-1-101")
    at = moved(other.case_id, State.IN_HAND, lead="committee")
    group(first.case_id, other.case_id, by=here.actors["secretary"], at=at)
    at = moved(first.case_id, State.DONE, at=at + HOUR)

    refused = refusal(call_back, first.case_id, other.demand_id, Outcome.SOLVED, by=here.actors["desk"], at=at)

    assert refused == "case.not_yours_to_do"
    must_hold([here.community_id])


def test_when_the_only_one_who_waited_is_another_trouble_the_case_is_over(town, seven):
    case_id, told = seven
    at = done(town, case_id, told)
    desk = town.huaiyin.actors["desk"]
    for receipt in told[:6]:
        call_back(case_id, receipt.demand_id, Outcome.SOLVED, by=desk, at=at)
    call_back(case_id, told[6].demand_id, Outcome.UNSOLVED, by=desk, at=at)

    own = ungroup(case_id, told[6].demand_id, by=desk, at=at + HOUR)

    assert Case.objects.get(pk=case_id).state == State.CLOSED
    assert Case.objects.get(pk=own).state in (State.RECEIVED, State.ASSESSED)
    must_hold([town.huaiyin.community_id])


def test_when_those_who_are_left_only_wait_for_a_call_nobody_owes_the_handling(town, seven):
    case_id, told = seven
    at = done(town, case_id, told)
    call_back(case_id, told[6].demand_id, Outcome.UNSOLVED, by=town.huaiyin.actors["desk"], at=at)

    ungroup(case_id, told[6].demand_id, by=town.huaiyin.actors["desk"], at=at + HOUR)

    assert Case.objects.get(pk=case_id).state == State.DONE
    assert {move.owed for move in open_moves([case_id])[case_id]} == {Owed.CALL_BACK}
    must_hold([town.huaiyin.community_id])


def test_words_that_were_added_before_the_grouping_are_read_after_it(town):
    here = town.huaiyin
    first, other = tell(town), tell(town, place="3-1-101")
    add_words(other.demand_id, words="厕所也反水。", by=resident(here.community_id, other.demand_id), at=MONDAY + HOUR)
    group(first.case_id, other.case_id, by=here.actors["desk"], at=MONDAY + 2 * HOUR)

    view, _own = own_case(other.token, at=MONDAY + 3 * HOUR)

    assert "厕所也反水。" in [step.words for step in view.steps]
    assert "厕所也反水。" not in [step.words for step in own_case(first.token, at=MONDAY + 3 * HOUR)[0].steps]


def test_a_demand_that_was_grouped_is_told_of_every_dispatch(town):
    here = town.huaiyin
    first, other = tell(town), tell(town, place="13-1-101")
    category = categories(here.community_id, on=MONDAY.date())[0].id
    told = Assessment("门坏了", category, Kind.REPORT, Urgency.ORDINARY)
    lead = here.parties["property"]
    for _twice in range(2):
        assess(other.case_id, told, by=here.actors["desk"], at=MONDAY + HOUR)
    dispatch(other.case_id, lead, by=here.actors["desk"], at=MONDAY + HOUR)

    group(first.case_id, other.case_id, by=here.actors["desk"], at=MONDAY + 2 * HOUR)
    assess(first.case_id, told, by=here.actors["desk"], at=MONDAY + 3 * HOUR)
    dispatch(first.case_id, lead, by=here.actors["desk"], at=MONDAY + 3 * HOUR)

    written = Letter.objects.filter(about=f"demand:{other.demand_id}", words_code="demand.dispatched")
    assert written.count() == 2


def test_who_hides_from_the_lead_is_spoken_to_by_the_desk(town):
    here = town.huaiyin
    receipt = tell(town, hide_from=(HideFrom.PROPERTY,))
    at = moved(receipt.case_id, State.IN_HAND)

    owed = {move.party_kind for move in open_moves([receipt.case_id])[receipt.case_id] if move.owed == Owed.CONTACT}

    assert owed == {"committee"}
    assert refusal(contact, receipt.case_id, receipt.demand_id, by=here.actors["handler"], at=at) == "demand.missing"
    contact(receipt.case_id, receipt.demand_id, by=here.actors["desk"], at=at)


def test_nobody_who_must_not_know_is_asked_to_ask(town):
    here = town.huaiyin
    receipt = tell(town, hide_from=(HideFrom.BRANCH, HideFrom.STEWARD))
    at = moved(receipt.case_id, State.DONE, lead="committee")

    (move,) = open_moves([receipt.case_id])[receipt.case_id]

    assert (move.party_kind, move.zone_id) == ("street", None)
    for who in ("secretary", "steward", "stand_in"):
        assert refusal(call_back, receipt.case_id, receipt.demand_id, Outcome.SOLVED, by=here.actors[who], at=at)
    call_back(receipt.case_id, receipt.demand_id, Outcome.SOLVED, by=here.actors["street_officer"], at=at)
    must_hold([here.community_id])


def test_whether_somebody_was_spoken_to_in_time_is_about_that_and_not_about_the_signature(town):
    tell(town, slug="liuan")
    receipt = tell(town, urgency=Urgency.TIMELY)
    at = moved(receipt.case_id, State.DISPATCHED)

    late_to_sign = at + 5 * HOUR
    contact(receipt.case_id, receipt.demand_id, by=town.huaiyin.actors["handler"], at=late_to_sign)

    assert '"in_time":true' in Entry.objects.get(topic="cases.demand_contacted").body


def test_more_urgent_is_sooner_in_every_thing_that_is_owed(town):
    receipt = tell(town)
    moved(receipt.case_id, State.ASSESSED)
    desk = town.huaiyin.actors["desk"]

    correct(receipt.case_id, Correction(urgency=Urgency.DANGER), "漏电。", by=desk, at=MONDAY + HOUR)

    (move,) = open_moves([receipt.case_id])[receipt.case_id]
    assert move.due_at == MONDAY + timedelta(minutes=10 + 15)
    must_hold([town.huaiyin.community_id])


def standing(receipt):
    """Where a case and its demand stand, but for how many steps led there."""
    case = Case.objects.filter(pk=receipt.case_id).values().get()
    demand = Demand.objects.filter(pk=receipt.demand_id).values().get()
    return {name: value for name, value in case.items() if name != "step_count"}, demand
