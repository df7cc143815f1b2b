"""A steward's card: its secret is told once, kept nowhere, and ends when it is taken back."""

from datetime import timedelta

import pytest

from linli.kernel.refused import Refused
from linli.people.access import actor_of_card
from linli.people.actions import hand_card, revoke_card, use_card
from linli.people.models import Card
from linli.people.queries import stewards
from tests.cast import LINLI, MONDAY
from tests.people.test_persons import dump

LATER = MONDAY + timedelta(hours=1)


def view_of(town, role):
    return next(
        one for one in stewards(town.huaiyin.community_id, at=LATER) if one.person_id == town.huaiyin.persons[role]
    )


def test_a_card_brings_its_steward_in_with_every_zone_they_hold(town):
    here = town.huaiyin
    token = hand_card(here.persons["steward"], by=here.actors["desk"], at=MONDAY)

    card = use_card(token, by=LINLI, at=LATER)

    assert actor_of_card(card, at=LATER) == here.actors["steward"]
    view = view_of(town, "steward")
    assert (view.card_id, view.card_handed_at, view.card_used_at) == (card, MONDAY, LATER)
    assert view.zones == ((here.zones["13-2"], "13号楼2单元", "steward"),)


def test_the_secret_of_a_card_is_kept_nowhere(town):
    token = hand_card(town.huaiyin.persons["steward"], by=LINLI, at=MONDAY)
    use_card(token, by=LINLI, at=MONDAY)

    assert token not in dump()
    assert len(token) >= 32


def test_a_new_card_ends_the_earlier_one(town):
    person, desk = town.huaiyin.persons["steward"], town.huaiyin.actors["desk"]
    first = hand_card(person, by=desk, at=MONDAY)
    used = use_card(first, by=LINLI, at=MONDAY)

    second = hand_card(person, by=desk, at=LATER)

    assert actor_of_card(used, at=LATER) is None
    with pytest.raises(Refused, match=r"card\.revoked"):
        use_card(first, by=LINLI, at=LATER)
    assert use_card(second, by=LINLI, at=LATER)
    assert Card.objects.filter(person_id=person, revoked_at=None).count() == 1


def test_a_card_that_was_taken_back_does_not_work_and_is_not_taken_back_twice(town):
    desk = town.huaiyin.actors["desk"]
    token = hand_card(town.huaiyin.persons["steward"], by=desk, at=MONDAY)
    card = use_card(token, by=LINLI, at=MONDAY)

    revoke_card(card, by=desk, at=LATER)

    assert actor_of_card(card, at=LATER) is None
    assert view_of(town, "steward").card_id is None
    with pytest.raises(Refused, match=r"card\.revoked"):
        use_card(token, by=LINLI, at=LATER)
    with pytest.raises(Refused, match=r"card\.revoked"):
        revoke_card(card, by=desk, at=LATER)


@pytest.mark.parametrize("token", ["", "x", "0" * 32, "卡", "' OR 1=1 --"])
def test_a_card_that_never_was_is_answered_like_one_that_was_taken_back(town, token):
    with pytest.raises(Refused, match=r"^card\.revoked$"):
        use_card(token, by=LINLI, at=MONDAY)


@pytest.mark.parametrize("role", ["handler", "owners_member", "org_member", "steward", "street_officer"])
def test_only_the_desk_hands_cards_and_takes_them_back(town, role):
    here = town.huaiyin
    card = use_card(hand_card(here.persons["steward"], by=LINLI, at=MONDAY), by=LINLI, at=MONDAY)

    with pytest.raises(Refused, match=r"person\.missing"):
        hand_card(here.persons["steward"], by=here.actors[role], at=MONDAY)
    with pytest.raises(Refused, match=r"card\.missing"):
        revoke_card(card, by=here.actors[role], at=MONDAY)


def test_the_desk_of_another_community_hands_none_and_takes_none_back(town):
    here, there = town.huaiyin, town.liuan
    card = use_card(hand_card(here.persons["steward"], by=LINLI, at=MONDAY), by=LINLI, at=MONDAY)

    with pytest.raises(Refused, match=r"person\.missing"):
        hand_card(here.persons["steward"], by=there.actors["desk"], at=MONDAY)
    with pytest.raises(Refused, match=r"card\.missing"):
        revoke_card(card, by=there.actors["desk"], at=MONDAY)
    assert actor_of_card(card, at=MONDAY) is not None


def test_who_is_no_steward_gets_no_card(town):
    for role in ("handler", "resident"):
        with pytest.raises(Refused, match=r"person\.missing"):
            hand_card(town.huaiyin.persons[role], by=LINLI, at=MONDAY)


def test_a_stand_in_s_card_works_too(town):
    here = town.huaiyin
    card = use_card(hand_card(here.persons["stand_in"], by=here.actors["desk"], at=MONDAY), by=LINLI, at=MONDAY)

    assert actor_of_card(card, at=MONDAY).zones == {here.zones["13-2"]}
