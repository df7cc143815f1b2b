"""Where it is. Views, never rows; a constant number of queries, however many places there are."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from linli.kernel.refused import Refused
from linli.places.models import Alias, Building, Community, Coverage, Entrance, Household, Spot, Zone
from linli.places.rules import Mention, address, building_name, entrance_name, mentions, plain, readings


@dataclass(frozen=True, slots=True)
class CommunityView:
    """A community, with the street above it."""

    id: int
    name: str
    slug: str
    time_zone: str
    desk_phone: str | None
    street_id: int
    street_name: str


@dataclass(frozen=True, slots=True)
class EntranceView:
    """A stairway of a building. `key` is what its QR code holds."""

    id: int
    name: str
    building_id: int
    building_name: str
    key: str
    community_id: int


@dataclass(frozen=True, slots=True)
class BuildingView:
    """A building with its entrances, in the order of their numbers."""

    id: int
    name: str
    entrances: tuple[EntranceView, ...]
    community_id: int


@dataclass(frozen=True, slots=True)
class HouseholdView:
    """A flat behind an entrance. `address` is ``13号楼2单元501``."""

    id: int
    door: str
    floor: int
    entrance_id: int
    community_id: int
    address: str


@dataclass(frozen=True, slots=True)
class SpotView:
    """A place that is no building."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class ZoneView:
    """A zone of responsibility."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place as far as it is known, with what it lies in; only `community_id` means the whole community."""

    community_id: int
    building_id: int | None = None
    entrance_id: int | None = None
    household_id: int | None = None
    spot_id: int | None = None


def communities() -> tuple[CommunityView, ...]:
    """Every community, in the order of their founding."""
    return tuple(_community(row) for row in _communities().order_by("pk"))


def communities_of_street(street_id: int) -> tuple[CommunityView, ...]:
    """The communities of a street, in the order of their founding."""
    return tuple(_community(row) for row in _communities().filter(street_id=street_id).order_by("pk"))


def community(id: int) -> CommunityView | None:
    """The community of that number."""
    return next((_community(row) for row in _communities().filter(pk=id)), None)


def community_by_slug(slug: str) -> CommunityView | None:
    """The community whose pages stand under this word."""
    return next((_community(row) for row in _communities().filter(slug=slug)), None)


def place(
    community_id: int,
    *,
    household_id: int | None = None,
    entrance_id: int | None = None,
    building_id: int | None = None,
    spot_id: int | None = None,
) -> Place:
    """The place with everything that it lies in. Raises Refused `place.unknown` for what is not in that community."""
    found = Place(community_id, spot_id=spot_id)
    if household_id is not None:
        home = Household.objects.filter(pk=household_id).select_related("entrance__building").first()
        if home is None:
            raise Refused("place.unknown")
        found = replace(_of_entrance(home.entrance), household_id=home.pk, spot_id=spot_id)
    elif entrance_id is not None:
        row = Entrance.objects.filter(pk=entrance_id).select_related("building").first()
        if row is None:
            raise Refused("place.unknown")
        found = replace(_of_entrance(row), spot_id=spot_id)
    elif building_id is not None and Building.objects.filter(pk=building_id, community_id=community_id).exists():
        found = replace(found, building_id=building_id)
    told = ((building_id, found.building_id), (entrance_id, found.entrance_id), (community_id, found.community_id))
    if any(asked is not None and asked != known for asked, known in told):
        raise Refused("place.unknown")
    if spot_id is not None and not Spot.objects.filter(pk=spot_id, community_id=community_id).exists():
        raise Refused("place.unknown")
    return found


def find_place(community_id: int, words: str) -> tuple[Place, ...]:
    """The places that the words name, each as exactly as it is known here; () when none, several when ambiguous."""
    tree = _tree(community_id)
    said = mentions(words, tree.odd_names)
    doors = {reading.door for mention in said for reading in readings(mention) if reading.door}
    homes: dict[tuple[int, str], int] = {}
    if doors:
        rows = Household.objects.filter(entrance__building__community_id=community_id, door__in=doors)
        homes = {(row[0], row[1]): row[2] for row in rows.values_list("entrance_id", "door", "pk")}
    found = [place for mention in said for place in _named(mention, tree, homes)]
    found += [Place(community_id, spot_id=spot) for spot in _spots_in(words, community_id)]
    return _most_exact(found)


def place_words(place: Place) -> str:
    """The place in words: an address, the name of a spot, or of the community."""
    words = ""
    if place.household_id is not None:
        home = household(place.household_id)
        words = home.address if home else ""
    elif place.entrance_id is not None:
        row = entrance(place.entrance_id)
        words = address(row.building_name, row.name) if row else ""
    elif place.building_id is not None:
        words = _name(Building.objects.filter(pk=place.building_id))
    if place.spot_id is not None:
        words += _name(Spot.objects.filter(pk=place.spot_id))
    return words or _name(Community.objects.filter(pk=place.community_id))


def buildings(community_id: int) -> tuple[BuildingView, ...]:
    """The buildings of a community with their entrances, in the order of their numbers. Two queries."""
    return _with_entrances(Building.objects.filter(community_id=community_id).order_by("order", "name"))


def building(id: int) -> BuildingView | None:
    """The building of that number, with its entrances."""
    return next(iter(_with_entrances(Building.objects.filter(pk=id))), None)


def entrance(id: int) -> EntranceView | None:
    """The entrance of that number."""
    return next(iter(entrances_in([id])), None)


def entrance_by_key(key: str) -> EntranceView | None:
    """The entrance whose QR code holds this key."""
    return next((_entrance(row) for row in _in_order(Entrance.objects.filter(key=key))), None)


def entrances_in(ids: Iterable[int]) -> tuple[EntranceView, ...]:
    """These entrances, building by building."""
    return tuple(_entrance(row) for row in _in_order(Entrance.objects.filter(pk__in=ids)))


def households(entrance_id: int) -> tuple[HouseholdView, ...]:
    """The flats behind an entrance, from below."""
    rows = _homes().filter(entrance_id=entrance_id).order_by("floor", Length("door"), "door")
    return tuple(_home(row) for row in rows)


def household(id: int) -> HouseholdView | None:
    """The flat of that number."""
    return next((_home(row) for row in _homes().filter(pk=id)), None)


def spots(community_id: int) -> tuple[SpotView, ...]:
    """The places of a community that are no buildings, in the order in which they were named."""
    rows = Spot.objects.filter(community_id=community_id).order_by("pk")
    return tuple(SpotView(row.pk, row.name) for row in rows)


def zones(community_id: int) -> tuple[ZoneView, ...]:
    """The zones of a community, in the order in which they were drawn."""
    return tuple(ZoneView(row.pk, row.name) for row in Zone.objects.filter(community_id=community_id).order_by("pk"))


def zone_of_entrance(entrance_id: int, *, at: datetime) -> ZoneView | None:
    """The zone that covers the entrance at that moment."""
    row = _covering(at).filter(entrance_id=entrance_id).select_related("zone").first()
    return ZoneView(row.zone.pk, row.zone.name) if row else None


def entrances_of_zones(zone_ids: Collection[int], *, at: datetime) -> frozenset[int]:
    """The entrances that these zones cover at that moment; no query for no zones."""
    if not zone_ids:
        return frozenset()
    return frozenset(_covering(at).filter(zone_id__in=zone_ids).values_list("entrance_id", flat=True))


def _communities() -> QuerySet[Community]:
    return Community.objects.select_related("street")


def _community(row: Community) -> CommunityView:
    return CommunityView(row.pk, row.name, row.slug, row.time_zone, row.desk_phone, row.street_id, row.street.name)


def _name(rows: QuerySet[Building] | QuerySet[Spot] | QuerySet[Community]) -> str:
    return rows.values_list("name", flat=True).first() or ""


def _in_order(rows: QuerySet[Entrance]) -> QuerySet[Entrance]:
    return rows.select_related("building").order_by("building__order", "building__name", "order", "name")


def _entrance(row: Entrance) -> EntranceView:
    return EntranceView(row.pk, row.name, row.building_id, row.building.name, row.key, row.building.community_id)


def _of_entrance(row: Entrance) -> Place:
    return Place(row.building.community_id, row.building_id, row.pk)


def _with_entrances(rows: QuerySet[Building]) -> tuple[BuildingView, ...]:
    houses = list(rows)
    doors: dict[int, list[EntranceView]] = {}
    for row in _in_order(Entrance.objects.filter(building_id__in=[house.pk for house in houses])):
        doors.setdefault(row.building_id, []).append(_entrance(row))
    return tuple(
        BuildingView(house.pk, house.name, tuple(doors.get(house.pk, ())), house.community_id) for house in houses
    )


def _homes() -> QuerySet[Household]:
    return Household.objects.select_related("entrance__building")


def _home(row: Household) -> HouseholdView:
    house = row.entrance.building
    return HouseholdView(
        row.pk,
        row.door,
        row.floor,
        row.entrance_id,
        house.community_id,
        address(house.name, row.entrance.name, row.door),
    )


def _covering(at: datetime) -> QuerySet[Coverage]:
    return Coverage.objects.filter(Q(until_at=None) | Q(until_at__gt=at), from_at__lte=at)


@dataclass(frozen=True, slots=True)
class _Tree:
    """A community's buildings by every name that they have, and their entrances by normal name."""

    community_id: int
    houses: dict[str, list[int]]
    entrances: dict[tuple[int, str], int]
    odd_names: frozenset[str]


def _tree(community_id: int) -> _Tree:
    houses: dict[str, list[int]] = {}
    odd = set()
    for pk, name in Building.objects.filter(community_id=community_id).values_list("pk", "name").order_by("order"):
        normal = building_name(name)
        houses.setdefault(normal, []).append(pk)
        if mentions(normal) != (Mention(normal),):
            odd.add(normal)
    for pk, words in Alias.objects.filter(building__community_id=community_id).values_list("building_id", "words"):
        houses.setdefault(words, []).append(pk)
        odd.add(words)
    rows = _in_order(Entrance.objects.filter(building__community_id=community_id))
    doors = {(row[0], entrance_name(row[1])): row[2] for row in rows.values_list("building_id", "name", "pk")}
    return _Tree(community_id, houses, doors, frozenset(odd))


def _named(mention: Mention, tree: _Tree, homes: dict[tuple[int, str], int]) -> list[Place]:
    """What the mention names, read in every way; what it names but for its door when no way leads to a door."""
    exact = [place for reading in readings(mention) for place in _exactly(reading, tree, homes)]
    if exact or mention.building is None:
        return exact
    without_door = _exactly(Mention(mention.building, mention.entrance), tree, homes)
    return without_door or _exactly(Mention(mention.building), tree, homes)


def _exactly(told: Mention, tree: _Tree, homes: dict[tuple[int, str], int]) -> list[Place]:
    here = tree.community_id
    houses = None if told.building is None else tree.houses.get(told.building, [])
    if told.entrance is None and told.door is None:
        return [Place(here, house) for house in houses or ()]
    found = []
    for (house, name), pk in tree.entrances.items():
        if (houses is not None and house not in houses) or told.entrance not in {None, name}:
            continue
        if told.door is None:
            found.append(Place(here, house, pk))
        elif (home := homes.get((pk, told.door))) is not None:
            found.append(Place(here, house, pk, home))
    return found


def _spots_in(words: str, community_id: int) -> list[int]:
    text = plain(words)
    rows = Spot.objects.filter(community_id=community_id).order_by("pk").values_list("pk", "name")
    said = {pk: plain(name) for pk, name in rows if plain(name) and plain(name) in text}
    # 南门口 is not 南门 as well.
    return [pk for pk, name in said.items() if not any(name != other and name in other for other in said.values())]


def _most_exact(found: list[Place]) -> tuple[Place, ...]:
    told = list(dict.fromkeys(found))
    return tuple(one for one in told if not any(one != other and _holds(one, other) for other in told))


def _holds(wide: Place, narrow: Place) -> bool:
    told = ("building_id", "entrance_id", "household_id", "spot_id")
    return all(getattr(wide, name) in {None, getattr(narrow, name)} for name in told)
