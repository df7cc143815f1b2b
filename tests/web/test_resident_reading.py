"""How pages are read, and as whom."""

import pytest

from linli.people.actions import appoint
from linli.people.models import Appointment
from tests.cast import FOUNDED, LINLI, tell

ALL = ("/c/huaiyin/", "/c/huaiyin/say/", "/find/", "/c/huaiyin/open/", "/c/huaiyin/rules/")


@pytest.mark.parametrize(("how", "sign"), [("on", 'data-elder="on"'), ("more", 'data-elder="more"')])
def test_large_letters_are_kept_on_the_telephone(client, town, how, sign):
    answer = client.get(f"/elder/{how}/?next=/c/huaiyin/")
    page = client.get("/c/huaiyin/").content.decode()

    assert answer.headers["Location"] == "/c/huaiyin/"
    assert sign in page
    assert "您要做什么？" in page
    client.get("/elder/off/")
    assert "data-elder" not in client.get("/c/huaiyin/").content.decode()


def test_every_page_of_residents_stands_in_large_letters_too(client, town):
    client.cookies["elder"] = "on"
    receipt = tell(town)

    for path in (*ALL, f"/r/{receipt.token}/", f"/r/{receipt.token}/?fresh=1", f"/r/{receipt.token}/paper/"):
        page = client.get(path)
        assert page.status_code == 200
        assert page.content.decode().count("<h1") == 1


def test_the_other_language_is_kept(client, town):
    client.get("/language/en/?next=/find/")

    assert '<html lang="en"' in client.get("/find/").content.decode()
    assert client.get("/language/fr/").status_code == 404
    assert client.get("/elder/huge/").status_code == 404


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org", "javascript:alert(1)", "/\\example.org"])
def test_nobody_is_sent_elsewhere(client, town, away):
    assert client.get("/elder/on/", {"next": away}).headers["Location"] == "/"
    assert client.get("/language/en/", {"next": away}).headers["Location"] == "/"


@pytest.mark.parametrize(
    ("role", "page"),
    [
        ("desk", "/desk/"),
        ("secretary", "/desk/"),
        ("handler", "/table/"),
        ("owners_member", "/table/"),
        ("org_member", "/table/"),
        ("street_officer", "/street/"),
        ("steward", "/zone/"),
    ],
)
def test_ones_own_page_is_that_of_ones_seat(client, town, signed_in, role, page):
    assert signed_in(client, role).get("/my/").headers["Location"] == page


def test_who_is_nobody_here_signs_in_first(client, town):
    assert client.get("/my/").headers["Location"] == "/accounts/login/?next=%2Fmy%2F"


def test_who_has_an_account_but_no_seat_is_told_so(client, town, signed_in):
    signed_in(client, "operator")

    assert "您现在没有岗位" in client.get("/my/").content.decode()


def test_a_seat_of_somebody_else_is_missing(client, town, signed_in):
    other = Appointment.objects.exclude(person_id=town.huaiyin.persons["desk"]).first()
    assert other is not None

    assert signed_in(client, "desk").post(f"/seat/{other.pk}/").status_code == 404


def test_one_goes_on_in_another_seat(client, town, signed_in):
    desk = town.huaiyin.persons["desk"]
    zone = town.huaiyin.zones["3-2"]
    appointed = appoint(desk, "steward", zone_id=zone, by=LINLI, at=FOUNDED)
    signed_in(client, "desk")

    assert "换成" in client.get("/c/huaiyin/").content.decode()
    assert client.post(f"/seat/{appointed}/").headers["Location"] == "/my/"
    assert client.get("/my/").headers["Location"] == "/zone/"
