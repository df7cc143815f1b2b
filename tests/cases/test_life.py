"""The table of the life of a case: nothing in it leads nowhere."""

import pytest

from linli.cases.rules.life import ENDED, LIFE, OPEN, OWED_IN, Hands, State, Step, after, steps_from
from linli.people.rules import MAY, Power


def reachable(start):
    """Every state that some steps lead to from there, itself included."""
    found, ahead = {start}, [start]
    while ahead:
        state = ahead.pop()
        for step in steps_from(state):
            target = after(step, state)
            if target not in found:
                found.add(target)
                ahead.append(target)
    return found


def test_a_state_is_open_or_ended_and_never_both():
    assert set(OPEN) | set(ENDED) == set(State)
    assert not set(OPEN) & set(ENDED)


def test_every_state_can_be_reached_from_the_first_word():
    assert reachable(State.RECEIVED) == set(State)


@pytest.mark.parametrize("state", OPEN)
def test_from_every_open_state_there_is_a_way_to_the_end(state):
    assert State.CLOSED in reachable(state)


@pytest.mark.parametrize("state", ENDED)
def test_what_has_ended_moves_no_more(state):
    assert steps_from(state) == ()


@pytest.mark.parametrize("state", OPEN)
def test_an_open_case_owes_something_in_every_state(state):
    assert OWED_IN[state]


def test_an_ended_case_owes_nothing():
    assert set(OWED_IN) == set(OPEN)


@pytest.mark.parametrize("state", OPEN)
def test_whoever_asked_can_always_say_more(state):
    assert after(Step.ADD, state) is state


@pytest.mark.parametrize(("step", "row"), LIFE.items())
def test_a_power_that_the_table_asks_for_is_one_that_somebody_has(step, row):
    if row.power is not None:
        assert any(Power(row.power) in powers for powers in MAY.values())
    else:
        assert row.hands in {Hands.REQUESTER, Hands.LINLI}


@pytest.mark.parametrize("step", [step for step, row in LIFE.items() if row.hands is Hands.LINLI])
def test_what_follows_by_itself_follows_only_when_it_is_said_to_be_done(step):
    assert list(LIFE[step].paths) == [State.DONE]


def test_only_the_first_word_stands_outside_of_the_table():
    assert set(Step) - set(LIFE) == {Step.RECEIVE}


@pytest.mark.parametrize("state", [State.DISPATCHED, State.IN_HAND, State.STUCK])
def test_a_case_can_be_taken_from_a_party_that_does_not_move(state):
    assert after(Step.DISPATCH, state) is State.DISPATCHED


def test_nothing_is_closed_before_it_is_said_to_be_done():
    assert {state for state in State if after(Step.CLOSE, state)} == {State.DONE}


@pytest.mark.parametrize("state", State)
def test_a_step_that_is_listed_can_be_taken_and_no_other(state):
    listed = steps_from(state)

    assert [step for step in Step if after(step, state) is not None] == sorted(listed, key=list(Step).index)
