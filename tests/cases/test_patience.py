"""How long a silence is borne: reminders before, rungs after, from below, each once, never out of order."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from linli.cases.queries.rule_book import patience_of
from linli.cases.rules.limits import Unit, Urgency
from linli.cases.rules.patience import Patience, Until, ladder, lengths, remind_at
from linli.moves.rules import Rung, reached
from tests.cast import MONDAY

DAY = date(2026, 11, 2)
MINUTES = st.integers(0, 5000).map(lambda amount: timedelta(minutes=amount))
BOOK = st.fixed_dictionaries(dict.fromkeys(Until, MINUTES))
ABOVE = st.lists(
    st.none() | st.tuples(st.integers(1, 4), st.sampled_from(["property", "branch", "committee", "street"])),
    max_size=5,
)


def rungs(owes, above, book, due_at=MONDAY):
    return [Rung(party, kind, at) for (party, kind), at in ladder(owes, above, book, due_at=due_at)]


@given(owes=st.integers(1, 4), above=ABOVE, book=BOOK)
def test_a_ladder_goes_up_never_twice_to_the_same_never_to_who_owes_and_ends_at_the_street(owes, above, book):
    told = rungs(owes, above, book)

    assert [rung.at for rung in told] == sorted(rung.at for rung in told)
    assert all(rung.at >= MONDAY for rung in told)
    assert len({rung.party_id for rung in told}) == len(told)
    assert owes not in {rung.party_id for rung in told}
    assert "street" not in [rung.party_kind for rung in told[:-1]]


@given(above=ABOVE, book=BOOK, first=MINUTES, more=MINUTES)
def test_what_has_climbed_stays_climbed_and_no_rung_is_left_out(above, book, first, more):
    told = rungs(9, above, book)

    early, later = reached(told, MONDAY + first), reached(told, MONDAY + first + more)

    assert 0 <= early <= later <= len(told)
    assert all(rung.at <= MONDAY + first for rung in told[:early])
    assert all(rung.at > MONDAY + first for rung in told[early : early + 1])


@given(book=BOOK, span=st.integers(1, 30000).map(lambda amount: timedelta(minutes=amount)))
def test_a_reminder_comes_before_the_moment_and_not_in_the_first_half_of_the_time(book, span):
    at = remind_at(book, since=MONDAY, due_at=MONDAY + span)

    assert at is not None
    assert MONDAY + span / 2 <= at <= MONDAY + span


def test_where_the_book_is_silent_nobody_is_reminded_and_nothing_climbs():
    above = [(1, "branch"), (2, "street")]

    assert remind_at({}, since=MONDAY, due_at=MONDAY + timedelta(hours=1)) is None
    assert ladder(9, above, {}, due_at=MONDAY) == ()
    assert [rung.party_kind for rung in rungs(9, above, {Until.STREET: timedelta(hours=1)})] == ["street"]


def test_the_younger_of_two_rows_holds_and_an_ended_one_does_not():
    def row(amount, valid_from, valid_until=None):
        return Patience(
            Until.NEXT, Urgency.DANGER, amount, Unit.MINUTES, "试", True, valid_from=valid_from, valid_until=valid_until
        )

    book = (row(20, date(2026, 6, 1)), row(10, date(2026, 1, 1)), row(5, date(2026, 9, 1), date(2026, 10, 1)))

    assert lengths(book, "danger", on=DAY) == {Until.NEXT: timedelta(minutes=20)}
    assert lengths(book, "danger", on=date(2026, 9, 3)) == {Until.NEXT: timedelta(minutes=5)}
    assert lengths(book, "timely", on=DAY) == {}


def test_a_community_begins_with_a_whole_book_that_says_what_is_not_confirmed(town):
    book = patience_of(town.huaiyin.community_id)

    assert {(row.until, row.urgency) for row in book} == {(until, urgency) for until in Until for urgency in Urgency}
    assert all(row.source and not row.confirmed for row in book)
    danger = lengths(book, "danger", on=DAY)
    assert (danger[Until.REMIND], danger[Until.NEXT]) == (timedelta(minutes=10), timedelta(0))
    assert danger[Until.STREET] == timedelta(minutes=30)
