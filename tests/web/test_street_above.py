"""The street's page: what it owes, what came up, what is late; and each community's figures without a ranking."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.cases.actions.handling import escalate
from linli.cases.rules.life import State
from tests.cast import PHONE, Town, moved, tell


@pytest.fixture
def officer(signed_in):
    return signed_in(Client(), "street_officer")


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def link(case_id: int) -> str:
    return reverse("case", args=(case_id,))


def brought_up(town: Town, slug: str = "huaiyin") -> int:
    """A case that the community's branch asked the street to decide."""
    case_id = tell(town, slug=slug).case_id
    at = moved(case_id, State.STUCK)
    escalate(case_id, "合同里没有，请街道拿主意。", by=town[slug].actors["secretary"], at=at + timedelta(minutes=1))
    return case_id


def test_a_quiet_street_says_so_in_sentences(officer):
    shown = text(officer.get(reverse("street")))

    assert "没有等街道拿主意的事" in shown
    assert "没有报上来的事，也没有超时的" in shown
    assert "榆荫街道" in shown
    assert shown.count("<h1") == 1


def test_what_came_up_is_the_streets_to_decide_and_what_did_not_is_not_there(town, officer, wall_clock):
    quiet = tell(town, at=wall_clock.at).case_id

    up = brought_up(town)
    shown = text(officer.get(reverse("street")))

    assert shown.count(link(up)) == 2
    assert "拿主意" in shown
    assert "槐荫北里社区" in shown
    assert link(quiet) not in shown


def test_what_came_up_stands_before_what_is_late(town, officer, wall_clock):
    late = tell(town, slug="liuan", urgency="danger").case_id
    up = brought_up(town)
    wall_clock.forward(hours=5)

    rows = text(officer.get(reverse("street-rows"))).split('id="above"')[1]

    assert rows.index(link(up)) < rows.index(link(late))
    assert 'class="state late"' in rows


def test_both_communities_are_in_sight_and_figures_are_not_ranked(town, officer):
    tell(town, slug="liuan")
    brought_up(town)

    figures = text(officer.get(reverse("street"))).split('id="figures"')[1]

    assert figures.index("槐荫北里社区") < figures.index("柳岸社区")
    assert "%" not in figures


def test_nobody_who_asked_is_named(town, officer):
    brought_up(town)

    shown = text(officer.get(reverse("street")))

    for secret in ("冯德山", PHONE, PHONE[-4:], "501", "何淑琴"):
        assert secret not in shown


def test_asking_again_hears_nothing_until_something_came_up(town, officer):
    first = officer.get(reverse("street-rows"))
    same = officer.get(reverse("street-rows"), headers={"If-None-Match": first["ETag"]})

    up = brought_up(town)
    other = officer.get(reverse("street-rows"), headers={"If-None-Match": first["ETag"]})

    assert (same.status_code, same.content) == (304, b"")
    assert link(up) in text(other)


def test_the_number_of_queries_does_not_grow_with_the_rows(town, officer):
    brought_up(town)
    officer.get(reverse("street"))
    with CaptureQueriesContext(connection) as few:
        officer.get(reverse("street"))
    for _ in range(4):
        brought_up(town)
        brought_up(town, "liuan")

    with CaptureQueriesContext(connection) as many:
        officer.get(reverse("street"))

    assert len(many) == len(few)


@pytest.mark.parametrize("name", ["street", "street-rows"])
def test_only_the_street_comes_in(signed_in, client, name):
    assert client.get(reverse(name)).status_code == 302
    assert signed_in(Client(), "secretary").get(reverse(name)).status_code == 404
    assert signed_in(Client(), "steward").get(reverse(name)).status_code == 404
