"""What anybody may see: no name, no door, nobody's words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.cases.rules.life import State
from linli.channels.web.open.pages import without_entrance
from tests.cast import WORDS, moved, tell

SECRETS = ("冯德山", "501", "2单元", WORDS, "13800006621", "6621", "何淑琴", "苗小芸", "郝志明")


@pytest.fixture
def receipt(town, wall_clock):
    """The door of 13-2-501, in hand."""
    told = tell(town)
    wall_clock.at = moved(told.case_id, State.IN_HAND)
    return told


def paths(town, receipt) -> tuple[str, ...]:
    building = town.huaiyin.buildings["13"]
    return ("/c/huaiyin/open/", f"/c/huaiyin/open/{receipt.case_id}/", f"/c/huaiyin/buildings/{building}/")


def test_open_pages_tell_no_name_no_door_and_nobodys_words(client, town, receipt):
    for path in paths(town, receipt):
        page = client.get(path).content.decode()
        assert "13号楼" in page
        assert "办理中" in page
        assert [secret for secret in SECRETS if secret in page] == []


def test_what_was_closed_stands_under_its_own_tab(client, town, receipt, wall_clock):
    assert "还没有办结的事。" in client.get("/c/huaiyin/open/?which=ended").content.decode()

    wall_clock.at = moved(receipt.case_id, State.CLOSED)

    assert f"/c/huaiyin/open/{receipt.case_id}/" in client.get("/c/huaiyin/open/?which=ended").content.decode()
    assert "现在没有在办的事。" in client.get("/c/huaiyin/open/").content.decode()


def test_a_case_or_a_building_of_another_community_is_missing(client, town, receipt):
    building = town.huaiyin.buildings["13"]

    assert client.get(f"/c/liuan/open/{receipt.case_id}/").status_code == 404
    assert client.get(f"/c/liuan/buildings/{building}/").status_code == 404
    assert client.get("/c/huaiyin/open/999999/").status_code == 404


def test_the_rules_name_their_source_and_say_what_is_not_confirmed(client, town):
    page = client.get("/c/huaiyin/rules/").content.decode()

    assert "DB11/T" in page
    assert "未核实" in page
    assert "办好并答复" in page


def test_ten_cases_are_asked_for_as_often_as_one(client, town, receipt):
    def asked(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    before = [asked(path) for path in paths(town, receipt)]
    for turn in range(10):
        tell(town, f"第{turn}件", place="13-1-101")

    assert [asked(path) for path in paths(town, receipt)] == before


@pytest.mark.parametrize(
    ("place", "near"),
    [("13号楼2单元", "13号楼"), ("3号楼", "3号楼"), ("东门", "东门"), ("13号楼甲2单元", "13号楼甲")],
)
def test_an_open_place_is_no_nearer_than_the_building(place, near):
    assert without_entrance(place, ("3号楼", "13号楼", "13号楼甲")) == near
