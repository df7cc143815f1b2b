"""What only the tests of cases need."""

from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from django.db import transaction
from django.test import override_settings
from PIL import Image
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from linli.files.actions import store
from linli.kernel.actor import system
from tests.cast import MONDAY, Town, build

QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="module")
def standing_town(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:
    """The town, built once for all tests of a module: each of them leaves it as it was."""
    undone = transaction.atomic()
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=QUICK):
        undone.__enter__()
        town = build()
    yield town
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        undone.__exit__(None, None, None)


@pytest.fixture
def town(standing_town: Town, db: None) -> Town:
    """The street 榆荫街道 with the communities huaiyin and liuan; here without a clock of pages."""
    return standing_town


@pytest.fixture
def file_of(tmp_path, settings: Settings) -> Callable[..., int]:
    """Stores a small picture for the community; its id."""
    settings.MEDIA_ROOT = tmp_path

    def keep(town: Town) -> int:
        picture = BytesIO()
        Image.new("RGB", (8, 8), "white").save(picture, "PNG")
        here = town.huaiyin.community_id
        return store(picture.getvalue(), "门.png", community_id=here, by=system("tests"), at=MONDAY)

    return keep
