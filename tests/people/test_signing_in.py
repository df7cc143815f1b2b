"""Staff sign in by name and password, through the front door."""

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.core.cache import cache
from django.urls import reverse

from linli.people.access import appointments_for
from linli.people.actions import close_account, end_appointment, open_account
from linli.people.models import Account
from tests.cast import LINLI, PASSWORD

WRONG = "ye-bu-shi-zhe-ge"


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    cache.clear()
    yield
    cache.clear()


def sign_in(client, username="haozhiming", password=PASSWORD, ip="10.0.0.7"):
    return client.post(reverse("account_login"), {"login": username, "password": password}, REMOTE_ADDR=ip)


def is_in(client):
    return "_auth_user_id" in client.session


def test_who_has_an_account_comes_in_and_stands_in_their_seat(town, client):
    answer = sign_in(client)

    assert (answer.status_code, answer["Location"]) == (302, "/my/")
    assert client.get(reverse("inbox")).status_code == 200


def test_the_name_is_the_same_in_capitals(town, client):
    sign_in(client, "HaoZhiming")

    assert is_in(client)


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(town, client):
    wrong = sign_in(client, password=WRONG)
    unknown = sign_in(client, username="meiyouzheren")

    told = [list(answer.context["form"].non_field_errors()) for answer in (wrong, unknown)]
    assert wrong.status_code == unknown.status_code == 200
    assert told[0] == told[1]
    assert told[0]
    assert not is_in(client)


def test_who_tries_too_often_is_locked_out_even_with_the_right_password(town, client):
    for _ in range(5):
        sign_in(client, password=WRONG)

    answer = sign_in(client)

    assert not is_in(client)
    assert answer.status_code in {200, 429}


def test_who_tries_one_account_from_many_addresses_is_locked_out_too(town, client):
    for turn in range(6):
        sign_in(client, password=WRONG, ip=f"10.0.1.{turn}")

    sign_in(client, ip="10.0.2.1")

    assert not is_in(client)


def test_who_did_not_touch_the_page_for_eight_hours_signs_in_again(town, client, wall_clock):
    sign_in(client)
    client.get(reverse("inbox"))

    wall_clock.forward(hours=7)
    assert client.get(reverse("inbox")).status_code == 200
    wall_clock.forward(hours=9)
    answer = client.get(reverse("inbox"))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
    assert not is_in(client)


def test_who_has_no_role_left_sees_nothing_though_they_can_sign_in(town, client, wall_clock):
    sign_in(client)
    account = Account.objects.get(username="haozhiming")
    role = appointments_for(account.pk, at=wall_clock.at)[0]

    end_appointment(role.id, by=LINLI, at=wall_clock.at)
    pages = [client.get(reverse(name)).status_code for name in ("inbox", "table", "zone", "street", "stewards")]

    assert pages == [302] * 5
    assert is_in(client)


def test_whose_account_was_closed_is_out_at_once_and_does_not_come_in_again(town, client, wall_clock):
    sign_in(client)

    close_account(town.huaiyin.persons["desk"], by=LINLI, at=wall_clock.at)

    assert client.get(reverse("inbox")).status_code == 302
    client.logout()
    sign_in(client)
    assert not is_in(client)


def test_a_password_is_kept_as_argon2_and_nowhere_else(town, settings, wall_clock):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    person = town.liuan.persons["resident"]

    open_account(person, "shenyulan", PASSWORD, by=LINLI, at=wall_clock.at)

    kept = Account.objects.get(username="shenyulan").password
    assert identify_hasher(kept).algorithm == "argon2"
    assert PASSWORD not in kept


def test_a_password_can_be_changed_by_who_knows_the_old_one(town, client):
    sign_in(client)
    page = reverse("account_change_password")
    assert client.get(page).status_code == 200

    client.post(page, {"oldpassword": WRONG, "password1": "xin-mi-ma-8-hao", "password2": "xin-mi-ma-8-hao"})
    assert Account.objects.get(username="haozhiming").check_password(PASSWORD)
    client.post(page, {"oldpassword": PASSWORD, "password1": "xin-mi-ma-8-hao", "password2": "xin-mi-ma-8-hao"})

    assert Account.objects.get(username="haozhiming").check_password("xin-mi-ma-8-hao")


@pytest.mark.parametrize("page", ["signup/", "password/reset/", "password/set/", "email/", "confirm-email/"])
def test_nobody_opens_an_account_or_resets_a_password_by_themselves(town, client, page):
    answer = client.post(f"/accounts/{page}", {"username": "somebody", "password1": PASSWORD, "password2": PASSWORD})

    assert answer.status_code in {200, 404}
    assert not Account.objects.filter(username="somebody").exists()
    assert not is_in(client)
