"""The steward's page: what is to be said, what the zone waits for, and whose zone it is."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.cases.actions.closing import entrust_call_back
from linli.cases.rules.life import State
from linli.channels.web.models import Answered
from linli.letters.models import Letter
from tests.cast import Town, enter, moved, tell


def card_of(town: Town, role: str, slug: str = "huaiyin") -> Client:
    """A phone of its own, signed in by this steward's card."""
    return enter(town, Client(), role, slug=slug)


@pytest.fixture
def phone(town):
    return card_of(town, "steward")


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_an_empty_zone_says_so_in_sentences(phone):
    shown = text(phone.get(reverse("zone")))

    assert "没有要捎的话" in shown
    assert "楼里没有在办的事" in shown
    assert shown.count("<h1") == 1
    assert "13号楼2单元" in shown


def test_a_new_demand_stands_in_its_zone_and_in_no_other(town, phone):
    stand_in, far, other = card_of(town, "stand_in"), card_of(town, "far_steward"), card_of(town, "steward", "liuan")

    receipt = tell(town, "楼道灯不亮三天了。")

    assert "楼道灯不亮三天了" in text(phone.get(reverse("zone-rows")))
    assert "楼道灯不亮三天了" in text(stand_in.get(reverse("zone-rows")))
    assert "楼道灯不亮三天了" not in text(far.get(reverse("zone-rows")))
    assert "楼道灯不亮三天了" not in text(other.get(reverse("zone-rows")))
    assert reverse("case", args=(receipt.case_id,)) in text(phone.get(reverse("zone")))


def test_asking_again_hears_nothing_until_something_changed(town, phone):
    tell(town)
    first = phone.get(reverse("zone-rows"))

    same = phone.get(reverse("zone-rows"), headers={"If-None-Match": first["ETag"]})
    tell(town, "电梯停了。")
    other = phone.get(reverse("zone-rows"), headers={"If-None-Match": first["ETag"]})

    assert (same.status_code, same.content) == (304, b"")
    assert other.status_code == 200
    assert other["ETag"] != first["ETag"]


def test_the_page_polls_every_two_seconds_from_where_it_stands(town, phone):
    tell(town)
    shown = text(phone.get(reverse("zone")))

    assert f'data-poll="{reverse("zone-rows")}' in shown
    assert 'data-every="2"' in shown
    assert phone.get(reverse("zone-rows"))["ETag"].strip('"') in shown


def test_what_was_said_is_off_the_list(town, phone):
    tell(town, who="mute", place="13-2-502")
    letter = Letter.objects.get(way="voice")
    before = text(phone.get(reverse("zone")))

    answer = phone.post(reverse("telling", args=(letter.pk,)), {"key": "k1"})

    assert "13号楼2单元502 方老太" in before
    assert "您说的事记下了" in before
    assert (answer.status_code, answer.url) == (303, reverse("zone"))
    assert "方老太" not in text(phone.get(reverse("zone")))
    letter.refresh_from_db()
    assert letter.told_by_id == town.huaiyin.persons["steward"]


def test_the_button_of_a_letter_works_without_script_and_twice_is_once(town, phone):
    tell(town, who="mute", place="13-2-502")
    letter = Letter.objects.get(way="voice")
    shown = text(phone.get(reverse("zone")))
    key = shown.split(f'formaction="{reverse("telling", args=(letter.pk,))}"')[1].split('value="')[1].split('"')[0]

    first = phone.post(reverse("telling", args=(letter.pk,)), {"key": key})
    again = phone.post(reverse("telling", args=(letter.pk,)), {"key": key})

    assert 'form="said"' in shown
    assert (first.status_code, again.status_code) == (303, 303)
    assert Answered.objects.filter(key__startswith=key).count() == 1


def test_a_letter_that_was_told_meanwhile_says_so(town, phone):
    tell(town, who="mute", place="13-2-502")
    letter = Letter.objects.get(way="voice")
    card_of(town, "stand_in").post(reverse("telling", args=(letter.pk,)), {"key": "a"})

    answer = phone.post(reverse("telling", args=(letter.pk,)), {"key": "b"})

    assert answer.status_code == 422
    assert "已经说过了" in answer.content.decode()


@pytest.mark.parametrize(("role", "slug"), [("far_steward", "huaiyin"), ("steward", "liuan")])
def test_a_letter_of_another_zone_is_missing(town, role, slug):
    tell(town, who="mute", place="13-2-502")
    letter = Letter.objects.get(way="voice")

    answer = card_of(town, role, slug).post(reverse("telling", args=(letter.pk,)), {"key": "far"})

    assert answer.status_code == 404
    letter.refresh_from_db()
    assert letter.told_by_id is None


def test_what_was_asked_of_the_steward_stands_first(town, phone, wall_clock):
    here = town.huaiyin
    tell(town, "窗户漏风。", who="mute", place="13-2-502")
    done = tell(town, who="mute", place="13-2-502", by=here.actors["desk"])
    wall_clock.at = moved(done.case_id, State.DONE)
    entrust_call_back(done.demand_id, here.persons["steward"], by=here.actors["secretary"], at=wall_clock.at)

    shown = text(phone.get(reverse("zone-rows")))

    asked = reverse("call-back", args=(done.case_id, done.demand_id))
    assert shown.index(asked) < shown.index("窗户漏风")
    assert "轮到您：问一声" in shown
    assert f'href="{reverse("case", args=(done.case_id,))}"' not in shown


def test_the_number_of_queries_does_not_grow_with_the_rows(town, phone):
    for number in range(3):
        tell(town, f"第{number}件", who="mute", place="13-2-502")
    phone.get(reverse("zone"))
    with CaptureQueriesContext(connection) as few:
        phone.get(reverse("zone"))
    for number in range(3, 12):
        tell(town, f"第{number}件", who="mute", place="13-2-502")

    with CaptureQueriesContext(connection) as many:
        phone.get(reverse("zone"))

    assert len(many) == len(few)


def test_letters_come_in_pieces(town, phone):
    for number in range(25):
        tell(town, f"第{number}件", who="mute", place="13-2-502")

    first = text(phone.get(reverse("zone")))
    second = text(phone.get(f"{reverse('zone')}?letters=20"))

    assert first.count("说过了<") == 20
    assert second.count("说过了<") == 5
    assert "?letters=20" in first


@pytest.mark.parametrize("name", ["zone", "zone-rows", "take-down"])
def test_only_stewards_come_in(town, signed_in, client, name):
    assert client.get(reverse(name)).status_code == 302

    assert signed_in(client, "handler").get(reverse(name)).status_code == 404
    assert signed_in(client, "desk").get(reverse(name)).status_code == 404
