"""`linli accounts open` and `password`: an account for a person who has a seat, and another password for it."""

import argparse
import getpass
import sys

from linli.channels.clock import now
from linli.channels.console.main import Stopped
from linli.channels.console.words import _
from linli.kernel.actor import system
from linli.people.actions import change_password, open_account
from linli.people.queries import account_of, person


def open_one(told: argparse.Namespace) -> int:
    """Open an account for the person of that number, with a password that never stands on the command line."""
    if person(told.person) is None:
        raise Stopped(_("没有编号是 %(id)s 的人。") % {"id": told.person})
    open_account(told.person, told.username, _password(told), by=system("console"), at=now())
    print(_("%(username)s 可以登录了。") % {"username": told.username})
    return 0


def give_password(told: argparse.Namespace) -> int:
    """Let somebody who forgot their password sign in with another one."""
    account_id = account_of(told.username)
    if account_id is None:
        raise Stopped(_("没有叫 %(username)s 的账号。") % {"username": told.username})
    change_password(account_id, _password(told), by=system("console"), at=now())
    print(_("%(username)s 的密码换好了。") % {"username": told.username})
    return 0


def _password(told: argparse.Namespace) -> str:
    if told.password_stdin:
        return sys.stdin.readline().rstrip("\n")
    if not sys.stdin.isatty():
        raise Stopped(_("这里没有终端，请用 --password-stdin 从标准输入给密码。"))
    password = getpass.getpass(_("密码："))
    if password != getpass.getpass(_("再输一次：")):
        raise Stopped(_("两次不一样，没有开。"))
    return password
