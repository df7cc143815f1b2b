"""Somebody telephones: found by the number or by the door, taken down once, told their number."""

import re

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.cases.models import Case, Demand
from linli.cases.rules.words import HideFrom
from linli.people.models import Person
from linli.people.queries import homes_of, living_in
from tests.cast import PHONE, tell

WORDS = "楼道灯不亮三天了，天黑老人下不了楼。"


@pytest.fixture
def desk(signed_in):
    return signed_in(Client(), "desk")


def text(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def told(town, **more) -> dict[str, object]:
    entrance = town.huaiyin.entrances["13-2"]
    return {"key": "k" * 20, "words": WORDS, "entrance": f"e{entrance}", "door": "501", "lives_here": "on"} | more


def call(desk, **told):
    return desk.post(reverse("intake"), told)


def test_a_call_becomes_a_demand_and_the_number_is_read_aloud(town, desk):
    answer = call(desk, **told(town, phone="138 0000 7777", name="鲁秀兰"))

    demand = Demand.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == reverse("case", args=(demand.case_id,))
    assert (demand.channel, demand.words) == ("desk", WORDS)
    assert demand.household_id == town.huaiyin.households["13-2-501"]
    assert demand.taken_by_id == town.huaiyin.persons["desk"]
    note = str(next(iter(get_messages(answer.wsgi_request))))
    assert demand.number in note
    assert demand.code in note
    assert reverse("paper", args=(demand.token,)) in note


def test_who_calls_is_known_from_then_on(town, desk, wall_clock):
    call(desk, **told(town, phone="138 0000 7777", name="鲁秀兰"))

    demand = Demand.objects.get()
    again = text(call(desk, phone="13800007777", find="1"))

    assert homes_of(demand.requester_id, at=wall_clock.at) == (demand.household_id,)
    assert "鲁秀兰 · 13号楼2单元501" in again
    assert "13800007777" not in again.replace('value="13800007777"', "")
    assert "他们家还有没完的事" in again
    assert demand.number in again
    assert Demand.objects.count() == 1


def test_the_number_fills_the_gaps_and_keeps_what_was_typed(town, desk):
    shown = text(call(desk, phone=PHONE, find="1", words=WORDS, urgency="danger", key="k" * 20))

    entrance = town.huaiyin.entrances["13-2"]
    assert WORDS in shown
    assert re.search(rf'<option value="e{entrance}" selected', shown)
    assert 'value="501"' in shown
    assert re.search(r'value="danger"[^>]*checked', shown)
    assert re.search(rf'name="who" value="{town.huaiyin.persons["resident"]}"[^>]*checked', shown)
    assert f'value="{"k" * 20}"' in shown


def test_the_same_form_twice_is_one_demand(town, desk):
    first = call(desk, **told(town, phone="13800007777", name="鲁秀兰"))
    second = call(desk, **told(town, phone="13800007777", name="鲁秀兰"))

    assert first["Location"] == second["Location"]
    assert Demand.objects.count() == 1
    assert Person.objects.filter(name="鲁秀兰").count() == 1


def test_a_known_person_is_chosen_and_not_made_again(town, desk):
    side = town.huaiyin
    people = Person.objects.count()

    call(desk, **told(town, phone=PHONE, who=str(side.persons["resident"])))

    assert Demand.objects.get().requester_id == side.persons["resident"]
    assert Person.objects.count() == people


def test_who_lives_there_and_has_no_telephone_is_known_by_name(town, desk, wall_clock):
    side = town.huaiyin
    home = side.households["13-2-502"]
    name = next(person.name for person in living_in(home, at=wall_clock.at))
    people = Person.objects.count()

    call(desk, **told(town, door="502", name=name))

    assert Demand.objects.get().requester_id == side.persons["mute"]
    assert Person.objects.count() == people


def test_who_tells_of_another_flat_is_not_settled_there(town, desk, wall_clock):
    typed = told(town, name="鲁秀兰", phone="13800007777")
    del typed["lives_here"]

    call(desk, **typed)

    assert homes_of(Demand.objects.get().requester_id, at=wall_clock.at) == ()


def test_nobody_known_and_no_place_is_a_demand_too(town, desk):
    call(desk, key="k" * 20, words=WORDS, where="东边那条路上")

    demand = Demand.objects.get()
    assert demand.requester_id is None
    assert demand.place_words == "东边那条路上"
    assert Case.objects.get().urgency == "ordinary"


def test_what_is_typed_survives_a_refusal_and_the_key_stays(town, desk):
    shown = text(call(desk, **told(town, words=" ", name="鲁秀兰", hide_from=["property"])), 422)

    assert "还没有写是什么事" in shown
    assert 'value="鲁秀兰"' in shown
    assert re.search(r'value="property"[^>]*checked', shown)
    assert f'name="key" value="{"k" * 20}"' in shown
    assert Demand.objects.count() == 0
    assert not Person.objects.filter(name="鲁秀兰").exists()


def test_a_telephone_that_is_none_is_refused_in_a_sentence(town, desk):
    shown = text(call(desk, **told(town, phone="没有")), 422)

    assert "phone.not_understood" not in shown
    assert 'role="alert"' in shown
    assert Demand.objects.count() == 0


def test_from_whom_it_is_hidden_and_when_it_was_said_are_kept(town, desk):
    call(desk, **told(town, hide_from=["property", "steward"], said_at="2026-11-01T20:00", kind="report"))

    demand = Demand.objects.select_related("case").get()
    assert demand.hide_from == ["property", "steward"]
    assert demand.happened_at.isoformat() == "2026-11-01T12:00:00+00:00"
    assert demand.case.kind == "report"
    assert demand.case.title is None


def test_a_moment_to_come_is_refused(town, desk):
    shown = text(call(desk, **told(town, said_at="2027-01-01T20:00")), 422)

    assert "时间写到将来去了" in shown


def test_a_file_that_is_none_is_refused_and_must_be_chosen_again(town, desk):
    paper = SimpleUploadedFile("x.exe", b"MZ nothing that we take")

    shown = text(call(desk, **told(town, files=[paper])), 422)

    assert "照片和录音请再选一次" in shown
    assert WORDS in shown
    assert Demand.objects.count() == 0


def test_it_starts_from_a_flat_too(town, desk):
    side = town.huaiyin
    home = side.households["13-2-501"]

    shown = text(desk.get(reverse("intake"), {"household": home, "person": side.persons["resident"]}))

    assert re.search(rf'<option value="e{side.entrances["13-2"]}" selected', shown)
    assert 'value="501"' in shown
    assert re.search(rf'name="who" value="{side.persons["resident"]}"[^>]*checked', shown)


def test_neither_flats_nor_people_of_the_other_community_can_be_named(town, desk):
    there = town.liuan

    assert desk.get(reverse("intake"), {"household": there.households["1-1-501"]}).status_code == 404
    assert call(desk, **told(town, who=str(there.persons["resident"]))).status_code == 422
    assert call(desk, **told(town, entrance=f"e{there.entrances['1-1']}")).status_code == 422
    assert Demand.objects.count() == 0


def test_who_hides_from_the_branch_is_not_found_by_it(town, signed_in):
    receipt = tell(town, hide_from=(HideFrom.BRANCH,))
    branch = signed_in(Client(), "secretary")
    home = town.huaiyin.households["13-2-501"]

    by_number = text(call(branch, phone=PHONE, find="1"))
    by_door = text(branch.get(reverse("household", args=(home,))))

    assert receipt.number not in by_number
    assert receipt.number not in by_door


def test_many_old_demands_take_no_more_queries(town, desk):
    tell(town)
    call(desk, phone=PHONE, find="1")
    with CaptureQueriesContext(connection) as few:
        call(desk, phone=PHONE, find="1")
    for number in range(30):
        tell(town, f"第{number}件。")

    with CaptureQueriesContext(connection) as many:
        call(desk, phone=PHONE, find="1")

    assert len(many) <= len(few)
