"""Lateness climbs by itself: reminded before, told to the next above after a grace, and nothing is taken away."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.audit.models import Entry
from linli.cases.access.door import case_for
from linli.cases.models import PatienceRow
from linli.cases.queries.lists import above, table
from linli.cases.rules.life import State
from linli.errands.actions import pass_time, ticks
from linli.kernel.actor import system
from linli.letters.models import Letter
from linli.moves import actions
from linli.moves.actions import climb, remind
from linli.moves.models import Climb, Move
from linli.moves.queries import open_moves
from linli.people.actions import end_appointment
from linli.people.models import Appointment, Party
from linli.places.actions import found_street
from tests.cases.holding import must_hold, must_verify
from tests.cast import LINLI, MONDAY, moved, tell

CLOCK = system("clock")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def danger(town, **more):
    """Something dangerous, dispatched ten minutes after and not signed: due fifteen minutes later."""
    case_id = tell(town, urgency="danger", **more).case_id
    at = moved(case_id, State.DISPATCHED)
    return case_id, at + 15 * MINUTE


def letters(code):
    rows = Letter.objects.filter(words_code=code).order_by("pk")
    return [(row.party.kind if row.party else "person", row.facts["number"]) for row in rows]


def told(topic):
    return Entry.objects.filter(topic=f"moves.{topic}").count()


def test_time_brings_both():
    assert ticks() == (remind, climb)


def test_who_owes_is_reminded_once_before_the_moment_and_not_before_the_warning(town):
    _case_id, due = danger(town)

    early = remind(by=CLOCK, at=due - 8 * MINUTE)
    first = remind(by=CLOCK, at=due - 7 * MINUTE)
    again = remind(by=CLOCK, at=due - 6 * MINUTE)

    assert (early, first, again) == (0, 1, 0)
    assert [kind for kind, _number in letters("party.reminded")] == ["property"]
    assert told("move_reminded") == 1


def test_what_is_past_is_not_reminded_any_more(town):
    danger(town)

    assert remind(by=CLOCK, at=MONDAY + 3 * DAY) == 0


def test_another_moment_is_reminded_anew(town):
    case_id, due = danger(town)
    remind(by=CLOCK, at=due - MINUTE)

    moved(case_id, State.IN_HAND, at=due)
    move = next(move for move in open_moves([case_id])[case_id] if move.owed == "handle")

    assert remind(by=CLOCK, at=move.due_at - MINUTE) >= 1


def test_a_steward_who_can_be_reached_is_reminded_in_person(town):
    case_id = tell(town, urgency="danger").case_id
    at = moved(case_id, State.DONE)
    Move.objects.filter(thread_id=case_id, owed="call_back").update(zone_id=town.huaiyin.zones["13-2"])

    remind(by=CLOCK, at=at + DAY - MINUTE)

    (letter,) = Letter.objects.filter(words_code="person.reminded")
    assert letter.person_id == town.huaiyin.persons["steward"]
    assert not Letter.objects.filter(words_code="party.reminded").exists()


def test_a_silence_climbs_rung_after_rung_and_who_owes_still_does(town):
    case_id, due = danger(town)
    before = open_moves([case_id])[case_id][0]

    steps = [climb(by=CLOCK, at=due + minutes * MINUTE) for minutes in (-1, 0, 1, 29, 30, 31, 600)]

    assert steps[:6] == [0, 1, 0, 0, 1, 0]
    assert [kind for kind, _number in letters("party.climbed")][:2] == ["branch", "street"]
    after = next(move for move in open_moves([case_id])[case_id] if move.owed == "sign")
    assert (after.party_id, after.due_at, after.rung) == (before.party_id, before.due_at, 2)
    must_hold([town.huaiyin.community_id])
    must_verify([town.huaiyin.community_id])


def test_a_clock_that_jumps_by_days_takes_every_rung_in_order_once(town):
    case_id, due = danger(town)
    move = next(move for move in open_moves([case_id])[case_id] if move.owed == "sign")

    climb(by=CLOCK, at=due + 5 * DAY)
    climb(by=CLOCK, at=due + 9 * DAY)

    rows = Climb.objects.filter(move_id=move.id).order_by("pk")
    assert [(row.rung, row.party.kind) for row in rows] == [(1, "branch"), (2, "street")]
    assert all(row.at == due + 5 * DAY for row in rows)


def test_what_was_done_meanwhile_does_not_climb(town):
    case_id, due = danger(town)
    moved(case_id, State.IN_HAND, at=due + 29 * MINUTE)

    climb(by=CLOCK, at=due + 31 * MINUTE)

    assert not Climb.objects.filter(move__owed="sign").exists()


def test_two_clocks_at_one_moment_tell_once(town):
    _case_id, due = danger(town)

    assert [climb(by=CLOCK, at=due), climb(by=CLOCK, at=due)] == [1, 0]
    assert told("move_climbed") == 1


def test_one_look_takes_so_many_and_the_next_the_others(town, monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 2)
    for _turn in range(3):
        _case_id, at = danger(town)

    assert [climb(by=CLOCK, at=at), climb(by=CLOCK, at=at), climb(by=CLOCK, at=at)] == [2, 1, 0]


def test_nothing_due_costs_the_same_however_much_is_open(town):
    danger(town)
    few = _asked()
    for _turn in range(4):
        danger(town)

    assert _asked() == few
    assert few <= 6  # with the savepoints or the transactions of two actions


def test_a_party_without_people_keeps_what_came_up_on_a_slip(town):
    for held in Appointment.objects.filter(party_id=town.huaiyin.parties["branch"], until_at=None):
        end_appointment(held.pk, by=LINLI, at=MONDAY - DAY)
    _case_id, due = danger(town)

    climb(by=CLOCK, at=due)

    assert [kind for kind, _number in letters("party.climbed")] == ["branch"]


def test_without_a_street_a_silence_ends_at_the_branch(town):
    Party.objects.filter(kind="street").update(street_id=found_street("别的街道", by=LINLI, at=MONDAY))
    _case_id, due = danger(town)

    climb(by=CLOCK, at=due + 5 * DAY)

    assert {row.party.kind for row in Climb.objects.filter(move__owed="sign")} == {"branch"}


def test_a_community_whose_book_is_silent_goes_on_without_climbing(town):
    PatienceRow.objects.all().delete()
    _case_id, due = danger(town)

    assert [remind(by=CLOCK, at=due - MINUTE), climb(by=CLOCK, at=due + 5 * DAY)] == [0, 0]


def test_the_thread_tells_it_and_goes_on_telling_when_the_move_is_closed(town):
    case_id, due = danger(town)
    desk = town.huaiyin.actors["desk"]
    climb(by=CLOCK, at=due)

    moved(case_id, State.IN_HAND, at=due + MINUTE)
    view = case_for(case_id, by=desk, at=due + 2 * MINUTE)

    assert [(one.owed, one.to_party_kind, one.at) for one in view.climbs] == [("sign", "branch", due)]


def test_a_page_tells_by_the_ladder_what_the_clock_has_not_told_yet(town):
    case_id, due = danger(town)

    view = case_for(case_id, by=town.huaiyin.actors["desk"], at=due + 30 * MINUTE)

    told_of = [(one.to_party_kind, one.at) for one in view.climbs if one.owed == "sign"]
    assert told_of == [("branch", due), ("street", due + 30 * MINUTE)]


def test_what_climbed_lies_on_the_table_of_who_was_told_and_first_before_the_street(town):
    here = town.huaiyin
    later, _due = danger(town, slug="liuan", at=MONDAY - 2 * MINUTE)
    case_id, due = danger(town)
    climb(thread_id=case_id, by=CLOCK, at=due)
    on_branch = [row.id for row in table(here.parties["branch"]).rows]

    climb(thread_id=case_id, by=CLOCK, at=due + 30 * MINUTE)
    below = [here.community_id, town.liuan.community_id]
    page = above(below, at=due + 30 * MINUTE, party_ids=[here.parties["street"]])

    assert case_id in on_branch
    assert [row.id for row in page.rows] == [case_id, later]


def test_in_one_case_time_passes_for_it_alone(town):
    mine, due = danger(town)
    _other, _due = danger(town)

    climb(thread_id=mine, by=CLOCK, at=due + DAY)

    assert {row.move.thread_id for row in Climb.objects.select_related("move")} == {mine}


@pytest.mark.parametrize("days", [0, 1, 30])
def test_the_clock_brings_both_without_failing(town, days):
    danger(town)

    assert pass_time(at=MONDAY + days * DAY) == 0


def _asked() -> int:
    with CaptureQueriesContext(connection) as queries:
        remind(by=CLOCK, at=MONDAY)
        climb(by=CLOCK, at=MONDAY)
    return len([one for one in queries if "SAVEPOINT" not in one["sql"]])
