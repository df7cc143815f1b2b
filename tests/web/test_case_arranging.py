"""Corrections, grouping, ungrouping; who else asks; what a steward writes down for the one who asked."""

from collections.abc import Callable

import pytest
from django.test import Client

from linli.cases.actions.arranging import group
from linli.cases.models import Case, Demand
from linli.cases.rules.life import State
from tests.cast import MONDAY, Town, moved, tell
from tests.web.case_pages import at, forms, page, send, state, steps, words

Sign = Callable[..., Client]


@pytest.fixture
def desk(signed_in: Sign) -> Client:
    return signed_in(Client(), "desk")


@pytest.fixture
def secretary(signed_in: Sign) -> Client:
    return signed_in(Client(), "secretary")


@pytest.fixture
def steward(signed_in: Sign) -> Client:
    return signed_in(Client(), "steward")


def fill(client: Client, address: str, **typed):
    """Open a page with one form and send it."""
    hidden = forms(client.get(address))[""]
    return client.post(address, {**hidden, **typed})


def test_a_wrong_entry_is_put_right_and_what_stood_there_can_be_read(town: Town, desk):
    told = tell(town)
    moved(told.case_id, State.ASSESSED)
    address = at("correction", told)
    assert "现在是：单元门锁不上" in words(desk.get(address))
    stands = {"title": "单元门锁不上", "urgency": "ordinary", "place": f"e{town.huaiyin.entrances['13-2']}"}

    answer = fill(desk, address, **{**stands, "urgency": "danger"}, because="门整个掉下来了")

    assert answer.status_code == 303
    assert Case.objects.get(pk=told.case_id).urgency == "danger"
    assert "“门整个掉下来了”" in page(desk, told)
    assert "改正了记录" in page(desk, told)


def test_a_case_is_moved_to_where_it_really_is(town, desk):
    told = tell(town)

    stands = {"urgency": "ordinary", "place": f"s{town.huaiyin.spots['东门']}"}
    fill(desk, at("correction", told), **stands, because="说的是东门")

    assert Case.objects.get(pk=told.case_id).spot_id == town.huaiyin.spots["东门"]


def test_a_correction_without_a_reason_or_a_change_keeps_what_was_typed(town, desk):
    told = tell(town)
    address = at("correction", told)

    without = fill(desk, address, title="新题目", urgency="ordinary")
    nothing = fill(desk, address, urgency="ordinary", because="看错了")

    assert without.status_code == nothing.status_code == 422
    assert 'value="新题目"' in without.content.decode()
    assert "没有改动" in words(nothing)
    assert "看错了</textarea>" in nothing.content.decode()


def test_two_cases_become_one_and_each_keeps_their_answer(town, desk):
    told = tell(town)
    other = tell(town, "我家也是。", who="mute", place="13-2-502")
    address = at("grouping", told)
    assert other.number in words(desk.get(address))

    answer = fill(desk, address, from_case=other.case_id)

    assert (answer.status_code, answer.url) == (303, at("case", told))
    assert Demand.objects.get(pk=other.demand_id).case_id == told.case_id
    assert f"合到{told.number}里一起办" in page(desk, other)


def test_the_other_case_is_found_by_its_number(town, desk):
    told = tell(town)
    far = tell(town, "东门的灯不亮", place="东门")

    assert far.number not in words(desk.get(at("grouping", told)))
    assert far.number in words(desk.get(at("grouping", told), {"q": far.number}))
    assert "没有找到能合的" in words(desk.get(at("grouping", told), {"q": "1231-99"}))


def test_nothing_chosen_is_asked_for_and_a_foreign_case_is_missing(town, desk):
    told, foreign = tell(town), tell(town, slug="liuan")
    tell(town)

    assert fill(desk, at("grouping", told)).status_code == 422
    assert fill(desk, at("grouping", told), from_case=foreign.case_id).status_code == 404
    assert fill(desk, at("grouping", told), from_case=99999).status_code == 404


def test_what_has_its_answer_is_not_grouped_any_more(town, desk):
    told = tell(town)
    moved(told.case_id, State.DONE)

    assert at("grouping", told) not in desk.get(at("case", told)).content.decode()
    assert "不能再合或分" in words(desk.get(at("grouping", told)))


def test_a_demand_that_is_another_trouble_gets_its_case_back(town, desk):
    told, other = tell(town), tell(town, "其实是窗户")
    group(told.case_id, other.case_id, by=town.huaiyin.actors["desk"], at=MONDAY)

    answer = send(desk, told, "ungrouping", other.demand_id)

    assert (answer.status_code, answer.url) == (303, at("case", other))
    assert Demand.objects.get(pk=other.demand_id).case_id == other.case_id


def test_a_steward_writes_down_what_the_one_who_asked_said(town, steward):
    told = tell(town)
    moved(told.case_id, State.DONE)

    answer = send(steward, told, "confirmation", told.demand_id, outcome="solved", satisfaction="yes", remark="挺好")

    assert answer.status_code == 303
    assert state(told) == State.CLOSED


def test_a_steward_who_forgets_to_choose_is_asked_and_keeps_the_remark(town, steward):
    told = tell(town)
    moved(told.case_id, State.DONE)

    answer = send(steward, told, "confirmation", told.demand_id, remark="他没说清楚")

    assert answer.status_code == 422
    assert "好了，好了一半，没好" in words(answer)
    assert "他没说清楚</textarea>" in answer.content.decode()


def test_more_words_are_added_for_the_one_who_asked(town, desk, steward):
    told = tell(town)

    for client, more in ((desk, "他又打电话来，说灯也坏了"), (steward, "门口还有积水")):
        assert send(client, told, "case-words", told.demand_id, words=more).status_code == 303
        assert more in page(client, told)

    answer = send(desk, told, "case-words", told.demand_id, words=" ")
    assert answer.status_code == 422
    assert "还没有补充什么" in words(answer)
    assert at("dispatch", told) in forms(answer)


def test_where_everybody_handled_it_a_named_person_is_asked_to_ask(town, secretary, signed_in, desk):
    told = tell(town)
    moved(told.case_id, State.DONE)
    address = at("entrustment", told, told.demand_id)
    shown = words(secretary.get(address))
    assert "赵玉梅" in shown
    assert "苗小芸" not in shown

    assert fill(secretary, address).status_code == 422
    answer = fill(secretary, address, person=town.huaiyin.persons["far_steward"])

    assert answer.status_code == 303
    far = signed_in(Client(), "far_steward")
    assert "轮到您：问一声" in page(far, told)
    called = far.post(at("call-back", told, told.demand_id), {"outcome": "solved", "seen": steps(told)})
    assert called.status_code == 303
    assert state(told) == State.CLOSED


def test_who_may_not_name_a_person_finds_no_such_page(town, desk):
    told = tell(town)
    moved(told.case_id, State.DONE)

    assert desk.get(at("entrustment", told, told.demand_id)).status_code == 404
    assert "托别人去问" not in page(desk, told)
