"""A street with two communities that have the same addresses."""

from dataclasses import dataclass

import pytest

from linli.places.actions import draw_zone, found_community, found_street, give_alias, name_spot, take_estate
from linli.places.queries import buildings, households
from linli.places.rules import Flat
from tests.cast import FOUNDED, LINLI

DOING = {"by": LINLI, "at": FOUNDED}


def flats(building: str, entrances: int, floors: int = 2, doors: int = 2) -> list[Flat]:
    """The flats of one building, entrance by entrance: 101, 102, 201 and so on."""
    return [
        Flat(building, str(entrance), f"{floor}{door:02d}")
        for entrance in range(1, entrances + 1)
        for floor in range(1, floors + 1)
        for door in range(1, doors + 1)
    ]


@dataclass(frozen=True)
class Yard:
    """A community and how its places are numbered: ``13``, ``13-2``, ``13-2-101``, ``东门``."""

    community_id: int
    street_id: int
    ids: dict[str, int]

    def __getitem__(self, words: str) -> int:
        return self.ids[words]


def yard(street_id: int, slug: str) -> Yard:
    """Found a community with the buildings 3 and 13, the spots 东门, 南门 and 南门口, and the zone of 13-1."""
    community_id = found_community(street_id, f"{slug}社区", slug, **DOING)
    take_estate(community_id, [*flats("13", 2, floors=6), *flats("3", 2)], estate="槐荫北里小区", **DOING)
    ids = {name: name_spot(community_id, name, **DOING) for name in ("东门", "南门", "南门口")}
    for building in buildings(community_id):
        number = building.name.removesuffix("号楼")
        ids[number] = building.id
        for entrance in building.entrances:
            key = f"{number}-{entrance.name.removesuffix('单元')}"
            ids[key] = entrance.id
            ids |= {f"{key}-{home.door}": home.id for home in households(entrance.id)}
    give_alias(ids["3"], "红楼", **DOING)
    ids["zone"] = draw_zone(community_id, "一区", [ids["13-1"]], **DOING)
    return Yard(community_id, street_id, ids)


@pytest.fixture
def yards(db):
    """Two communities of one street, with the same addresses."""
    street_id = found_street("榆荫街道", **DOING)
    return yard(street_id, "north"), yard(street_id, "south")


@pytest.fixture
def north(yards):
    return yards[0]


@pytest.fixture
def south(yards):
    return yards[1]
