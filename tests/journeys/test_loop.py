"""The whole loop through the front door, by people who sign in for themselves: said, dispatched, done, confirmed."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from linli.demo.founding import PASSWORD
from tests.journeys.conftest import DESK, PHONE, ROOT, Served, Somebody
from tests.journeys.test_live import tell_from

WAYS = [
    pytest.param(PHONE, True, "zh-CN", id="phone-script-zh"),
    pytest.param(DESK, False, "en-GB", id="desk-plain-en"),
]


def sign_in(page: Page, username: str) -> Page:
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button.main").click()
    return page


def card_of(served: Served, zone: str) -> str:
    """The secret of a card that was just handed to the steward of the zone."""
    command = (sys.executable, "-m", "tests.journeys.handing", zone)
    environment = {**served.environment, "DJANGO_SETTINGS_MODULE": "linli.config.settings"}
    told = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    return told.stdout.strip()


def open_listed(page: Page, number: str) -> None:
    """Find a case by its number at the desk."""
    page.goto(f"/desk/?q={number}")
    page.locator("a.what").first.click()


def send_off(page: Page, title: str) -> None:
    """Say what it is and who does it."""
    page.locator("[name=title]").first.fill(title)
    page.locator("select[name=category]").first.select_option(index=5)
    page.locator("[name=kind][value=help]").first.check()
    page.locator("[name=urgency][value=ordinary]").first.check()
    page.get_by_label("安禾里物业服务有限公司").first.check()
    page.locator("form[action$='/dispatch/'] button.main").click()


def unfold(page: Page, noun: str) -> None:
    """Open the step where it is folded."""
    form = page.locator(f"form[action$='/{noun}/']").first
    form.wait_for(state="attached")  # the page before may still be standing
    if not form.is_visible():
        page.locator(f"details:has(form[action$='/{noun}/']) > summary").first.click()


@pytest.mark.parametrize(("size", "script", "language"), WAYS)
def test_a_demand_goes_round(
    size: dict[str, int], script: bool, language: str, somebody: Somebody, served: Served, tmp_path: object
) -> None:
    def person(own: dict[str, int] = size) -> Page:
        return somebody(own, script=script, language=language).new_page()

    words = f"二单元门口的灯忽明忽暗，{language}"
    resident = person()
    number = tell_from(resident, words)
    receipt = resident.url.split("?")[0]

    steward = person()
    steward.goto(f"/card/{card_of(served, '3号楼1单元')}/")
    steward.locator("main button.main").click()
    expect(steward.locator("main")).to_contain_text(words[:10])

    secretary = sign_in(person(), "shuji")
    open_listed(secretary, number)
    send_off(secretary, "门口的灯忽明忽暗")
    case = re.search(r"/cases/(\d+)/", secretary.url)
    assert case is not None

    company = sign_in(person(), "wuye")
    company.goto(f"/cases/{case[1]}/")
    company.locator("form[action$='/signature/'] button").click()
    unfold(company, "completion")
    done = company.locator("form[action$='/completion/']")
    done.locator("[name=words]").fill("换了灯头，亮稳了。")
    done.locator("button[type=submit]").first.click()

    committee = sign_in(person(), "juweihui")
    committee.goto(f"/cases/{case[1]}/")
    committee.locator("a[href$='/call-back/']").first.click()
    committee.locator("[name=outcome][value=no_answer]").check()
    committee.locator("main button.main").first.click()
    expect(committee).to_have_url(re.compile("/desk/call-backs/"))

    resident.goto(receipt)
    expect(resident.locator("main")).to_contain_text("换了灯头")
    resident.locator("[name=outcome][value=solved]").check()
    resident.locator("[name=satisfaction][value=yes]").check()
    resident.locator("form[action*='/answer/'] button[type=submit]").click()

    committee.goto(f"/cases/{case[1]}/")
    expect(committee.locator("main .state.done").first).to_be_visible()
    public = person()
    public.goto(f"/c/huaiyin/open/{case[1]}/")
    expect(public.locator("main .state.done").first).to_be_visible()
    assert words not in public.content()
    company.goto(f"/cases/{case[1]}/")
    expect(company.locator("form[action$='/completion/']")).to_have_count(0)


def test_the_wrong_person_finds_nothing(somebody: Somebody) -> None:
    school = sign_in(somebody(DESK).new_page(), "xuexiao")

    case = school.goto("/cases/1/")
    missing = school.goto("/cases/999999/")
    desk = school.goto("/desk/")

    assert [answer.status for answer in (case, missing, desk) if answer is not None] == [404, 404, 404]


def test_somebody_moved_meanwhile_and_nothing_typed_is_lost(somebody: Somebody) -> None:
    resident = somebody(PHONE).new_page()
    number = tell_from(resident, "自行车棚的顶掀了一块，下雨全漏车上")
    first, second = sign_in(somebody(DESK).new_page(), "shuji"), sign_in(somebody(DESK).new_page(), "juweihui")
    open_listed(first, number)
    open_listed(second, number)

    send_off(first, "车棚顶掀了")
    send_off(second, "车棚漏雨要补顶")

    expect(second.locator("main")).to_contain_text("往前走了一步")
    assert "车棚漏雨要补顶" in second.content()
