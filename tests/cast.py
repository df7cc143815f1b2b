"""The cast: a street with two communities, everybody in their seat; made by actions only, in one of them.

    def test_x(town):
        here = town.huaiyin                                  # or town.liuan, or town["huaiyin"]
        receipt = tell(town)                                 # resident of 13-2-501, taken down by the steward
        at = moved(receipt.case_id, State.DONE)              # by the right people; the moment of the last step
        call_back(..., by=here.actors["desk"], at=at)

A side (`town.huaiyin`, `town.liuan`) knows, by these names:

* `parties`: ids, by ``branch committee owners property organisation street``; the street is the same in both;
* `persons`, `actors`, `accounts` (user names), by role: ``secretary desk owners_member handler org_member steward
  stand_in street_officer operator``. Beside these the actors ``second_desk`` (another seat of the committee),
  ``second_handler`` and ``far_steward`` (the steward of 3-1), and the persons ``resident`` (a telephone, lives in
  13-2-501) and ``mute`` (no telephone, lives in 13-2-502). Stewards have no account: they sign in by card. Liuan has of
  all these secretary, desk, handler, steward, resident and mute;
* `buildings["13"]`, `entrances["13-2"]`, `households["13-2-501"]`, `spots["东门"]`, `zones["13-2"]`: ids. Huaiyin has
  the buildings 3 and 13 with 2 entrances each, liuan the building 1 with one; 5 floors, 2 doors on each (101 … 502).
  Every entrance is a zone of its own; 13-2 has a steward and a stand-in, 3-1 a steward, the others nobody.

Everybody's password is `PASSWORD`; everything began on `FOUNDED`; the day of the tests is `MONDAY`, 8:20 in Shanghai.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.test import Client

from linli.audit.actions import action
from linli.cases.actions.closing import call_back
from linli.cases.actions.handling import report_done, report_obstacle, sign
from linli.cases.actions.intake import Receipt, Told, receive
from linli.cases.actions.routing import Assessment, assess, dispatch, redirect
from linli.cases.models import Case
from linli.cases.queries.rule_book import categories, routes
from linli.cases.rules.calling import Outcome, Satisfaction
from linli.cases.rules.life import State
from linli.cases.rules.limits import Urgency
from linli.cases.rules.words import Channel, HideFrom, Kind
from linli.channels.web.middleware import CARD
from linli.kernel.actor import Actor, system
from linli.moves.queries import open_moves
from linli.people.access import actor_of_person
from linli.people.actions import (
    appoint,
    form_party,
    hand_card,
    know_person,
    make_seat,
    open_account,
    settle_home,
    use_card,
)
from linli.people.models import Account
from linli.people.queries import holders
from linli.people.rules import ROLE_OF, PartyKind, Role, Tie
from linli.places import queries as places
from linli.places.actions import draw_zone, found_community, found_street, name_spot, take_estate
from linli.places.queries import Place
from linli.places.rules import Flat

MONDAY = datetime(2026, 11, 2, 0, 20, tzinfo=UTC)  # 08:20 in Shanghai
FOUNDED = MONDAY - timedelta(days=30)
PASSWORD = "huai-shu-kai-hua-7"
LINLI = system("tests")
STEP = timedelta(minutes=10)
WORDS = "单元门又锁不上了，晚上谁都能进来。"
PHONE = "13800006621"  # the resident's

# Name in the town, kind of party, its name.
PARTIES = {
    "huaiyin": {
        PartyKind.BRANCH: "槐荫北里社区党支部",
        PartyKind.COMMITTEE: "槐荫北里社区居委会",
        PartyKind.OWNERS: "槐荫北里小区业主委员会",
        PartyKind.PROPERTY: "安禾里物业服务有限公司",
        PartyKind.ORGANISATION: "榆荫第二小学",
    },
    "liuan": {
        PartyKind.BRANCH: "柳岸社区党支部",
        PartyKind.COMMITTEE: "柳岸社区居委会",
        PartyKind.OWNERS: "柳岸小区业主委员会",
        PartyKind.PROPERTY: "柳风里物业服务有限公司",
        PartyKind.ORGANISATION: "柳岸幼儿园",
    },
}
# As whom they stand in the cast; in a seat of which party; name, user name, telephone.
SEATED = {
    "huaiyin": (
        ("secretary", PartyKind.BRANCH, "书记", "秦素芬", "qinsufen", "13800001101"),
        ("desk", PartyKind.COMMITTEE, "副主任", "郝志明", "haozhiming", "13800001106"),
        ("second_desk", PartyKind.COMMITTEE, "社区工作者", "滕小雨", "tengxiaoyu", "13800001110"),
        ("owners_member", PartyKind.OWNERS, "主任", "顾维中", "guweizhong", "13800001111"),
        ("handler", PartyKind.PROPERTY, "客服主管", "苗小芸", "miaoxiaoyun", "13800001117"),
        ("second_handler", PartyKind.PROPERTY, "工程主管", "段铁军", "duantiejun", "13800001119"),
        ("org_member", PartyKind.ORGANISATION, "校长办公室", "叶静宜", "yejingyi", "13800001124"),
    ),
    "liuan": (
        ("secretary", PartyKind.BRANCH, "书记", "蒋玉成", "jiangyucheng", "13800002101"),
        ("desk", PartyKind.COMMITTEE, "主任", "钱海燕", "qianhaiyan", "13800002103"),
        ("handler", PartyKind.PROPERTY, "客服主管", "尤丽娜", "youlina", "13800002107"),
    ),
}
# As whom they stand in the cast; role, zone, name, telephone.
STEWARDS = {
    "huaiyin": (
        ("steward", Role.STEWARD, "13-2", "何淑琴", "13800001163"),
        ("stand_in", Role.STAND_IN, "13-2", "巩大伟", "13800001178"),
        ("far_steward", Role.STEWARD, "3-1", "赵玉梅", "13800001138"),
    ),
    "liuan": (("steward", Role.STEWARD, "1-1", "翟素珍", "13800002110"),),
}
ESTATES = {"huaiyin": {"3": 2, "13": 2}, "liuan": {"1": 1}}  # buildings with the number of their entrances


@dataclass
class Side:
    """One community of the town; see the top of this file."""

    community_id: int
    slug: str
    name: str
    parties: dict[str, int] = field(default_factory=dict)
    persons: dict[str, int] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    buildings: dict[str, int] = field(default_factory=dict)
    entrances: dict[str, int] = field(default_factory=dict)
    households: dict[str, int] = field(default_factory=dict)
    spots: dict[str, int] = field(default_factory=dict)
    zones: dict[str, int] = field(default_factory=dict)

    def place(self, words: str) -> Place:
        """``13``, ``13-2``, ``13-2-501`` or ``东门`` as a place."""
        return places.place(
            self.community_id,
            building_id=self.buildings.get(words),
            entrance_id=self.entrances.get(words),
            household_id=self.households.get(words),
            spot_id=self.spots.get(words),
        )


@dataclass
class Town:
    """The street with its two communities."""

    street_id: int
    huaiyin: Side
    liuan: Side
    PASSWORD: str = PASSWORD

    def __getitem__(self, slug: str) -> Side:
        return {"huaiyin": self.huaiyin, "liuan": self.liuan}[slug]


def build() -> Town:
    """Build the town, everything in one action, so that the log is sealed once."""
    return _build(by=LINLI, at=FOUNDED)


def tell(
    town: Town,
    words: str = WORDS,
    *,
    slug: str = "huaiyin",
    place: str | Place | None = None,
    who: str | int | None = "resident",
    by: Actor | None = None,
    at: datetime = MONDAY,
    key: str | None = None,
    channel: Channel = Channel.STEWARD,
    urgency: Urgency = Urgency.ORDINARY,
    kind: Kind | None = None,
    hide_from: tuple[HideFrom, ...] = (),
    files: tuple[int, ...] = (),
    happened_at: datetime | None = None,
) -> Receipt:
    """Ask for something: `who` (a name of the cast, a person's id, None for nobody known) at `place`; the receipt.

    The place is 13-2-501 (in liuan 1-1-501) when none is named. Taken down by the steward, unless `by` says who.
    Each call is a demand of its own, unless a `key` comes again.
    """
    side = town[slug]
    if place is None:
        place = "13-2-501" if slug == "huaiyin" else "1-1-501"
    told = Told(
        words=words,
        channel=channel,
        place=side.place(place) if isinstance(place, str) else place,
        requester_id=side.persons[who] if isinstance(who, str) else who,
        hide_from=hide_from,
        urgency=urgency,
        kind=kind,
        files=files,
        happened_at=happened_at,
    )
    number = Case.objects.count()
    return receive(told, key=key or f"cast:{slug}:{number}:{at.isoformat()}", by=by or side.actors["steward"], at=at)


def moved(case_id: int, to_state: str, *, lead: str = PartyKind.PROPERTY, at: datetime | None = None) -> datetime:
    """Walk the case to the state by real steps of the right people, ten minutes each; the moment of the last one.

    `lead` is the kind of party that it is dispatched to, `at` the moment of the first step: ten minutes after receipt
    when none is named. Raises AssertionError for a state that cannot be reached from where it stands.
    """
    case = Case.objects.get(pk=case_id)
    moment = at or case.received_at + STEP
    done_at = moment
    for _turn in range(9):
        if case.state == to_state:
            return done_at
        _step(case, State(to_state), lead, moment)
        done_at, moment = moment, moment + STEP
        case = Case.objects.get(pk=case_id)
    raise AssertionError(f"{case.state} does not lead to {to_state}")


def enter(town: Town, client: Client, role: str, *, slug: str = "huaiyin", at: datetime = MONDAY) -> Client:
    """Sign somebody of the cast in: by account, without asking for the password; a steward by a card of their own."""
    side = town[slug]
    if role in side.accounts:
        client.force_login(Account.objects.get(username=side.accounts[role]))
        return client
    session = client.session
    session[CARD] = use_card(hand_card(side.persons[role], by=LINLI, at=at), by=LINLI, at=at)
    session.save()
    return client


def acting(community_id: int, role: str, *, at: datetime, party_id: int | None = None) -> Actor:
    """The first who holds that role then, in that party if one is named."""
    for who in holders(community_id, at=at):
        if who.role == role and party_id in {None, who.party_id}:
            actor = actor_of_person(who.person_id, at=at, role=role, zone_id=who.zone_id)
            if actor is not None:
                return actor
    raise AssertionError(f"nobody is {role} then")


def _step(case: Case, target: State, lead: str, at: datetime) -> None:
    desk = acting(case.community_id, Role.DESK, at=at)
    match State(case.state):
        case State.RECEIVED | State.ASSESSED if target is State.REDIRECTED:
            redirect(case.pk, routes(case.community_id, on=at.date())[0].id, by=desk, at=at)
        case State.RECEIVED:
            category = categories(case.community_id, on=at.date())[0].id
            assess(case.pk, Assessment("单元门锁不上", category, Kind.REPORT, Urgency(case.urgency)), by=desk, at=at)
        case State.ASSESSED:
            party = next(who.party_id for who in holders(case.community_id, at=at) if who.party_kind == lead)
            assert party is not None
            dispatch(case.pk, party, by=desk, at=at)
        case State.DISPATCHED:
            sign(case.pk, by=_lead(case, at), at=at)
        case State.IN_HAND if target is State.STUCK:
            report_obstacle(case.pk, "合同里没有这一项。", by=_lead(case, at), at=at)
        case State.IN_HAND | State.STUCK:
            report_done(case.pk, "门修好了。", by=_lead(case, at), at=at)
        case State.DONE if target is State.CLOSED:
            _call(case, at)
        case state:
            raise AssertionError(f"{state} does not lead to {target}")


def _lead(case: Case, at: datetime) -> Actor:
    assert case.lead is not None
    role = ROLE_OF[PartyKind(case.lead.kind)]
    return acting(case.community_id, role, at=at, party_id=case.lead_id)


def _call(case: Case, at: datetime) -> None:
    """Everybody who waits for a call is called, by whom it is owed: in the seat of a party, as steward, or by name."""
    for move in open_moves([case.pk])[case.pk]:
        for who in holders(case.community_id, at=at):
            named = move.person_id is None or move.person_id == who.person_id
            if named and who.zone_id == move.zone_id and who.party_id in {None, move.party_id}:
                actor = actor_of_person(who.person_id, at=at, role=who.role, zone_id=who.zone_id)
                assert actor is not None
                call_back(case.pk, move.subject_id, Outcome.SOLVED, satisfaction=Satisfaction.YES, by=actor, at=at)
                break


@action
def _build(*, by: Actor, at: datetime) -> Town:
    street_id = found_street("榆荫街道", by=by, at=at)
    street = form_party(PartyKind.STREET, "榆荫街道办事处", street_id=street_id, phone="01068001007", by=by, at=at)
    officer = know_person(None, name="骆文斌", phone="13800001128", by=by, at=at)
    seat = make_seat(street, "接诉即办专班", by=by, at=at)
    appoint(officer, Role.STREET_OFFICER, seat_id=seat, by=by, at=at)
    open_account(officer, "luowenbin", PASSWORD, by=by, at=at)
    keeper = know_person(None, name="纪守真", phone="13800001199", by=by, at=at)
    appoint(keeper, Role.OPERATOR, by=by, at=at)
    open_account(keeper, "operator", PASSWORD, by=by, at=at)
    sides = []
    for slug, name, phone in (("huaiyin", "槐荫北里社区", "01068001002"), ("liuan", "柳岸社区", "01068002002")):
        community_id = found_community(street_id, name, slug, desk_phone=phone, by=by, at=at)
        side = Side(community_id, slug, name)
        side.parties["street"] = street
        side.persons |= {"street_officer": officer, "operator": keeper}
        side.accounts |= {"street_officer": "luowenbin", "operator": "operator"}
        _build_places(side, by=by, at=at)
        _seat_people(side, by=by, at=at)
        _settle_residents(side, by=by, at=at)
        for key, person_id in side.persons.items():
            if actor := actor_of_person(person_id, at=at):
                side.actors[key] = actor
        sides.append(side)
    return Town(street_id, *sides)


def _build_places(side: Side, *, by: Actor, at: datetime) -> None:
    flats = [
        Flat(f"{building}号楼", f"{entrance}单元", f"{floor}0{door}")
        for building, entrances in ESTATES[side.slug].items()
        for entrance in range(1, entrances + 1)
        for floor in range(1, 6)
        for door in (1, 2)
    ]
    take_estate(side.community_id, flats, by=by, at=at)
    for building in places.buildings(side.community_id):
        house = building.name.removesuffix("号楼")
        side.buildings[house] = building.id
        for entrance in building.entrances:
            key = f"{house}-{entrance.name.removesuffix('单元')}"
            side.entrances[key] = entrance.id
            side.households |= {f"{key}-{home.door}": home.id for home in places.households(entrance.id)}
            words = f"{building.name}{entrance.name}"
            side.zones[key] = draw_zone(side.community_id, words, [entrance.id], by=by, at=at)
    side.spots["东门"] = name_spot(side.community_id, "东门", by=by, at=at)


def _seat_people(side: Side, *, by: Actor, at: datetime) -> None:
    here = side.community_id
    for kind, name in PARTIES[side.slug].items():
        side.parties[kind] = form_party(kind, name, community_id=here, by=by, at=at)
    for key, kind, seat, name, username, phone in SEATED[side.slug]:
        person = know_person(here, name=name, phone=phone, by=by, at=at)
        seat_id = make_seat(side.parties[kind], seat, by=by, at=at)
        appoint(person, ROLE_OF[kind], seat_id=seat_id, by=by, at=at)
        open_account(person, username, PASSWORD, by=by, at=at)
        side.persons[key], side.accounts[key] = person, username
    for key, role, zone, name, phone in STEWARDS[side.slug]:
        side.persons[key] = know_person(here, name=name, phone=phone, by=by, at=at)
        appoint(side.persons[key], role, zone_id=side.zones[zone], by=by, at=at)


def _settle_residents(side: Side, *, by: Actor, at: datetime) -> None:
    entrance = "13-2" if side.slug == "huaiyin" else "1-1"
    name, phone = ("冯德山", PHONE) if side.slug == "huaiyin" else ("申玉兰", "13800006622")
    side.persons["resident"] = know_person(side.community_id, name=name, phone=phone, by=by, at=at)
    settle_home(side.persons["resident"], side.households[f"{entrance}-501"], Tie.LIVES, by=by, at=at)
    side.persons["mute"] = know_person(side.community_id, name="方老太", by=by, at=at)
    settle_home(side.persons["mute"], side.households[f"{entrance}-502"], Tie.LIVES, by=by, at=at)
