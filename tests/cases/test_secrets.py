"""What people said, and who they are, stands where it can be forgotten: never in the log, never in a letter's facts."""

import json
from datetime import timedelta

import pytest

from linli.audit.models import Entry
from linli.audit.queries import story_of
from linli.cases.access.door import case_for, open_case
from linli.cases.actions.arranging import Correction, correct, group
from linli.cases.actions.closing import call_back, confirm
from linli.cases.actions.handling import (
    contact,
    decide,
    escalate,
    open_contact,
    report_done,
    report_obstacle,
    report_progress,
)
from linli.cases.actions.intake import add_words
from linli.cases.models import StepTaken
from linli.cases.rules.calling import Outcome, Satisfaction
from linli.cases.rules.life import State
from linli.cases.rules.words import HideFrom
from linli.kernel.actor import resident, system
from linli.letters.models import Letter
from tests.cases.holding import MISSING, must_verify, refusal
from tests.cast import MONDAY, PHONE, WORDS, moved, tell

MORE = (
    "楼上老周也知道。",
    "打过电话了。",
    "师傅明天来。",
    "没有钱。",
    "请街道定。",
    "街道出钱。",
    "锁换好了。",
    "谢谢小苗。",
    "写错门了。",
)
NAMES = ("冯德山", "苗小芸", "秦素芬", "郝志明", "骆文斌", "何淑琴")


@pytest.fixture
def told_all(town):
    """A case in which everybody said something, to the end."""
    here, by = town.huaiyin, town.huaiyin.actors
    receipt = tell(town)
    pk, demand, asker = receipt.case_id, receipt.demand_id, resident(here.community_id, receipt.demand_id)
    at = MONDAY + timedelta(minutes=1)
    add_words(demand, words=MORE[0], by=asker, at=at)
    correct(pk, Correction(place=here.place("13-2-502")), MORE[8], by=by["desk"], at=at)
    at = moved(pk, State.IN_HAND)
    contact(pk, demand, words=MORE[1], by=by["handler"], at=at)
    open_contact(demand, by=by["handler"], at=at)
    report_progress(pk, MORE[2], by=by["handler"], at=at)
    report_obstacle(pk, MORE[3], by=by["handler"], at=at)
    escalate(pk, MORE[4], by=by["desk"], at=at)
    decide(pk, MORE[5], by=by["street_officer"], at=at)
    report_done(pk, MORE[6], by=by["handler"], at=at)
    call_back(pk, demand, Outcome.SOLVED, satisfaction=Satisfaction.YES, remark=MORE[7], by=by["desk"], at=at)
    return receipt


def test_the_log_holds_no_words_no_names_and_no_telephones(town, told_all):
    log = "".join(f"{entry.body}{entry.actor}{entry.subject}" for entry in Entry.objects.all())

    assert Entry.objects.filter(topic="cases.case_closed").exists()
    assert [
        words for words in (WORDS, WORDS[:9], "单元门锁不上", *MORE, *NAMES, PHONE, PHONE[-4:]) if words in log
    ] == []
    must_verify([town.huaiyin.community_id])


def test_what_was_said_stands_in_the_thread_of_the_case(town, told_all):
    said = set(StepTaken.objects.filter(case=told_all.case_id).values_list("words", flat=True))

    assert set(MORE) <= said


def test_everything_that_befell_the_case_is_in_its_story(town, told_all):
    topics = [fact.topic for fact in story_of(told_all.case_id) if fact.topic.startswith("cases.")]

    assert topics[0] == "cases.demand_received"
    assert topics[-1] == "cases.case_closed"
    assert "cases.contact_opened" in topics


def test_the_facts_of_a_letter_hold_no_name_and_no_telephone_and_no_door(town, told_all):
    letters = Letter.objects.all()

    facts = json.dumps([letter.facts for letter in letters], ensure_ascii=False)
    assert letters.count() > 5
    assert [words for words in (*NAMES, PHONE, PHONE[-4:], "501", "502") if words in facts] == []


def test_a_letter_to_a_party_holds_nothing_that_was_said(town, told_all):
    facts = json.dumps([letter.facts for letter in Letter.objects.exclude(party=None)], ensure_ascii=False)

    assert [words for words in (WORDS, *MORE) if words in facts] == []


def test_each_opening_of_a_name_and_a_telephone_is_sealed(town):
    receipt = tell(town)
    at = moved(receipt.case_id, State.IN_HAND)

    for who in ("handler", "desk", "handler"):
        assert open_contact(receipt.demand_id, by=town.huaiyin.actors[who], at=at) == ("冯德山", PHONE)

    opened = Entry.objects.filter(topic="cases.contact_opened").order_by("pk")
    actors = [f"person:{town.huaiyin.persons[who]}" for who in ("handler", "desk", "handler")]
    assert list(opened.values_list("actor", flat=True)) == actors
    assert set(opened.values_list("subject", flat=True)) == {f"demand:{receipt.demand_id}"}


@pytest.mark.parametrize("who", ["owners_member", "org_member", "far_steward", "street_officer", "operator"])
def test_who_has_nothing_to_do_with_it_opens_nothing(town, who):
    receipt = tell(town)
    at = moved(receipt.case_id, State.IN_HAND)

    assert refusal(open_contact, receipt.demand_id, by=town.huaiyin.actors[who], at=at) == "demand.missing"

    assert not Entry.objects.filter(topic="cases.contact_opened").exists()


def test_somebody_without_a_seat_opens_nothing(town):
    receipt = tell(town)
    at = moved(receipt.case_id, State.IN_HAND)
    here = town.huaiyin.community_id

    for by in (resident(here), resident(here, receipt.demand_id), system("clock", here)):
        assert refusal(open_contact, receipt.demand_id, by=by, at=at) == "demand.missing"


@pytest.mark.parametrize(
    ("hidden", "who"), [(HideFrom.PROPERTY, "handler"), (HideFrom.BRANCH, "secretary"), (HideFrom.STEWARD, "stand_in")]
)
def test_who_must_not_know_opens_nothing(town, hidden, who):
    receipt = tell(town, hide_from=(hidden,))
    at = moved(receipt.case_id, State.IN_HAND)

    assert refusal(open_contact, receipt.demand_id, by=town.huaiyin.actors[who], at=at) == "demand.missing"


def test_who_hides_is_not_known_by_a_title_either(town):
    receipt = tell(town, hide_from=(HideFrom.PROPERTY,))

    view = case_for(receipt.case_id, by=town.huaiyin.actors["desk"], at=MONDAY)

    assert view.title is None
    assert view.demands[0].words == WORDS


def test_who_hides_from_the_lead_is_nothing_but_a_number_to_it(town):
    receipt = tell(town, hide_from=(HideFrom.PROPERTY,))
    at = moved(receipt.case_id, State.IN_HAND)
    add_words(receipt.demand_id, words=MORE[0], by=resident(town.huaiyin.community_id, receipt.demand_id), at=at)

    view = case_for(receipt.case_id, by=town.huaiyin.actors["handler"], at=at)

    (demand,) = view.demands
    assert (demand.words, demand.name, demand.phone, demand.place, demand.household_id) == (None,) * 5
    assert not demand.reachable
    assert all(step.words != MORE[0] for step in view.steps)
    assert all(step.person is None for step in view.steps)


def test_the_open_page_knows_nobody(town, told_all):
    view = open_case(told_all.case_id, at=MONDAY)

    assert view.demands == ()
    assert view.title is None
    assert [step for step in view.steps if step.words or step.person or step.files or step.demand_number] == []


STEPS = {
    "contact": lambda pk, demand, by, at: contact(pk, demand, by=by, at=at),
    "progress": lambda pk, demand, by, at: report_progress(pk, "还在办。", by=by, at=at),
    "call_back": lambda pk, demand, by, at: call_back(pk, demand, Outcome.SOLVED, by=by, at=at),
    "confirm": lambda pk, demand, by, at: confirm(pk, demand, Outcome.SOLVED, by=by, at=at),
    "group": lambda pk, demand, by, at: group(pk, pk + 1, by=by, at=at),
    "correct": lambda pk, demand, by, at: correct(pk, Correction(title="别的"), "写错了。", by=by, at=at),
}


@pytest.mark.parametrize("who", ["desk", "secretary", "handler", "steward"])
@pytest.mark.parametrize("act", STEPS.values(), ids=STEPS)
def test_what_belongs_to_another_community_is_missing_like_what_never_was(town, who, act):
    receipt = tell(town)
    at = moved(receipt.case_id, State.IN_HAND)
    by = town.liuan.actors[who]

    there = refusal(act, receipt.case_id, receipt.demand_id, by, at)

    assert there == refusal(act, MISSING, MISSING, by, at) == "case.missing"


@pytest.mark.parametrize("who", ["org_member", "owners_member", "far_steward"])
def test_a_case_that_one_may_not_see_is_missing_also_for_its_steps(town, who):
    receipt = tell(town)
    at = moved(receipt.case_id, State.IN_HAND)
    by = town.huaiyin.actors[who]

    assert refusal(case_for, receipt.case_id, by=by, at=at) == "case.missing"
    assert refusal(report_progress, receipt.case_id, "还在办。", by=by, at=at) == "case.missing"
    assert refusal(add_words, receipt.demand_id, words="还有。", by=by, at=at) == "demand.missing"


def test_a_case_that_one_sees_says_that_the_step_is_for_somebody_else(town):
    receipt = tell(town)
    moved(receipt.case_id, State.IN_HAND)

    by = town.huaiyin.actors["desk"]

    assert refusal(report_done, receipt.case_id, "好了。", by=by, at=MONDAY) == "case.not_yours_to_do"
