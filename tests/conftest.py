"""The town and its people, for every test; who they are stands at the top of `tests.cast`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from linli.channels import clock
from tests.cast import MONDAY, Town, build, enter


@dataclass
class WallClock:
    """The clock of pages: stands at Monday, 10:20 in Shanghai, until a test sets `at`."""

    at: datetime = MONDAY + timedelta(hours=2)

    def forward(self, **length: float) -> datetime:
        """Let time pass: ``forward(hours=8)``; the moment after it."""
        self.at += timedelta(**length)
        return self.at


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    """Hash passwords in no time; a test of the real thing sets it back."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def wall_clock(monkeypatch: pytest.MonkeyPatch) -> WallClock:
    """What time it is on every page; stands still unless the test moves it."""
    hand = WallClock()
    monkeypatch.setattr(clock, "now", lambda: hand.at)
    return hand


@pytest.fixture
def town(db: None, wall_clock: WallClock) -> Town:
    """The street 榆荫街道 with the communities huaiyin and liuan, everybody in their seat."""
    return build()


@pytest.fixture
def signed_in(town: Town) -> Callable[..., Client]:
    """Sign a role of a community in: ``signed_in(client, "desk")``, ``signed_in(client, "handler", slug="liuan")``.

    Stewards come in by card, everybody else by account; the client is given back.
    """

    def sign_in(client: Client, role: str, *, slug: str = "huaiyin") -> Client:
        return enter(town, client, role, slug=slug)

    return sign_in
