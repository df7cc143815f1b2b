"""A party's table: what is ours, by when, and nothing of anybody else."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.cases.rules.life import State
from linli.cases.rules.words import HideFrom
from tests.cast import PHONE, moved, tell


@pytest.fixture
def handler(signed_in):
    return signed_in(Client(), "handler")


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_an_empty_table_says_so_in_a_sentence(handler):
    shown = text(handler.get(reverse("table")))

    assert "现在没有轮到我们的事" in shown
    assert "安禾里物业服务有限公司" in shown
    assert shown.count("<h1") == 1


def test_everybody_in_a_seat_of_the_party_sees_one_table(town, signed_in, handler):
    case_id = tell(town).case_id
    moved(case_id, State.DISPATCHED)
    second = signed_in(Client(), "handler")

    link = reverse("case", args=(case_id,))

    assert link in text(handler.get(reverse("table")))
    assert link in text(second.get(reverse("table")))
    assert "工程主管 段铁军" in text(handler.get(reverse("table")))


@pytest.mark.parametrize(
    ("role", "slug"), [("owners_member", "huaiyin"), ("org_member", "huaiyin"), ("handler", "liuan"), ("desk", "liuan")]
)
def test_what_another_party_owes_is_not_on_the_table(town, signed_in, role, slug):
    case_id = tell(town).case_id
    moved(case_id, State.IN_HAND)

    shown = text(signed_in(Client(), role, slug=slug).get(reverse("table")))

    assert reverse("case", args=(case_id,)) not in shown


def test_a_table_names_nobody_who_asked_and_no_door(town, handler):
    moved(tell(town, hide_from=(HideFrom.PROPERTY,)).case_id, State.DISPATCHED)
    moved(tell(town).case_id, State.IN_HAND)

    shown = text(handler.get(reverse("table")))

    for secret in ("冯德山", PHONE, PHONE[-4:], "501"):
        assert secret not in shown


def test_the_figures_count_what_is_to_sign_what_is_in_hand_and_what_is_late(town, signed_in, handler, wall_clock):
    moved(tell(town).case_id, State.DISPATCHED)
    moved(tell(town).case_id, State.IN_HAND)
    moved(tell(town).case_id, State.IN_HAND)
    before = text(handler.get(reverse("table")))

    wall_clock.forward(days=60)
    after = text(signed_in(Client(), "handler").get(reverse("table")))

    assert "<b>1</b>等签收" in before
    assert "<b>2</b>在办" in before
    assert "<b>0</b>超时" in before
    assert "<b>0</b>超时" not in after


def test_late_ones_stand_first(town, handler, wall_clock):
    easy, danger = tell(town).case_id, tell(town, urgency="danger").case_id
    moved(easy, State.IN_HAND)
    moved(danger, State.IN_HAND)
    wall_clock.forward(days=1)

    shown = text(handler.get(reverse("table")))

    assert shown.index(reverse("case", args=(danger,))) < shown.index(reverse("case", args=(easy,)))
    assert 'class="state late"' in shown


def test_a_case_that_was_dispatched_appears_and_asking_again_hears_nothing(town, handler):
    case_id = tell(town).case_id
    first = handler.get(reverse("table-rows"))
    same = handler.get(reverse("table-rows"), headers={"If-None-Match": first["ETag"]})

    moved(case_id, State.DISPATCHED)
    other = handler.get(reverse("table-rows"), headers={"If-None-Match": first["ETag"]})

    assert (same.status_code, same.content) == (304, b"")
    assert reverse("case", args=(case_id,)) in text(other)


def test_what_we_led_to_its_end_is_kept(town, handler):
    case_id = tell(town).case_id
    before = text(handler.get(reverse("table-done")))
    moved(case_id, State.CLOSED)

    assert "还没有办完的事" in before
    assert reverse("case", args=(case_id,)) in text(handler.get(reverse("table-done")))
    assert reverse("case", args=(case_id,)) not in text(handler.get(reverse("table")))


def test_the_desk_has_a_table_too(town, signed_in):
    case_id = tell(town).case_id

    shown = text(signed_in(Client(), "desk").get(reverse("table")))

    assert reverse("case", args=(case_id,)) in shown
    assert "看一看是什么事" in shown


@pytest.mark.parametrize("name", ["table", "table-done"])
def test_the_number_of_queries_does_not_grow_with_the_rows(town, handler, name):
    state = State.CLOSED if name == "table-done" else State.IN_HAND
    moved(tell(town).case_id, state)
    handler.get(reverse(name))
    with CaptureQueriesContext(connection) as few:
        handler.get(reverse(name))
    for _ in range(5):
        moved(tell(town).case_id, state)

    with CaptureQueriesContext(connection) as many:
        handler.get(reverse(name))

    assert len(many) == len(few)


@pytest.mark.parametrize("name", ["table", "table-rows", "table-done"])
def test_only_members_of_a_party_come_in(town, signed_in, client, name):
    assert client.get(reverse(name)).status_code == 302
    assert signed_in(Client(), "steward").get(reverse(name)).status_code == 404
    assert signed_in(Client(), "operator").get(reverse(name)).status_code == 404
