"""The log cannot be changed quietly; what is changed by force is found by number."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from linli.audit.models import Entry, Head, Thread
from linli.audit.queries import verify
from tests.audit.bell import MONDAY, BellRang, ring
from tests.plugin import triggers_lifted

pytestmark = pytest.mark.django_db

TABLES = ("audit_entry", "audit_thread")


@pytest.fixture
def five_rings(also_heard):
    also_heard({BellRang: []})
    for times in range(5):
        ring(times=times, threads=(1,), at=MONDAY + timedelta(minutes=times))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_or_remove_an_entry(five_rings, table, verb):
    before = Entry.objects.count(), Thread.objects.count()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(table))

    assert (Entry.objects.count(), Thread.objects.count()) == before


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("body", "'{\"times\":9}'"),
        ("actor", "'person:2'"),
        ("topic", "'bell.rung'"),
        ("subject", "'bell:2'"),
        ("recorded_at", "'2026-03-02 00:20:01+00'"),
        ("happened_at", "'2026-03-02 00:20:01+00'"),
        ("version", "2"),
        ("threads", "'[2]'"),
    ],
)
def test_whatever_was_changed_in_an_entry_is_found_by_its_number(five_rings, column, value):
    with triggers_lifted(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE audit_entry SET {column} = {value} WHERE number = 3")

    verdict = verify(1)

    assert (verdict.broken, verdict.why, verdict.entries) == (3, "changed", 2)


def test_one_flipped_byte_is_found_even_when_its_seal_was_made_to_fit(five_rings):
    with triggers_lifted(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET seal = %s WHERE number = 3", ["0" * 64])

    assert verify(1).broken == 3


def test_an_entry_taken_from_the_middle_is_found(five_rings):
    with triggers_lifted():
        _remove(number=2)

    assert (verify(1).broken, verify(1).why) == (2, "missing")


def test_a_cut_tail_is_found(five_rings):
    with triggers_lifted():
        _remove(number=5)
        _remove(number=4)

    assert (verify(1).broken, verify(1).why) == (4, "cut")


def test_a_chain_whose_head_was_thrown_away_is_found(five_rings):
    Head.objects.all().delete()

    assert (verify(1).broken, verify(1).why) == (1, "cut")


def test_the_triggers_are_back_after_an_intruder_of_a_test(five_rings):
    with triggers_lifted():
        pass

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.update(topic="x")


def _remove(*, number):
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM audit_thread WHERE entry_id IN (SELECT id FROM audit_entry WHERE number = %s)", [number]
        )
        cursor.execute("DELETE FROM audit_entry WHERE number = %s", [number])
