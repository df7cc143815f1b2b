"""Found the street and its two communities: places, parties, seats, stewards. By actions only."""

from dataclasses import dataclass, field
from datetime import datetime

from linli.audit.actions import action
from linli.demo.reading import FOUNDED, STREET, TOWNS, Row, Town
from linli.kernel.actor import Actor, system
from linli.people.access import actor_of_person
from linli.people.actions import appoint, form_party, hand_card, know_person, make_seat, open_account
from linli.people.rules import ROLE_OF, PartyKind, Role
from linli.places import queries as places
from linli.places.actions import draw_zone, found_community, found_street, name_spot, take_estate
from linli.places.rules import Flat

BY = system("demo")
# Everybody's password in the demonstration, where anybody may be anybody; never opened without it.
PASSWORD = "linli-demo-2026"  # noqa: S105
SPOTS = ("东门", "西门", "南门口", "中心花园", "地下车库", "自行车棚", "垃圾房", "健身角", "快递柜")


@dataclass(slots=True)
class Built:
    """A community that stands: its parties by kind and by name, its people by name, its entrances by number."""

    town: Town
    community_id: int
    parties: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    entrances: dict[tuple[str, str], int] = field(default_factory=dict)
    doors: dict[tuple[str, str, str], int] = field(default_factory=dict)
    buildings: dict[str, int] = field(default_factory=dict)
    spots: dict[str, int] = field(default_factory=dict)
    stewards: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)  # person and zone
    actors: dict[tuple[str, Role, int | None], Actor] = field(default_factory=dict)

    def actor(self, name: str, role: Role, zone_id: int | None = None) -> Actor:
        """Somebody of the community in one role; appointments of the demonstration do not end."""
        key = (name, role, zone_id)
        if key not in self.actors:
            found = actor_of_person(self.people[name], at=FOUNDED, role=role, zone_id=zone_id)
            if found is None:
                raise LookupError(f"{name} is no {role}")
            self.actors[key] = found
        return self.actors[key]

    def steward(self, building: str, entrance: str) -> Actor:
        """The steward of an entrance."""
        person_id, zone_id = self.stewards[building, entrance]
        name = next(name for name, known in self.people.items() if known == person_id)
        return self.actor(name, Role.STEWARD, zone_id)


@action
def found(*, by: Actor, at: datetime) -> list[Built]:
    """Found both communities with everybody in their seats and the accounts of the walk; as one action, sealed once."""
    street_id = found_street(STREET, by=BY, at=at)
    built = [_found_community(town, street_id, at) for town in TOWNS]
    first = built[0]
    for row in first.town.rows("people"):
        if row["kind"] == "party" and row["party"] == PartyKind.STREET:
            _party(first, row, street_id, at)
    for other in built[1:]:
        other.parties |= {name: pk for name, pk in first.parties.items() if name == _street_party(first)}
        other.kinds[PartyKind.STREET] = first.kinds[PartyKind.STREET]
    for one in built:
        _seat_everybody(one, street_id, at)
    for other in built[1:]:
        other.people |= {name: pk for name, pk in first.people.items() if name not in other.people}
    _open_accounts(built, at=at)
    return built


def _street_party(first: Built) -> str:
    return next(name for name, pk in first.parties.items() if pk == first.kinds[PartyKind.STREET])


def _found_community(town: Town, street_id: int, at: datetime) -> Built:
    community_id = found_community(street_id, town.name, town.slug, desk_phone=town.desk_phone, by=BY, at=at)
    one = Built(town, community_id)
    area = f"{town.estate}物业管理区域"
    take_estate(community_id, list(_flats(town)), estate=town.estate, area=area, by=BY, at=at)
    for building in places.buildings(community_id):
        number = building.name.removesuffix("号楼")
        one.buildings[number] = building.id
        for entrance in building.entrances:
            key = (number, entrance.name.removesuffix("单元"))
            one.entrances[key] = entrance.id
            one.doors |= {(*key, home.door): home.id for home in places.households(entrance.id)}
    for spot in SPOTS if town.slug == "huaiyin" else ("东门", "西门"):
        one.spots[spot] = name_spot(community_id, spot, by=BY, at=at)
    return one


def _flats(town: Town) -> list[Flat]:
    return [
        Flat(building=f"{row['building']}号楼", entrance=f"{entrance}单元", door=f"{floor}{door:02d}", floor=floor)
        for row in town.rows("plan")
        for entrance in range(1, int(row["entrances"]) + 1)
        for floor in range(1, int(row["floors"]) + 1)
        for door in range(1, int(row["doors_per_floor"]) + 1)
    ]


def _party(one: Built, row: Row, street_id: int, at: datetime) -> None:
    kind = PartyKind(row["party"])
    above = kind is PartyKind.STREET
    party_id = form_party(
        kind,
        row["name"],
        community_id=None if above else one.community_id,
        street_id=street_id,
        phone=row["phone"],
        by=BY,
        at=at,
    )
    one.parties[row["name"]] = party_id
    one.kinds.setdefault(kind, party_id)


def _seat_everybody(one: Built, street_id: int, at: datetime) -> None:
    people = one.town.rows("people")
    kinds = {row["name"]: PartyKind(row["party"]) for row in people if row["kind"] == "party"}
    for row in people:
        if row["kind"] == "party" and row["party"] != PartyKind.STREET:
            _party(one, row, street_id, at)
    for row in people:
        if row["kind"] == "staff":
            kind = kinds[row["party"]]
            home = None if kind is PartyKind.STREET else one.community_id
            person_id = _person(one, row, home, at)
            seat_id = make_seat(one.parties[row["party"]], row["seat"], by=BY, at=at)
            appoint(person_id, ROLE_OF[kind], seat_id=seat_id, by=BY, at=at)
    zones = {
        key: draw_zone(one.community_id, f"{key[0]}号楼{key[1]}单元", [entrance_id], from_at=at, by=BY, at=at)
        for key, entrance_id in one.entrances.items()
    }
    for row in people:
        if row["kind"] in {"steward", "stand_in"}:
            key = (row["building"], row["entrance"]) if row["kind"] == "steward" else _pair(row["stands_in"])
            role = Role.STEWARD if row["kind"] == "steward" else Role.STAND_IN
            person_id = _person(one, row, one.community_id, at)
            appoint(person_id, role, zone_id=zones[key], by=BY, at=at)
            if role is Role.STEWARD:
                one.stewards[key] = (person_id, zones[key])
    for person_id in sorted({person_id for person_id, _zone in one.stewards.values()}):
        hand_card(person_id, by=BY, at=at)


def _open_accounts(built: list[Built], *, at: datetime) -> None:
    names = {  # those whom the walk lets one become
        "秦素芬": "shuji",
        "郝志明": "juweihui",
        "苗小芸": "wuye",
        "顾维中": "yeweihui",
        "叶静宜": "xuexiao",
        "骆文斌": "jiedao",
    }
    for name, username in names.items():
        open_account(built[0].people[name], username, PASSWORD, by=BY, at=at)


def _person(one: Built, row: Row, community_id: int | None, at: datetime) -> int:
    if row["name"] not in one.people:
        one.people[row["name"]] = know_person(
            community_id, name=row["name"], phone=row["phone"], mail=row["email"] or None, by=BY, at=at
        )
    return one.people[row["name"]]


def _pair(words: str) -> tuple[str, str]:
    building, _dash, entrance = words.partition("-")
    return building, entrance
