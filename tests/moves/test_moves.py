"""Whose move it is: one thing is owed once, until it is kept or overtaken; and everybody finds what they owe."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.audit.models import Entry
from linli.kernel.actor import system
from linli.kernel.refused import Refused
from linli.moves.actions import bring_to_thread, close_moves, entrust, open_move
from linli.moves.models import Move
from linli.moves.queries import (
    Sum,
    count_owed_by,
    count_owing,
    open_moves,
    open_of_subject,
    owed_by,
    owed_by_steward,
    owing,
    sums_owed_by,
    threads_ever_owed_by,
    threads_owed_by,
)
from linli.moves.rules import Debt
from tests.cast import MONDAY

BY = system("tests")
HOUR = timedelta(hours=1)
CASE = ("case", 7)


def owe(side, owed="sign", *, party="property", subject=CASE, thread=7, hours=2, at=MONDAY, **more):
    """Let the party owe something until so many hours after Monday morning; the id of the move."""
    debt = Debt(subject, owed, side.parties[party], MONDAY + hours * HOUR, **more)
    return open_move(debt, community_id=side.community_id, thread_id=thread, by=BY, at=at)


def told(topic):
    return Entry.objects.filter(topic=f"moves.{topic}").count()


def test_a_move_says_what_is_owed_by_whom_until_when_and_who_comes_next(town):
    side = town.huaiyin
    pk = owe(side, next_party_id=side.parties["branch"])

    (move,) = open_moves([7])[7]

    assert (move.id, move.owed, move.party_id, move.party_kind) == (pk, "sign", side.parties["property"], "property")
    assert (move.opened_at, move.due_at) == (MONDAY, MONDAY + 2 * HOUR)
    assert move.next_party_name == "槐荫北里社区党支部"
    assert [move.late(MONDAY + 2 * HOUR - timedelta(seconds=1)), move.late(MONDAY + 2 * HOUR)] == [False, True]


def test_to_owe_the_same_again_moves_its_moment_instead_of_doubling_it(town):
    first, again = owe(town.huaiyin), owe(town.huaiyin, hours=5, at=MONDAY + HOUR)

    (move,) = open_moves([7])[7]

    assert first == again == move.id
    assert (move.opened_at, move.due_at) == (MONDAY, MONDAY + 5 * HOUR)
    assert (told("move_opened"), told("move_handed_on")) == (1, 1)


def test_to_say_what_is_said_already_announces_nothing(town):
    owe(town.huaiyin)

    owe(town.huaiyin, at=MONDAY + HOUR)

    assert (told("move_opened"), told("move_handed_on")) == (1, 0)


def test_the_database_itself_refuses_to_let_a_party_owe_one_thing_twice(town):
    owe(town.huaiyin)

    row = Move.objects.values().get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Move.objects.create(**{name: value for name, value in row.items() if name != "id"})


def test_a_closed_move_must_say_whether_it_was_kept(town):
    owe(town.huaiyin)

    with pytest.raises(IntegrityError), transaction.atomic():
        Move.objects.update(closed_at=MONDAY)


@pytest.mark.parametrize(("at", "late"), [(MONDAY + HOUR, "false"), (MONDAY + 2 * HOUR, "true")])
@pytest.mark.parametrize("kept", [True, False])
def test_a_move_is_closed_as_kept_or_overtaken_and_says_whether_it_was_late(town, at, late, kept):
    owe(town.huaiyin)

    assert close_moves(CASE, kept=kept, by=BY, at=at) == 1

    assert open_moves([7]) == {}
    body = Entry.objects.get(topic="moves.move_closed").body
    assert f'"kept":{str(kept).lower()}' in body
    assert f'"late":{late}' in body


def test_closing_takes_only_what_it_names(town):
    side = town.huaiyin
    owe(side, "handle")
    owe(side, "assist", party="owners")
    owe(side, "assist", party="organisation")
    owe(side, "contact", subject=("demand", 7))

    close_moves(CASE, owed="assist", party_id=side.parties["owners"], kept=True, by=BY, at=MONDAY)
    close_moves(CASE, owed="sign", kept=True, by=BY, at=MONDAY)

    left = {(move.owed, move.party_kind) for move in open_moves([7])[7]}
    assert left == {("handle", "property"), ("assist", "organisation"), ("contact", "property")}


def test_closing_what_is_closed_closes_nothing(town):
    owe(town.huaiyin)
    close_moves(CASE, kept=True, by=BY, at=MONDAY)

    assert close_moves(CASE, kept=False, by=BY, at=MONDAY) == 0
    assert Move.objects.get().kept is True


def test_what_was_closed_can_be_owed_anew_and_is_another_move(town):
    first = owe(town.huaiyin)
    close_moves(CASE, kept=True, by=BY, at=MONDAY)

    assert owe(town.huaiyin) != first


def test_a_move_entrusted_to_a_person_leaves_the_zone_and_stays_with_its_party(town):
    side = town.huaiyin
    pk = owe(side, "call_back", party="committee", zone_id=side.zones["13-2"])

    entrust(pk, person_id=side.persons["far_steward"], by=BY, at=MONDAY)

    (move,) = open_of_subject(*CASE)
    assert (move.person_id, move.zone_id) == (side.persons["far_steward"], None)
    assert move.party_id == side.parties["committee"]
    assert told("move_handed_on") == 1


@pytest.mark.parametrize("closed", [True, False])
def test_what_is_not_owed_is_entrusted_to_nobody(town, closed):
    pk = owe(town.huaiyin) if closed else 999_999
    close_moves(CASE, kept=True, by=BY, at=MONDAY)

    with pytest.raises(Refused, match=r"move\.closed"):
        entrust(pk, person_id=town.huaiyin.persons["desk"], by=BY, at=MONDAY)


def test_what_is_owed_to_a_demand_follows_it_into_another_case(town):
    owe(town.huaiyin, "contact", subject=("demand", 3))
    owe(town.huaiyin, "handle")
    owe(town.huaiyin, "assess", subject=("demand", 3), party="committee")
    close_moves(("demand", 3), owed="assess", kept=True, by=BY, at=MONDAY)

    assert bring_to_thread(("demand", 3), 8, by=BY, at=MONDAY) == 1

    assert [move.owed for move in open_moves([8])[8]] == ["contact"]
    assert [move.owed for move in open_moves([7])[7]] == ["handle"]


def test_the_tightest_stands_first_wherever_it_is_looked_for(town):
    side = town.huaiyin
    for hours, nth in ((5, 1), (1, 2), (3, 3)):
        owe(side, subject=("case", nth), thread=nth, hours=hours)

    lists = (owed_by([side.parties["property"]]), owing(side.community_id, "sign"))

    assert [[move.subject_id for move in found] for found in lists] == [[2, 3, 1]] * 2
    assert [move.subject_id for move in owed_by([side.parties["property"]], offset=1, limit=1)] == [3]


def test_a_party_does_not_find_what_a_zone_or_a_person_owes_in_its_name(town):
    side = town.huaiyin
    committee = side.parties["committee"]
    owe(side, "call_back", party="committee", subject=("demand", 1), zone_id=side.zones["13-2"])
    owe(side, "call_back", party="committee", subject=("demand", 2), thread=8, person_id=side.persons["desk"])
    owe(side, "call_back", party="committee", subject=("demand", 3), thread=9)

    assert [move.subject_id for move in owed_by([committee])] == [3]
    assert count_owed_by([committee]) == 1
    assert set(threads_owed_by([committee])) == {9}
    assert set(threads_ever_owed_by(committee)) == {7, 8, 9}
    assert count_owing(side.community_id, "call_back") == 3


def test_a_steward_finds_what_their_zones_owe_and_what_they_were_asked_by_name(town):
    side = town.huaiyin
    owe(side, "call_back", subject=("demand", 1), zone_id=side.zones["13-2"])
    owe(side, "call_back", subject=("demand", 2), zone_id=side.zones["3-1"])
    owe(side, "call_back", subject=("demand", 3), person_id=side.persons["steward"])
    owe(side, "call_back", subject=("demand", 4))

    found = owed_by_steward({side.zones["13-2"]}, side.persons["steward"])

    assert {move.subject_id for move in found} == {1, 3}
    assert {move.subject_id for move in owed_by_steward({side.zones["13-2"]}, None)} == {1}
    assert owed_by_steward(frozenset(), None) == ()


def test_sums_count_what_is_owed_and_what_of_it_is_late_by_sort(town):
    side = town.huaiyin
    for nth, hours in enumerate((1, 2, 9)):
        owe(side, subject=("case", nth + 1), hours=hours)
    owe(side, "contact", subject=("demand", 1), hours=9)

    assert sums_owed_by([side.parties["property"]], at=MONDAY + 2 * HOUR) == {"sign": Sum(3, 2), "contact": Sum(1, 0)}
    assert sums_owed_by([side.parties["owners"]], at=MONDAY) == {}


def test_one_community_owes_nothing_in_another(town):
    owe(town.liuan)

    assert owing(town.huaiyin.community_id, "sign") == ()
    assert count_owing(town.huaiyin.community_id, "sign") == 0


def test_to_look_at_many_moves_asks_no_more_than_to_look_at_one(town):
    side = town.huaiyin
    for nth in range(30):
        owe(side, subject=("case", nth + 1), thread=nth, next_party_id=side.parties["branch"])

    for read in (lambda: open_moves(range(30)), lambda: owed_by([side.parties["property"]])):
        with CaptureQueriesContext(connection) as queries:
            assert len(read()) == 30
        assert len(queries) == 1


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(
            st.sampled_from(("owe", "close", "bring")),
            st.sampled_from(("sign", "contact")),
            st.sampled_from(("property", "owners")),
            st.integers(1, 2),
        ),
        max_size=12,
    )
)
def test_whatever_is_opened_and_closed_a_party_owes_one_thing_once(town, acts):
    side, owed = town.huaiyin, set()
    with transaction.atomic():
        for act, what, who, nth in acts:
            subject = ("demand", nth)
            if act == "owe":
                owe(side, what, party=who, subject=subject, thread=nth)
                owed.add((nth, what, who))
            elif act == "close":
                close_moves(subject, owed=what, party_id=side.parties[who], kept=True, by=BY, at=MONDAY)
                owed.discard((nth, what, who))
            else:
                bring_to_thread(subject, 9 + nth, by=BY, at=MONDAY)
        found = [(row.subject_id, row.owed, row.party.kind) for row in Move.objects.filter(closed_at=None)]
        transaction.set_rollback(True)

    assert sorted(found) == sorted(owed)
