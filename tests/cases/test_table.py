"""The table of the life of a case, walked over the real actions: what is shown can be done, and nothing else can."""

import pytest
from django.db import transaction

from linli.cases.access.door import case_for, own_case
from linli.cases.actions.arranging import Correction, correct, group, ungroup
from linli.cases.actions.closing import call_back, confirm, entrust_call_back
from linli.cases.actions.handling import contact, decide, escalate, report_done, report_obstacle, report_progress, sign
from linli.cases.actions.intake import add_words
from linli.cases.actions.routing import Assessment, assess, dispatch, redirect
from linli.cases.models import Case
from linli.cases.queries.rule_book import categories, routes
from linli.cases.rules.calling import Outcome
from linli.cases.rules.life import LIFE, OPEN, Hands, State, Step, after
from linli.cases.rules.limits import Urgency
from linli.cases.rules.words import Kind
from linli.kernel.actor import resident, system
from linli.kernel.refused import Refused
from tests.cases.holding import must_hold, refusal
from tests.cast import MONDAY, moved, tell

ROLES = ("desk", "secretary", "handler", "org_member", "steward", "stand_in", "street_officer")


class Walk:
    """Two neighbours in one case, and every verb of the table as it is spoken about it."""

    def __init__(self, town, state):
        self.here = town.huaiyin
        self.told, second = tell(town), tell(town, place="13-2-502", who="mute")
        self.other = tell(town, place="3-1-101")
        desk = self.here.actors["desk"]
        group(self.told.case_id, second.case_id, by=desk, at=MONDAY)
        self.case_id, self.demand_id = self.told.case_id, self.told.demand_id
        self.at = moved(self.case_id, state)
        self.assessment = Assessment("门坏了", categories(self.id, on=MONDAY.date())[0].id, Kind.REPORT, Urgency.TIMELY)

    @property
    def id(self):
        return self.here.community_id

    def acts(self, by):
        """Each verb, ready to be spoken."""
        pk, demand, also = self.case_id, self.demand_id, {"by": by, "at": self.at}
        route = routes(self.id, on=MONDAY.date())[0].id
        steward = self.here.persons["steward"]
        return {
            Step.ASSESS: lambda: assess(pk, self.assessment, **also),
            Step.REDIRECT: lambda: redirect(pk, route, **also),
            Step.DISPATCH: lambda: dispatch(pk, self.here.parties["owners"], assessment=self.new(), **also),
            Step.SIGN: lambda: sign(pk, **also),
            Step.CONTACT: lambda: contact(pk, demand, **also),
            Step.PROGRESS: lambda: report_progress(pk, "还在办。", **also),
            Step.OBSTACLE: lambda: report_obstacle(pk, "办不了。", **also),
            Step.DECIDE: lambda: decide(pk, "照办。", **also),
            Step.ESCALATE: lambda: escalate(pk, "定不了。", **also),
            Step.REPORT_DONE: lambda: report_done(pk, "修好了。", **also),
            Step.CALL_BACK: lambda: call_back(pk, demand, Outcome.UNSOLVED, **also),
            Step.CONFIRM: lambda: confirm(pk, demand, Outcome.SOLVED, **also),
            Step.CORRECT: lambda: correct(pk, Correction(title="别的"), "写错了。", **also),
            Step.GROUP: lambda: group(pk, self.other.case_id, **also),
            Step.UNGROUP: lambda: ungroup(pk, demand, **also),
            Step.ADD: lambda: add_words(demand, words="还有。", **also),
            Step.ENTRUST: lambda: entrust_call_back(demand, steward, **also),
        }

    def new(self):
        """What it is, where that was not said yet."""
        return self.assessment if Case.objects.get(pk=self.case_id).state == State.RECEIVED else None


def tried(act):
    """The code with which it is refused, None when it is done; either way nothing of it is left."""
    with transaction.atomic():
        code = refusal(act)
        transaction.set_rollback(True)
    return code


@pytest.mark.parametrize("state", OPEN)
def test_a_step_that_is_shown_can_be_taken_and_one_that_is_not_shown_cannot(town, state):
    walk = Walk(town, state)

    for who in ROLES:
        by = walk.here.actors[who]
        shown = seen(walk.case_id, by, walk.at)
        for step, act in walk.acts(by).items():
            code = tried(act)
            if state is State.DONE and step in {Step.GROUP, Step.UNGROUP}:
                assert code is not None, (who, step)
            elif who != "street_officer" or shown:
                assert (code is None) == (step in shown), (who, step, code)


@pytest.mark.parametrize("state", OPEN)
def test_who_asked_may_say_more_and_say_whether_it_is_solved_and_nothing_else(town, state):
    walk = Walk(town, state)
    by = resident(walk.id, walk.demand_id)

    done = {step for step, act in walk.acts(by).items() if tried(act) is None}

    assert done == set(own_case(walk.told.token, at=walk.at)[0].can)
    assert done == ({Step.ADD, Step.CONFIRM} if state is State.DONE else {Step.ADD})


@pytest.mark.parametrize("state", OPEN)
def test_nobody_does_by_themselves_what_only_follows(town, state):
    walk = Walk(town, state)

    done = {step for step, act in walk.acts(system("clock", walk.id)).items() if tried(act) is None}

    assert done == set()


@pytest.mark.parametrize("state", OPEN)
def test_a_step_leads_where_the_table_says_and_the_case_stays_whole(town, state):
    walk = Walk(town, state)

    taken = set()
    for who in ROLES:
        for step, act in walk.acts(walk.here.actors[who]).items():
            with transaction.atomic():
                if refusal(act) is None:
                    taken.add(step)
                    led = Case.objects.get(pk=walk.case_id).state
                    reopened = step is Step.CALL_BACK and state is State.DONE
                    assert led == (State.IN_HAND if reopened else after(step, state)), (who, step)
                    must_hold([walk.id])
                transaction.set_rollback(True)

    possible = {step for step, row in LIFE.items() if state in row.paths and row.hands is not Hands.LINLI}
    if state is State.DONE:
        possible -= {Step.GROUP, Step.UNGROUP}
    else:
        possible -= {Step.CALL_BACK, Step.CONFIRM, Step.ENTRUST}  # nobody was answered yet
    assert taken == possible


def seen(case_id, by, at):
    """The steps that are shown to these eyes; none where they see no case."""
    try:
        return case_for(case_id, by=by, at=at).can
    except Refused:
        return frozenset()
