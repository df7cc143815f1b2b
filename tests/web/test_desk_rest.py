"""Households, call-backs, stewards and their cards, slips and posters."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.cases.rules.life import State
from linli.letters.models import Letter
from linli.people.models import Card
from tests.cast import PHONE, moved, tell


@pytest.fixture
def desk(signed_in):
    return signed_in(Client(), "desk")


def text(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def press(client, address: str, **more):
    return client.post(address, {"key": "k" * 20} | more)


@pytest.mark.parametrize("words", ["13-2-501", "十三号楼二单元501", PHONE, "138 0000 6621"])
def test_a_number_or_a_door_leads_to_the_household(town, desk, words):
    answer = desk.post(reverse("households"), {"q": words})

    assert answer.status_code == 302
    assert answer["Location"] == reverse("household", args=(town.huaiyin.households["13-2-501"],))


def test_an_entrance_shows_its_doors_and_nonsense_says_so(town, desk):
    doors = text(desk.post(reverse("households"), {"q": "13-2"}))
    building = text(desk.post(reverse("households"), {"q": "13号楼"}))
    nothing = text(desk.post(reverse("households"), {"q": "月亮上"}))

    assert reverse("household", args=(town.huaiyin.households["13-2-502"],)) in doors
    assert "写到单元或门牌" in building
    assert "没有找到。" in nothing
    assert reverse("intake") in nothing


def test_a_household_shows_who_lives_there_and_what_they_told_of(town, desk):
    side = town.huaiyin
    gone, here = tell(town, "灯不亮。"), tell(town, "门锁不上。")
    moved(gone.case_id, State.CLOSED)

    shown = text(desk.get(reverse("household", args=(side.households["13-2-501"],))))

    assert "6621" in shown
    assert PHONE not in shown
    assert shown.index(here.number) < shown.index("完了的事") < shown.index(gone.number)
    assert f"{reverse('intake')}?household={side.households['13-2-501']}" in shown


def test_a_household_of_the_other_community_is_missing(town, desk):
    there = town.liuan

    assert desk.get(reverse("household", args=(there.households["1-1-501"],))).status_code == 404
    assert desk.get(reverse("household", args=(9999,))).status_code == 404
    found = text(desk.post(reverse("households"), {"q": "1-1-501"}))
    assert reverse("household", args=(there.households["1-1-501"],)) not in found


def test_what_is_to_be_asked_says_whether_one_may_ask(town, desk, signed_in):
    theirs, own = tell(town, "灯不亮。"), tell(town, "绿地没人浇水。")
    moved(theirs.case_id, State.DONE)
    moved(own.case_id, State.DONE, lead="committee")

    shown = text(desk.get(reverse("call-backs")))
    branch = text(signed_in(Client(), "secretary").get(reverse("call-backs")))

    assert reverse("call-back", args=(theirs.case_id, theirs.demand_id)) in shown
    assert reverse("call-back", args=(own.case_id, own.demand_id)) not in shown
    assert shown.count("您没有经办过，可以问") == 1
    assert shown.count("我们经办过，要请别人问") == 1
    assert branch.count("您没有经办过，可以问") == 2


def test_many_call_backs_take_no_more_queries_than_few(town, desk):
    moved(tell(town).case_id, State.DONE)
    desk.get(reverse("call-backs"))
    with CaptureQueriesContext(connection) as few:
        desk.get(reverse("call-backs"))
    for number in range(12):
        moved(tell(town, f"第{number}件。").case_id, State.DONE)

    with CaptureQueriesContext(connection) as many:
        desk.get(reverse("call-backs"))

    assert len(many) <= len(few)


def test_no_call_backs_says_so(desk):
    assert "没有要问的。" in text(desk.get(reverse("call-backs")))


def test_vacant_entrances_stand_before_the_stewards(town, desk):
    shown = text(desk.get(reverse("stewards")))

    assert "2个楼门没有管家" in shown
    vacant, table = shown.split("<table", 1)
    assert "3号楼2单元" in vacant
    assert "13号楼1单元" in vacant
    assert "13号楼2单元" not in vacant.split('id="vacant"')[1]
    assert "何淑琴" in table
    assert "替班：13号楼2单元" in table
    assert "翟素珍" not in shown


def test_a_card_is_shown_once_and_only_to_who_made_it(town, desk):
    steward = town.huaiyin.persons["steward"]
    address = reverse("hand-card", args=(steward,))

    asked = text(desk.get(address))
    made = desk.post(address, {"key": "k" * 20})
    again = desk.post(address, {"key": "k" * 20})

    assert "发一张卡" in asked
    assert "<svg" in text(made)
    assert made["Cache-Control"] == "no-store"
    assert again.status_code == 303
    assert again["Location"] == reverse("stewards")
    assert Card.objects.filter(person_id=steward, revoked_at=None).count() == 1
    assert "只显示那一次" in text(desk.get(again["Location"]))


def test_the_code_on_the_card_signs_a_phone_in_and_a_revoked_card_ends_at_once(town, desk, monkeypatch):
    seen = []
    monkeypatch.setattr("linli.channels.web.desk.stewards.qr", lambda address: seen.append(address) or "")
    steward = town.huaiyin.persons["steward"]
    press(desk, reverse("hand-card", args=(steward,)))
    phone = Client()

    assert seen[0].startswith("http://testserver/card/")
    press(phone, seen[0].removeprefix("http://testserver"), key="phone")
    assert phone.get(reverse("zone")).status_code == 200

    card = Card.objects.get(person_id=steward, revoked_at=None)
    address = reverse("end-card", args=(card.pk,))
    assert "马上进不来" in text(desk.get(address))
    ended = press(desk, address, key="other")
    assert ended.status_code == 303
    assert phone.get(reverse("zone")).status_code == 410
    assert desk.get(address).status_code == 404
    assert "已经停用了" in text(press(desk, address, key="third"), 422)


def test_a_new_card_ends_the_old_one(town, desk):
    steward = town.huaiyin.persons["steward"]
    press(desk, reverse("hand-card", args=(steward,)), key="one")

    asked = text(desk.get(reverse("hand-card", args=(steward,))))
    press(desk, reverse("hand-card", args=(steward,)), key="two")

    assert "原来那张卡马上就不能用了" in asked
    assert Card.objects.filter(person_id=steward).count() == 2
    assert Card.objects.filter(person_id=steward, revoked_at=None).count() == 1


def test_cards_of_the_other_community_cannot_be_made_or_ended(town, desk, signed_in):
    there = town.liuan
    other = signed_in(Client(), "desk", slug="liuan")
    press(other, reverse("hand-card", args=(there.persons["steward"],)))
    card = Card.objects.get(person_id=there.persons["steward"])

    assert press(desk, reverse("hand-card", args=(there.persons["steward"],))).status_code == 404
    assert desk.get(reverse("hand-card", args=(there.persons["steward"],))).status_code == 404
    assert press(desk, reverse("end-card", args=(card.pk,)), key="other").status_code == 404
    card.refresh_from_db()
    assert card.revoked_at is None


def test_who_is_no_steward_gets_no_card(town, desk):
    assert press(desk, reverse("hand-card", args=(town.huaiyin.persons["resident"],))).status_code == 404


def test_what_only_paper_can_carry_is_printed_and_ticked(town, desk):
    assert "没有要送的纸条。" in text(desk.get(reverse("slips")))
    tell(town, place="13-1-101", who="mute")
    letter = Letter.objects.get(way="slip")

    shown = text(desk.get(reverse("slips")))
    ticked = press(desk, reverse("slip-telling", args=(letter.pk,)))
    again = press(desk, reverse("slip-telling", args=(letter.pk,)), key="other")

    assert "13号楼1单元101" in shown
    assert ticked.status_code == 303
    assert "没有要送的纸条。" in text(desk.get(reverse("slips")))
    assert "已经说过了" in text(again, 422)


def test_each_slip_has_a_key_of_its_own(town, desk):
    for _number in range(2):
        tell(town, place="13-1-101", who="mute")

    keys = re.findall(r'name="key" value="([^"]+)"', text(desk.get(reverse("slips"))))

    assert len(keys) == len(set(keys)) == 2


def test_a_slip_of_the_other_community_cannot_be_ticked(town, desk):
    tell(town, slug="liuan", place="东门", who=None)
    tell(town, slug="liuan", place="1-1-101", who="mute")
    Letter.objects.update(way="slip")
    letter = Letter.objects.latest("pk")

    answer = press(desk, reverse("slip-telling", args=(letter.pk,)))

    assert answer.status_code == 404
    letter.refresh_from_db()
    assert letter.state == "waiting"


def test_an_entrance_has_a_poster_and_the_other_community_has_none_here(town, desk, monkeypatch):
    seen = []
    monkeypatch.setattr("linli.channels.web.desk.papers.qr", lambda address: seen.append(address) or "")

    shown = text(desk.get(reverse("entrance-poster", args=(town.huaiyin.entrances["13-2"],))))

    assert "13号楼2单元" in shown
    for number in ("120", "119", "110", "01068001002"):
        assert number in shown
    assert re.fullmatch(r"http://testserver/e/[^/]+/", seen[0])
    assert desk.get(reverse("entrance-poster", args=(town.liuan.entrances["1-1"],))).status_code == 404
