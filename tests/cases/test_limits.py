"""How long each thing may take, to the minute, in the place's own time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.cases.rules.limits import Limit, Promise, Unit, Urgency, due_at

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/Santiago", "America/Havana", "Africa/Cairo", "Australia/Lord_Howe")
zones = st.sampled_from(ZONES)
amounts = st.integers(0, 60)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (the strategy adds it)


def limit(amount, unit):
    return Limit(
        Promise.ANSWER, Urgency.ORDINARY, amount, unit, "本产品的缺省值", confirmed=False, valid_from=date(2023, 1, 1)
    )


def local(words, zone="Asia/Shanghai"):
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("amount", "unit", "since", "until"),
    [
        (15, Unit.MINUTES, "2026-11-02 08:20", "2026-11-02 08:35"),
        (2, Unit.HOURS, "2026-11-02 23:30", "2026-11-03 01:30"),
        (24, Unit.HOURS, "2026-12-31 08:20", "2027-01-01 08:20"),
        (7, Unit.DAYS, "2026-11-02 08:20", "2026-11-10 00:00"),
        (7, Unit.DAYS, "2026-11-02 00:00", "2026-11-10 00:00"),
        (7, Unit.DAYS, "2026-11-02 23:59", "2026-11-10 00:00"),
        (1, Unit.DAYS, "2028-02-28 12:00", "2028-03-01 00:00"),
        (0, Unit.DAYS, "2026-11-02 08:20", "2026-11-03 00:00"),
    ],
)
def test_a_limit_ends_when_a_neighbour_would_say(amount, unit, since, until):
    assert due_at(limit(amount, unit), since=local(since), zone="Asia/Shanghai") == local(until)


def test_the_day_of_receipt_is_that_of_the_place_and_not_that_of_greenwich():
    early = datetime(2026, 11, 1, 16, 30, tzinfo=UTC)  # 00:30 on the 2nd in Shanghai

    assert due_at(limit(1, Unit.DAYS), since=early, zone="Asia/Shanghai") == local("2026-11-04 00:00")


@pytest.mark.parametrize(
    ("since", "until", "zone"),
    [
        ("2026-03-28 12:00", "2026-03-30 00:00", "Europe/Berlin"),  # a day of 23 hours
        ("2026-10-24 12:00", "2026-10-26 00:00", "Europe/Berlin"),  # a day of 25
        ("2026-09-04 12:00", "2026-09-06 01:00", "America/Santiago"),  # its last midnight does not exist
    ],
)
def test_a_day_with_a_clock_change_is_still_one_day(since, until, zone):
    assert due_at(limit(1, Unit.DAYS), since=local(since, zone), zone=zone) == local(until, zone)


def test_clock_hours_are_hours_also_in_the_night_when_the_clock_is_changed():
    evening = local("2026-10-24 20:00", "Europe/Berlin")

    until = due_at(limit(24, Unit.HOURS), since=evening, zone="Europe/Berlin")

    assert until - evening.astimezone(UTC) == timedelta(hours=24)


@given(amounts, st.sampled_from(Unit), moments, zones, zones)
def test_a_limit_is_the_same_however_the_moment_of_receipt_is_written(amount, unit, since, zone, other):
    here = due_at(limit(amount, unit), since=since, zone=zone)

    assert due_at(limit(amount, unit), since=since.astimezone(ZoneInfo(other)), zone=zone) == here
    assert here.tzinfo is UTC


@given(amounts, st.sampled_from(Unit), moments, st.timedeltas(timedelta(0), timedelta(days=400)), zones)
def test_who_came_later_is_never_due_earlier(amount, unit, since, later, zone):
    first = due_at(limit(amount, unit), since=since, zone=zone)

    assert first <= due_at(limit(amount, unit), since=since + later, zone=zone)


@given(amounts, st.sampled_from(Unit), moments, zones)
def test_more_time_is_more_time_and_none_ends_before_it_begins(amount, unit, since, zone):
    until = due_at(limit(amount, unit), since=since, zone=zone)

    assert since <= until < due_at(limit(amount + 1, unit), since=since, zone=zone)


@given(amounts, moments, zones)
def test_a_limit_in_days_ends_at_the_last_of_the_days_after_the_receipt(amount, since, zone):
    place = ZoneInfo(zone)
    last = since.astimezone(place).date() + timedelta(days=amount)

    until = due_at(limit(amount, Unit.DAYS), since=since, zone=zone)

    assert (until - timedelta(microseconds=1)).astimezone(place).date() == last
    assert until.astimezone(place).date() == last + timedelta(days=1)


@given(amounts, moments)
def test_without_a_clock_change_the_last_day_ends_at_midnight(amount, since):
    until = due_at(limit(amount, Unit.DAYS), since=since, zone="Asia/Shanghai")

    assert until.astimezone(ZoneInfo("Asia/Shanghai")).time() == time()
