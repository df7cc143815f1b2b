"""Rights come from appointments: each from a moment to a moment, in one community, in a seat or over a zone."""

from datetime import timedelta

import pytest

from linli.kernel.refused import Refused
from linli.people.access import actor_for, actor_of_card, actor_of_person, appointments_for
from linli.people.actions import (
    appoint,
    close_account,
    end_appointment,
    form_party,
    hand_card,
    know_person,
    make_seat,
    open_account,
    use_card,
)
from linli.people.models import Account, Appointment
from linli.people.queries import holders, parties, party, seats, stewards
from linli.people.rules import PartyKind, Role
from tests.cast import FOUNDED, LINLI, MONDAY, PASSWORD

MOMENT = timedelta(microseconds=1)


def account_of(town, role, slug="huaiyin"):
    return Account.objects.get(username=town[slug].accounts[role]).pk


def appointment_of(person_id, role):
    return Appointment.objects.get(person_id=person_id, role=role, until_at=None)


def roles(account_id, at=MONDAY):
    return [one.role for one in appointments_for(account_id, at=at)]


def test_who_is_appointed_acts_in_that_role_of_that_party_and_community(town):
    here = town.huaiyin
    (seat,) = appointments_for(account_of(town, "handler"), at=MONDAY)

    actor = actor_for(account_of(town, "handler"), at=MONDAY, appointment_id=seat.id)

    assert (seat.party_name, seat.seat, seat.community_name) == ("安禾里物业服务有限公司", "客服主管", "槐荫北里社区")
    assert (actor.role, actor.party_id, actor.community_id) == ("handler", here.parties["property"], here.community_id)
    assert actor.key == f"person:{here.persons['handler']}"
    assert actor == here.actors["handler"]


def test_the_street_stands_in_no_community_and_the_operator_nowhere(town):
    street, operator = town.huaiyin.actors["street_officer"], town.huaiyin.actors["operator"]

    assert (street.community_id, street.street_id, street.party_kind) == (None, town.street_id, "street")
    assert (operator.community_id, operator.street_id, operator.party_id) == (None, None, None)


def test_nobody_acts_in_a_role_of_somebody_else(town):
    (theirs,) = appointments_for(account_of(town, "desk"), at=MONDAY)

    assert actor_for(account_of(town, "handler"), at=MONDAY, appointment_id=theirs.id) is None
    assert actor_for(account_of(town, "desk", "liuan"), at=MONDAY, appointment_id=theirs.id) is None


def test_a_role_that_ends_at_a_moment_ends_its_rights_at_that_moment(town):
    account = account_of(town, "desk")
    (seat,) = appointments_for(account, at=MONDAY)

    end_appointment(seat.id, by=LINLI, at=MONDAY)

    assert roles(account, at=MONDAY - MOMENT) == ["desk"]
    assert actor_for(account, at=MONDAY - MOMENT, appointment_id=seat.id) is not None
    assert roles(account, at=MONDAY) == []
    assert actor_for(account, at=MONDAY, appointment_id=seat.id) is None
    assert "郝志明" not in {who.name for who in holders(town.huaiyin.community_id, at=MONDAY)}


def test_a_role_begins_at_its_moment_and_ends_at_its_moment_without_anybody_s_help(town):
    here = town.huaiyin
    person = know_person(here.community_id, name="替班", phone="13900000001", by=LINLI, at=MONDAY)
    seat = make_seat(here.parties["committee"], "暑期帮手", by=LINLI, at=MONDAY)
    start, end = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)

    appoint(person, Role.DESK, seat_id=seat, from_at=start, until_at=end, by=LINLI, at=MONDAY)

    held = [actor_of_person(person, at=at) is not None for at in (start - MOMENT, start, end - MOMENT, end)]
    assert held == [False, True, True, False]


def test_one_person_in_two_roles_acts_in_one_at_a_time(town):
    here = town.huaiyin
    secretary = here.persons["secretary"]
    seat = make_seat(here.parties["committee"], "主任", by=LINLI, at=MONDAY)
    appoint(secretary, Role.DESK, seat_id=seat, by=LINLI, at=MONDAY)

    account = account_of(town, "secretary")
    held = appointments_for(account, at=MONDAY)
    acting = [actor_for(account, at=MONDAY, appointment_id=one.id) for one in held]

    assert [(who.role, who.party_id) for who in acting] == [
        ("secretary", here.parties["branch"]),
        ("desk", here.parties["committee"]),
    ]
    assert [one.role for one in holders(here.community_id, at=MONDAY) if one.person_id == secretary] == [
        "secretary",
        "desk",
    ]


def test_a_guard_who_is_a_steward_too_has_zones_only_as_a_steward(town):
    here = town.huaiyin
    guard = here.persons["handler"]
    for zone in ("3-2", "13-1"):
        appoint(guard, Role.STEWARD, zone_id=here.zones[zone], by=LINLI, at=MONDAY)

    account = account_of(town, "handler")
    held = appointments_for(account, at=MONDAY)
    acting = [actor_for(account, at=MONDAY, appointment_id=one.id) for one in held]

    assert [(who.role, who.party_id, who.zones) for who in acting] == [
        ("handler", here.parties["property"], frozenset()),
        ("steward", None, frozenset({here.zones["3-2"], here.zones["13-1"]})),
    ]


def test_a_zone_that_is_given_back_is_out_of_the_steward_s_hands_at_once(town):
    here = town.huaiyin
    person = here.persons["steward"]
    second = appoint(person, Role.STEWARD, zone_id=here.zones["13-1"], by=LINLI, at=MONDAY)

    before = actor_of_person(person, at=MONDAY).zones
    end_appointment(second, by=here.actors["desk"], at=MONDAY + timedelta(hours=1))
    after = actor_of_person(person, at=MONDAY + timedelta(hours=1)).zones

    assert before - after == {here.zones["13-1"]}


@pytest.mark.parametrize(
    ("role", "party", "zone"),
    [
        ("desk", "branch", None),
        ("handler", None, None),
        ("handler", None, "13-1"),
        ("steward", "property", None),
        ("steward", "property", "13-1"),
        ("steward", None, None),
        ("operator", "committee", None),
        ("operator", None, "13-1"),
        ("mayor", "committee", None),
        ("mayor", None, None),
    ],
)
def test_a_role_needs_its_own_kind_of_place(town, role, party, zone):
    here = town.huaiyin
    seat = make_seat(here.parties[party], "新位子", by=LINLI, at=MONDAY) if party else None

    with pytest.raises(Refused, match=r"role\.not_of_this_seat"):
        appoint(
            here.persons["resident"],
            role,
            seat_id=seat,
            zone_id=here.zones[zone] if zone else None,
            by=LINLI,
            at=MONDAY,
        )


def test_a_place_that_is_not_there_is_refused(town):
    for place in ({"seat_id": 99999}, {"zone_id": 99999}):
        role = Role.DESK if "seat_id" in place else Role.STEWARD
        with pytest.raises(Refused, match=r"role\.not_of_this_seat"):
            appoint(town.huaiyin.persons["resident"], role, **place, by=LINLI, at=MONDAY)


def test_a_seat_is_held_by_one_and_free_again_from_the_moment_it_is_left(town):
    here = town.huaiyin
    held = appointment_of(here.persons["desk"], "desk")
    successor = know_person(here.community_id, name="接班的", phone="13900000002", by=LINLI, at=MONDAY)

    with pytest.raises(Refused, match=r"seat\.taken"):
        appoint(successor, Role.DESK, seat_id=held.seat_id, by=LINLI, at=MONDAY)
    with pytest.raises(Refused, match=r"seat\.taken"):
        appoint(successor, Role.DESK, seat_id=held.seat_id, from_at=FOUNDED - MOMENT, by=LINLI, at=MONDAY)
    early = appoint(
        successor,
        Role.DESK,
        seat_id=held.seat_id,
        from_at=FOUNDED - timedelta(9),
        until_at=FOUNDED,
        by=LINLI,
        at=MONDAY,
    )
    end_appointment(held.pk, by=LINLI, at=MONDAY)
    appoint(successor, Role.DESK, seat_id=held.seat_id, by=LINLI, at=MONDAY)

    assert early
    assert [seat.holder for seat in seats(here.parties["committee"], at=MONDAY)] == ["接班的", "滕小雨"]
    assert [seat.holder for seat in seats(here.parties["committee"], at=MONDAY - MOMENT)] == ["郝志明", "滕小雨"]


def test_a_seat_nobody_sits_in_is_vacant_and_what_was_ended_before_it_began_does_not_block_it(town):
    here = town.huaiyin
    seat = make_seat(here.parties["owners"], "副主任", by=LINLI, at=MONDAY)
    person = here.persons["resident"]
    tomorrow = MONDAY + timedelta(days=1)
    never = appoint(person, Role.OWNERS_MEMBER, seat_id=seat, from_at=tomorrow, by=LINLI, at=MONDAY)
    end_appointment(never, by=LINLI, at=MONDAY)

    assert [(one.name, one.holder) for one in seats(here.parties["owners"], at=tomorrow)] == [
        ("主任", "顾维中"),
        ("副主任", None),
    ]
    assert appoint(person, Role.OWNERS_MEMBER, seat_id=seat, by=LINLI, at=MONDAY)
    with pytest.raises(Refused, match=r"appointment\.ended"):
        end_appointment(never, by=LINLI, at=tomorrow)


def test_a_zone_has_one_steward_and_one_stand_in(town):
    here = town.huaiyin
    for role in (Role.STEWARD, Role.STAND_IN):
        with pytest.raises(Refused, match=r"zone\.taken"):
            appoint(here.persons["resident"], role, zone_id=here.zones["13-2"], by=LINLI, at=MONDAY)


def test_nobody_is_appointed_beyond_their_own_community_or_until_a_moment_that_is_before(town):
    here, there = town.huaiyin, town.liuan
    seat = make_seat(there.parties["owners"], "主任", by=LINLI, at=MONDAY)

    with pytest.raises(Refused, match=r"person\.missing"):
        appoint(here.persons["resident"], Role.OWNERS_MEMBER, seat_id=seat, by=LINLI, at=MONDAY)
    with pytest.raises(Refused, match=r"person\.missing"):
        appoint(here.persons["resident"], Role.STEWARD, zone_id=there.zones["1-1"], by=LINLI, at=MONDAY)
    with pytest.raises(Refused, match=r"person\.missing"):
        appoint(99999, Role.OPERATOR, by=LINLI, at=MONDAY)
    with pytest.raises(Refused, match=r"appointment\.ends_before_it_begins"):
        appoint(there.persons["resident"], Role.OWNERS_MEMBER, seat_id=seat, until_at=MONDAY, by=LINLI, at=MONDAY)


@pytest.mark.parametrize("role", ["secretary", "desk", "handler", "steward", "street_officer"])
def test_only_who_keeps_the_installation_gives_seats_and_accounts(town, role):
    here = town.huaiyin
    by = here.actors[role]
    acts = (
        lambda: form_party(PartyKind.OWNERS, "另一个", community_id=here.community_id, by=by, at=MONDAY),
        lambda: make_seat(here.parties["branch"], "另一个", by=by, at=MONDAY),
        lambda: appoint(here.persons["resident"], Role.OPERATOR, by=by, at=MONDAY),
        lambda: end_appointment(appointment_of(here.persons["secretary"], "secretary").pk, by=by, at=MONDAY),
        lambda: open_account(here.persons["resident"], "fengdeshan", PASSWORD, by=by, at=MONDAY),
        lambda: close_account(here.persons["desk"], by=by, at=MONDAY),
    )
    for act in acts:
        with pytest.raises(Refused, match=r"appointment\.not_yours_to_do"):
            act()


def test_the_operator_gives_seats_and_the_desk_gives_the_zones_of_its_own_community(town):
    here, there = town.huaiyin, town.liuan
    seat = make_seat(here.parties["owners"], "副主任", by=here.actors["operator"], at=MONDAY)
    appoint(here.persons["resident"], Role.OWNERS_MEMBER, seat_id=seat, by=here.actors["operator"], at=MONDAY)

    given = appoint(here.persons["mute"], Role.STEWARD, zone_id=here.zones["3-2"], by=here.actors["desk"], at=MONDAY)
    for by in (there.actors["desk"], here.actors["handler"], here.actors["steward"], here.actors["street_officer"]):
        with pytest.raises(Refused, match=r"appointment\.not_yours_to_do"):
            end_appointment(given, by=by, at=MONDAY)

    assert actor_of_person(here.persons["mute"], at=MONDAY).role == "steward"


def test_the_card_goes_with_the_last_zone(town):
    here = town.huaiyin
    card = use_card(hand_card(here.persons["steward"], by=LINLI, at=MONDAY), by=LINLI, at=MONDAY)
    held = appointment_of(here.persons["steward"], "steward")
    second = appoint(here.persons["steward"], Role.STEWARD, zone_id=here.zones["13-1"], by=LINLI, at=MONDAY)

    end_appointment(second, by=LINLI, at=MONDAY)
    assert actor_of_card(card, at=MONDAY) is not None
    end_appointment(held.pk, by=LINLI, at=MONDAY)

    assert actor_of_card(card, at=MONDAY) is None
    appoint(here.persons["steward"], Role.STEWARD, zone_id=here.zones["13-2"], by=LINLI, at=MONDAY)
    assert actor_of_card(card, at=MONDAY) is None


def test_parties_stand_in_the_order_of_the_loop_with_the_street_last(town):
    here = town.huaiyin

    assert [one.kind for one in parties(here.community_id, with_street=True)] == list(PartyKind)
    assert len(parties(here.community_id)) == 5
    assert parties(here.community_id, with_street=True)[-1] == party(here.parties["street"])


@pytest.mark.parametrize(
    ("kind", "more", "code"),
    [
        ("branch", {"community_id": 99999}, "community.missing"),
        ("branch", {}, "community.missing"),
        ("street", {}, "street.missing"),
        ("guild", {"community_id": 1}, "party.kind_unknown"),
    ],
)
def test_a_party_stands_where_its_kind_stands(town, kind, more, code):
    with pytest.raises(Refused) as refused:
        form_party(kind, "某单位", **more, by=LINLI, at=MONDAY)

    assert refused.value.code == code


def test_a_party_is_named_once(town):
    with pytest.raises(Refused, match=r"party\.exists"):
        form_party("owners", "槐荫北里社区居委会", community_id=town.huaiyin.community_id, by=LINLI, at=MONDAY)
    with pytest.raises(Refused, match=r"party\.exists"):
        form_party("street", "榆荫街道办事处", street_id=town.street_id, by=LINLI, at=MONDAY)


def test_who_holds_what_stays_within_the_walls(town):
    here, there = (holders(side.community_id, at=MONDAY) for side in (town.huaiyin, town.liuan))
    both = {who.person_id for who in here} & {who.person_id for who in there}

    assert both == {town.huaiyin.persons["street_officer"]}
    assert {who.role for who in here} == set(Role) - {Role.OPERATOR}
    assert holders(99999, at=MONDAY) == ()
    assert len(stewards(town.liuan.community_id, at=MONDAY)) == 1


def test_who_holds_what_costs_two_questions_however_many_they_are(town, django_assert_num_queries):
    here = town.huaiyin
    for number in range(20):
        person = know_person(
            here.community_id, name=f"管家{number}", phone=f"139000010{number:02}", by=LINLI, at=MONDAY
        )
        seat = make_seat(here.parties["organisation"], f"位子{number}", by=LINLI, at=MONDAY)
        appoint(person, Role.ORG_MEMBER, seat_id=seat, by=LINLI, at=MONDAY)
        if number < 2:
            appoint(person, Role.STEWARD, zone_id=here.zones[("3-2", "13-1")[number]], by=LINLI, at=MONDAY)
            hand_card(person, by=LINLI, at=MONDAY)

    with django_assert_num_queries(2):
        assert len(holders(here.community_id, at=MONDAY)) == 33
    with django_assert_num_queries(2):
        assert len(stewards(here.community_id, at=MONDAY)) == 5
    with django_assert_num_queries(2):
        seats(here.parties["organisation"], at=MONDAY)
    account = account_of(town, "desk")
    with django_assert_num_queries(1):
        appointments_for(account, at=MONDAY)
