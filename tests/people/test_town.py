"""The town of every test is right: a case walks to every state in it, by people who may."""

import pytest

from linli.cases.models import Case
from linli.cases.rules.life import State
from linli.people.rules import PartyKind
from tests.cast import moved, tell


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("slug", ["huaiyin", "liuan"])
def test_a_case_can_be_walked_to_every_state(town, slug, state):
    receipt = tell(town, slug=slug)

    moved(receipt.case_id, state)

    assert Case.objects.get(pk=receipt.case_id).state == state


@pytest.mark.parametrize("lead", list(PartyKind))
@pytest.mark.parametrize("who", ["resident", "mute", None])
def test_whoever_leads_it_and_whoever_asked_somebody_can_close_it(town, lead, who):
    receipt = tell(town, who=who)

    moved(receipt.case_id, State.CLOSED, lead=lead)

    assert Case.objects.get(pk=receipt.case_id).state == State.CLOSED


def test_a_case_that_is_stuck_is_closed_too(town):
    receipt = tell(town)

    moved(receipt.case_id, State.CLOSED, at=moved(receipt.case_id, State.STUCK))

    assert Case.objects.get(pk=receipt.case_id).state == State.CLOSED
