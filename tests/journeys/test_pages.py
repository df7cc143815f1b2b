"""axe finds nothing on any page of any role, at three widths, elder mode too; nothing runs off the side."""

from collections.abc import Iterable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from linli.demo.founding import PASSWORD
from tests.journeys.conftest import DESK, Somebody
from tests.journeys.test_live import tell_from

WIDTHS = (320, 390, 1280)
# Each role comes in by its own way; then the pages that it has.
ROLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "nobody": (
        "/",
        (
            "/",
            "/walk/1/",
            "/walk/eyes/",
            "/c/huaiyin/",
            "/c/huaiyin/say/",
            "/find/",
            "/c/huaiyin/open/",
            "/c/huaiyin/open/CASE/",
            "/c/huaiyin/rules/",
            "/accounts/login/",
            "/nowhere/",
        ),
    ),
    "steward": ("/walk/2/", ("/zone/", "/zone/say/", "/cases/CASE/")),
    "secretary": (
        "/walk/3/",
        ("/desk/", "/cases/CASE/", "/cases/CASE/correction/", "/cases/CASE/grouping/", "/table/"),
    ),
    "handler": ("/walk/4/", ("/table/", "/table/done/", "/cases/CASE/", "/accounts/password/change/")),
    "desk": (
        "/walk/5/",
        (
            "/desk/",
            "/desk/?which=late",
            "/desk/?which=ended",
            "/desk/?q=没有这样的事",
            "/desk/intake/",
            "/desk/households/",
            "/desk/call-backs/",
            "/desk/stewards/",
            "/desk/slips/",
            "/desk/posters/1/",
            "/cases/CASE/",
            "/cases/CASE/demands/DEMAND/call-back/",
        ),
    ),
    "street": ("jiedao", ("/street/", "/table/")),
    "owners": ("yeweihui", ("/table/", "/table/done/")),
}


def come_in(page: Page, way: str) -> None:
    if way.startswith("/"):
        page.goto(way)
        return
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(way)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button.main").click()


def troubles(page: Page, where: str) -> Iterable[str]:
    """What axe finds, and what runs off the side."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for found in Axe().run(page).response["violations"]:
            yield f"{where} {width}: {found['id']} {[node['target'] for node in found['nodes'][:3]]}"
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            yield f"{where} {width}: {over} px over the side"


@pytest.mark.parametrize("role", ROLES)
def test_axe_finds_nothing(role: str, somebody: Somebody) -> None:
    way, addresses = ROLES[role]
    page = somebody(DESK).new_page()
    page.goto("/walk/5/")
    case, demand = page.url.split("/cases/")[1].split("/demands/")
    come_in(page, way)

    found = []
    for elder in ("off", "on"):
        page.goto(f"/elder/{elder}/?next=/find/")
        for address in addresses:
            page.goto(address.replace("CASE", case).replace("DEMAND", demand.split("/")[0]))
            found += troubles(page, f"{role} {address} elder={elder}")

    assert found == []


def test_axe_finds_nothing_on_a_receipt_and_on_what_is_refused(somebody: Somebody) -> None:
    page = somebody(DESK).new_page()
    tell_from(page, "信箱的锁被撬了")
    found = list(troubles(page, "receipt"))
    page.goto(page.url.split("?")[0] + "paper/")
    found += troubles(page, "paper")
    page.goto("/c/huaiyin/say/")
    page.locator("main button.main").last.click()
    found += troubles(page, "refused")

    assert found == []
