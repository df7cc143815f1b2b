"""Somebody who forgot their password gets another one at the desk's machine, and no word of it in the log."""

import argparse
import io

import pytest

from linli.audit.models import Entry
from linli.channels.console.accounts import give_password
from linli.channels.console.main import Stopped
from linli.kernel.refused import Refused
from linli.people.models import Account

FRESH = "huai-hua-man-jie-9"


def give(monkeypatch, username, password):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    return give_password(argparse.Namespace(username=username, password_stdin=True))


def test_a_forgotten_password_is_replaced(town, monkeypatch):
    assert give(monkeypatch, "haozhiming", FRESH) == 0

    assert Account.objects.get(username="haozhiming").check_password(FRESH)
    assert not Entry.objects.filter(body__contains=FRESH).exists()


def test_a_weak_one_is_refused_and_the_old_one_stays(town, monkeypatch):
    with pytest.raises(Refused, match="weak_password"):
        give(monkeypatch, "haozhiming", "12345678")

    assert Account.objects.get(username="haozhiming").check_password(town.PASSWORD)


def test_an_account_that_does_not_exist_is_said_so(town, monkeypatch):
    with pytest.raises(Stopped, match="nobody"):
        give(monkeypatch, "nobody", FRESH)
