"""An account is opened for a person, under a name of their own, with a password that is not easily guessed."""

import pytest

from linli.channels.web.refusals import SENTENCES
from linli.kernel.refused import Refused
from linli.people.access import appointments_for
from linli.people.actions import change_password, close_account, open_account
from linli.people.models import Account
from tests.cast import LINLI, MONDAY, PASSWORD


@pytest.mark.parametrize(
    ("who", "username", "password", "code"),
    [
        (None, "newcomer", PASSWORD, "person.missing"),
        ("desk", "newcomer", PASSWORD, "account.exists"),
        ("resident", "HaoZhiming", PASSWORD, "account.name_taken"),
        ("resident", "ｈａｏｚｈｉｍｉｎｇ", PASSWORD, "account.name_taken"),
        ("resident", "  ", PASSWORD, "account.name_needed"),
        ("resident", "two words", PASSWORD, "account.name_needed"),
        ("resident", "x" * 61, PASSWORD, "account.name_needed"),
        ("resident", "newcomer", "short", "account.weak_password"),
        ("resident", "newcomer", "1234567890", "account.weak_password"),
        ("resident", "newcomer", "", "account.weak_password"),
    ],
)
def test_what_makes_no_account_is_refused_in_a_sentence_and_leaves_none(town, who, username, password, code):
    before = Account.objects.count()

    with pytest.raises(Refused) as refused:
        open_account(town.huaiyin.persons[who] if who else 99999, username, password, by=LINLI, at=MONDAY)

    assert refused.value.code == code
    assert code in SENTENCES
    assert refused.value.facts == {}
    assert refused.value.__cause__ is None
    assert Account.objects.count() == before


def test_a_closed_account_has_no_role_whatever_its_person_holds(town):
    account = Account.objects.get(username="haozhiming")

    close_account(town.huaiyin.persons["desk"], by=LINLI, at=MONDAY)

    assert appointments_for(account.pk, at=MONDAY) == ()
    with pytest.raises(Refused, match=r"account\.missing"):
        close_account(town.huaiyin.persons["desk"], by=LINLI, at=MONDAY)
    with pytest.raises(Refused, match=r"account\.missing"):
        change_password(account.pk, "xin-mi-ma-8-hao", by=LINLI, at=MONDAY)


def test_a_weak_password_does_not_take_the_place_of_a_strong_one(town):
    account = Account.objects.get(username="haozhiming")

    with pytest.raises(Refused, match=r"account\.weak_password"):
        change_password(account.pk, "1234567890", by=LINLI, at=MONDAY)

    account.refresh_from_db()
    assert account.check_password(PASSWORD)
