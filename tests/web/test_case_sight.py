"""Who sees what of one case: what is foreign is missing, what is hidden stays hidden; no row costs a query."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.audit.models import Entry
from linli.cases.actions.arranging import group
from linli.cases.actions.handling import report_progress
from linli.cases.rules.life import State
from linli.cases.rules.words import Channel, HideFrom
from linli.files.actions import store
from tests.cast import MONDAY, PHONE, Town, moved, tell
from tests.web.case_pages import at, page, words
from tests.web.test_case_loop import picture

Sign = Callable[..., Client]
SECRET = "楼上漏水，物业来过两次都不管。"
STEPS = ("case", "assessment", "dispatch", "redirection", "signature", "progress", "obstacle", "decision")
MORE_STEPS = ("escalation", "completion", "correction", "grouping")
OF_DEMAND = ("ungrouping", "contact", "contact-details", "call-back", "confirmation", "entrustment", "case-words")


def without_path(answer: HttpResponse) -> str:
    return answer.content.decode().replace(answer.wsgi_request.path, "")


@pytest.mark.parametrize("role", ["desk", "secretary", "handler", "steward", "street_officer"])
def test_a_foreign_case_is_missing_byte_for_byte(town: Town, signed_in: Sign, wall_clock, role):
    """But for the path, which stands in the link to larger letters."""
    wall_clock.at = MONDAY  # the street sees what is late
    told = tell(town, slug="liuan")
    client = signed_in(Client(), role)

    for name in (*STEPS, *MORE_STEPS):
        for method in (client.get, client.post):
            foreign, missing = method(at(name, told)), method(at(name, 99999))
            assert foreign.status_code == missing.status_code
            assert foreign.status_code in {404, 302, 405}
            if foreign.status_code == 404:
                assert without_path(foreign) == without_path(missing)
    for name in OF_DEMAND:
        foreign, missing = client.post(at(name, told, told.demand_id)), client.post(at(name, 99999, 99999))
        assert foreign.status_code == missing.status_code == 404
        assert without_path(foreign) == without_path(missing)


def test_a_demand_of_another_case_is_missing_under_this_one(town, signed_in):
    told, other = tell(town), tell(town)
    desk = signed_in(Client(), "desk")

    assert desk.get(at("call-back", told, other.demand_id)).status_code == 404
    assert desk.post(at("contact-details", told, other.demand_id)).status_code == 404


def test_who_is_nobody_here_is_asked_to_sign_in_for_every_case_alike(town):
    told = tell(town)

    for case_id in (told.case_id, 99999):
        assert "/login/" in Client().get(at("case", case_id)).url


@pytest.mark.parametrize(
    ("role", "hidden"),
    [("handler", HideFrom.PROPERTY), ("secretary", HideFrom.BRANCH)],
)
def test_who_is_not_to_know_learns_neither_words_nor_name_nor_door(town, signed_in, role, hidden):
    by = town.huaiyin.actors["desk"]
    told = tell(town, SECRET, hide_from=(hidden,), by=by, channel=Channel.DESK)
    moved(told.case_id, State.IN_HAND)

    seen = page(signed_in(Client(), role), told)

    assert SECRET not in seen
    assert "冯德山" not in seen
    assert "501" not in seen
    assert "6621" not in seen
    assert "说事的人不想让这一方知道" in seen
    answer = signed_in(Client(), role).post(at("contact-details", told, told.demand_id))
    assert answer.status_code == 404
    assert "冯德山" not in words(answer)


def test_a_steward_who_is_not_to_know_does_not_even_learn_that_there_is_a_case(town, signed_in):
    by = town.huaiyin.actors["desk"]
    told = tell(town, SECRET, hide_from=(HideFrom.STEWARD,), by=by, channel=Channel.DESK)
    steward = signed_in(Client(), "stand_in")

    assert steward.get(at("case", told)).status_code == 404
    assert told.number not in words(steward.get("/zone/"))


def test_a_hidden_one_is_spoken_to_by_the_desk(town, signed_in):
    told = tell(town, SECRET, hide_from=(HideFrom.PROPERTY,))
    moved(told.case_id, State.IN_HAND)

    handler, desk = signed_in(Client(), "handler"), signed_in(Client(), "desk")

    assert "看姓名和电话" not in page(handler, told)
    assert "联系过了，记一下" not in page(handler, told)
    assert "轮到我们：联系说事的人" in page(desk, told)
    assert "不想让谁知道 物业公司" in page(desk, told)


def test_the_lead_sees_the_words_and_the_door_and_opens_name_and_telephone(town, signed_in):
    told = tell(town)
    moved(told.case_id, State.IN_HAND)
    handler = signed_in(Client(), "handler")

    seen = page(handler, told)
    assert "13号楼2单元501" in seen
    assert "冯德山" not in seen
    assert "6621" not in seen
    before = Entry.objects.filter(topic="cases.contact_opened").count()
    answer = handler.post(at("contact-details", told, told.demand_id))

    assert "冯德山" in words(answer)
    assert f'href="tel:{PHONE}"' in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    assert Entry.objects.filter(topic="cases.contact_opened").count() == before + 1
    assert handler.get(at("contact-details", told, told.demand_id)).status_code == 302


def test_the_desk_dials_on_the_card_itself(town, signed_in):
    told = tell(town)
    moved(told.case_id, State.DONE)

    answer = signed_in(Client(), "desk").post(at("contact-details", told, told.demand_id))

    assert f'href="tel:{PHONE}"' in answer.content.decode()
    assert "照着说" in words(answer)
    assert at("call-back", told, told.demand_id) in answer.content.decode()


def test_a_steward_of_another_entrance_sees_nothing_of_it(town, signed_in):
    told = tell(town)

    assert signed_in(Client(), "far_steward").get(at("case", told)).status_code == 404


def test_a_steward_whose_neighbours_are_in_it_sees_only_theirs(town, signed_in):
    told = tell(town)
    far = tell(town, "三号楼也是。", who=None, place="3-1", by=town.huaiyin.actors["far_steward"])
    group(told.case_id, far.case_id, by=town.huaiyin.actors["desk"], at=MONDAY)

    seen = page(signed_in(Client(), "far_steward"), told)

    assert "三号楼也是" in seen
    assert "单元门又锁不上了，晚上谁都能进来。" not in seen
    assert "501" not in seen


def test_the_words_for_the_chat_group_name_nobody(town, signed_in):
    told = tell(town)
    moved(told.case_id, State.DONE)

    shown = signed_in(Client(), "desk").get(at("case", told)).content.decode()
    copied = shown.split('id="answer">')[1].split("</p>")[0]

    assert "门修好了" in copied
    assert "13号楼2单元" in copied
    assert "501" not in copied
    assert "冯德山" not in copied


def test_a_player_gets_the_piece_that_it_asks_for(town, signed_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    by = town.huaiyin.actors["steward"]
    file = store(picture().read(), "a.jpg", community_id=town.huaiyin.community_id, by=by, at=MONDAY)
    told = tell(town, files=(file,))
    desk = signed_in(Client(), "desk")
    address = desk.get(at("case", told)).content.decode().split('<img src="')[1].split('"')[0]

    whole = b"".join(desk.get(address).streaming_content)
    piece = desk.get(address, headers={"range": "bytes=2-9"})
    end = desk.get(address, headers={"range": "bytes=-4"})
    beyond = desk.get(address, headers={"range": f"bytes={len(whole)}-"})

    assert piece.status_code == end.status_code == 206
    assert b"".join(piece.streaming_content) == whole[2:10]
    assert piece["Content-Range"] == f"bytes 2-9/{len(whole)}"
    assert b"".join(end.streaming_content) == whole[-4:]
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(whole)}")
    assert desk.get(address, headers={"range": "lines=1-2"}).status_code == 200


@pytest.mark.parametrize("role", ["desk", "handler", "steward"])
def test_more_demands_and_more_steps_cost_no_more_queries(town, signed_in, role):
    told = tell(town)
    client = signed_in(Client(), role)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, told)
        return len(queries)

    for _nth in range(2):
        other = tell(town, "我家也是。")
        group(told.case_id, other.case_id, by=town.huaiyin.actors["desk"], at=MONDAY)
    moved(told.case_id, State.IN_HAND)
    report_progress(told.case_id, "看过了", by=town.huaiyin.actors["handler"], at=MONDAY)
    asked()  # the first look of a session is written down in it
    few = asked()
    for _nth in range(4):
        other = tell(town, "我家也是。", who="mute", place="13-2-502")
        group(told.case_id, other.case_id, by=town.huaiyin.actors["desk"], at=MONDAY)
        report_progress(told.case_id, "看过了", by=town.huaiyin.actors["handler"], at=MONDAY)

    assert asked() == few
