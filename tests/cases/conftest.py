"""What only the tests of cases need."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from linli.files.actions import store
from linli.kernel.actor import system
from tests.cast import MONDAY, Town


@pytest.fixture
def file_of(tmp_path, settings) -> Callable[..., int]:
    """Stores a small picture for the community; its id."""
    settings.MEDIA_ROOT = tmp_path

    def keep(town: Town) -> int:
        picture = BytesIO()
        Image.new("RGB", (8, 8), "white").save(picture, "PNG")
        here = town.huaiyin.community_id
        return store(picture.getvalue(), "门.png", community_id=here, by=system("tests"), at=MONDAY)

    return keep
