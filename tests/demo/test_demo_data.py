"""What the demonstration community is written in: every row can be played, and no two neighbours say the same."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import combinations, pairwise
from pathlib import Path

import pytest

import linli

HOUSE = Path(linli.__file__).parent
MORNING = datetime(2026, 11, 3, 8, 20)  # noqa: DTZ001  the story's own clock on the wall
PHONE = re.compile(r"1380000\d{4}")
SPOTS = {"东门", "西门", "南门口", "中心花园", "地下车库", "自行车棚", "垃圾房", "健身角", "快递柜"}
KINDS = {"咨询", "求助", "投诉", "举报", "建议", "表扬"}
PARTIES = {"property", "committee", "branch", "owners", "organisation", "street"}
DAYS_PROMISED = {"timely": 1, "ordinary": 7, "complex": 15}
ENDED = {"closed", "unsolved_then_closed", "not_reached", "redirected"}
NOT_YET_HANDLED = {"just_received", "waiting_dispatch", "waiting_signature"}
OPEN = NOT_YET_HANDLED | {"in_hand", "stuck", "done_waiting_callback"}
TOO_ALIKE = 0.7

Row = dict[str, str]


def rows(name: str, room: str = "demo") -> list[Row]:
    with (HOUSE / room / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module", params=["", "_liuan"], ids=["huaiyin", "liuan"])
def community(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def demands(community: str) -> list[Row]:
    return rows(f"demands{community}.csv")


@pytest.fixture(scope="module")
def people(community: str) -> list[Row]:
    return rows(f"people{community}.csv")


@pytest.fixture(scope="module")
def plan(community: str) -> dict[str, tuple[int, int, int]]:
    return {
        row["building"]: (int(row["entrances"]), int(row["floors"]), int(row["doors_per_floor"]))
        for row in rows(f"plan{community}.csv")
    }


def said_at(row: Row) -> datetime:
    day = date(2026, 11, 3) - timedelta(days=int(row["day"]))
    return datetime.combine(day, time.fromisoformat(row["time"]))


def promised_until(row: Row) -> datetime:
    days = timedelta(days=DAYS_PROMISED[row["urgency"]])
    if row["urgency"] == "timely":
        return said_at(row) + days
    return datetime.combine(said_at(row).date() + days, time.max)


def fours(text: str) -> set[str]:
    plain = re.sub(r"\s+", "", text)
    return {plain[at : at + 4] for at in range(len(plain) - 3)} or {plain}


def entrances(plan: dict[str, tuple[int, int, int]]) -> Iterator[tuple[str, str]]:
    for building, (many, _, _) in plan.items():
        for number in range(1, many + 1):
            yield building, str(number)


def test_the_first_community_is_as_large_as_the_stories_say() -> None:
    plan = [tuple(int(number) for number in row.values()) for row in rows("plan.csv")]

    entrances = sum(row[1] for row in plan)
    households = sum(row[1] * row[2] * row[3] for row in plan)

    assert [row[0] for row in plan] == list(range(1, 16))
    assert (entrances, households) == (46, 1386)


def test_every_entrance_has_one_steward_and_somebody_else_to_stand_in(
    people: list[Row], plan: dict[str, tuple[int, int, int]]
) -> None:
    stewards = {(row["building"], row["entrance"]): row["name"] for row in people if row["kind"] == "steward"}
    stand_ins = {tuple(row["stands_in"].split("-")): row["name"] for row in people if row["kind"] == "stand_in"}

    known = set(entrances(plan))

    assert len([row for row in people if row["kind"] == "steward"]) == len(stewards)
    assert len([row for row in people if row["kind"] == "stand_in"]) == len(stand_ins)
    assert set(stewards) == set(stand_ins) == known
    assert not [place for place in known if stewards[place] == stand_ins[place]]


def test_thirty_eight_stewards_hold_the_forty_six_entrances() -> None:
    stewards = {row["name"] for row in rows("people.csv") if row["kind"] == "steward"}

    assert len(stewards) == 38


def test_somebody_sits_in_two_parties() -> None:
    seats = Counter(row["name"] for row in rows("people.csv") if row["kind"] == "staff")

    assert [name for name, count in seats.items() if count == 2] == ["秦素芬"]


def test_each_person_has_one_telephone_and_each_telephone_one_person(people: list[Row], demands: list[Row]) -> None:
    pairs = {(row["phone"], row["name"]) for row in people}
    pairs |= {(row["phone"], row["asker"]) for row in demands if row["phone"] and row["asker"]}

    assert all(PHONE.fullmatch(phone) for phone, _ in pairs)
    assert all(PHONE.fullmatch(row["phone"]) for row in demands if row["phone"])
    assert max(Counter(phone for phone, _ in pairs).values()) == 1
    assert max(Counter(name for _, name in pairs).values()) == 1


def test_staff_belong_to_a_party_of_the_file_and_have_an_address_that_reaches_nobody(people: list[Row]) -> None:
    parties = {row["name"] for row in people if row["kind"] == "party"}
    staff = [row for row in people if row["kind"] == "staff"]

    assert {row["party"] for row in people if row["kind"] == "party"} <= PARTIES
    assert {row["party"] for row in staff} <= parties
    assert all(row["seat"] for row in staff)
    assert all(row["email"].endswith("@example.org") for row in staff)
    assert not [row for row in people if row["kind"] != "staff" and row["email"]]


def test_there_are_enough_demands_of_every_kind() -> None:
    first, second = rows("demands.csv"), rows("demands_liuan.csv")

    assert len(first) >= 330
    assert len(second) >= 20
    assert {row["kind"] for row in first} == KINDS
    assert {row["outcome"] for row in first} == ENDED | OPEN
    assert {row["spot"] for row in first} == SPOTS | {""}
    assert 0.25 <= sum(not row["phone"] for row in first) / len(first) <= 0.4


def test_every_demand_says_only_what_the_house_understands(demands: list[Row]) -> None:
    categories = {row["name"] for row in rows("categories.csv", "cases/rule_book")}
    routes = {row["code"] for row in rows("routes.csv", "cases/rule_book")}
    slugs = [row["slug"] for row in demands]

    assert len(set(slugs)) == len(slugs)
    for row in demands:
        assert row["channel"] in {"page", "steward", "desk"}, row["slug"]
        assert row["kind"] in KINDS, row["slug"]
        assert row["category"] in categories, row["slug"]
        assert row["urgency"] in {"danger", *DAYS_PROMISED}, row["slug"]
        assert row["lead"] in PARTIES | {""}, row["slug"]
        assert row["outcome"] in ENDED | OPEN, row["slug"]
        assert row["satisfied"] in {"yes", "fair", "no", "unsaid", ""}, row["slug"]
        assert set(filter(None, row["hide_from"].split(";"))) <= PARTIES | {"steward"}, row["slug"]
        assert row["spot"] in SPOTS | {""}, row["slug"]
        assert 1 <= len(row["title"]) <= 16, row["slug"]
        assert 1 <= len(row["text"]) <= 400, row["slug"]
        assert (row["route"] in routes and not row["lead"]) == (row["outcome"] == "redirected"), row["slug"]


def test_every_demand_is_given_to_a_party_of_its_community(people: list[Row], demands: list[Row]) -> None:
    here = {row["party"] for row in people if row["kind"] == "party"} | {"street", ""}

    assert {row["lead"] for row in demands} <= here


def test_no_demand_is_given_to_those_who_must_not_learn_who_said_it(demands: list[Row]) -> None:
    hidden = [row for row in demands if row["hide_from"]]

    assert not [row["slug"] for row in hidden if row["lead"] in row["hide_from"].split(";")]


def test_every_demand_names_a_place_that_exists(demands: list[Row], plan: dict[str, tuple[int, int, int]]) -> None:
    for row in demands:
        if not row["building"]:
            assert row["spot"], row["slug"]
            continue
        many, floors, doors = plan[row["building"]]
        assert not row["entrance"] or 1 <= int(row["entrance"]) <= many, row["slug"]
        if row["flat"]:
            floor, door = divmod(int(row["flat"]), 100)
            assert row["entrance"], row["slug"]
            assert 1 <= floor <= floors, row["slug"]
            assert 1 <= door <= doors, row["slug"]


def test_a_demand_tells_of_its_life_as_far_as_it_has_come(demands: list[Row]) -> None:
    for row in demands:
        answered = row["outcome"] in ENDED | {"done_waiting_callback"}
        hard = row["outcome"] in {"stuck", "unsolved_then_closed"}
        called_back = row["outcome"] in {"closed", "unsolved_then_closed"}

        assert bool(row["answer"]) == answered, row["slug"]
        assert bool(row["obstacle"]) == hard, row["slug"]
        assert called_back or not (row["satisfied"] or row["remark"]), row["slug"]
        assert not (row["outcome"] in NOT_YET_HANDLED and row["progress"]), row["slug"]
        assert row["outcome"] != "not_reached" or row["phone"], row["slug"]
        assert not (row["outcome"] == "unsolved_then_closed" and not row["satisfied"]), row["slug"]


def test_demands_stand_in_the_order_in_which_they_were_said_and_none_in_the_future(demands: list[Row]) -> None:
    moments = [said_at(row) for row in demands]

    assert all(earlier <= later for earlier, later in pairwise(moments))
    assert all(0 <= int(row["day"]) <= 92 for row in demands)
    assert moments[-1] < MORNING


def test_a_twin_comes_after_its_first_and_shares_its_case(demands: list[Row]) -> None:
    by_slug = {row["slug"]: row for row in demands}

    for row in demands:
        if not row["twin_of"]:
            continue
        first = by_slug[row["twin_of"]]
        assert not first["twin_of"], row["slug"]
        assert said_at(first) < said_at(row) < said_at(first) + timedelta(days=7), row["slug"]
        assert row["lead"] == first["lead"], row["slug"]
        assert (row["outcome"] in ENDED) == (first["outcome"] in ENDED), row["slug"]
        assert row["outcome"] in ENDED or row["outcome"] == first["outcome"], row["slug"]


def test_some_troubles_are_told_by_several_neighbours() -> None:
    twins = Counter(row["twin_of"] for row in rows("demands.csv") if row["twin_of"])

    assert len(twins) >= 9
    assert twins.total() >= 22


def test_the_morning_finds_the_desk_as_the_story_shows_it() -> None:
    still_open = [row for row in rows("demands.csv") if row["outcome"] in OPEN]
    counts = Counter(row["outcome"] for row in still_open)
    unanswered = [row for row in still_open if row["outcome"] != "done_waiting_callback"]

    late = [row for row in unanswered if promised_until(row) < MORNING]
    due_today = [row for row in unanswered if row not in late and promised_until(row).date() == MORNING.date()]

    assert 35 <= len(still_open) <= 40
    assert (counts["done_waiting_callback"], counts["stuck"]) == (4, 3)
    assert (len(late), len(due_today)) == (2, 5)


def test_no_two_neighbours_use_the_same_words() -> None:
    told = [(row["slug"], fours(row["text"])) for file in ("", "_liuan") for row in rows(f"demands{file}.csv")]

    alike = [
        (first, second)
        for (first, one), (second, other) in combinations(told, 2)
        if len(one & other) >= TOO_ALIKE * min(len(one), len(other))
    ]

    assert alike == []
