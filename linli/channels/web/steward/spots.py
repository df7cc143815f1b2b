"""Where a steward's record belongs, in one touch: the doors last spoken at, the entrances of the zone, elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from linli.cases.queries.doors import Door, last_doors
from linli.channels.web.parts.places import found, household_id
from linli.kernel.actor import Actor
from linli.kernel.refused import Refused
from linli.places import queries as places
from linli.places.queries import EntranceView, Place
from linli.places.rules import address

ELSEWHERE = "x"


@dataclass(frozen=True, slots=True)
class Chip:
    """A place to choose: `h12` a door, `e3` an entrance, `x` elsewhere."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Spots:
    """The places of one steward."""

    entrances: tuple[EntranceView, ...]
    doors: tuple[Door, ...]

    @property
    def line(self) -> str | None:
        """The entrances as the bar shows them: ``13号楼2单元、3单元``."""
        told: dict[str, list[str]] = {}
        for one in self.entrances:
            told.setdefault(one.building_name, []).append(one.name)
        comma = _("、")
        return comma.join(f"{building}{comma.join(names)}" for building, names in told.items()) or None

    @property
    def chips(self) -> tuple[Chip, ...]:
        """The doors first, by their number alone where there is only one entrance; then the entrances."""
        names = {one.id: address(one.building_name, one.name) for one in self.entrances}
        single = len(names) == 1
        doors = [
            Chip(f"h{door.household_id}", door.door if single else f"{names[door.entrance_id]}{door.door}")
            for door in self.doors
            if door.entrance_id in names
        ]
        return (*doors, *(Chip(f"e{entrance_id}", name) for entrance_id, name in names.items()))


def spots_of(by: Actor, *, at: datetime, but: str = "") -> Spots:
    """The entrances of a steward, and the doors they last took something down at.

    `but` is a door (`h12`) that was asked for: it is among them though it was never spoken at. Three queries or four.
    """
    mine = places.entrances_of_zones(by.zones, at=at)
    entrances = places.entrances_in(mine) if mine else ()
    doors = last_doors(by.person_id, mine) if by.person_id and mine else ()
    asked_for = _read(but)
    home = places.household(asked_for[1]) if asked_for and asked_for[0] == "h" else None
    if home is not None and home.entrance_id in mine and home.id not in {door.household_id for door in doors}:
        doors = (Door(home.id, home.entrance_id, home.door), *doors)
    return Spots(entrances, doors)


def place_of(told: Mapping[str, object], spots: Spots, *, community_id: int) -> tuple[Place, str | None]:
    """The place that was chosen or written, with the words that say where.

    Raises Refused `place.unknown` for a door or an entrance that is not the steward's.
    """
    chosen = str(told.get("place") or "")
    door, where = (str(told.get(name) or "").strip() or None for name in ("door", "where"))
    mine = {one.id for one in spots.entrances}
    match _read(chosen):
        case ("h", number):
            home = places.household(number)
            if home is None or home.entrance_id not in mine:
                raise Refused("place.unknown")
            return places.place(community_id, household_id=home.id), where
        case ("e", number):
            return _in_entrance(community_id, number, mine, door, where)
    if chosen not in {"", ELSEWHERE}:
        raise Refused("place.unknown")
    return found(community_id, "".join(part for part in (where, door) if part) or None)


def _in_entrance(
    community_id: int, entrance_id: int, mine: set[int], door: str | None, where: str | None
) -> tuple[Place, str | None]:
    if entrance_id not in mine:
        raise Refused("place.unknown")
    home = household_id(entrance_id, door)
    if home is not None:
        return places.place(community_id, household_id=home), where
    # A door that is not in the tree is kept as it was said.
    said = "，".join(part for part in (door, where) if part) or None
    return places.place(community_id, entrance_id=entrance_id), said


def _read(value: str) -> tuple[str, int] | None:
    """Kind and id of a chip's value; None for one that is neither a door nor an entrance."""
    kind, number = value[:1], value[1:]
    if kind not in {"h", "e"} or not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return kind, int(number)
