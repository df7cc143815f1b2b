"""How every step begins and ends: take the case, ask the rules; write the step down, owe what comes next."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from linli.audit.actions import because_of
from linli.cases.access._hands import in_their_hands, stands_over
from linli.cases.access.door import sight_of
from linli.cases.actions._owing import owe
from linli.cases.models import Attachment, Case, Demand, StepTaken
from linli.cases.rules.life import Owed, State, Step, after
from linli.cases.rules.words import LONGEST_NOTE, clean
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.event import News
from linli.kernel.refused import Refused


@dataclass(slots=True)
class Taken:
    """A case in the hands of one step."""

    case: Case
    step: Step
    state: State
    by: Actor
    at: datetime


def take(step: Step, case_id: int, *, seen: int | None, by: Actor, at: datetime) -> Taken:
    """The case, locked, if this actor may take this step now.

    Raises Refused: `case.missing` when it is not there or not theirs to see, `case.not_now` when the state does not
    allow the step, `case.not_yours_to_do`, `case.moved_meanwhile` when it is not where the form last saw it.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("community").filter(pk=case_id).first()
    if case is None or not stands_over(by, case):
        raise Refused("case.missing")
    if not in_their_hands(step, case, by=by, at=at):
        seen_by_them = by.kind is ActorKind.SYSTEM or sight_of(case, by=by, at=at) is not None
        raise Refused("case.not_yours_to_do", step=step) if seen_by_them else Refused("case.missing")
    if seen is not None and seen != case.step_count:
        raise Refused("case.moved_meanwhile", steps=case.step_count - seen)
    state = after(step, State(case.state))
    if state is None:
        raise Refused("case.not_now", step=step, state=case.state)
    return Taken(case, step, state, by, at)


def go_on(taken: Taken, step: Step) -> Taken:
    """The same case in the same hands for one more step at once. Raises Refused as `take` does."""
    case, by, at = taken.case, taken.by, taken.at
    if not in_their_hands(step, case, by=by, at=at):
        raise Refused("case.not_yours_to_do", step=step)
    state = after(step, State(case.state))
    if state is None:
        raise Refused("case.not_now", step=step, state=case.state)
    return Taken(case, step, state, by, at)


def take_with(step: Step, demand_id: int, *, by: Actor, at: datetime) -> tuple[Taken, Demand]:
    """The case of a demand as `take` takes it, and the demand, if the step is theirs for it.

    Raises Refused as `take` does, but `demand.missing` where the case is.
    """
    case_id = Demand.objects.filter(pk=demand_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise Refused("demand.missing")
    try:
        taken = take(step, case_id, seen=None, by=by, at=at)
    except Refused as refused:
        if refused.code == "case.missing":
            raise Refused("demand.missing") from None
        raise
    demand = demand_in(taken.case, demand_id)
    must_be_theirs(taken, demand)
    return taken, demand


def must_be_theirs(taken: Taken, demand: Demand) -> None:
    """Raises Refused where these hands may take the step in the case, but for another of its demands."""
    if in_their_hands(taken.step, taken.case, by=taken.by, at=taken.at, demand=demand):
        return
    if taken.by.kind is ActorKind.RESIDENT:
        raise Refused("demand.missing")
    raise Refused("case.not_yours_to_do", step=taken.step)


def write_down(
    taken: Taken,
    *,
    words: str | None = None,
    demand: Demand | None = None,
    facts: Mapping[str, object] | None = None,
    files: Sequence[int] = (),
    happened_at: datetime | None = None,
) -> StepTaken:
    """Put the step on the thread of the case and bring the case to its next state."""
    case, by = taken.case, taken.by
    step = StepTaken.objects.create(
        case=case,
        demand=demand,
        step=taken.step,
        person_id=by.person_id,
        party_id=by.party_id,
        role=by.role or by.kind,
        words=words,
        facts=dict(facts or {}),
        happened_at=happened_at or taken.at,
        recorded_at=taken.at,
    )
    attach(case, files, step=step)
    case.state = taken.state
    case.step_count += 1
    return step


def settle(taken: Taken, news: News, kept: Collection[Owed] = ()) -> None:
    """Owe what the new state owes because of the news, close what it does not, save the case; at the end of a step."""
    with because_of(news):
        taken.case.due_at = owe(taken.case, kept=kept, by=taken.by, at=taken.at)
    taken.case.save()


def attach(case: Case, files: Sequence[int], *, demand: Demand | None = None, step: StepTaken | None = None) -> None:
    """Hang the files on a demand or on a step of the handling."""
    Attachment.objects.bulk_create(Attachment(case=case, demand=demand, step=step, file_id=file) for file in files)


def demand_in(case: Case, demand_id: int) -> Demand:
    """The demand, if it belongs to the case. Raises Refused `demand.missing`."""
    demand = Demand.objects.filter(pk=demand_id, case=case).first()
    if demand is None:
        raise Refused("demand.missing")
    return demand


def needed(words: str | None, code: str, longest: int = LONGEST_NOTE) -> str:
    """The cleaned words. Raises Refused with the code when there are none, `words.too_long` when there are too many."""
    told = clean(words)
    if told is None:
        raise Refused(code)
    return short_enough(told, longest)


def short_enough(words: str, longest: int = LONGEST_NOTE) -> str:
    """The words. Raises Refused `words.too_long` with how many there are and may be."""
    if len(words) > longest:
        raise Refused("words.too_long", longest=longest, length=len(words))
    return words
