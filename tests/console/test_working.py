"""A worker keeps what was promised; one clock ticks, however many there are."""

import signal
from pathlib import Path

import pytest
from django.db import connection

from linli.database.turns import Turn
from tests.console.test_supervisor import wait_for
from tests.plugin import OUTSIDE


def lines(file: Path) -> int:
    return len(file.read_text().splitlines()) if file.exists() else 0


def test_a_worker_keeps_what_was_promised_and_stops_when_asked(outside):
    notes = outside.folder / "notes"
    outside.run("tests.errands.jobs", "promise", "tests.errands.jobs.note_in_file", str(notes), "3")

    worker = outside.start("linli.channels.console", "work")
    wait_for(lambda: lines(notes) == 3)
    worker.send_signal(signal.SIGTERM)

    assert worker.wait(timeout=10) == 0


@pytest.mark.parametrize("command", ["work", "clock"])
def test_a_second_clock_waits_until_the_first_is_gone(outside, command):
    first = outside.start("tests.console.ticking", str(outside.folder / "first"), command)
    wait_for(lambda: lines(outside.folder / "first") >= 1)
    second = outside.start("tests.console.ticking", str(outside.folder / "second"), "clock")
    wait_for(lambda: lines(outside.folder / "first") >= 3)
    before = lines(outside.folder / "second")

    first.kill()
    first.wait()
    wait_for(lambda: lines(outside.folder / "second") >= 1)
    second.terminate()

    assert before == 0
    assert second.wait(timeout=10) == 0


def test_a_worker_lives_on_when_its_connections_are_cut(outside):
    if connection.vendor != "postgresql":
        pytest.skip("a file has no connections to cut")
    notes = outside.folder / "notes"
    worker = outside.start("linli.channels.console", "work")
    outside.run("tests.errands.jobs", "promise", "tests.errands.jobs.note_in_file", str(notes), "1")
    wait_for(lambda: lines(notes) == 1)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = %s AND datname = current_database()",
            [OUTSIDE],
        )
    outside.run("tests.errands.jobs", "promise", "tests.errands.jobs.note_in_file", str(notes), "1")

    wait_for(lambda: lines(notes) == 2, seconds=15)
    worker.terminate()
    assert worker.wait(timeout=10) == 0


def test_a_turn_that_was_left_can_be_taken_and_only_one_has_it(outside):
    holder = outside.start("tests.console.holding")
    assert holder.stdout is not None
    assert holder.stdout.readline() == "True\n"

    refused = outside.run("tests.console.holding", "--ask").stdout
    holder.kill()
    holder.wait()
    taken = outside.run("tests.console.holding", "--ask").stdout

    assert (refused, taken) == ("False\n", "True\n")


@pytest.mark.django_db(transaction=True)
def test_a_turn_is_kept_by_its_holder():
    with Turn("testing") as turn:
        assert turn.is_ours()
        assert turn.is_ours()
