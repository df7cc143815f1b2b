"""Found what is above, take down what stands there, say who covers what."""

import re
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import Q

from linli.audit.actions import action, announce
from linli.kernel.actor import Actor
from linli.kernel.event import Secret
from linli.kernel.moments import in_utc
from linli.kernel.refused import Refused
from linli.places.events import AliasGiven, CommunityFounded, EstateTaken, SpotNamed, StreetFounded, ZoneDrawn
from linli.places.models import (
    Alias,
    Building,
    Community,
    Coverage,
    Entrance,
    Estate,
    Household,
    PropertyArea,
    Spot,
    Street,
    Zone,
)
from linli.places.rules import LONGEST_ALIAS, Flat, clean_name, is_alias, order_of, plain, storey, tidy

LONGEST_NAME, LONGEST_SPOT, LONGEST_PHONE = 40, 20, 30
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many buildings, entrances and households are new, and how many households were known before."""

    buildings: int
    entrances: int
    households: int
    known: int


@action
def found_street(name: str, *, by: Actor, at: datetime) -> int:
    """Take in a street office; its id. Raises Refused `place.named_already` and what is wrong with the name."""
    name = clean_name(name, LONGEST_NAME)
    if Street.objects.filter(name=name).exists():
        raise Refused("place.named_already", name=name)
    street = Street.objects.create(name=name)
    announce(StreetFounded(subject_id=street.pk, community_id=0, name=Secret(name)), by=by, at=at)
    return street.pk


@action
def found_community(
    street_id: int,
    name: str,
    slug: str,
    *,
    desk_phone: str | None = None,
    time_zone: str = "Asia/Shanghai",
    by: Actor,
    at: datetime,
) -> int:
    """Take in a community of the street; its id. Its pages will stand under `slug`.

    Raises Refused `street.missing`, `community.odd_slug`, `community.slug_taken`, `community.odd_time_zone` and what
    is wrong with the name.
    """
    name = clean_name(name, LONGEST_NAME)
    if not Street.objects.filter(pk=street_id).exists():
        raise Refused("street.missing")
    if len(slug) > LONGEST_NAME or not SLUG.fullmatch(slug):
        raise Refused("community.odd_slug", slug=slug)
    if Community.objects.filter(slug=slug).exists():
        raise Refused("community.slug_taken", slug=slug)
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Refused("community.odd_time_zone", zone=time_zone) from error
    phone = clean_name(desk_phone, LONGEST_PHONE) if desk_phone else None
    community = Community.objects.create(
        street_id=street_id, name=name, slug=slug, desk_phone=phone, time_zone=time_zone
    )
    announce(
        CommunityFounded(
            subject_id=community.pk,
            community_id=community.pk,
            street_id=street_id,
            name=Secret(name),
            slug=slug,
            time_zone=time_zone,
        ),
        by=by,
        at=at,
    )
    return community.pk


@action
def take_estate(
    community_id: int,
    flats: Sequence[Flat],
    *,
    estate: str | None = None,
    area: str | None = None,
    by: Actor,
    at: datetime,
) -> Counts:
    """Take down buildings, entrances, households and aliases from a list; what is known already stays as it is.

    `estate` and `area` are the names of the compound and of the property management area in which all of it lies;
    they are made when the street has none of that name. Raises Refused `community.missing`, `estate.empty`,
    `place.alias_odd` and what `rules.tidy` says of a flat.
    """
    community = _taken_in_turn(community_id)
    tidied = [tidy(flat) for flat in flats]
    if not tidied:
        raise Refused("estate.empty")
    houses, new_houses = _take_buildings(community, tidied, estate, area)
    _take_aliases(houses, tidied)
    entrances, new_entrances = _take_entrances(houses, tidied)
    new_homes, known = _take_households(entrances, tidied, community_id)
    counts = Counts(new_houses, new_entrances, new_homes, known)
    announce(
        EstateTaken(
            subject_id=community_id,
            community_id=community_id,
            buildings=counts.buildings,
            entrances=counts.entrances,
            households=counts.households,
            known=counts.known,
        ),
        by=by,
        at=at,
    )
    return counts


@action
def name_spot(community_id: int, name: str, *, by: Actor, at: datetime) -> int:
    """Name a place that is no building; its id. Raises Refused `community.missing`, `place.named_already`."""
    name = clean_name(name, LONGEST_SPOT)
    if not Community.objects.filter(pk=community_id).exists():
        raise Refused("community.missing")
    if Spot.objects.filter(community_id=community_id, name=name).exists():
        raise Refused("place.named_already", name=name)
    spot = Spot.objects.create(community_id=community_id, name=name)
    announce(SpotNamed(subject_id=spot.pk, community_id=community_id, name=Secret(name)), by=by, at=at)
    return spot.pk


@action
def give_alias(building_id: int, words: str, *, by: Actor, at: datetime) -> None:
    """Write down what else people call a building.

    Raises Refused `place.unknown`, `place.alias_odd` for one that would be found in other words (a single character,
    a number, an entrance), `place.named_already`.
    """
    building = Building.objects.filter(pk=building_id).first()
    if building is None:
        raise Refused("place.unknown")
    alias = clean_name(plain(words), LONGEST_ALIAS)
    if not is_alias(alias):
        raise Refused("place.alias_odd", words=alias)
    if Alias.objects.filter(building=building, words=alias).exists():
        raise Refused("place.named_already", name=alias)
    Alias.objects.create(building=building, words=alias)
    announce(AliasGiven(subject_id=building.pk, community_id=building.community_id, words=Secret(alias)), by=by, at=at)


@action
def draw_zone(
    community_id: int,
    name: str,
    entrance_ids: Collection[int],
    *,
    from_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Let the zone of that name cover these entrances, and no others, from `from_at` on (now, if None); its id.

    A zone that is not there yet is made. What other zones covered ends at that moment; what was to begin later never
    begins. Raises Refused `community.missing`, `zone.no_entrance`, `place.unknown` for an entrance of elsewhere,
    `zone.drawn_since` where zones were drawn anew between `from_at` and now.
    """
    name = clean_name(name, LONGEST_NAME)
    from_at = at if from_at is None else in_utc(from_at)
    wanted = sorted(set(entrance_ids))
    _taken_in_turn(community_id)
    if not wanted:
        raise Refused("zone.no_entrance")
    if Entrance.objects.filter(pk__in=wanted, building__community_id=community_id).count() != len(wanted):
        raise Refused("place.unknown")
    zone, _made = Zone.objects.get_or_create(community_id=community_id, name=name)
    covered = _clear(zone, wanted, from_at, at)
    Coverage.objects.bulk_create(
        Coverage(zone=zone, entrance_id=entrance_id, from_at=from_at)
        for entrance_id in wanted
        if entrance_id not in covered
    )
    announce(
        ZoneDrawn(
            subject_id=zone.pk,
            community_id=community_id,
            name=Secret(name),
            entrances=tuple(wanted),
            from_at=from_at,
        ),
        by=by,
        at=at,
    )
    return zone.pk


def _taken_in_turn(community_id: int) -> Community:
    # Two lists at once would both find the same flat missing.
    community = Community.objects.select_for_update(no_key=True).filter(pk=community_id).first()
    if community is None:
        raise Refused("community.missing")
    return community


def _take_buildings(
    community: Community, flats: list[Flat], estate: str | None, area: str | None
) -> tuple[dict[str, Building], int]:
    lies_in = {
        "estate": _in_street(Estate, community.street_id, estate),
        "area": _in_street(PropertyArea, community.street_id, area),
    }
    known = {house.name: house for house in Building.objects.filter(community=community)}
    names = [name for name in dict.fromkeys(flat.building for flat in flats) if name not in known]
    Building.objects.bulk_create(
        Building(community=community, name=name, order=order_of(name), **lies_in) for name in names
    )
    houses = {house.name: house for house in Building.objects.filter(community=community)}
    told = {name: value for name, value in lies_in.items() if value is not None}
    if told and known:
        Building.objects.filter(pk__in=[houses[flat.building].pk for flat in flats]).update(**told)
    return houses, len(names)


def _in_street(model: type[Estate] | type[PropertyArea], street_id: int, name: str | None) -> object | None:
    if name is None:
        return None
    row, _made = model._default_manager.get_or_create(street_id=street_id, name=clean_name(name, LONGEST_NAME))
    return row


def _take_aliases(houses: dict[str, Building], flats: list[Flat]) -> None:
    told = {(houses[flat.building].pk, flat.alias): None for flat in flats if flat.alias}
    Alias.objects.bulk_create((Alias(building_id=pk, words=words) for pk, words in told), ignore_conflicts=True)


def _take_entrances(houses: dict[str, Building], flats: list[Flat]) -> tuple[dict[tuple[str, str], int], int]:
    here = Entrance.objects.filter(building__in=list(houses.values()))
    known = set(here.values_list("building__name", "name"))
    wanted = [key for key in dict.fromkeys((flat.building, flat.entrance) for flat in flats) if key not in known]
    Entrance.objects.bulk_create(
        Entrance(building=houses[house], name=name, order=order_of(name), key=secrets.token_urlsafe(12))
        for house, name in wanted
    )
    rows = here.values_list("building__name", "name", "pk")
    return {(house, name): pk for house, name, pk in rows}, len(wanted)


def _take_households(entrances: dict[tuple[str, str], int], flats: list[Flat], community_id: int) -> tuple[int, int]:
    rows = Household.objects.filter(entrance__building__community_id=community_id)
    known = set(rows.values_list("entrance_id", "door"))
    wanted = {(entrances[flat.building, flat.entrance], flat.door): storey(flat) for flat in flats}
    fresh = {key: floor for key, floor in wanted.items() if key not in known}
    Household.objects.bulk_create(
        (Household(entrance_id=pk, door=door, floor=floor) for (pk, door), floor in fresh.items()), batch_size=500
    )
    return len(fresh), len(wanted) - len(fresh)


def _clear(zone: Zone, wanted: list[int], from_at: datetime, at: datetime) -> set[int]:
    """End what stands in the way from that moment on; the entrances that the zone covers from then on already."""
    in_the_way = Q(entrance_id__in=wanted) | Q(zone=zone)
    kept: set[int] = set()
    for row in Coverage.objects.filter(in_the_way).filter(Q(until_at=None) | Q(until_at__gt=from_at)):
        if row.zone_id == zone.pk and row.until_at is None and row.from_at <= from_at and row.entrance_id in wanted:
            kept.add(row.entrance_id)
        elif row.from_at < from_at:
            row.until_at = from_at
            row.save(update_fields=("until_at",))
        elif row.from_at >= at:
            row.delete()
        else:
            raise Refused("zone.drawn_since", name=row.zone.name)
    return kept
