"""A promise is kept at least once, tried again when it fails, and given up in sight."""

from datetime import timedelta

import pytest
from django.db import transaction

from linli.errands.actions import bring, keep_one, later, pass_time, promise, ticks
from linli.errands.models import Errand, ErrandState
from linli.errands.queries import queue
from linli.errands.rules import FIRST_PAUSE, LEASE, LONGEST_PAUSE, TRIES, next_try_at
from tests.errands import jobs
from tests.errands.jobs import MONDAY

NOTE, FAIL = "tests.errands.jobs.note", "tests.errands.jobs.fail"


@pytest.fixture(autouse=True)
def nothing_kept_yet():
    jobs.kept.clear()


@pytest.mark.django_db
def test_a_promise_is_kept_once_with_its_arguments_and_the_moment_of_keeping():
    promise(NOTE, at=MONDAY, demand_id=7)
    later_on = MONDAY + timedelta(seconds=3)

    assert [keep_one(at=later_on), keep_one(at=later_on)] == [True, False]

    assert jobs.kept == [{"demand_id": 7, "at": later_on}]
    assert (queue().waiting, queue().given_up) == (0, 0)


@pytest.mark.django_db
def test_a_promise_for_later_waits_until_then():
    promise(NOTE, at=MONDAY + timedelta(hours=1))

    assert not keep_one(at=MONDAY)
    assert keep_one(at=MONDAY + timedelta(hours=1))


@pytest.mark.django_db
def test_the_oldest_promise_is_kept_first():
    promise(NOTE, at=MONDAY + timedelta(seconds=1), turn=2)
    promise(NOTE, at=MONDAY, turn=1)

    while keep_one(at=MONDAY + timedelta(minutes=1)):
        pass

    assert [call["turn"] for call in jobs.kept] == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_a_promise_goes_when_its_fact_is_undone():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        promise(NOTE, at=MONDAY)
        raise ZeroDivisionError

    assert not keep_one(at=MONDAY)


@pytest.mark.django_db(transaction=True)
def test_no_promise_is_made_outside_the_transaction_of_its_fact():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        promise(NOTE, at=MONDAY)


@pytest.mark.django_db
def test_a_failed_errand_is_tried_again_after_a_growing_pause_and_stops_no_other(caplog):
    promise(FAIL, at=MONDAY)
    promise(NOTE, at=MONDAY)

    assert [keep_one(at=MONDAY) for _ in range(3)] == [True, True, False]

    assert len(jobs.kept) == 2
    assert not keep_one(at=MONDAY + FIRST_PAUSE - timedelta(seconds=1))
    assert keep_one(at=MONDAY + FIRST_PAUSE)
    errand = Errand.objects.get(name=FAIL)
    assert (errand.tries, errand.last_error) == (2, "ValueError")
    assert "13800001234" not in caplog.text


@pytest.mark.django_db
def test_an_errand_that_never_works_is_given_up_and_counted():
    promise(FAIL, at=MONDAY)
    at = MONDAY
    for _ in range(TRIES):
        assert keep_one(at=at)
        at += LONGEST_PAUSE

    assert not keep_one(at=at + LONGEST_PAUSE)
    assert Errand.objects.get().state == ErrandState.GIVEN_UP
    assert (queue().waiting, queue().given_up, len(jobs.kept)) == (0, 1, TRIES)


@pytest.mark.django_db
def test_a_name_that_is_gone_is_a_failed_errand_and_not_a_dead_worker():
    promise("linli.nowhere.nothing", at=MONDAY)

    assert keep_one(at=MONDAY)

    assert Errand.objects.get().last_error == "ModuleNotFoundError"


def test_pauses_grow_and_end():
    moments = [next_try_at(tries=tries, at=MONDAY) for tries in range(1, TRIES + 1)]

    pauses = [moment - MONDAY for moment in moments if moment is not None]
    assert moments[-1] is None
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (FIRST_PAUSE, LONGEST_PAUSE)


def test_a_listener_for_the_flow_says_what_it_promises():
    assert later(NOTE).__name__ == f"later {NOTE}"


def test_a_worker_that_was_killed_loses_nothing_another_takes_its_errand(outside):
    notes = outside.folder / "notes"
    outside.run("tests.errands.jobs", "promise", "tests.errands.jobs.note_and_die", str(notes), "1")

    killed = outside.run("tests.errands.jobs", "keep", "0")
    too_early = outside.run("tests.errands.jobs", "keep", str(int(LEASE.total_seconds()) - 1))
    tries_so_far = len(notes.read_text().splitlines())
    taken = outside.run("tests.errands.jobs", "keep", str(int(LEASE.total_seconds())))

    assert (killed.returncode, too_early.returncode, taken.returncode) == (-9, 0, 0)
    assert tries_so_far == 1
    assert len(notes.read_text().splitlines()) == 2


def test_four_workers_at_once_keep_each_promise_once(outside):
    notes = outside.folder / "notes"
    outside.run("tests.errands.jobs", "promise", "tests.errands.jobs.note_in_file", str(notes), "40")

    workers = [outside.start("tests.errands.jobs", "keep", "1") for _ in range(4)]
    ends = [(worker.communicate(timeout=120)[1], worker.returncode) for worker in workers]

    assert ends == [("", 0)] * 4
    assert len(notes.read_text().splitlines()) == 40


@pytest.fixture
def other_ticks():
    before = ticks()
    yield
    bring(before)


def test_a_tick_that_fails_stops_no_other(other_ticks, caplog):
    seen = []

    def stumble(*, by, at):
        raise ValueError("13800001234")

    def look(*, by, at):
        seen.append((by.key, at))

    bring([stumble, look])

    assert pass_time(at=MONDAY) == 1
    assert seen == [("system:clock", MONDAY)]
    assert "ValueError" in caplog.text
    assert "13800001234" not in caplog.text
