"""Founding, naming, taking an estate, drawing zones; each told once, each refused with its reason."""

import time
from datetime import timedelta

import pytest
from django.db import IntegrityError

from linli.audit.models import Entry
from linli.audit.queries import verify
from linli.cases.queries.rule_book import categories
from linli.kernel.refused import Refused
from linli.places import queries as places
from linli.places.actions import (
    Counts,
    draw_zone,
    found_community,
    found_street,
    give_alias,
    name_spot,
    take_estate,
)
from linli.places.models import Building, Coverage, Estate, PropertyArea
from linli.places.rules import Flat
from tests.cast import FOUNDED, LINLI, MONDAY
from tests.places.conftest import DOING, flats

HOUR = timedelta(hours=1)


def topics(community_id):
    return list(Entry.objects.filter(community_id=community_id).order_by("number").values_list("topic", flat=True))


def test_a_street_is_told_in_the_chain_of_the_whole_installation(north):
    assert topics(0) == ["places.street_founded"]
    assert verify(0).broken is None


def test_a_new_community_follows_the_rule_book_from_its_first_moment(north):
    assert topics(north.community_id)[:2] == ["places.community_founded", "cases.rule_book_adopted"]
    assert categories(north.community_id, on=MONDAY.date())


def test_the_log_holds_no_name(north):
    for entry in Entry.objects.all():
        assert not [name for name in ("榆荫", "社区", "东门", "红楼", "一区", "小区") if name in entry.body]


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda here: found_street("榆荫街道", **DOING), "place.named_already"),
        (lambda here: found_street("  ", **DOING), "place.name_needed"),
        (lambda here: found_street("长" * 41, **DOING), "place.name_too_long"),
        (lambda here: found_community(10**9, "甲社区", "jia", **DOING), "street.missing"),
        (lambda here: found_community(here.street_id, "甲社区", "north", **DOING), "community.slug_taken"),
        (lambda here: found_community(here.street_id, "甲社区", "甲", **DOING), "community.odd_slug"),
        (lambda here: found_community(here.street_id, "甲社区", "a" * 41, **DOING), "community.odd_slug"),
        (lambda here: found_community(here.street_id, "", "jia", **DOING), "place.name_needed"),
        (
            lambda here: found_community(here.street_id, "甲社区", "jia", time_zone="Asia/Peking", **DOING),
            "community.odd_time_zone",
        ),
        (
            lambda here: found_community(here.street_id, "甲社区", "jia", time_zone="../etc", **DOING),
            "community.odd_time_zone",
        ),
        (lambda here: name_spot(here.community_id, "东门", **DOING), "place.named_already"),
        (lambda here: name_spot(here.community_id, "长" * 21, **DOING), "place.name_too_long"),
        (lambda here: name_spot(10**9, "西门", **DOING), "community.missing"),
        (lambda here: give_alias(here["3"], "红楼", **DOING), "place.named_already"),
        (lambda here: give_alias(here["3"], "8", **DOING), "place.alias_odd"),
        (lambda here: give_alias(here["3"], "楼", **DOING), "place.alias_odd"),
        (lambda here: give_alias(here["3"], "二单元", **DOING), "place.alias_odd"),
        (lambda here: give_alias(here["3"], "5-2", **DOING), "place.alias_odd"),
        (lambda here: give_alias(here["3"], "长" * 41, **DOING), "place.name_too_long"),
        (
            lambda here: found_community(here.street_id, "甲社区", "jia", desk_phone="8" * 31, **DOING),
            "place.name_too_long",
        ),
        (lambda here: give_alias(10**9, "红楼", **DOING), "place.unknown"),
        (lambda here: take_estate(10**9, flats("1", 1), **DOING), "community.missing"),
        (lambda here: take_estate(here.community_id, [], **DOING), "estate.empty"),
        (lambda here: take_estate(here.community_id, [Flat("1", "", "101")], **DOING), "flat.no_entrance"),
        (lambda here: draw_zone(here.community_id, "二区", [], **DOING), "zone.no_entrance"),
        (lambda here: draw_zone(10**9, "二区", [here["13-1"]], **DOING), "community.missing"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_no_trace(north, act, code):
    before = Entry.objects.count()

    with pytest.raises(Refused) as refused:
        act(north)

    assert refused.value.code == code
    assert Entry.objects.count() == before


def test_an_estate_taken_twice_is_there_once(north):
    typed_otherwise = [Flat("十三栋", "二门", "501室"), Flat("3#", "1", "101"), Flat("3#", "3", "101")]

    counts = take_estate(north.community_id, typed_otherwise, **DOING)

    assert counts == Counts(buildings=0, entrances=1, households=1, known=2)
    assert take_estate(north.community_id, typed_otherwise, **DOING) == Counts(0, 0, 0, 3)


def test_the_same_address_in_another_community_is_another_place(north, south):
    assert take_estate(south.community_id, flats("7", 1), **DOING).buildings == 1
    assert "7号楼" not in {building.name for building in places.buildings(north.community_id)}


def test_buildings_know_their_estate_and_their_property_area(north, south):
    take_estate(north.community_id, flats("3", 1), area="北里物业管理区域", **DOING)
    house = Building.objects.get(pk=north["3"])

    assert (house.estate.name, house.area.name) == ("槐荫北里小区", "北里物业管理区域")
    assert Building.objects.get(pk=north["13"]).area is None
    # One compound may lie in two communities of a street.
    assert Estate.objects.count() == PropertyArea.objects.count() == 1


def test_a_large_estate_is_taken_in_well_under_a_second(north, django_assert_max_num_queries):
    whole = [flat for number in range(101, 116) for flat in flats(str(number), 3, floors=6, doors=6)]
    assert len(whole) == 1620

    began = time.perf_counter()
    with django_assert_max_num_queries(40):
        counts = take_estate(north.community_id, whole, estate="槐荫北里小区", area="北里", **DOING)

    assert time.perf_counter() - began < 1
    assert counts == Counts(15, 45, 1620, 0)


def test_a_zone_covers_its_entrances_from_that_moment_and_until_another_does(north):
    entrance, begins = north["13-1"], MONDAY
    second = draw_zone(north.community_id, "二区", [entrance], from_at=begins, by=LINLI, at=FOUNDED + HOUR)

    def zone(at):
        found = places.zone_of_entrance(entrance, at=at)
        return found.name if found else None

    assert zone(FOUNDED - HOUR) is None
    assert zone(FOUNDED) == "一区"
    assert zone(begins - timedelta(microseconds=1)) == "一区"
    assert zone(begins) == "二区"
    assert places.entrances_of_zones([north["zone"], second], at=FOUNDED) == {entrance}
    assert places.entrances_of_zones([north["zone"]], at=begins) == frozenset()


def test_a_zone_drawn_anew_keeps_what_it_covers_still_and_lets_go_of_the_rest(north):
    both = [north["13-1"], north["13-2"]]
    assert draw_zone(north.community_id, "一区", both, by=LINLI, at=MONDAY) == north["zone"]
    draw_zone(north.community_id, "一区", [north["13-2"]], by=LINLI, at=MONDAY + HOUR)

    covered = {at: places.entrances_of_zones([north["zone"]], at=at) for at in (FOUNDED, MONDAY, MONDAY + HOUR)}

    assert list(covered.values()) == [{north["13-1"]}, set(both), {north["13-2"]}]
    assert Coverage.objects.filter(zone_id=north["zone"]).count() == 2


def test_what_was_to_begin_later_never_begins_when_it_is_drawn_anew(north):
    draw_zone(north.community_id, "二区", [north["13-1"]], from_at=MONDAY, by=LINLI, at=FOUNDED + HOUR)
    draw_zone(north.community_id, "三区", [north["13-1"]], from_at=MONDAY - HOUR, by=LINLI, at=FOUNDED + 2 * HOUR)

    assert places.zone_of_entrance(north["13-1"], at=MONDAY - 2 * HOUR).name == "一区"
    assert places.zone_of_entrance(north["13-1"], at=MONDAY + HOUR).name == "三区"
    assert Coverage.objects.filter(entrance_id=north["13-1"]).count() == 2


def test_a_zone_drawn_twice_in_one_moment_is_drawn_once(north):
    draw_zone(north.community_id, "二区", [north["13-1"]], by=LINLI, at=FOUNDED)

    assert places.zone_of_entrance(north["13-1"], at=FOUNDED).name == "二区"
    assert Coverage.objects.filter(entrance_id=north["13-1"]).count() == 1


def test_the_past_is_not_drawn_over(north):
    draw_zone(north.community_id, "二区", [north["13-1"]], by=LINLI, at=MONDAY)

    with pytest.raises(Refused, match=r"zone\.drawn_since"):
        draw_zone(north.community_id, "三区", [north["13-1"]], from_at=MONDAY - HOUR, by=LINLI, at=MONDAY + HOUR)


def test_a_zone_covers_no_entrance_of_another_community(north, south):
    with pytest.raises(Refused, match=r"place\.unknown"):
        draw_zone(north.community_id, "二区", [north["3-1"], south["3-1"]], **DOING)

    assert [zone.name for zone in places.zones(north.community_id)] == ["一区"]


def test_no_zones_need_no_query(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert places.entrances_of_zones([], at=MONDAY) == frozenset()


def test_the_database_itself_lets_an_entrance_have_one_zone_from_now_on(north):
    with pytest.raises(IntegrityError):
        Coverage.objects.create(zone_id=north["zone"], entrance_id=north["13-1"], from_at=MONDAY)
