"""A receipt is one page from 'we have it' to 'is it really solved?'."""

import re

import pytest
from django.core.cache import cache

from linli.cases.models import Case, Demand
from linli.cases.rules.life import State
from tests.cast import moved, tell


@pytest.fixture(autouse=True)
def _no_guesses_yet() -> None:
    cache.clear()


@pytest.fixture
def receipt(town):
    """The old man's demand about the door."""
    return tell(town)


def seen_in(page: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found
    return found[1]


def test_the_receipt_shows_number_code_state_and_the_next_step(client, receipt):
    page = client.get(f"/r/{receipt.token}/?fresh=1").content.decode()

    assert receipt.number in page
    assert receipt.code in page
    assert "收到了" in page
    assert "下一步：社区看一看" in page
    assert f'src="/r/{receipt.token}/qr.svg"' in page


def test_nobody_stores_a_receipt_or_lists_it(client, receipt):
    for path in ("", "paper/", "qr.svg"):
        answer = client.get(f"/r/{receipt.token}/{path}")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["", "paper/", "qr.svg", "files/1/"])
@pytest.mark.parametrize("token", ["x" * 24, "short", "y" * 65])
def test_a_wrong_token_is_missing_like_everything_that_is_missing(client, receipt, token, path):
    assert client.get(f"/r/{token}/{path}").status_code == 404


def test_the_code_holds_the_address_of_the_receipt(client, receipt):
    answer = client.get(f"/r/{receipt.token}/qr.svg")

    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg")


def test_more_words_join_the_thread(client, receipt):
    answer = client.post(f"/r/{receipt.token}/words/", {"key": "k1", "words": "今天又打不开了"})

    assert answer.status_code == 303
    assert "今天又打不开了" in client.get(f"/r/{receipt.token}/").content.decode()


@pytest.mark.parametrize("path", ["words/", "answer/"])
def test_whoever_comes_back_to_a_refused_form_is_shown_the_receipt(client, receipt, path):
    assert client.get(f"/r/{receipt.token}/{path}").headers["Location"] == f"/r/{receipt.token}/"


def test_nothing_added_is_said(client, receipt):
    answer = client.post(f"/r/{receipt.token}/words/", {"key": "k1", "words": " "})

    assert answer.status_code == 422
    assert "还没有补充什么" in answer.content.decode()


def test_the_question_is_asked_only_when_somebody_says_that_it_is_done(client, receipt, wall_clock):
    early = client.get(f"/r/{receipt.token}/").content.decode()
    wall_clock.at = moved(receipt.case_id, State.DONE)
    later = client.get(f"/r/{receipt.token}/").content.decode()

    assert "就这么答复" not in early
    assert "就这么答复" in later
    assert "门修好了。" in later


def test_it_is_solved_when_the_one_who_asked_says_so(client, receipt, wall_clock):
    wall_clock.at = moved(receipt.case_id, State.DONE)
    seen = seen_in(client.get(f"/r/{receipt.token}/").content.decode())

    told = {"key": "k1", "seen": seen, "outcome": "solved", "satisfaction": "yes", "remark": "谢谢苗师傅"}
    answer = client.post(f"/r/{receipt.token}/answer/", told)

    demand = Demand.objects.get()
    assert answer.status_code == 303
    assert (demand.outcome, demand.satisfaction, demand.settled_by) == ("solved", "yes", "requester")
    assert Case.objects.get().state == State.CLOSED
    assert "这件事了结了" in client.get(f"/r/{receipt.token}/").content.decode()


def test_not_solved_puts_it_back_into_hand(client, receipt, wall_clock):
    wall_clock.at = moved(receipt.case_id, State.DONE)

    client.post(f"/r/{receipt.token}/answer/", {"key": "k1", "outcome": "unsolved", "remark": "又锁不上了"})

    assert Case.objects.get().state == State.IN_HAND
    assert "下一步：" in client.get(f"/r/{receipt.token}/").content.decode()


def test_an_answer_without_a_choice_is_asked_again_and_loses_nothing(client, receipt, wall_clock):
    wall_clock.at = moved(receipt.case_id, State.DONE)

    answer = client.post(f"/r/{receipt.token}/answer/", {"key": "k1", "remark": "夜里还会弹开"})

    assert answer.status_code == 422
    assert "请选一个：好了，好了一半，没好。" in answer.content.decode()
    assert "夜里还会弹开" in answer.content.decode()


def test_an_answer_to_an_older_page_is_told_that_somebody_moved(client, receipt, wall_clock):
    wall_clock.at = moved(receipt.case_id, State.DONE)

    answer = client.post(f"/r/{receipt.token}/answer/", {"key": "k1", "seen": "1", "outcome": "solved"})
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "别人已经往前走了一步" in page
    again = {"key": "k1", "seen": seen_in(page), "outcome": "solved"}
    assert client.post(f"/r/{receipt.token}/answer/", again).status_code == 303


def test_an_answer_twice_is_once(client, receipt, wall_clock):
    wall_clock.at = moved(receipt.case_id, State.DONE)

    told = {"key": "k1", "outcome": "solved"}
    first = client.post(f"/r/{receipt.token}/answer/", told)
    second = client.post(f"/r/{receipt.token}/answer/", told)

    assert first.headers["Location"] == second.headers["Location"]


def test_a_made_up_outcome_is_not_taken(client, receipt, wall_clock):
    wall_clock.at = moved(receipt.case_id, State.DONE)

    answer = client.post(f"/r/{receipt.token}/answer/", {"key": "k1", "outcome": "seen"})

    assert answer.status_code == 422
    assert Demand.objects.get().outcome is None


def test_what_belongs_elsewhere_is_told_with_whom_to_call(client, receipt, wall_clock):
    wall_clock.at = moved(receipt.case_id, State.REDIRECTED)

    assert "这件事该找：" in client.get(f"/r/{receipt.token}/").content.decode()


@pytest.mark.parametrize("typed", ["{number}", "１１０２－０１", "1102 1"])
def test_number_and_code_lead_to_the_receipt(client, receipt, typed):
    number = typed.format(number=receipt.number)

    told = {"community": "huaiyin", "number": number, "code": receipt.code.lower()}
    answer = client.post("/find/", told)

    assert answer.headers["Location"] == f"/r/{receipt.token}/"


def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(client, receipt):
    def answered(**told: str) -> tuple[int, str]:
        answer = client.post("/find/", {"community": "huaiyin", "number": receipt.number, "code": receipt.code} | told)
        found = re.search(r'role="alert">(.*?)</div>', answer.content.decode(), re.DOTALL)
        return answer.status_code, found[1].strip() if found else ""

    wrong = answered(code="AAAAAAAA")
    assert wrong == answered(number="1102-77") == answered(number="什么") == answered(community="liuan")
    assert wrong[0] == 422
    assert "没有找到这件事" in wrong[1]


def test_whoever_guesses_is_stopped_and_whoever_knows_is_not_counted(client, receipt):
    right = {"community": "huaiyin", "number": receipt.number, "code": receipt.code}
    for _turn in range(25):
        assert client.post("/find/", right).status_code == 302

    answers = {client.post("/find/", right | {"code": "AAAAAAAA"}).status_code for _turn in range(25)}

    assert answers == {422, 429}
    assert "太快了" in client.post("/find/", right).content.decode()


def test_a_telephone_remembers_what_was_said_from_it_until_it_is_told_to_forget(client, receipt):
    client.get(f"/r/{receipt.token}/?fresh=1")

    assert receipt.number in client.get("/c/huaiyin/").content.decode()
    client.get("/find/?forget=1")
    assert receipt.number not in client.get("/c/huaiyin/").content.decode()


def test_staff_who_write_it_down_for_others_do_not_keep_their_receipts(client, receipt, signed_in):
    signed_in(client, "desk").get(f"/r/{receipt.token}/?fresh=1")

    assert "receipts" not in client.cookies
