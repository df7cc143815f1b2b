"""The rule book is the community's own: it ships with numbers and sources, and what people changed stays."""

from datetime import date, timedelta

import pytest

from linli.audit.models import Entry
from linli.cases.actions.intake import Told
from linli.cases.actions.rule_book import adopt_rule_book
from linli.cases.models import Case, Category, LimitRow, Route
from linli.cases.queries.rule_book import categories, limits_of, routes, rule_book
from linli.cases.rules.limits import Promise, Unit, Urgency
from linli.cases.rules.words import Channel
from linli.kernel.actor import system
from linli.kernel.refused import Refused
from linli.moves.queries import open_moves
from tests.cases.holding import refusal
from tests.cast import MONDAY, tell

LINLI = system("tests")
DAY = MONDAY.date()


@pytest.fixture
def here(town):
    return town.huaiyin.community_id


def test_a_new_community_has_a_limit_for_every_promise_in_every_class(here):
    for urgency in Urgency:
        assert set(limits_of(here, urgency, on=DAY)) == set(Promise)


def test_to_adopt_it_again_adds_nothing(here):
    before = [model.objects.count() for model in (LimitRow, Category, Route)]

    assert adopt_rule_book(here, by=LINLI, at=MONDAY) == 0

    assert [model.objects.count() for model in (LimitRow, Category, Route)] == before
    assert Entry.objects.filter(topic="cases.rule_book_adopted").last().body == '{"categories":0,"limits":0,"routes":0}'


def test_what_people_changed_stays_and_what_is_gone_comes_back(here):
    row = LimitRow.objects.get(community=here, promise=Promise.SIGN, urgency=Urgency.ORDINARY)
    LimitRow.objects.filter(pk=row.pk).update(amount=8, confirmed=True, source="居民会议 2026-03-01")
    Category.objects.filter(community=here, code="lift").update(name="电梯和扶梯")
    Route.objects.filter(community=here, code="gas").delete()

    assert adopt_rule_book(here, by=LINLI, at=MONDAY) == 1

    row.refresh_from_db()
    assert (row.amount, row.confirmed) == (8, True)
    assert Category.objects.get(community=here, code="lift").name == "电梯和扶梯"
    assert Route.objects.filter(community=here, code="gas").exists()


def test_two_communities_change_their_books_apart(town, here):
    LimitRow.objects.filter(community=here).update(amount=1, unit=Unit.MINUTES)

    theirs = limits_of(town.liuan.community_id, Urgency.ORDINARY, on=DAY)

    assert theirs[Promise.ANSWER].amount == 7


def test_a_missing_limit_is_refused_by_its_name(here):
    LimitRow.objects.filter(community=here, promise=Promise.CONTACT, urgency=Urgency.DANGER).delete()

    with pytest.raises(Refused) as refused:
        limits_of(here, Urgency.DANGER, on=DAY)

    assert refused.value.code == "rule_book.no_limit"
    assert refused.value.facts == {"promise": Promise.CONTACT, "urgency": Urgency.DANGER}


def test_a_demand_of_a_class_without_limits_is_refused_and_takes_no_number(town, here):
    LimitRow.objects.filter(community=here, urgency=Urgency.DANGER).delete()

    assert refusal(tell, town, urgency=Urgency.DANGER) == "rule_book.no_limit"

    assert not Case.objects.exists()
    assert tell(town).number == "1102-01"


def test_a_new_number_holds_from_its_day_on_and_the_old_one_until_then(here):
    old = LimitRow.objects.get(community=here, promise=Promise.ANSWER, urgency=Urgency.ORDINARY)
    change(old, amount=5, from_day=DAY)

    days = [DAY - timedelta(days=1), DAY, DAY + timedelta(days=1)]

    assert [limits_of(here, Urgency.ORDINARY, on=day)[Promise.ANSWER].amount for day in days] == [7, 5, 5]


def test_where_two_rows_hold_the_later_one_does(here):
    old = LimitRow.objects.get(community=here, promise=Promise.ANSWER, urgency=Urgency.ORDINARY)
    LimitRow.objects.create(**{**fields(old), "amount": 5, "valid_from": DAY})

    assert limits_of(here, Urgency.ORDINARY, on=DAY)[Promise.ANSWER].amount == 5


def test_a_number_that_ran_out_holds_no_more_on_its_last_day(here):
    LimitRow.objects.filter(community=here, promise=Promise.SIGN, urgency=Urgency.ORDINARY).update(valid_until=DAY)

    assert limits_of(here, Urgency.ORDINARY, on=DAY - timedelta(days=1))
    assert refusal(limits_of, here, Urgency.ORDINARY, on=DAY) == "rule_book.no_limit"


def test_the_day_on_which_a_number_begins_is_that_of_the_place(town, here):
    for promise in Promise:
        old = LimitRow.objects.get(community=here, promise=promise, urgency=Urgency.ORDINARY)
        change(old, amount=1, from_day=DAY + timedelta(days=1))
    midnight = MONDAY + timedelta(hours=15, minutes=40)  # 00:00 of the 3rd in Shanghai

    before, after = tell(town, at=midnight - timedelta(minutes=1)), tell(town, at=midnight)

    due = [open_moves([told.case_id])[told.case_id][0].due_at for told in (before, after)]
    assert due == [midnight + timedelta(hours=2, minutes=-1), midnight + timedelta(hours=1)]


def test_the_promise_of_a_demand_is_the_one_of_the_day_on_which_it_was_received(town, here):
    receipt = tell(town)
    promised = Case.objects.get(pk=receipt.case_id).answer_due_at

    old = LimitRow.objects.get(community=here, promise=Promise.ANSWER, urgency=Urgency.ORDINARY)
    change(old, amount=1, from_day=DAY + timedelta(days=1))

    later = tell(town, at=MONDAY + timedelta(days=1))
    assert Case.objects.get(pk=receipt.case_id).answer_due_at == promised
    assert Case.objects.get(pk=later.case_id).answer_due_at < promised


def test_a_number_that_nobody_confirmed_says_so_beside_itself(here):
    shown = rule_book(here)

    assert shown
    assert {limit.confirmed for limit in shown} == {False}
    assert all(limit.source for limit in shown)
    assert {route.code for route in routes(here, on=DAY) if not route.confirmed} >= {"water", "gas", "heat", "power"}


def test_past_and_coming_numbers_are_shown_too(here):
    old = LimitRow.objects.get(community=here, promise=Promise.ANSWER, urgency=Urgency.ORDINARY)
    change(old, amount=5, from_day=DAY + timedelta(days=100))

    shown = [limit for limit in rule_book(here) if (limit.promise, limit.urgency) == ("answer", "ordinary")]

    assert [limit.amount for limit in shown] == [7, 5]


def test_a_category_and_a_route_that_ran_out_are_not_offered(here):
    Category.objects.filter(community=here, code="pump").update(valid_until=DAY)
    Route.objects.filter(community=here, code="120").update(valid_from=date(2030, 1, 1))

    assert "pump" not in {category.code for category in categories(here, on=DAY)}
    assert "pump" in {category.code for category in categories(here, on=DAY - timedelta(days=1))}
    assert "120" not in {route.code for route in routes(here, on=DAY)}


def test_emergency_numbers_stand_first(here):
    assert [route.number for route in routes(here, on=DAY)][:3] == ["120", "119", "110"]


def test_what_is_told_needs_a_place_and_nothing_more(town):
    assert Told("门坏了。", Channel.PAGE, town.huaiyin.place("13")).urgency is Urgency.ORDINARY


def fields(row):
    return {name: value for name, value in LimitRow.objects.filter(pk=row.pk).values().get().items() if name != "id"}


def change(row, *, amount, from_day):
    """Let another number hold from that day on, as an editor would."""
    LimitRow.objects.filter(pk=row.pk).update(valid_until=from_day)
    LimitRow.objects.create(**{**fields(row), "amount": amount, "valid_from": from_day, "valid_until": None})
