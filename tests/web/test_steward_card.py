"""A steward's card: what a preview may not do, what the button does, and how it ends."""

import pytest
from django.test import Client
from django.urls import reverse

from linli.people.actions import end_appointment, hand_card, revoke_card
from linli.people.models import Appointment, Card
from tests.cast import MONDAY, Town


@pytest.fixture
def token(town: Town) -> str:
    return hand_card(town.huaiyin.persons["steward"], by=town.huaiyin.actors["desk"], at=MONDAY)


def enter(client: Client, token: str) -> None:
    answer = client.post(reverse("card", args=(token,)), {"key": f"card-{token}"})
    assert answer.status_code == 303


def test_opening_a_card_signs_nobody_in_and_names_nobody(town, client, token):
    shown = client.get(reverse("card", args=(token,)))

    assert shown.status_code == 200
    assert "槐荫北里社区" in shown.content.decode()
    assert "何淑琴" not in shown.content.decode()
    assert client.get(reverse("zone")).status_code == 302
    assert Card.objects.get().used_at is None


def test_the_button_of_a_card_opens_the_zone_under_another_session(town, client, token):
    client.get(reverse("card", args=(token,)))
    client.session["anything"] = 1

    enter(client, token)

    assert client.get(reverse("zone")).status_code == 200
    assert Card.objects.get().used_at is not None


def test_pressing_twice_is_once(town, client, token):
    enter(client, token)
    enter(client, token)

    assert client.get(reverse("zone")).status_code == 200


def test_an_unknown_card_is_missing_and_a_revoked_one_gone_both_with_a_sentence(town, client, token):
    revoke_card(Card.objects.get().pk, by=town.huaiyin.actors["desk"], at=MONDAY)

    gone, missing = client.get(reverse("card", args=(token,))), client.get(reverse("card", args=("x" * 32,)))

    assert (gone.status_code, missing.status_code) == (410, 404)
    assert "请到社区再领一张" in gone.content.decode()
    assert "请到社区再领一张" in missing.content.decode()
    assert client.post(reverse("card", args=(token,))).status_code == 410


def test_a_revoked_card_ends_at_once_with_a_sentence(town, client, token):
    enter(client, token)

    revoke_card(Card.objects.get().pk, by=town.huaiyin.actors["desk"], at=MONDAY)

    for name in ("zone", "zone-rows", "take-down"):
        answer = client.get(reverse(name))
        assert answer.status_code == 410
        assert "没有负责的楼门" in answer.content.decode()


def test_who_has_no_zone_any_more_reads_a_sentence(town, client, token):
    enter(client, token)

    held = Appointment.objects.get(person_id=town.huaiyin.persons["steward"])
    end_appointment(held.pk, by=town.huaiyin.actors["desk"], at=MONDAY)

    assert "没有负责的楼门" in client.get(reverse("zone")).content.decode()


def test_a_phone_that_forgets_its_card_leaves_the_card_working(town, client, token):
    enter(client, token)

    answer = client.post(reverse("card-end"))

    assert answer.url == reverse("home")
    assert client.get(reverse("zone")).status_code == 302
    assert Card.objects.get().revoked_at is None


def test_forgetting_is_asked_for_by_post_only(town, client, token):
    enter(client, token)

    assert client.get(reverse("card-end")).status_code == 405
    assert client.get(reverse("zone")).status_code == 200
