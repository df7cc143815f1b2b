"""Where a silence has climbed, the lists, the case and its thread say so in words."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from linli.cases.rules.life import State
from linli.kernel.actor import system
from linli.moves.actions import climb
from tests.cast import Town, enter, moved, tell


def silent(town: Town) -> tuple[int, str, timedelta]:
    """Something dangerous that the company does not sign: due at 8:55, two hours and more after is 11:30."""
    told = tell(town, urgency="danger")
    moved(told.case_id, State.DISPATCHED)
    return told.case_id, told.token, timedelta(minutes=35)


def read(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_before_the_moment_nothing_has_climbed(town, wall_clock):
    case_id, _token, due = silent(town)
    wall_clock.at -= timedelta(hours=2) - due + timedelta(minutes=1)
    desk = enter(town, Client(), "desk")

    page = read(desk, "case", case_id)

    assert "已报" not in read(desk, "inbox")
    assert "已报" not in page
    assert "到时没有动静，会问槐荫北里社区党支部" in page


def test_after_the_grace_the_inbox_and_the_case_say_how_far(town, wall_clock):
    case_id, _token, due = silent(town)
    wall_clock.at -= timedelta(hours=2) - due
    desk = enter(town, Client(), "desk")

    page = read(desk, "case", case_id)

    assert "已报支部" in read(desk, "inbox")
    assert "已报支部。再没有动静，" in page
    assert "到时没有动静（签收），报给党支部" in page

    wall_clock.forward(minutes=30)
    page = read(desk, "case", case_id)
    assert "已报街道" in read(desk, "inbox")
    assert "到时没有动静（签收），报给街道" in page


def test_the_branch_finds_it_on_its_table_and_is_asked_to_ask(town, wall_clock):
    case_id, _token, due = silent(town)
    wall_clock.at -= timedelta(hours=2) - due
    climb(by=system("clock"), at=wall_clock.at)

    table = read(enter(town, Client(), "secretary"), "table")

    assert reverse("case", args=[case_id]) in table
    assert "安禾里物业服务有限公司没有动静，请问一声：签收" in table


def test_the_street_sees_what_climbed_to_it(town, wall_clock):
    case_id, _token, _due = silent(town)
    officer = enter(town, Client(), "street_officer")

    rows = read(officer, "street-rows").split('id="above"')[1]

    assert reverse("case", args=[case_id]) in rows
    assert "已报街道" in rows


def test_the_one_who_asked_and_any_neighbour_read_it_in_the_thread(town, wall_clock):
    case_id, token, _due = silent(town)

    assert "到时没有动静（签收），报给街道" in read(Client(), "receipt", token)
    assert "到时没有动静（签收），报给街道" in read(Client(), "open-case", "huaiyin", case_id)
