"""Who may open which page and take which step, in two communities: `rights.csv`, written by hand, cell by cell.

``yes``: the page, or the step is taken. ``no``: a plain 404, the same for what is not theirs as for what is missing.
``door``: sign in first. ``refused``: they see the case, and are told that the step is somebody else's.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from PIL import Image

from linli.cases.actions.arranging import group
from linli.cases.actions.handling import escalate, report_progress
from linli.cases.actions.intake import Receipt
from linli.cases.actions.routing import Assessment, dispatch
from linli.cases.models import Attachment, Case
from linli.cases.queries.rule_book import categories, routes
from linli.cases.rules.limits import Urgency
from linli.cases.rules.words import Kind
from linli.files.actions import store
from linli.letters.models import Letter
from linli.people.actions import hand_card
from linli.people.models import Card
from tests.cast import LINLI, MONDAY, Town, enter, moved, tell
from tests.conftest import WallClock

ROWS = list(csv.DictReader((Path(__file__).parent / "rights.csv").read_text(encoding="utf-8").splitlines()))
ROLES = [name for name in ROWS[0] if name not in {"page", "method", "state"}]
LATER = MONDAY + timedelta(minutes=90)
# Pages that are no page of a role: health, changing how one reads, the QR entrance, signing in and out.
BESIDE = {"healthz", "readyz", "elder", "language", "seat", "entrance", "card", "card-end", "more-words", "own-answer"}


@dataclass
class Scene:
    """A case of huaiyin in the state of the row, with what a form of it needs."""

    town: Town
    receipt: Receipt
    state: str

    @property
    def case(self) -> Case:
        return Case.objects.get(pk=self.receipt.case_id)

    def address(self, page: str, *, gone: bool = False) -> str:
        """The page's address; of something that does not exist when `gone`."""
        here, receipt = self.town.huaiyin, self.receipt
        attachment = Attachment.objects.order_by("pk").first()
        known = {
            "slug": here.slug,
            "case_id": receipt.case_id,
            "demand_id": receipt.demand_id,
            "token": receipt.token,
            "building_id": here.buildings["13"],
            "household_id": here.households["13-2-501"],
            "entrance_id": here.entrances["13-2"],
            "person_id": here.persons["steward"],
            "card_id": getattr(Card.objects.filter(revoked_at=None).order_by("pk").first(), "pk", 1),
            "attachment_id": attachment.pk if attachment else 1,
            "letter_id": getattr(Letter.objects.filter(state="waiting").order_by("pk").last(), "pk", 1),
        }
        wanted = next(
            options[0][1] for options in get_resolver().reverse_dict.getlist(page) for options in [options[0]]
        )
        return reverse(
            page, kwargs={name: 999999 if gone and isinstance(known[name], int) else known[name] for name in wanted}
        )

    def form(self, page: str) -> dict[str, object]:
        """What a careful person would fill in."""
        here = self.town.huaiyin
        category = categories(here.community_id, on=LATER.date())[0].id
        whole = {"title": "单元门锁不上", "category": category, "kind": "help", "urgency": "ordinary"}
        words = {"words": "看过了，换锁体。"}
        forms: dict[str, dict[str, object]] = {
            "assessment": whole,
            "dispatch": {**whole, "lead": here.parties["property"]},
            "redirection": {"route": routes(here.community_id, on=LATER.date())[0].id},
            "call-back": {"outcome": "solved", "satisfaction": "yes"},
            "confirmation": {"outcome": "solved", "satisfaction": "yes"},
            "entrustment": {"person": here.persons["steward"], "person_id": here.persons["steward"]},
            "correction": {**whole, "title": "单元门关不严", "because": "说错了", "place": ""},
            "grouping": {"from_case": self.other, "other": self.other, "number": "", "case": self.other},
            "take-down": {"words": "楼道灯不亮"},
            "intake": {"words": "楼道灯不亮"},
        }
        return {**words, **forms.get(page, {})}

    @property
    def other(self) -> int:
        """Another open case of the same community."""
        return Case.objects.exclude(pk=self.receipt.case_id).order_by("-pk").values_list("pk", flat=True).first() or 0


@pytest.fixture
def scene(town: Town) -> Callable[[str], Scene]:
    """Makes the scene of a row."""

    def make(state: str) -> Scene:
        here = town.huaiyin
        picture = io.BytesIO()
        Image.new("RGB", (8, 8)).save(picture, "PNG")
        file = store(picture.getvalue(), "door.png", community_id=here.community_id, by=LINLI, at=MONDAY)
        who = "mute" if state in {"voice", "slip"} else "resident"
        receipt = tell(town, files=(file,), who=who, hide_from=("steward",) if state == "slip" else ())  # type: ignore[arg-type]
        hand_card(here.persons["far_steward"], by=LINLI, at=MONDAY)
        tell(town, "同一个门也锁不上", slug="huaiyin", place="13-2-502", who=None)
        _bring(town, receipt, state)
        return Scene(town, receipt, state)

    return make


def _bring(town: Town, receipt: Receipt, state: str) -> None:
    here, case_id = town.huaiyin, receipt.case_id
    if state == "escalated":
        at = moved(case_id, "stuck")
        escalate(case_id, "要用街道的钱", by=here.actors["secretary"], at=at)
    elif state == "assisted":
        what = Assessment(
            "单元门锁不上", categories(here.community_id, on=MONDAY.date())[0].id, Kind.HELP, Urgency.ORDINARY
        )
        helping = [here.parties["organisation"]]
        dispatch(
            case_id, here.parties["property"], assisting=helping, assessment=what, by=here.actors["desk"], at=MONDAY
        )
    elif state == "twins":
        twin = tell(town, "我家门也锁不上", place="13-2-502", who="mute")
        group(case_id, twin.case_id, by=here.actors["desk"], at=MONDAY)
        object.__setattr__(receipt, "demand_id", twin.demand_id)
    elif state in {"voice", "slip"}:
        at = moved(case_id, "in_hand")
        report_progress(case_id, "明天上午来修。", by=here.actors["handler"], at=at)
    elif state != "-":
        moved(case_id, state)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['page']}-{row['method']}-{row['state']}")
def test_each_cell_of_the_table_holds(
    row: dict[str, str], scene: Callable[[str], Scene], wall_clock: WallClock
) -> None:
    wall_clock.at = LATER
    seen = scene(row["state"])

    got = {role: _cell(seen, row, role) for role in ROLES}

    assert got == {role: row[role] for role in ROLES}


def test_every_page_stands_in_the_table() -> None:
    rooms = {
        name
        for name, found in (
            (name, get_resolver().reverse_dict.getlist(name))
            for name in get_resolver().reverse_dict
            if isinstance(name, str)
        )
        if found
    }
    own = {name for name in rooms if not name.startswith("account_")} - BESIDE

    assert own - {row["page"] for row in ROWS} == set()


@pytest.mark.parametrize("role", ["handler", "liuan_desk", "steward"])
def test_missing_and_not_yours_look_alike(role: str, scene: Callable[[str], Scene]) -> None:
    seen = scene("received")
    client = _as(seen, role if role != "steward" else "far_steward")

    foreign = client.get(seen.address("case"))
    missing = client.get(seen.address("case", gone=True))

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert _plain(foreign, seen.address("case")) == _plain(missing, seen.address("case", gone=True))


def _plain(answer: HttpResponse, address: str) -> str:
    return answer.content.decode().replace(address.replace("/", "%2F"), "").replace(address, "")


def _cell(seen: Scene, row: dict[str, str], role: str) -> str:
    point = transaction.savepoint()
    try:
        client = _as(seen, role)
        address = seen.address(row["page"])
        if row["method"] == "GET":
            return _read(client.get(address))
        return _read(client.post(address, {**seen.form(row["page"]), "key": f"{role}-{row['page']}"}))
    finally:
        transaction.savepoint_rollback(point)


def _as(seen: Scene, role: str) -> Client:
    client = Client()
    if role == "nobody":
        return client
    slug, _dash, name = role.rpartition("_") if role.startswith("liuan") else ("huaiyin", "", role)
    return enter(seen.town, client, name, slug=slug)


def _read(answer: HttpResponse) -> str:
    if answer.status_code == 404:
        return "no"
    if answer.status_code in {302, 303}:
        return "door" if "/accounts/login/" in answer["Location"] else "yes"
    if answer.status_code in {409, 422}:
        return "refused"
    return "yes" if answer.status_code == 200 else str(answer.status_code)
