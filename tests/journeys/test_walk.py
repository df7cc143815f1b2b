"""The walk ends by clicks alone: on a telephone and at a desk, with and without script, in both languages."""

import re
from itertools import product

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, Served, Somebody

WAYS = list(product((PHONE, DESK), (True, False), ("zh-CN", "en-GB")))


def name(way: tuple[dict[str, int], bool, str]) -> str:
    size, script, language = way
    return f"{size['width']}-{'script' if script else 'plain'}-{language[:2]}"


def press_next(page: Page) -> None:
    """What the strip says comes next."""
    page.locator(".strip .go").click()


def press_main(page: Page) -> None:
    """The one main button of the page."""
    page.locator("main .button.main").first.click()


@pytest.mark.parametrize("way", WAYS, ids=name)
def test_the_walk_ends_by_clicks_alone(way: tuple[dict[str, int], bool, str], somebody: Somebody) -> None:
    size, script, language = way
    page = somebody(size, script=script, language=language).new_page()
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "en" if language.startswith("en") else "zh-Hans")

    page.locator("form[action$='/walk/start/'] .button.main").click()
    press_main(page)  # the old man tells the steward
    expect(page.locator("[name=words]")).to_have_value(re.compile("单元门"))
    press_main(page)  # the steward writes it down
    expect(page).to_have_url(re.compile("/zone/"))
    press_next(page)
    press_main(page)  # the secretary sends it off
    press_next(page)
    press_main(page)  # the company signs
    page.locator("details:has(form[action$='/completion/']) > summary").click()
    page.locator("form[action$='/completion/'] button[type=submit]").click()
    press_next(page)
    page.locator("input[name=outcome][value=solved]").check()
    page.locator("input[name=satisfaction][value=yes]").check()
    page.locator("main button.main").first.click()  # the committee has asked: it is solved
    press_next(page)
    expect(page).to_have_url(re.compile("/c/huaiyin/open/"))
    expect(page.locator("main .state.done").first).to_be_visible()
    assert "郭守信" not in page.content()
    press_next(page)

    expect(page.locator(".eyes > section")).to_have_count(5)
    expect(page.locator(".move.done")).to_be_visible()  # the log is whole


def test_every_station_can_be_jumped_to(somebody: Somebody) -> None:
    page = somebody(DESK).new_page()

    for number in (5, 3, 6, 4, 2, 1):
        answer = page.goto(f"/walk/{number}/")
        assert answer is not None
        assert answer.status == 200, number


def test_two_visitors_have_two_demands(somebody: Somebody) -> None:
    addresses = set()
    for _visitor in range(2):
        page = somebody(PHONE).new_page()
        page.goto("/walk/3/")
        addresses.add(page.url)

    assert len(addresses) == 2


def test_the_clock_moves_on_and_lateness_shows(somebody: Somebody) -> None:
    page = somebody(DESK).new_page()
    page.goto("/walk/desk/")
    late = "a[href*='which=late']"
    before = page.locator(late).first.inner_text()

    for _day in range(2):
        page.locator("form[action$='/walk/clock/'] button").click()

    expect(page.locator(".strip .clock")).to_contain_text("09:00")
    assert page.locator(late).first.inner_text() != before


def test_the_log_of_the_demonstration_is_whole(served: Served) -> None:
    told = served.linli("audit", "verify", "--json")

    assert told.returncode == 0, told.stdout + told.stderr
    assert '"whole": true' in told.stdout
