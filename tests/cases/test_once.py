"""Twice the same is once; a number is given once; who comes second is told that somebody has moved."""

from datetime import timedelta

import pytest

from linli.cases.access.door import token_of_number
from linli.cases.actions.closing import call_back
from linli.cases.actions.handling import sign
from linli.cases.actions.routing import Assessment, assess, dispatch
from linli.cases.models import Case, DayCount, Demand, StepTaken
from linli.cases.queries.rule_book import categories
from linli.cases.rules.calling import Outcome
from linli.cases.rules.life import State
from linli.cases.rules.limits import Urgency
from linli.cases.rules.words import HEARD_EARLIER_DAYS, Kind
from linli.kernel.refused import Refused
from tests.cases.holding import refusal
from tests.cast import MONDAY, moved, tell


def test_the_same_form_twice_is_one_demand_and_the_same_receipt(town):
    first = tell(town, key="form-1")

    again = tell(town, key="form-1", at=MONDAY + timedelta(minutes=3))

    assert again == first
    assert Demand.objects.count() == Case.objects.count() == StepTaken.objects.count() == 1


def test_the_same_form_is_the_same_also_after_the_case_went_on(town):
    first = tell(town, key="form-1")
    at = moved(first.case_id, State.CLOSED)

    assert tell(town, key="form-1", at=at) == first


def test_the_same_words_in_another_form_are_another_demand(town):
    first, second = tell(town, key="form-1"), tell(town, key="form-2")

    assert first.number != second.number
    assert first.token != second.token


def test_a_demand_that_was_refused_takes_no_number(town):
    with pytest.raises(Refused):
        tell(town, "  ")

    assert tell(town).number == "1102-01"


def test_each_day_of_the_place_counts_from_one_and_each_community_for_itself(town):
    late = MONDAY + timedelta(hours=15, minutes=39)  # 23:59 in Shanghai

    told = [tell(town, at=MONDAY), tell(town, at=late), tell(town, at=late + timedelta(minutes=1))]

    assert [receipt.number for receipt in told] == ["1102-01", "1102-02", "1103-01"]
    assert tell(town, slug="liuan").number == "1102-01"
    assert DayCount.objects.count() == 3


def test_who_moves_a_case_that_was_moved_meanwhile_is_told_by_how_many_steps(town):
    receipt = tell(town)
    seen = Case.objects.get(pk=receipt.case_id).step_count
    moved(receipt.case_id, State.IN_HAND)

    with pytest.raises(Refused) as refused:
        dispatch(receipt.case_id, town.huaiyin.parties["owners"], seen=seen, by=town.huaiyin.actors["desk"], at=MONDAY)

    assert (refused.value.code, refused.value.facts) == ("case.moved_meanwhile", {"steps": 3})
    assert Case.objects.get(pk=receipt.case_id).lead_id == town.huaiyin.parties["property"]


def test_the_same_step_twice_is_refused_the_second_time_and_leaves_no_trace(town):
    receipt = tell(town)
    at = moved(receipt.case_id, State.DISPATCHED)
    by = town.huaiyin.actors["handler"]
    seen = Case.objects.get(pk=receipt.case_id).step_count
    sign(receipt.case_id, seen=seen, by=by, at=at)
    steps = StepTaken.objects.count()

    assert refusal(sign, receipt.case_id, seen=seen, by=by, at=at) == "case.moved_meanwhile"
    assert refusal(sign, receipt.case_id, by=by, at=at) == "case.not_now"
    assert StepTaken.objects.count() == steps


def test_two_who_call_the_same_person_back_settle_it_once(town):
    receipt = tell(town)
    at = moved(receipt.case_id, State.DONE)
    call_back(receipt.case_id, receipt.demand_id, Outcome.SOLVED, by=town.huaiyin.actors["desk"], at=at)

    other = town.huaiyin.actors["secretary"]
    refused = refusal(call_back, receipt.case_id, receipt.demand_id, Outcome.UNSOLVED, by=other, at=at)

    assert refused is not None
    assert Demand.objects.get(pk=receipt.demand_id).outcome == Outcome.SOLVED


def test_a_dispatch_whose_party_is_wrong_does_not_assess_either(town):
    receipt = tell(town)
    category = categories(town.huaiyin.community_id, on=MONDAY.date())[0].id
    told = Assessment("门坏了", category, Kind.REPORT, Urgency.DANGER)
    elsewhere = town.liuan.parties["property"]

    refused = refusal(dispatch, receipt.case_id, elsewhere, assessment=told, by=town.huaiyin.actors["desk"], at=MONDAY)

    case = Case.objects.get(pk=receipt.case_id)
    assert refused == "party.missing"
    assert (case.state, case.urgency, case.step_count) == (State.RECEIVED, Urgency.ORDINARY, 1)


def test_a_category_of_another_community_is_none_of_ours(town):
    receipt = tell(town)
    theirs = categories(town.liuan.community_id, on=MONDAY.date())[0].id

    told = Assessment("门坏了", theirs, Kind.REPORT, Urgency.DANGER)

    assert refusal(assess, receipt.case_id, told, by=town.huaiyin.actors["desk"], at=MONDAY) == "category.missing"


@pytest.mark.parametrize(
    ("earlier", "code"),
    [
        (timedelta(minutes=11), None),
        (timedelta(days=HEARD_EARLIER_DAYS), None),
        (timedelta(days=HEARD_EARLIER_DAYS, seconds=1), "demand.too_long_ago"),
        (-timedelta(minutes=5), None),
        (-timedelta(minutes=6), "demand.in_the_future"),
    ],
)
def test_what_was_said_in_the_lift_keeps_its_moment_within_a_rule(town, earlier, code):
    assert refusal(tell, town, happened_at=MONDAY - earlier) == code

    if code is None:
        demand = Demand.objects.get()
        assert demand.happened_at == min(MONDAY - earlier, MONDAY)
        assert demand.received_at == MONDAY


def test_a_receipt_is_found_by_its_number_and_its_code_and_by_nothing_less(town):
    receipt, other = tell(town), tell(town)
    here = town.huaiyin.community_id

    assert token_of_number(here, f" {receipt.number.replace('-', ' ')}", receipt.code.lower()) == receipt.token
    for community, number, code in (
        (here, receipt.number, other.code),
        (here, receipt.number, ""),
        (here, "1102-99", receipt.code),
        (town.liuan.community_id, receipt.number, receipt.code),
        (here, "门", receipt.code),
    ):
        assert refusal(token_of_number, community, number, code) == "demand.missing"


def test_a_demand_from_outside_of_the_community_is_not_taken(town):
    assert refusal(tell, town, by=town.liuan.actors["desk"]) == "community.missing"
