"""Put things right: a wrong entry, demands that are one trouble, demands that are not."""

from dataclasses import dataclass, fields
from datetime import datetime

from linli.audit.actions import action, announce, because_of
from linli.cases.actions._around import around
from linli.cases.actions._ending import close_if_settled
from linli.cases.actions._owing import set_answer_due, set_urgency
from linli.cases.actions._taking import Taken, needed, settle, short_enough, take, write_down
from linli.cases.events import CaseCorrected, DemandsGrouped, DemandUngrouped
from linli.cases.models import Case, Category, Demand, StepTaken
from linli.cases.rules.life import DemandState, State, Step
from linli.cases.rules.limits import Urgency
from linli.cases.rules.words import LONGEST_TITLE, Kind, clean, short
from linli.kernel.actor import Actor
from linli.kernel.event import News, Secret
from linli.kernel.refused import Refused
from linli.moves.actions import bring_to_thread, close_moves
from linli.people.rules import PartyKind
from linli.places.queries import Place

# Until something is reported done, demands can still be answered together.
GROUPABLE = (State.RECEIVED, State.ASSESSED, State.DISPATCHED, State.IN_HAND, State.STUCK)


@dataclass(frozen=True, slots=True)
class Correction:
    """What should stand there; None leaves what stands."""

    title: str | None = None
    open_title: str | None = None
    category_id: int | None = None
    kind: Kind | None = None
    urgency: Urgency | None = None
    place: Place | None = None


@action
def correct(
    case_id: int, correction: Correction, because: str, *, seen: int | None = None, by: Actor, at: datetime
) -> None:
    """Put a wrong entry right; what stood there stays readable in the thread. Raises Refused `case.nothing_changed`."""
    taken = take(Step.CORRECT, case_id, seen=seen, by=by, at=at)
    told = short_enough(needed(because, "case.words_needed"))
    before = _put_right(taken.case, correction)
    if not before:
        raise Refused("case.nothing_changed")
    write_down(taken, words=told, facts={"before": before})
    news = announce(
        CaseCorrected(
            subject_id=taken.case.pk,
            community_id=taken.case.community_id,
            threads=(taken.case.pk,),
            changed=tuple(sorted(before)),
            because=Secret(told),
        ),
        by=by,
        at=at,
    )
    settle(taken, news)


@action
def group(case_id: int, from_case_id: int, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """Say that the demands of another case are the same trouble: they belong to this one, each with its own answer.

    Raises Refused: `case.group_with_itself`, `case.too_late_to_group`, `case.missing`.
    """
    if case_id == from_case_id:
        raise Refused("case.group_with_itself")
    # Two people who group crosswise must not wait for each other.
    for pk in sorted((case_id, from_case_id)):
        Case.objects.select_for_update().filter(pk=pk).first()
    taken = take(Step.GROUP, case_id, seen=seen, by=by, at=at)
    other = take(Step.GROUP, from_case_id, seen=None, by=by, at=at)
    case, gone = taken.case, other.case
    if gone.community_id != case.community_id:
        raise Refused("case.missing")
    demands = list(gone.demands.order_by("pk"))
    answered = any(demand.state != DemandState.WAITING for demand in demands)
    if case.state not in GROUPABLE or gone.state not in GROUPABLE or answered:
        raise Refused("case.too_late_to_group")
    was = gone.state
    write_down(taken, facts={"from": gone.number, "demands": [demand.number for demand in demands]})
    write_down(other, facts={"into": case.number, "was": was})
    gone.demands.update(case=case)
    gone.attachments.filter(demand__isnull=False).update(case=case)
    gone.state, gone.merged_into, gone.closed_at = State.CLOSED, case, at
    Case.objects.filter(merged_into=gone).update(merged_into=case)
    news = announce(
        DemandsGrouped(
            subject_id=case.pk,
            community_id=case.community_id,
            threads=(case.pk, gone.pk),
            from_case_id=gone.pk,
            demands=tuple(demand.pk for demand in demands),
        ),
        by=by,
        at=at,
    )
    with because_of(news):
        for demand in demands:
            bring_to_thread(("demand", demand.pk), case.pk, by=by, at=at)
    settle(other, news)
    _promise_anew(case)
    settle(taken, news)


@action
def ungroup(case_id: int, demand_id: int, *, seen: int | None = None, by: Actor, at: datetime) -> int:
    """Say that a demand is another trouble after all; the id of the case that it has now.

    A case that it was grouped from is taken up again where it stood. Raises Refused: `case.only_demand`,
    `case.too_late_to_group`.
    """
    taken = take(Step.UNGROUP, case_id, seen=seen, by=by, at=at)
    case = taken.case
    demand = Demand.objects.filter(pk=demand_id, case=case).first()
    if demand is None:
        raise Refused("demand.missing")
    if demand.state != DemandState.WAITING:
        raise Refused("case.too_late_to_group")
    if case.demands.count() == 1:
        raise Refused("case.only_demand")
    own = _case_of_its_own(demand, case, at)
    write_down(taken, demand=None, facts={"demand": demand.number, "into": own.number})
    demand.case = own
    demand.save(update_fields=("case",))
    case.attachments.filter(demand=demand).update(case=own)
    news = announce(
        DemandUngrouped(
            subject_id=demand.pk,
            community_id=case.community_id,
            threads=(case.pk, own.pk),
            from_case_id=case.pk,
            to_case_id=own.pk,
        ),
        by=by,
        at=at,
    )
    with because_of(news):
        close_moves(("demand", demand.pk), kept=False, by=by, at=at)
    _promise_anew(case)
    close_if_settled(taken, news)
    settle(taken, news)
    _take_up(own, taken, news)
    return own.pk


def _put_right(case: Case, correction: Correction) -> dict[str, str | int | None]:
    before: dict[str, str | int | None] = {}
    told = {part.name: getattr(correction, part.name) for part in fields(correction)}
    for name in ("title", "open_title"):
        words = clean(told[name])
        if words is not None and words != getattr(case, name):
            before[name] = getattr(case, name)
            setattr(case, name, short_enough(words, LONGEST_TITLE))
    if correction.category_id is not None and correction.category_id != case.category_id:
        category = Category.objects.filter(pk=correction.category_id, community_id=case.community_id).first()
        if category is None:
            raise Refused("category.missing")
        before["category"], case.category = case.category.code if case.category else None, category
    if correction.kind is not None and correction.kind != case.kind:
        before["kind"], case.kind = case.kind, correction.kind
    if correction.urgency is not None and correction.urgency != case.urgency:
        before["urgency"] = case.urgency
        set_urgency(case, correction.urgency)
    if correction.place is not None:
        before |= _move_place(case, correction.place)
    return before


def _move_place(case: Case, place: Place) -> dict[str, str | int | None]:
    if place.community_id != case.community_id:
        raise Refused("place.unknown")
    now = (case.building_id, case.entrance_id, case.spot_id)
    # A case with a single demand is about the place of that demand.
    only = list(case.demands.all()) if case.demands.count() == 1 else []
    other_door = bool(place.household_id and only and only[0].household_id != place.household_id)
    if now == (place.building_id, place.entrance_id, place.spot_id) and not other_door:
        return {}
    case.building_id, case.entrance_id, case.spot_id = place.building_id, place.entrance_id, place.spot_id
    before = {"building": now[0], "entrance": now[1], "spot": now[2]}
    if only:
        before["household"] = only[0].household_id
        case.demands.update(
            building_id=place.building_id,
            entrance_id=place.entrance_id,
            household_id=place.household_id,
            spot_id=place.spot_id,
            place_words=None,
        )
    return {**before}


def _promise_anew(case: Case) -> None:
    set_answer_due(case, list(case.demands.exclude(state=DemandState.SETTLED)))


def _case_of_its_own(demand: Demand, case: Case, at: datetime) -> Case:
    earlier = Case.objects.select_for_update().filter(merged_into=case, number=demand.number).first()
    if earlier is not None:
        return earlier
    return Case.objects.create(
        community_id=case.community_id,
        number=demand.number,
        title=None if demand.hide_from else short(demand.words),
        category=case.category,
        kind=case.kind,
        urgency=case.urgency,
        accountable_id=around(case).party(PartyKind.COMMITTEE, PartyKind.BRANCH, PartyKind.PROPERTY),
        building_id=demand.building_id,
        entrance_id=demand.entrance_id,
        spot_id=demand.spot_id,
        received_at=demand.received_at,
        answer_due_at=demand.answer_due_at,
        due_at=demand.answer_due_at,
    )


def _take_up(own: Case, taken: Taken, news: News) -> None:
    if own.merged_into_id is not None:
        last = StepTaken.objects.filter(case=own, step=Step.GROUP).order_by("-pk").first()
        own.state = last.facts["was"] if last else State.RECEIVED
        own.merged_into, own.closed_at = None, None
    back = Taken(own, Step.UNGROUP, State(own.state), taken.by, taken.at)
    write_down(back, facts={"from": taken.case.number})
    _promise_anew(own)
    settle(back, news)
