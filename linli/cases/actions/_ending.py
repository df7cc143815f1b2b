"""When a case is over: everybody who asked has answered, or could not be reached."""

from linli.audit.actions import announce, because_of
from linli.cases.actions._taking import Taken
from linli.cases.events import CaseClosed
from linli.cases.models import Case, StepTaken
from linli.cases.rules.calling import Outcome
from linli.cases.rules.life import DemandState, State, Step
from linli.kernel.event import News


def close_if_settled(taken: Taken, news: News) -> None:
    """Close the case when everybody who asked has answered; where nobody waits for an answer, there is only to ask."""
    states = set(taken.case.demands.values_list("state", flat=True))
    if states <= {DemandState.SETTLED}:
        _close(taken, news)
    elif DemandState.WAITING not in states and taken.case.state != State.DONE:
        taken.case.state, taken.case.done_at, taken.case.escalated_at = State.DONE, taken.at, None


def _close(taken: Taken, news: News) -> None:
    case = taken.case
    case.state, case.closed_at = State.CLOSED, taken.at
    outcomes = list(case.demands.values_list("outcome", flat=True))
    not_reached = sum(outcome in {Outcome.NO_ANSWER, Outcome.WRONG_NUMBER} for outcome in outcomes)
    _follow(case, Step.CLOSE, taken)
    with because_of(news):
        announce(
            CaseClosed(
                subject_id=case.pk,
                community_id=case.community_id,
                threads=(case.pk,),
                settled=len(outcomes) - not_reached,
                not_reached=not_reached,
            ),
            by=taken.by,
            at=taken.at,
        )


def _follow(case: Case, step: Step, taken: Taken) -> None:
    case.step_count += 1
    StepTaken.objects.create(case=case, step=step, role="system", happened_at=taken.at, recorded_at=taken.at)
