"""A page asks the database the same number of questions for twenty matters as for two."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.cases.actions.arranging import group
from linli.cases.actions.handling import escalate, report_progress
from linli.cases.actions.intake import Receipt
from linli.people.actions import hand_card, know_person, settle_home
from linli.people.rules import Tie
from tests.cast import LINLI, MONDAY, Town, enter, moved, tell

STATES = ("received", "assessed", "dispatched", "in_hand", "stuck", "done", "closed")
LISTS = {
    "desk": ("inbox", "inbox-rows", "call-backs", "households", "household", "stewards", "slips", "intake", "table"),
    "secretary": ("inbox", "table", "table-done"),
    "handler": ("table", "table-rows", "table-done"),
    "steward": ("zone", "zone-rows", "take-down"),
    "street_officer": ("street", "street-rows", "table"),
    "nobody": ("community", "say", "open-list", "building", "find", "rules"),
}
# Of one case that four told of, and of one that twelve told of.
ONE = {
    "desk": ("case", "correction", "grouping"),
    "handler": ("case",),
    "steward": ("case",),
    "nobody": ("open-case", "receipt", "paper"),
}
# Paging counts what it does not show: one question more once a list is longer than its page, whatever its length.
COUNTING = 1


def test_lists_ask_as_often_for_many_as_for_few(town: Town) -> None:
    some_matters(town, 1)
    few = asked(town, LISTS)

    some_matters(town, 4)
    many = asked(town, LISTS)

    assert {page: (few[page], many[page]) for page in few if many[page] > few[page] + COUNTING} == {}


def test_a_case_asks_as_often_for_many_who_told_of_it_as_for_few(town: Town) -> None:
    first = tell(town)
    crowd(town, first, 3)
    few = asked(town, ONE, first)

    crowd(town, first, 8)
    for turn in range(6):
        report_progress(first.case_id, f"第{turn}回去看。", by=town.huaiyin.actors["handler"], at=MONDAY)
    many = asked(town, ONE, first)

    assert {page: (few[page], many[page]) for page in few if many[page] > few[page]} == {}


def some_matters(town: Town, rounds: int) -> None:
    here = town.huaiyin
    for turn in range(rounds):
        for state in STATES:
            told = tell(town, f"{state}的第{turn}件事", who="mute" if turn % 2 else "resident")
            at = moved(told.case_id, state)
            if state == "stuck":
                escalate(told.case_id, "要用街道的钱", by=here.actors["secretary"], at=at)
            if state == "in_hand":
                report_progress(told.case_id, "明天来修。", by=here.actors["handler"], at=at)
        neighbour = know_person(here.community_id, name=f"邻居{turn}{rounds}", by=LINLI, at=MONDAY)
        settle_home(neighbour, here.households["13-2-501"], Tie.LIVES, by=LINLI, at=MONDAY)
    hand_card(here.persons["far_steward"], by=LINLI, at=MONDAY)


def crowd(town: Town, first: Receipt, many: int) -> None:
    here = town.huaiyin
    for turn in range(many):
        other = tell(town, f"我家也是，第{many}{turn}个说的", who="mute", place="13-2-502")
        group(first.case_id, other.case_id, by=here.actors["desk"], at=MONDAY)
    moved(first.case_id, "in_hand")


def asked(town: Town, pages: dict[str, tuple[str, ...]], told: Receipt | None = None) -> dict[str, int]:
    """How many questions each page asks."""
    counted = {}
    for role, names in pages.items():
        client = Client()
        if role != "nobody":
            enter(town, client, role)
        for name in names:
            address = _address(town, name, told)
            client.get(address)  # what is asked once for each process, and for each session
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(address)
            assert answer.status_code == 200, (role, name)
            counted[f"{role} {name}"] = len(queries)
    return counted


def _address(town: Town, name: str, told: Receipt | None) -> str:
    here = town.huaiyin
    match name:
        case "household":
            return reverse(name, args=[here.households["13-2-501"]])
        case "building":
            return reverse(name, args=[here.slug, here.buildings["13"]])
        case "community" | "say" | "open-list" | "rules":
            return reverse(name, args=[here.slug])
        case "case" | "correction" | "grouping":
            return reverse(name, args=[told.case_id if told else 0])
        case "open-case":
            return reverse(name, args=[here.slug, told.case_id if told else 0])
        case "receipt" | "paper":
            return reverse(name, args=[told.token if told else ""])
    return reverse(name)
