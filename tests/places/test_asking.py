"""Where it is: what is found in a community, and that nothing is found across its walls."""

import pytest

from linli.kernel.refused import Refused
from linli.places import queries as places
from linli.places.actions import give_alias, take_estate
from linli.places.queries import Place
from linli.places.rules import Flat
from tests.places.conftest import DOING, flats


def test_a_place_knows_what_it_lies_in(north):
    home = places.place(north.community_id, household_id=north["13-2-501"])

    assert home == Place(north.community_id, north["13"], north["13-2"], north["13-2-501"])
    assert places.place(north.community_id, entrance_id=north["13-2"]) == Place(
        north.community_id, north["13"], north["13-2"]
    )
    assert places.place(north.community_id) == Place(north.community_id)


def test_a_place_of_another_community_is_unknown(north, south):
    for told in (
        {"household_id": south["13-2-501"]},
        {"entrance_id": south["13-2"]},
        {"building_id": south["13"]},
        {"spot_id": south["东门"]},
        {"household_id": 10**9},
        {"entrance_id": 10**9},
        {"entrance_id": 10**30},
        {"spot_id": 10**30},
        {"household_id": north["13-2-501"], "spot_id": south["东门"]},
    ):
        with pytest.raises(Refused, match=r"place\.unknown"):
            places.place(north.community_id, **told)


def test_a_flat_is_not_behind_another_entrance(north):
    with pytest.raises(Refused, match=r"place\.unknown"):
        places.place(north.community_id, household_id=north["13-2-501"], entrance_id=north["13-1"])
    with pytest.raises(Refused, match=r"place\.unknown"):
        places.place(north.community_id, entrance_id=north["13-1"], building_id=north["3"])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("13号楼", ["13"]),
        ("13", ["13"]),
        ("十三栋二门", ["13-2"]),
        ("13-2", ["13-2"]),
        ("13-2-501", ["13-2-501"]),
        ("我家13号楼2单元501漏水", ["13-2-501"]),
        ("13#2501", ["13-2-501"]),
        ("红楼1单元101", ["3-1-101"]),
        ("红楼的灯", ["3"]),
        ("东门", ["东门"]),
        ("南门口积水", ["南门口"]),
        ("13号楼2单元999", ["13-2"]),  # the door is not there, the entrance is
        ("13号楼9单元501", ["13"]),
        ("13号楼501", ["13-1-501", "13-2-501"]),  # two entrances have one: ambiguous
        ("3号楼和13号楼", ["3", "13"]),
        ("13号楼，就是13号楼2单元", ["13-2"]),
        ("13号楼东门", ["13", "东门"]),
        ("99号楼", []),
        ("一楼的灯坏了", []),
        ("2026-11-02", []),
        ("", []),
    ],
)
def test_what_the_words_name_is_found_as_exactly_as_it_is_known(north, south, words, found):
    places_found = places.find_place(north.community_id, words)

    nearest = [one.spot_id or one.household_id or one.entrance_id or one.building_id for one in places_found]
    assert nearest == [north[name] for name in found]
    assert {one.community_id for one in places_found} <= {north.community_id}


def test_an_alias_of_two_buildings_names_both(north):
    give_alias(north["13"], "红楼", **DOING)

    assert [one.building_id for one in places.find_place(north.community_id, "红楼2单元")] == [north["3"], north["13"]]


def test_a_building_that_is_called_by_no_number_is_found_by_its_name(north):
    take_estate(north.community_id, [Flat("东区3#", "1", "101"), Flat("平房", "大门", "3")], **DOING)

    (east,) = places.find_place(north.community_id, "东区3栋1门101")
    (flat,) = places.find_place(north.community_id, "平房那边")

    assert places.place_words(east) == "东区3号楼1单元101"
    assert places.place_words(flat) == "平房"


def test_a_place_is_told_in_words(north):
    def words(**told):
        return places.place_words(places.place(north.community_id, **told))

    assert words(household_id=north["13-2-501"]) == "13号楼2单元501"
    assert words(entrance_id=north["13-2"]) == "13号楼2单元"
    assert words(building_id=north["13"]) == "13号楼"
    assert words(spot_id=north["东门"]) == "东门"
    assert words() == "north社区"


def test_buildings_stand_in_the_order_of_their_numbers_with_their_entrances(north):
    told = places.buildings(north.community_id)

    assert [(house.name, [entrance.name for entrance in house.entrances]) for house in told] == [
        ("3号楼", ["1单元", "2单元"]),
        ("13号楼", ["1单元", "2单元"]),
    ]
    assert places.building(north["13"]) == told[1]
    assert places.entrance(north["13-2"]) == told[1].entrances[1]
    assert places.entrance_by_key(told[1].entrances[1].key) == told[1].entrances[1]
    assert places.entrances_in([north["13-2"], north["3-1"]]) == (told[0].entrances[0], told[1].entrances[1])
    assert told[1].entrances[1].community_id == north.community_id
    assert len({entrance.key for house in told for entrance in house.entrances}) == 4


def test_flats_are_told_from_below(north):
    homes = places.households(north["13-2"])

    assert [home.door for home in homes][:3] == ["101", "102", "201"]
    assert (homes[0].floor, homes[0].address, homes[0].community_id) == (1, "13号楼2单元101", north.community_id)
    assert places.household(homes[0].id) == homes[0]


def test_what_is_not_there_is_none(north):
    asked = (places.community, places.building, places.entrance, places.household)

    assert [question(10**9) for question in asked] == [None] * 4
    assert places.community_by_slug("nowhere") is None
    assert places.entrance_by_key("nothing") is None
    assert places.entrances_in([]) == ()
    assert places.households(10**9) == ()


def test_communities_are_told_with_their_street(north, south):
    told = places.community(north.community_id)

    assert (told.slug, told.street_name, told.time_zone, told.desk_phone) == (
        "north",
        "榆荫街道",
        "Asia/Shanghai",
        None,
    )
    assert places.communities() == places.communities_of_street(north.street_id)
    assert [one.slug for one in places.communities()] == ["north", "south"]
    assert places.community_by_slug("north") == told
    assert [spot.name for spot in places.spots(north.community_id)] == ["东门", "南门", "南门口"]
    assert [zone.id for zone in places.zones(north.community_id)] == [north["zone"]]


@pytest.mark.parametrize(
    ("ask", "most"),
    [
        (lambda here, _: places.buildings(here), 2),
        (lambda here, _: places.communities(), 1),
        (lambda here, _: places.spots(here), 1),
        (lambda here, _: places.zones(here), 1),
        (lambda here, ids: places.households(ids["13-2"]), 1),
        (lambda here, ids: places.place(here, household_id=ids["13-2-501"]), 1),
        (lambda here, _: places.find_place(here, "13号楼2单元501、502，还有3号楼1单元101，东门也是"), 5),
    ],
)
def test_a_question_takes_as_many_queries_however_many_places_there_are(north, ask, most, django_assert_num_queries):
    with django_assert_num_queries(most):
        ask(north.community_id, north.ids)
    take_estate(north.community_id, [flat for number in range(20, 40) for flat in flats(str(number), 3)], **DOING)

    with django_assert_num_queries(most):
        ask(north.community_id, north.ids)
