"""The town of every test is right."""

import pytest

from linli.cases.models import Case
from linli.cases.rules.life import State
from tests.cast import moved, tell


@pytest.mark.parametrize("state", list(State))
def test_a_case_can_be_walked_to_every_state(town, state):
    receipt = tell(town)

    moved(receipt.case_id, state)

    assert Case.objects.get(pk=receipt.case_id).state == state


def test_it_is_built_quickly(town, django_assert_max_num_queries):
    import time
    from tests.cast import build
    from django.db import transaction
    from linli.audit.models import Entry

    print(Entry.objects.count())


def test_liuan(town):
    receipt = tell(town, slug="liuan")
    moved(receipt.case_id, State.CLOSED)
