"""What an attacker tried, and what must go on holding."""

import logging
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from linli.cases.models import Demand, StepTaken
from linli.cases.queries.rule_book import categories
from linli.cases.rules.life import State
from linli.cases.rules.words import HideFrom
from linli.config.logs import WithoutSecrets
from linli.config.wsgi import application
from linli.letters.models import Letter
from tests.cast import MONDAY, WORDS, tell
from tests.web.case_pages import at, forms, state, words

SAY = "/c/huaiyin/say/"
LIUAN = "/c/liuan/say/"
KEY = "k" * 22
ZERO = "\0" + "a" * 24
ODD = ("²", "9" * 5000, "9223372036854775808", "٣", "-1", "")


def test_what_is_written_anew_after_going_back_is_not_lost(town, client):
    """The browser shows the form again with its old key, and somebody writes another thing into it."""
    first = client.post(SAY, {"key": KEY, "words": WORDS})
    again = client.post(SAY, {"key": KEY, "words": WORDS})
    other = client.post(SAY, {"key": KEY, "words": "楼道的灯也不亮了。"})

    assert first["Location"] == again["Location"] != other["Location"]
    assert set(Demand.objects.values_list("words", flat=True)) == {WORDS, "楼道的灯也不亮了。"}


def test_a_key_opens_nobody_elses_receipt(town, client, signed_in):
    mine = client.post(SAY, {"key": KEY, "words": WORDS})["Location"]

    assert Client().post(SAY, {"key": KEY, "words": "x"})["Location"] != mine
    assert Client().post(LIUAN, {"key": KEY, "words": WORDS})["Location"] != mine
    assert signed_in(Client(), "handler").post(SAY, {"key": KEY, "words": WORDS})["Location"] != mine


def test_two_forms_with_one_key_are_two_acts(town, signed_in):
    """The form that dispatches has a second button, which only assesses: the same key, another address."""
    told = tell(town)
    secretary = signed_in(Client(), "secretary")
    page = secretary.get(at("case", told))
    form = forms(page)[at("dispatch", told)]
    category = categories(town.huaiyin.community_id, on=MONDAY.date())[0].id
    typed = {**form, "title": "门", "category": category, "kind": "report", "urgency": "ordinary"}
    typed["lead"] = town.huaiyin.parties["property"]

    assert secretary.post(at("assessment", told), typed).status_code == 303
    answer = secretary.post(at("dispatch", told), typed)

    assert state(told) == State.ASSESSED
    assert answer.status_code == 409
    assert "您写的还在" in words(answer)


@pytest.mark.parametrize("address", ["/language/en/", "/elder/on/"])
@pytest.mark.parametrize("wanted", ["receipt", "foo", "²", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_no_next_page_leads_away_or_breaks(town, client, address, wanted):
    answer = client.get(address, {"next": wanted})

    assert answer.status_code == 302
    assert "//evil" not in answer["Location"]
    assert ":" not in answer["Location"]


@pytest.mark.parametrize("odd", ODD)
def test_no_odd_number_of_an_entrance_breaks_the_telephone_form(town, signed_in, odd):
    desk = signed_in(Client(), "desk")

    assert desk.post(reverse("intake"), {"find": "1", "entrance": f"e{odd}", "door": "501"}).status_code == 200
    assert desk.get(reverse("intake"), {"household": odd, "person": odd}).status_code in {200, 404}


@pytest.mark.parametrize("asked", ["bytes=" + "9" * 5000 + "-", "bytes=-" + "9" * 5000, "bytes=٣-", "bytes=0-0"])
def test_no_range_breaks_a_file(town, client, photograph_bytes, asked):
    photograph = BytesIO(photograph_bytes)
    photograph.name = "门.png"
    receipt = client.post(SAY, {"key": KEY, "words": WORDS, "files": photograph})["Location"].split("?")[0]
    attachment = Demand.objects.get().attachments.get()

    assert client.get(f"{receipt}files/{attachment.pk}/", HTTP_RANGE=asked).status_code in {200, 206, 416}


def test_a_place_told_at_length_is_refused_and_not_broken_off(town, client):
    """Door and words stand in one line of 120 where the door is not known: more than that PostgreSQL does not keep."""
    entrance = f"e{town.huaiyin.entrances['13-2']}"
    typed = {"key": KEY, "words": WORDS, "entrance": entrance, "door": "门" * 20}

    assert client.post(SAY, {**typed, "where": "边" * 120}).status_code == 422
    assert client.post(SAY, {**typed, "where": "边" * 99}).status_code == 303


def test_a_zero_byte_breaks_nothing(town, client, signed_in):
    for address in ("/r/%00aaaaaaaaaaaaaaaaaaaaaa/", "/e/%00/", "/card/%00/"):
        assert client.get(address).status_code in {400, 404}
    client.post(SAY, {"key": ZERO, "words": WORDS + ZERO, "name": "甲", "phone": ZERO, "where": ZERO})
    assert client.post(SAY, {"key": ZERO, "words": WORDS}).status_code == 303
    desk = signed_in(Client(), "desk")
    assert desk.get(reverse("inbox"), {"q": ZERO}).status_code in {200, 400}
    assert desk.post(reverse("households"), {"q": ZERO}).status_code == 200
    assert desk.post(reverse("intake"), {"find": "1", "phone": ZERO, "door": ZERO, "entrance": "e1"}).status_code == 200
    for cookie in ("sessionid", "receipts", "entrance", "community", "django_language"):
        visitor = Client()
        visitor.cookies[cookie] = ZERO
        assert visitor.get("/c/huaiyin/").status_code in {200, 400}


def test_a_slip_to_who_hides_from_the_branch_is_not_shown_to_its_secretary(town, signed_in):
    told = tell(town, who="mute", place="13-2-502", hide_from=(HideFrom.BRANCH, HideFrom.STEWARD))
    letter = Letter.objects.get(about=f"demand:{told.demand_id}")
    secretary, desk = signed_in(Client(), "secretary"), signed_in(Client(), "desk")
    telling = reverse("slip-telling", args=[letter.pk])

    assert letter.way == "slip"
    assert "方老太" not in words(secretary.get(reverse("slips")))
    assert told.number not in words(secretary.get(reverse("slips")))
    assert secretary.post(telling, {"key": "a"}).status_code == 404
    assert "方老太" in words(desk.get(reverse("slips")))
    assert desk.post(telling, {"key": "b"}).status_code == 303


def test_nobody_speaks_for_who_hides_from_them(town, signed_in):
    told = tell(town, hide_from=(HideFrom.BRANCH,))
    address = at("case-words", told, told.demand_id)

    assert signed_in(Client(), "secretary").post(address, {"key": "a", "words": "他还说"}).status_code == 422
    assert signed_in(Client(), "desk").post(address, {"key": "b", "words": "他还说"}).status_code == 303
    assert StepTaken.objects.filter(step="add").count() == 1


def test_the_secret_of_a_receipt_does_not_stand_in_the_log(town, caplog):
    told = tell(town)
    caplog.handler.addFilter(WithoutSecrets())
    with caplog.at_level(logging.WARNING):
        answer = Client(enforce_csrf_checks=True).post(f"/r/{told.token}/answer/", {"outcome": "solved"})

    assert answer.status_code == 403
    assert "/r/…/answer/" in caplog.text
    assert told.token not in caplog.text


@pytest.mark.parametrize("charset", ["base64", "utf-16", "rot13", "x"])
def test_no_charset_breaks_the_way_in(town, charset):
    asked = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/healthz",
        "QUERY_STRING": "a=1",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http",
        "CONTENT_TYPE": f"text/plain; Charset={charset}",
    }
    said: list[str] = []
    application(asked, lambda status, *_more: said.append(status))

    assert said == ["200 OK"]


@pytest.fixture
def photograph_bytes() -> bytes:
    """A small picture."""
    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    return out.getvalue()
