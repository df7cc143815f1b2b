"""What is read aloud at a door can be understood there, names nobody, and says moments as people do."""

import ast
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from linli.channels.messaging.words import SENTENCES, subject_of, words_of
from tests.cast import MONDAY
from tests.house import plan

FACTS = {
    "number": "1102-01",
    "party": "安禾里物业服务有限公司",
    "words": "门修好了，100%好用。",
    "due_at": "2026-11-02T13:42:00+00:00",
    "route": "供电公司",
    "route_number": "95598",
}


@pytest.fixture(autouse=True)
def in_shanghai():
    with timezone.override(ZoneInfo("Asia/Shanghai")):
        yield


def codes_that_cases_use():
    """Every second half of a code that `tell_requesters`, `tell_party` and `tell_person` are called with."""
    for file in (plan.PRODUCT / "cases").rglob("*.py"):
        for node in ast.walk(plan.tree(file)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                family = {"tell_requesters": "demand", "tell_party": "party", "tell_person": "person"}.get(node.func.id)
                if family:
                    yield f"{family}.{next(part.value for part in node.args if isinstance(part, ast.Constant))}"


def test_every_code_that_cases_use_has_its_sentence_and_no_sentence_waits_in_vain():
    assert set(codes_that_cases_use()) == set(SENTENCES)


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_is_whole_and_short(code):
    words = words_of(code, FACTS, at=MONDAY)

    assert "1102-01" in words
    assert words.endswith(("。", "”"))
    assert "%(" not in words
    assert "None" not in words
    assert len(words) < 100


@pytest.mark.parametrize("code", SENTENCES)
def test_what_is_unknown_leaves_no_hole(code):
    words = words_of(code, {"number": "1102-01", "party": None, "words": None, "due_at": None}, at=MONDAY)

    assert "None" not in words
    assert "%(" not in words


@pytest.mark.parametrize(
    ("due_at", "told"),
    [
        ("2026-11-02T13:42:00+00:00", "今天21:42前"),
        ("2026-11-03T01:15:00+00:00", "明天09:15前"),
        ("2026-11-10T16:00:00+00:00", "11月10日24:00前"),
        ("2027-01-05T10:00:00+00:00", "2027年1月5日18:00前"),
    ],
)
def test_moments_are_said_as_people_say_them_on_the_clock_of_the_community(due_at, told):
    assert told in words_of("demand.dispatched", {**FACTS, "due_at": due_at}, at=MONDAY)


def test_without_a_moment_it_is_now(wall_clock):
    wall_clock.at = datetime(2026, 11, 2, 3, tzinfo=UTC)

    assert "今天21:42前" in words_of("demand.dispatched", FACTS)


def test_what_the_handler_said_is_said_in_their_words():
    assert "安禾里物业服务有限公司说：“门修好了，100%好用。”" in words_of("demand.done", FACTS, at=MONDAY)


def test_a_code_without_a_sentence_still_says_that_there_is_news():
    assert "1102-01" in words_of("demand.from_the_future", FACTS, at=MONDAY)
    assert "1102-01" in words_of("party.from_the_future", {"number": "1102-01"}, at=MONDAY)


def test_the_heading_of_a_mail_says_whose_turn_it_is():
    assert subject_of("party.decide", FACTS) == "邻里：编号1102-01，轮到你们"
    assert subject_of("demand.done", FACTS) == "邻里：您说的事，编号1102-01"


def test_the_words_are_in_the_readers_language():
    with translation.override("en"):
        assert words_of("demand.received", FACTS, at=MONDAY)
