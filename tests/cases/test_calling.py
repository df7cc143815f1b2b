"""Who may ask whether it is really solved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.cases.rules.calling import (
    ORDER,
    TRIES,
    Candidate,
    Handled,
    Outcome,
    caller,
    independent,
    reopens,
    settles,
)

NOBODY = Handled(frozenset(), frozenset())
few = st.integers(1, 4)
candidates = st.builds(
    Candidate,
    person_id=few,
    party_id=st.none() | few,
    party_kind=st.just("committee"),
    role=st.sampled_from((*ORDER, "handler", "org_member", "owners_member", "operator")),
    zone_id=st.none(),
)
hands = st.builds(Handled, people=st.frozensets(few), parties=st.frozensets(few))


def who(person_id, role, party_id=None):
    return Candidate(person_id, party_id, None, role)


def test_who_handled_it_does_not_ask_in_whichever_seat():
    handled = Handled(frozenset({7}), frozenset({1}))

    assert not independent(who(7, "desk", 2), handled)
    assert not independent(who(7, "steward"), handled)
    assert not independent(who(8, "handler", 1), handled)
    assert independent(who(8, "desk", 2), handled)
    assert independent(who(8, "steward"), handled)


@pytest.mark.parametrize("place", range(len(ORDER)))
def test_whoever_comes_first_in_the_order_is_asked_first(place):
    there = [who(person, role) for person, role in enumerate(ORDER[place:])]

    assert caller(list(reversed(there)), NOBODY).role == ORDER[place]


def test_where_everybody_handled_it_nobody_is_asked():
    assert (
        caller([who(1, "desk", 1), who(1, "secretary", 2), who(1, "steward")], Handled(frozenset({1}), frozenset()))
        is None
    )
    assert caller([], NOBODY) is None


@given(st.lists(candidates), hands)
def test_nobody_is_asked_who_handled_it_or_has_no_place_in_the_order(there, handled):
    found = caller(there, handled)

    free = [one for one in there if independent(one, handled) and one.role in ORDER]
    assert (found is None) == (not free)
    assert found is None or found in free


@given(st.lists(candidates), hands, st.randoms())
def test_the_same_one_is_asked_in_whatever_order_they_are_listed(there, handled, chance):
    mixed = list(there)
    chance.shuffle(mixed)

    first, second = caller(there, handled), caller(mixed, handled)

    assert (first and (first.role, first.person_id)) == (second and (second.role, second.person_id))


@given(candidates, hands, few)
def test_whoever_had_one_more_hand_in_it_is_not_freer_for_that(one, handled, more):
    fuller = Handled(handled.people | {more}, handled.parties)

    assert independent(one, handled) or not independent(one, fuller)


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("tries", range(1, TRIES + 2))
def test_an_answer_settles_or_reopens_or_leaves_it_open_and_never_two_of_these(outcome, tries):
    assert not (settles(outcome, tries) and reopens(outcome))


@pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.WRONG_NUMBER])
def test_not_reached_is_settled_only_after_so_many_tries(outcome):
    assert [settles(outcome, tries) for tries in range(1, TRIES + 1)] == [False] * (TRIES - 1) + [True]


def test_half_solved_is_not_solved():
    assert [outcome for outcome in Outcome if reopens(outcome)] == [Outcome.PARTLY, Outcome.UNSOLVED]


def test_after_the_last_try_every_answer_leads_somewhere():
    assert all(settles(outcome, TRIES) or reopens(outcome) for outcome in Outcome)
