"""Taking down at the door: one thumb, once, at the right door, for the right person."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linli.cases.models import Demand
from linli.people.models import Person
from linli.people.queries import homes_of
from tests.cast import MONDAY, Town, enter

LATER = MONDAY + timedelta(hours=2)  # where the clock of pages stands


@pytest.fixture
def phone(town: Town) -> Client:
    return enter(town, Client(), "steward")


def take(browser: Client, **told):
    return browser.post(reverse("take-down"), {"words": "单元门锁不上。", "key": "k", **told})


def test_the_words_alone_are_enough(town, phone):
    answer = take(phone)

    demand = Demand.objects.get()
    assert (answer.status_code, answer.url) == (303, f"{reverse('zone')}?taken=1")
    assert demand.channel == "steward"
    assert demand.taken_by_id == town.huaiyin.persons["steward"]
    assert demand.requester_id is None
    assert demand.received_at == LATER


def test_the_note_afterwards_says_number_and_code_and_shows_the_receipt(town, phone):
    take(phone)
    demand = Demand.objects.get()

    shown = phone.get(f"{reverse('zone')}?taken=1").content.decode()

    assert demand.number in shown
    assert demand.code in shown
    assert reverse("receipt", args=(demand.token,)) in shown
    assert reverse("paper", args=(demand.token,)) in shown
    assert demand.code not in phone.get(reverse("zone")).content.decode()


def test_a_form_sent_twice_is_one_demand(phone):
    first, again = take(phone), take(phone)

    assert first.url == again.url
    assert Demand.objects.count() == 1


def test_a_door_of_the_entrance_is_found(town, phone):
    take(phone, place=f"e{town.huaiyin.entrances['13-2']}", door="501室")

    assert Demand.objects.get().household_id == town.huaiyin.households["13-2-501"]


def test_a_door_that_is_not_there_is_kept_as_it_was_said(town, phone):
    take(phone, place=f"e{town.huaiyin.entrances['13-2']}", door="909")

    demand = Demand.objects.get()
    assert demand.entrance_id == town.huaiyin.entrances["13-2"]
    assert demand.household_id is None
    assert demand.place_words == "909"


def test_elsewhere_is_found_by_its_words(town, phone):
    take(phone, place="x", where="东门")

    assert Demand.objects.get().spot_id == town.huaiyin.spots["东门"]


@pytest.mark.parametrize("place", ["e{far}", "h{far_home}", "h99999999", "e²", "hx", "h" + "9" * 19, "z1"])
def test_a_place_that_is_not_the_stewards_is_refused_and_nothing_typed_is_lost(town, phone, place):
    far, home = town.huaiyin.entrances["3-1"], town.huaiyin.households["3-1-101"]

    answer = take(phone, place=place.format(far=far, far_home=home), name="冯德山")

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "没有找到这个地方" in shown
    assert "单元门锁不上。" in shown
    assert "冯德山" in shown
    assert Demand.objects.count() == 0


def test_the_last_doors_are_one_touch_away(town, phone):
    home = town.huaiyin.households["13-2-402"]
    take(phone, place=f"e{town.huaiyin.entrances['13-2']}", door="402")

    shown = phone.get(reverse("zone")).content.decode()
    form = phone.get(f"{reverse('take-down')}?place=h{home}").content.decode()
    take(phone, place=f"h{home}", key="k2")

    assert f"{reverse('take-down')}?place=h{home}" in shown
    assert f'value="h{home}"' in form
    assert "checked" in form.split(f'value="h{home}"')[1].split(">")[0]
    assert Demand.objects.filter(household_id=home).count() == 2


def test_who_said_it_is_known_and_settled_behind_the_door(town, phone):
    home = town.huaiyin.households["13-2-301"]

    take(phone, place=f"h{home}", name="尹秀兰", phone="138 0000 6699")
    take(phone, place=f"h{home}", name="尹秀兰", phone="13800006699", key="k2")

    person = Person.objects.get(name="尹秀兰")
    assert Demand.objects.filter(requester=person).count() == 2
    assert homes_of(person.pk, at=LATER) == (home,)


def test_a_name_without_a_telephone_is_the_one_who_lives_there(town, phone):
    take(phone, place=f"h{town.huaiyin.households['13-2-502']}", name="方老太")

    assert Demand.objects.get().requester_id == town.huaiyin.persons["mute"]


def test_a_telephone_that_is_none_is_refused_in_a_sentence(phone):
    answer = take(phone, phone="没有")

    assert answer.status_code == 422
    assert Demand.objects.count() == 0
    assert Person.objects.filter(name=None).count() == 0


def test_without_words_there_is_nothing_to_take_down(phone):
    answer = take(phone, words="  ")

    assert answer.status_code == 422
    assert "还没有写是什么事" in answer.content.decode()


def test_what_was_said_earlier_keeps_its_moment(phone):
    said = timezone.localtime(MONDAY)

    take(phone, said_at=f"{said:%Y-%m-%dT%H:%M}")

    demand = Demand.objects.get()
    assert demand.happened_at == MONDAY
    assert demand.received_at == LATER


def test_the_future_is_refused(phone):
    answer = take(phone, said_at="2027-01-01T08:00")

    assert answer.status_code == 422
    assert "将来" in answer.content.decode()


def test_one_may_be_hidden_from_a_party_but_not_from_who_took_it_down(phone):
    shown = phone.get(reverse("take-down")).content.decode()

    take(phone, hide_from=["property"])

    assert 'value="property"' in shown
    assert 'value="steward"' not in shown
    assert Demand.objects.get().hide_from == ["property"]
    assert take(phone, hide_from=["steward"], key="k2").status_code == 422


def test_danger_is_the_tightest_class(phone):
    take(phone, danger="on")

    assert Demand.objects.get().case.urgency == "danger"


def test_a_photograph_comes_along(phone):
    png = (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00"
        b"\x00\x0cIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\r\xefF\xb8\x00\x00\x00\x00IEND\xaeB`\x82"
    )

    answer = take(phone, files=SimpleUploadedFile("door.png", png, "image/png"))

    assert answer.status_code == 303
    assert Demand.objects.get().attachments.count() == 1


def test_a_file_that_is_none_is_refused_and_the_words_stay(phone):
    answer = take(phone, files=SimpleUploadedFile("door.exe", b"MZ\x90\x00", "image/png"))

    assert answer.status_code == 422
    assert "单元门锁不上。" in answer.content.decode()
    assert "照片和录音请再选一次" in answer.content.decode()
    assert Demand.objects.count() == 0
