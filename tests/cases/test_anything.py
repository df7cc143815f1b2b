"""Anybody does anything in any order: it is done or refused, and every case stays as a case must be."""

from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from linli.cases.actions.arranging import Correction, correct, group, ungroup
from linli.cases.actions.closing import call_back, confirm, entrust_call_back
from linli.cases.actions.handling import (
    contact,
    decide,
    escalate,
    open_contact,
    report_done,
    report_obstacle,
    report_progress,
    sign,
)
from linli.cases.actions.intake import add_words
from linli.cases.actions.routing import Assessment, assess, dispatch, redirect
from linli.cases.models import Case, Demand
from linli.cases.queries.rule_book import categories, routes
from linli.cases.rules.calling import Outcome, Satisfaction
from linli.cases.rules.life import State
from linli.cases.rules.limits import Urgency
from linli.cases.rules.words import HideFrom, Kind
from linli.kernel.actor import resident
from tests.cases.holding import MISSING, must_hold, must_verify, refusal
from tests.cast import MONDAY, moved, tell

ROLES = (
    "secretary",
    "desk",
    "second_desk",
    "owners_member",
    "handler",
    "org_member",
    "steward",
    "stand_in",
    "far_steward",
    "street_officer",
)
PLACES = ("13-2-501", "13-2-502", "13-1-101", "3-1-101", "3-2", "13", "东门")
NEXT = {
    State.RECEIVED: State.ASSESSED,
    State.ASSESSED: State.DISPATCHED,
    State.DISPATCHED: State.IN_HAND,
    State.IN_HAND: State.DONE,
    State.STUCK: State.DONE,
    State.DONE: State.CLOSED,
}
which = st.integers(0, 3)
people = st.sampled_from(
    (*ROLES, "liuan desk", "liuan secretary", "liuan handler", "liuan steward", "resident", "stranger")
)
kinds = st.sampled_from(("branch", "committee", "owners", "property", "organisation", "street"))
outcomes = st.sampled_from(Outcome)
urgencies = st.sampled_from(Urgency)


class Anything(RuleBasedStateMachine):
    """A community in which everybody does what comes to mind; a second one that must not notice."""

    def __init__(self, town):
        super().__init__()
        self.town, self.here, self.at = town, town.huaiyin, MONDAY
        self.both = (town.huaiyin.community_id, town.liuan.community_id)
        self.undone = transaction.atomic()
        self.undone.__enter__()

    def teardown(self):
        try:
            must_verify(self.both)
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    @initialize()
    def there_are_three_cases(self):
        for place in ("13-2-501", "13-2-502", "3-1-101"):
            tell(self.town, place=place)
        tell(self.town, slug="liuan")

    @invariant()
    def every_case_is_as_a_case_must_be(self):
        must_hold(self.both)

    @rule(place=st.sampled_from(PLACES), hidden=st.sets(st.sampled_from(HideFrom), max_size=2), urgency=urgencies)
    def told(self, place, hidden, urgency):
        who = "mute" if place == "13-2-502" else None if place == "东门" else "resident"
        tell(self.town, place=place, who=who, hide_from=tuple(hidden), urgency=urgency, at=self.at)

    @rule(which=which, steps=st.integers(1, 4))
    def goes_on_as_it_should(self, which, steps):
        for _step in range(steps):
            case = self.case(which)
            if case.state not in NEXT or (case.state == State.DONE and self.odd(case)):
                return
            try:
                self.at = moved(case.pk, NEXT[State(case.state)], at=self.at)
            except AssertionError:
                return  # nobody of the cast may: they handled it

    @rule(who=people, which=which, urgency=urgencies)
    def assessed(self, who, which, urgency):
        self.by(who, which, lambda pk, by: assess(pk, self.assessment(urgency), by=by, at=self.at))

    @rule(who=people, which=which)
    def redirected(self, who, which):
        route = routes(self.here.community_id, on=self.at.date())[0].id
        self.by(who, which, lambda pk, by: redirect(pk, route, by=by, at=self.at))

    @rule(who=people, which=which, lead=kinds, help=st.sets(kinds, max_size=2), anew=st.booleans())
    def dispatched(self, who, which, lead, help, anew):
        parties = self.here.parties
        helping, told = [parties[kind] for kind in sorted(help)], self.assessment(Urgency.ORDINARY) if anew else None
        self.by(
            who,
            which,
            lambda pk, by: dispatch(pk, parties[lead], assisting=helping, assessment=told, by=by, at=self.at),
        )

    @rule(who=people, which=which)
    def signed(self, who, which):
        self.by(who, which, lambda pk, by: sign(pk, by=by, at=self.at))

    @rule(
        who=people, which=which, act=st.sampled_from((report_progress, report_obstacle, escalate, decide, report_done))
    )
    def spoken(self, who, which, act):
        self.by(who, which, lambda pk, by: act(pk, "这样。", by=by, at=self.at))

    @rule(who=people, which=which, nth=which)
    def contacted(self, who, which, nth):
        self.by(who, which, lambda pk, by: contact(pk, self.demand(which, nth), by=by, at=self.at))

    @rule(who=people, which=which, nth=which)
    def opened(self, who, which, nth):
        self.about(who, which, nth, lambda pk, by: open_contact(pk, by=by, at=self.at))

    @rule(who=people, which=which, nth=which, outcome=outcomes, satisfied=st.sampled_from(Satisfaction))
    def called_back(self, who, which, nth, outcome, satisfied):
        demand = self.demand(which, nth)
        self.by(who, which, lambda pk, by: call_back(pk, demand, outcome, satisfaction=satisfied, by=by, at=self.at))

    @rule(who=people, which=which, nth=which, outcome=outcomes)
    def confirmed(self, who, which, nth, outcome):
        self.by(who, which, lambda pk, by: confirm(pk, self.demand(which, nth), outcome, by=by, at=self.at))

    @rule(who=people, which=which, nth=which, named=st.sampled_from(ROLES))
    def entrusted(self, who, which, nth, named):
        person = self.here.persons[named]
        self.about(who, which, nth, lambda pk, by: entrust_call_back(pk, person, by=by, at=self.at))

    @rule(who=people, which=which, nth=which)
    def said_more(self, who, which, nth):
        self.about(who, which, nth, lambda pk, by: add_words(pk, words="还有一件。", by=by, at=self.at))

    @rule(who=people, which=which, urgency=urgencies, place=st.none() | st.sampled_from(PLACES))
    def corrected(self, who, which, urgency, place):
        right = Correction(urgency=urgency, place=self.here.place(place) if place else None)
        self.by(who, which, lambda pk, by: correct(pk, right, "写错了。", by=by, at=self.at))

    @rule(who=people, which=which, other=which)
    def grouped(self, who, which, other):
        self.by(who, which, lambda pk, by: group(pk, self.case(other).pk, by=by, at=self.at))

    @rule(which=which, other=which)
    def grouped_by_the_desk(self, which, other):
        refusal(group, self.case(which).pk, self.case(other).pk, by=self.here.actors["desk"], at=self.at)

    @rule(who=people, which=which, nth=which)
    def ungrouped(self, who, which, nth):
        self.by(who, which, lambda pk, by: ungroup(pk, self.demand(which, nth), by=by, at=self.at))

    @rule(which=which, nth=which)
    def ungrouped_by_the_desk(self, which, nth):
        refusal(ungroup, self.case(which).pk, self.demand(which, nth), by=self.here.actors["desk"], at=self.at)

    @rule(minutes=st.sampled_from((1, 30, 600, 20_000)))
    def time_passes(self, minutes):
        self.at += timedelta(minutes=minutes)

    def case(self, which):
        """One of the cases of the community: the latest is 0."""
        rows = Case.objects.filter(community_id=self.here.community_id).order_by("-pk")[:4]
        return rows[which % len(rows)]

    def demand(self, which, nth):
        rows = Demand.objects.filter(case=self.case(which)).order_by("pk").values_list("pk", flat=True)
        return rows[nth % len(rows)] if rows else MISSING

    def assessment(self, urgency):
        category = categories(self.here.community_id, on=self.at.date())[0].id
        return Assessment("单元门锁不上", category, Kind.REPORT, urgency)

    def actor(self, who, demand_id):
        if who == "stranger":
            return resident(self.here.community_id)
        if who == "resident":
            return resident(self.here.community_id, demand_id)
        side = self.town.liuan if who.startswith("liuan ") else self.here
        return side.actors[who.removeprefix("liuan ")]

    def by(self, who, which, act):
        """Let somebody do something about a case; for who stands elsewhere it is not there."""
        self.about_any(who, self.case(which).pk, Demand.objects.filter(case=self.case(which)).first(), act)

    def about(self, who, which, nth, act):
        pk = self.demand(which, nth)
        self.about_any(who, pk, Demand.objects.filter(pk=pk).first(), act)

    def about_any(self, who, pk, demand, act):
        self.at += timedelta(minutes=1)
        by = self.actor(who, demand.pk if demand else None)
        code = refusal(act, pk, by)
        if who.startswith("liuan "):
            assert code in {refusal(act, MISSING, by), "case.group_with_itself"}
        elif who == "stranger":
            assert code in {"case.missing", "demand.missing", "case.group_with_itself"}

    def odd(self, case):
        return case.demands.filter(hide_from__icontains="s").exists()


def test_whatever_anybody_does_every_case_stays_whole(town):
    run_state_machine_as_test(
        lambda: Anything(town),
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
