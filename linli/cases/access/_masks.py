"""Putting the masks on: from rows to what one pair of eyes may see."""

from datetime import datetime

from linli.cases.access._hands import in_their_hands
from linli.cases.models import Attachment, Case, Demand, StepTaken
from linli.cases.queries.lists import place_name
from linli.cases.queries.views import CaseView, DemandView, FileRef, StepView
from linli.cases.rules.life import DemandState, State, Step, steps_from
from linli.cases.rules.sight import (
    THREAD_OF_REQUESTERS,
    TOLD_TO_REQUESTERS,
    Part,
    Sight,
    Why,
    hides,
    parts,
    why_not,
)
from linli.kernel.actor import Actor
from linli.moves.queries import ClimbView, MoveView, climbs, open_moves
from linli.people.queries import PersonView, people
from linli.places.rules import address


def case_view(
    case: Case, sight: Sight, *, by: Actor | None, at: datetime, mine: frozenset[int], own: int | None = None
) -> CaseView:
    """The case through these eyes. `mine` are the entrances of a steward, `own` the demand of who holds its receipt.

    The rows must come with everything that `door` joins to them; four queries are added here.
    """
    rows = [row for row in case.demands.all() if own is None or row.pk == own]
    seen = {row.pk: _parts(row, sight, by, mine) for row in rows}
    moves = _moves(case, sight, own)
    helping = [row for row in case.assisting.all() if row.until_at is None]
    return CaseView(
        id=case.pk,
        number=case.number,
        community_id=case.community_id,
        title=None if sight is Sight.OPEN else case.title,
        open_title=case.open_title,
        category_id=case.category_id,
        category=case.category.name if case.category else None,
        category_en=case.category.name_en if case.category else None,
        kind=case.kind,
        urgency=case.urgency,
        state=case.state,
        place=place_name(case),
        building_id=case.building_id,
        entrance_id=case.entrance_id,
        spot_id=case.spot_id,
        accountable_id=case.accountable_id,
        accountable=case.accountable.name,
        lead_id=case.lead_id,
        lead=case.lead.name if case.lead else None,
        assisting=tuple(row.party.name for row in helping),
        assisting_ids=tuple(row.party_id for row in helping),
        received_at=case.received_at,
        answer_due_at=case.answer_due_at,
        due_at=case.due_at,
        done_at=case.done_at,
        closed_at=case.closed_at,
        escalated_at=case.escalated_at,
        merged_into=case.merged_into.number if case.merged_into else None,
        route=case.route.name if case.route else None,
        route_number=case.route.number if case.route else None,
        step_count=case.step_count,
        sight=sight,
        moves=moves,
        demands=() if sight is Sight.OPEN else _demands(rows, seen, sight, by),
        steps=_thread(case, seen, sight, own),
        climbs=_climbs(case, moves, sight, own, at),
        can=_can(case, moves, sight, by, at),
    )


def _moves(case: Case, sight: Sight, own: int | None) -> tuple[MoveView, ...]:
    moves = open_moves([case.pk]).get(case.pk, ())
    if sight in {Sight.REQUESTER, Sight.OPEN}:
        return tuple(move for move in moves if move.subject_kind == "case" or move.subject_id == own)
    return moves


def _climbs(
    case: Case, moves: tuple[MoveView, ...], sight: Sight, own: int | None, at: datetime
) -> tuple[ClimbView, ...]:
    told = climbs(case.pk, moves, at=at)
    if sight in {Sight.REQUESTER, Sight.OPEN}:
        return tuple(climb for climb in told if climb.subject_kind == "case" or climb.subject_id == own)
    return told


def _demands(
    rows: list[Demand], seen: dict[int, frozenset[Part]], sight: Sight, by: Actor | None
) -> tuple[DemandView, ...]:
    asked = people([row.requester_id for row in rows if row.requester_id])
    taken = people([row.taken_by_id for row in rows if row.taken_by_id]) if sight is Sight.DESK else {}
    return tuple(_demand(row, seen[row.pk], sight, by, asked, taken) for row in rows)


def _parts(row: Demand, sight: Sight, by: Actor | None, mine: frozenset[int]) -> frozenset[Part]:
    took_it = by is not None and by.person_id is not None and row.taken_by_id == by.person_id
    if sight is Sight.STEWARD and row.entrance_id not in mine and not took_it:
        sight = Sight.FAR_STEWARD
    kind = by.party_kind if by else None
    return parts(sight, party_kind=kind, hide_from=row.hide_from, took_it_down=took_it)


def _demand(
    row: Demand,
    seen: frozenset[Part],
    sight: Sight,
    by: Actor | None,
    asked: dict[int, PersonView],
    taken: dict[int, PersonView],
) -> DemandView:
    person = asked.get(row.requester_id) if row.requester_id else None
    hidden = hides(sight, by.party_kind if by else None, row.hide_from)
    there = {
        Part.WORDS: True,
        Part.FILES: bool(row.attachments.all()),
        Part.NAME: person is not None and person.name is not None,
        Part.PHONE: person is not None and person.has_phone,
        Part.DOOR: row.household_id is not None,
        Part.ANSWER: row.answer is not None,
    }
    return DemandView(
        id=row.pk,
        number=row.number,
        channel=row.channel,
        state=row.state,
        received_at=row.received_at,
        happened_at=row.happened_at,
        answer_due_at=row.answer_due_at,
        words=row.words if Part.WORDS in seen else None,
        name=person.name if person and Part.NAME in seen else None,
        phone=person.masked_phone if person and Part.PHONE in seen else None,
        place=_place(row, door=Part.DOOR in seen) if Part.DOOR in seen or Part.WORDS in seen else None,
        answer=row.answer if Part.ANSWER in seen else None,
        answered_at=row.answered_at,
        contacted_at=row.contacted_at,
        outcome=row.outcome,
        satisfaction=row.satisfaction,
        settled_at=row.settled_at,
        tries=row.tries,
        reopened=row.reopened,
        hide_from=tuple(row.hide_from) if sight in {Sight.DESK, Sight.REQUESTER} else (),
        reachable=person is not None and person.has_phone and not hidden,
        household_id=row.household_id if Part.DOOR in seen else None,
        code=row.code if sight is Sight.REQUESTER else None,
        taken_by=taken[row.taken_by_id].name if row.taken_by_id in taken else None,
        files=_files(list(row.attachments.all())) if Part.FILES in seen else (),
        masked={part: why_not(part, sight, hidden=hidden) for part, told in there.items() if told and part not in seen},
    )


def _place(row: Demand, *, door: bool) -> str | None:
    if row.entrance is not None:
        return address(
            row.entrance.building.name, row.entrance.name, row.household.door if row.household and door else None
        )
    if row.building is not None:
        return address(row.building.name)
    if row.spot is not None:
        return row.spot.name
    # Where, in their own words: it may hold a door.
    return row.place_words if door else None


def _files(rows: list[Attachment]) -> tuple[FileRef, ...]:
    return tuple(FileRef(row.pk, row.file.media_type) for row in rows)


def _thread(case: Case, seen: dict[int, frozenset[Part]], sight: Sight, own: int | None) -> tuple[StepView, ...]:
    outside = sight in {Sight.REQUESTER, Sight.OPEN}
    lines = []
    for row in _steps(case):
        if outside and (row.step not in THREAD_OF_REQUESTERS or (row.demand_id and row.demand_id != own)):
            continue
        lines.append(_step(row, seen, sight))
    return tuple(lines)


def _steps(case: Case) -> list[StepTaken]:
    """The steps of the case, and those about its demands from a case in which they were before, in order."""
    brought = StepTaken.objects.filter(demand__case=case).exclude(case=case)
    brought = brought.select_related("party", "person", "demand").prefetch_related("attachments__file")
    return sorted((*case.steps.all(), *brought), key=lambda row: (row.recorded_at, row.pk))


def _step(row: StepTaken, seen: dict[int, frozenset[Part]], sight: Sight) -> StepView:
    words, masked = row.words, None
    if row.demand_id is not None and Part.WORDS not in seen.get(row.demand_id, frozenset()):
        words, masked = None, Why.ASKED if row.words else None
    if sight is Sight.OPEN or (sight is Sight.REQUESTER and row.step not in TOLD_TO_REQUESTERS):
        words, masked = None, None
    inside = sight is Sight.DESK
    files = list(row.attachments.all()) if sight not in {Sight.OPEN, Sight.FAR_STEWARD} else []
    return StepView(
        step=Step(row.step),
        who=row.party.name if row.party else None,
        role=row.role,
        person=row.person.name if inside and row.person else None,
        words=words,
        facts={name: fact for name, fact in row.facts.items() if inside or name not in {"before"}},
        demand_number=row.demand.number if row.demand and sight is not Sight.OPEN else None,
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        masked=masked,
        files=_files(files),
    )


def _can(case: Case, moves: tuple[MoveView, ...], sight: Sight, by: Actor | None, at: datetime) -> frozenset[Step]:
    possible = set(steps_from(State(case.state)))
    if not any(row.state == DemandState.ANSWERED for row in case.demands.all()):
        possible -= {Step.CALL_BACK, Step.CONFIRM, Step.ENTRUST}
    if case.escalated_at is not None:
        possible.discard(Step.ESCALATE)
    if by is None:
        return frozenset(possible & {Step.ADD, Step.CONFIRM}) if sight is Sight.REQUESTER else frozenset()
    return frozenset(step for step in possible if in_their_hands(step, case, by=by, at=at, moves=moves))
