"""The watch over writing hands, which every test of the suite runs under, sees what it should."""

from types import FunctionType

import pytest
from django.db import connection, transaction

from linli.errands.models import Errand
from tests.errands.jobs import MONDAY
from tests.house.writes import ForeignHand, house_of_table

pytestmark = pytest.mark.django_db


def as_if_in(module, function):
    """The function, as if it stood in that module."""
    return FunctionType(function.__code__, {**function.__globals__, "__name__": module})


def promise_by_hand():
    Errand.objects.create(name="x", promised_at=MONDAY, due_at=MONDAY)


def look():
    return Errand.objects.count()


def test_a_house_that_writes_the_table_of_another_is_stopped():
    with (
        pytest.raises(ForeignHand, match="cases writes errands_errand, which belongs to errands"),
        transaction.atomic(),
    ):
        as_if_in("linli.cases.actions.intake", promise_by_hand)()

    assert not Errand.objects.exists()


def test_a_channel_writes_no_table_of_a_house():
    with pytest.raises(ForeignHand, match="channels"):
        as_if_in("linli.channels.web.views", promise_by_hand)()


def test_changing_and_removing_are_writing_too():
    promise_by_hand()
    for change in (lambda: Errand.objects.update(name="y"), lambda: Errand.objects.all().delete()):
        with pytest.raises(ForeignHand), transaction.atomic():
            as_if_in("linli.cases.actions.intake", change)()

    assert Errand.objects.get().name == "x"


def test_a_house_may_write_its_own_and_read_what_it_likes():
    as_if_in("linli.errands.actions", promise_by_hand)()

    assert as_if_in("linli.cases.queries.lists", look)() == 1


def test_every_table_of_the_product_belongs_to_a_house():
    tables = {table for table in connection.introspection.table_names() if not table.startswith(("django_", "auth_"))}

    assert house_of_table("errands_errand") == "errands"
    assert {table for table in tables if house_of_table(table) is None and table.startswith("linli")} == set()
