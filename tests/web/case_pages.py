"""What the tests of the case's pages have in common: addresses, forms as they stand on a page, a pair of hands."""

import re
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from linli.cases.actions.intake import Receipt
from linli.cases.models import Case
from linli.cases.queries.rule_book import categories
from tests.cast import MONDAY, Town

ASSESSED = {"title": "单元门锁不上", "kind": "report", "urgency": "ordinary"}


def at(name: str, told: Receipt | int, *more: int) -> str:
    """The address of a step of the case."""
    return reverse(name, args=[told if isinstance(told, int) else told.case_id, *more])


def state(told: Receipt) -> str:
    """Where the case stands."""
    return Case.objects.get(pk=told.case_id).state


def steps(told: Receipt) -> int:
    """How far the case is."""
    return Case.objects.get(pk=told.case_id).step_count


def words(answer: HttpResponse) -> str:
    """What can be read on the page."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", answer.content.decode())))


def page(client: Client, told: Receipt) -> str:
    """What can be read on the page of the case."""
    answer = client.get(at("case", told))
    assert answer.status_code == 200
    return words(answer)


def forms(answer: HttpResponse) -> dict[str, dict[str, str]]:
    """The hidden answers of every form that is sent by POST, by its address."""
    found = {}
    for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", answer.content.decode(), re.DOTALL):
        address = re.search(r'action="([^"]+)"', form)
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
        found[address[1] if address else ""] = dict(hidden)
    return found


def send(client: Client, told: Receipt, name: str, *more: int, **typed: Any) -> HttpResponse:
    """Open the page of the case, fill in the form of the step and press its button."""
    shown = client.get(at("case", told))
    address = at(name, told, *more)
    hidden = forms(shown).get(address)
    assert hidden is not None, f"{name} is not offered"
    return client.post(address, {**hidden, **typed})


def category(town: Town, slug: str = "huaiyin") -> int:
    """Some category of the community."""
    return categories(town[slug].community_id, on=MONDAY.date())[0].id
