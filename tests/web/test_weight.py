"""The resident's first page is light: an old telephone on a weak network shows it at once."""

import gzip
import re

from django.test import Client
from django.urls import reverse

from tests.house import plan

LIMIT = 60_000  # bytes over the wire, with everything that the page asks for
STATIC = plan.PRODUCT / "channels/web/static"


def test_the_first_page_with_all_that_it_asks_for_is_under_sixty_kilobytes(town):
    page = Client().get(reverse("community", args=["huaiyin"])).content.decode()

    asked = set(re.findall(r'(?:src|href)="/static/([^"?]+)"', page))
    files = [STATIC / re.sub(r"\.[0-9a-f]{12}(?=\.)", "", name) for name in asked]
    weight = len(gzip.compress(page.encode())) + sum(len(gzip.compress(file.read_bytes())) for file in files)

    assert {file.suffix for file in files} >= {".css", ".js"}
    assert weight < LIMIT / 2


def test_nothing_comes_from_elsewhere(town):
    page = Client().get(reverse("community", args=["huaiyin"])).content.decode()

    assert re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]*"', page) == []
