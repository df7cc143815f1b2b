"""Lists of cases: the right ones, in the right order, and no more queries for forty than for three."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.cases.access.door import case_for
from linli.cases.actions.arranging import group
from linli.cases.actions.handling import escalate
from linli.cases.queries import lists
from linli.cases.queries.lists import Which
from linli.cases.rules.life import State
from linli.cases.rules.limits import Urgency
from linli.cases.rules.words import Channel
from tests.cast import MONDAY, moved, tell

HOUR = timedelta(hours=1)
EVENING = MONDAY + timedelta(hours=15, minutes=40)  # midnight in Shanghai


def inbox(side, which=Which.ALL, *, at=MONDAY, **more):
    ours = [side.parties["committee"], side.parties["branch"]]
    return lists.inbox(side.community_id, which, ours=ours, day_ends=EVENING, at=at, **more)


def numbers(page):
    return [row.number for row in page.rows]


LISTS = {
    "inbox": inbox,
    "ours": lambda side: inbox(side, Which.OURS),
    "late": lambda side: inbox(side, Which.LATE, at=MONDAY + 99 * HOUR),
    "table": lambda side: lists.table(side.parties["property"]),
    "above": lambda side: lists.above([side.community_id], at=MONDAY + 99 * HOUR),
    "in_building": lambda side: lists.in_building(side.buildings["13"]),
    "in_community": lambda side: lists.in_community(side.community_id, open_only=True),
    "in_entrances": lambda side: lists.in_entrances([side.entrances["13-2"]]),
    "counts": lambda side: lists.counts(
        side.community_id, ours=[side.parties["committee"]], day_ends=EVENING, at=MONDAY
    ),
    "near": lambda side: lists.near(side.community_id, building_id=side.buildings["13"]),
}


def test_no_list_asks_more_for_forty_cases_than_for_three(town):
    def asked():
        found = {}
        for name, read in LISTS.items():
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert read(town.huaiyin)
            found[name] = len(queries)
        return found

    tell(town)
    for nth in range(2):
        moved(tell(town, f"门坏了{nth}").case_id, State.DISPATCHED)
    few = asked()
    for nth in range(37):
        receipt = tell(town, f"灯坏了{nth}", who="mute" if nth % 2 else "resident")
        if nth % 6 == 0:
            moved(receipt.case_id, State.DISPATCHED)

    assert asked() == few
    assert max(few.values()) <= 4


def test_a_case_asks_no_more_for_twelve_who_asked_than_for_two(town):
    first = tell(town)
    desk = town.huaiyin.actors["desk"]

    def told(times):
        for _nth in range(times):
            group(first.case_id, tell(town, place="3-1-101").case_id, by=desk, at=MONDAY)
        with CaptureQueriesContext(connection) as queries:
            assert case_for(first.case_id, by=desk, at=MONDAY).demands
        return len(queries)

    assert told(1) == told(10)


def test_the_tightest_moment_stands_first(town):
    plain, danger = tell(town), tell(town, urgency=Urgency.DANGER)
    late = tell(town, at=MONDAY - 3 * HOUR)

    assert numbers(inbox(town.huaiyin)) == [late.number, danger.number, plain.number]


@pytest.mark.parametrize(
    ("which", "wanted"),
    [
        (Which.ALL, {"new", "sent", "stuck", "done"}),
        (Which.OURS, {"new", "stuck", "done"}),
        (Which.STUCK, {"stuck"}),
        (Which.CALL_BACK, {"done"}),
        (Which.ENDED, {"closed", "redirected"}),
    ],
)
def test_each_filter_holds_what_it_says(town, which, wanted):
    states = {"new": State.RECEIVED, "sent": State.DISPATCHED, "stuck": State.STUCK, "done": State.DONE}
    states |= {"closed": State.CLOSED, "redirected": State.REDIRECTED}
    told = {name: tell(town, name, who=None) for name in states}
    for name, state in states.items():
        moved(told[name].case_id, state)

    found = {row.id for row in inbox(town.huaiyin, which).rows}

    assert found == {told[name].case_id for name in wanted}
    counted = LISTS["counts"](town.huaiyin)
    if which in {Which.ALL, Which.STUCK, Which.CALL_BACK}:
        assert getattr(counted, which) == len(wanted)


def test_a_case_is_late_from_its_moment_on_and_not_before(town):
    tell(town)  # to be looked at within two hours

    moments = [MONDAY + 2 * HOUR - timedelta(seconds=1), MONDAY + 2 * HOUR]

    assert [inbox(town.huaiyin, Which.LATE, at=at).total for at in moments] == [0, 1]
    assert [inbox(town.huaiyin, Which.TODAY, at=at).total for at in moments] == [1, 0]


@pytest.mark.parametrize("typed", ["1102-02", "1102-2", "１１０２－０２", "1102 02", "110202", " 1102—2 "])
def test_a_number_finds_its_case_however_it_is_typed(town, typed):
    tell(town)
    second = tell(town)

    assert numbers(inbox(town.huaiyin, words=typed)) == [second.number]


def test_the_number_of_a_demand_finds_the_case_that_it_was_grouped_into(town):
    first, second = tell(town), tell(town)
    group(first.case_id, second.case_id, by=town.huaiyin.actors["desk"], at=MONDAY)

    found = inbox(town.huaiyin, words=second.number)

    assert [row.id for row in found.rows] == [first.case_id]
    assert found.rows[0].demands == 2
    assert found.total == 1


@pytest.mark.parametrize(("words", "found"), [("门", 1), (" 锁不上 ", 1), ("13号楼", 2), ("%", 0), ("1199-01", 0)])
def test_words_find_titles_and_buildings(town, words, found):
    tell(town, "单元门锁不上。")
    tell(town, "灯不亮。")
    tell(town, "灯不亮。", place="3-1-101")

    assert inbox(town.huaiyin, words=words).total == found


def test_a_long_list_comes_in_pieces_that_together_are_all_of_it(town):
    told = [tell(town, at=MONDAY + timedelta(seconds=nth)).number for nth in range(53)]

    first, rest = inbox(town.huaiyin), inbox(town.huaiyin, offset=50)

    assert [(page.total, page.offset, page.size) for page in (first, rest)] == [(53, 0, 50), (53, 50, 50)]
    assert numbers(first) + numbers(rest) == told
    beyond = inbox(town.huaiyin, offset=100)
    assert (beyond.rows, beyond.total) == ((), 53)


def test_a_list_of_exactly_one_piece_counts_no_more_than_it_holds(town):
    for _nth in range(50):
        tell(town)

    assert inbox(town.huaiyin).total == 50


def test_a_list_without_rows_is_empty_and_says_so(town):
    assert (inbox(town.huaiyin).rows, inbox(town.huaiyin).total) == ((), 0)


def test_no_list_of_one_community_holds_a_case_of_another(town):
    tell(town, slug="liuan")

    assert [name for name, read in LISTS.items() if name != "counts" and getattr(read(town.huaiyin), "rows", ())] == []
    assert LISTS["counts"](town.huaiyin).all == 0
    assert LISTS["near"](town.huaiyin) == ()


def test_the_street_sees_what_came_up_to_it_first_and_then_what_is_late(town):
    late, up, ours = tell(town, at=MONDAY - 9 * HOUR), tell(town), tell(town, at=MONDAY + 3 * HOUR)
    at = moved(up.case_id, State.STUCK)
    escalate(up.case_id, "定不了。", by=town.huaiyin.actors["desk"], at=at)

    seen = lists.above([town.huaiyin.community_id, town.liuan.community_id], at=MONDAY + 4 * HOUR)

    assert numbers(seen) == [up.number, late.number]
    assert ours.number not in numbers(seen)
    moved(up.case_id, State.DONE, at=at + HOUR)
    assert numbers(lists.above([town.huaiyin.community_id], at=MONDAY + 4 * HOUR)) == [late.number]


def test_a_table_holds_what_the_party_owes_and_lets_go_of_what_it_gave(town):
    side = town.huaiyin
    receipt = tell(town)
    at = moved(receipt.case_id, State.IN_HAND)
    assert numbers(lists.table(side.parties["property"])) == [receipt.number]

    moved(receipt.case_id, State.CLOSED, at=at + HOUR)

    assert lists.table(side.parties["property"]).total == 0
    assert numbers(lists.done_by(side.parties["property"])) == [receipt.number]


def test_a_building_shows_what_is_open_about_it_and_on_demand_the_rest(town):
    side = town.huaiyin
    near, ended, far = tell(town), tell(town, place="13"), tell(town, place="3-1")
    moved(ended.case_id, State.CLOSED)

    assert numbers(lists.in_building(side.buildings["13"])) == [near.number]
    assert numbers(lists.in_building(side.buildings["13"], open_only=False)) == [ended.number, near.number]
    assert numbers(lists.in_community(side.community_id, open_only=False)) == [ended.number]
    assert [row.number for row in lists.near(side.community_id, building_id=None, but=near.case_id)] == [far.number]


def test_a_steward_sees_what_was_told_behind_their_entrances_also_when_it_was_grouped(town):
    side = town.huaiyin
    main, mine = tell(town, place="3-1-101"), tell(town, place="13-2-101")
    group(main.case_id, mine.case_id, by=side.actors["desk"], at=MONDAY)

    assert [row.id for row in lists.in_entrances([side.entrances["13-2"]]).rows] == [main.case_id]
    assert lists.in_entrances([]).rows == ()


def test_a_line_names_the_ways_in_which_it_was_told_once_each(town):
    first = tell(town)
    for channel in (Channel.DESK, Channel.STEWARD, Channel.PAGE):
        other = tell(town, channel=channel)
        group(first.case_id, other.case_id, by=town.huaiyin.actors["desk"], at=MONDAY)

    (row,) = inbox(town.huaiyin).rows

    assert (row.demands, row.channels) == (4, ("steward", "desk", "page"))


def test_what_became_of_a_form_is_found_by_its_key(town):
    receipt = tell(town, key="form-1")

    found = lists.receipt_of_key("form-1")

    assert (found.demand_id, found.number, found.token) == (receipt.demand_id, receipt.number, receipt.token)
    assert lists.receipt_of_key("form-2") is None
