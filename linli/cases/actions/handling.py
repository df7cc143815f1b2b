"""The one who handles it speaks: signed, spoken to the one who asked, so far, stuck, done."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from linli.audit.actions import action, announce, because_of
from linli.cases.access.door import may_open_contact
from linli.cases.actions._around import around
from linli.cases.actions._taking import demand_in, needed, settle, short_enough, take, write_down
from linli.cases.actions._telling import party_name, tell_party, tell_requesters
from linli.cases.events import (
    CaseDecided,
    CaseEscalated,
    CaseSigned,
    ContactOpened,
    DemandContacted,
    DoneReported,
    ObstacleReported,
    ProgressReported,
)
from linli.cases.models import Demand
from linli.cases.rules.life import DemandState, Owed, Step
from linli.cases.rules.words import clean
from linli.kernel.actor import Actor
from linli.kernel.event import Secret
from linli.kernel.refused import Refused
from linli.moves.queries import open_of_subject
from linli.people import queries as people
from linli.people.access import phone_of
from linli.people.rules import PartyKind


@action
def sign(case_id: int, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """Take the case on: from now on the lead party is accountable for it."""
    taken = take(Step.SIGN, case_id, seen=seen, by=by, at=at)
    case = taken.case
    if case.lead_id is None:
        raise Refused("case.not_now", step=Step.SIGN, state=case.state)
    case.accountable_id = case.lead_id
    write_down(taken)
    news = announce(
        CaseSigned(subject_id=case.pk, community_id=case.community_id, threads=(case.pk,), lead_id=case.lead_id),
        by=by,
        at=at,
    )
    settle(taken, news, kept=(Owed.SIGN,))


@action
def open_contact(demand_id: int, *, by: Actor, at: datetime) -> tuple[str | None, str | None]:
    """The name and the telephone of the one who asked, for those who must speak to them; the reading is sealed.

    Raises Refused `demand.missing`, also for a party from which they are hidden.
    """
    demand = Demand.objects.filter(pk=demand_id).first()
    if demand is None or demand.requester_id is None or not may_open_contact(demand, by):
        raise Refused("demand.missing")
    announce(
        ContactOpened(
            subject_id=demand.pk, community_id=demand.community_id, threads=(demand.case_id,), party_id=by.party_id
        ),
        by=by,
        at=at,
    )
    return people.names([demand.requester_id]).get(demand.requester_id), phone_of(demand.requester_id)


@action
def contact(
    case_id: int,
    demand_id: int,
    *,
    words: str | None = None,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Note that the one who asked was spoken to.

    Raises Refused `demand.contacted_already`, and `demand.missing` for a party from which they are hidden.
    """
    taken = take(Step.CONTACT, case_id, seen=seen, by=by, at=at)
    demand = demand_in(taken.case, demand_id)
    if by.party_kind in demand.hide_from:
        raise Refused("demand.missing")
    if demand.contacted_at is not None:
        raise Refused("demand.contacted_already")
    told = short_enough(words) if (words := clean(words)) else None
    due = [move.due_at for move in open_of_subject("demand", demand.pk) if move.owed == Owed.CONTACT]
    demand.contacted_at = at
    demand.save(update_fields=("contacted_at",))
    write_down(taken, words=told, demand=demand)
    news = announce(
        DemandContacted(
            subject_id=demand.pk,
            community_id=demand.community_id,
            threads=(case_id,),
            party_id=by.party_id,
            in_time=all(at <= moment for moment in due),
        ),
        by=by,
        at=at,
    )
    settle(taken, news, kept=(Owed.CONTACT,))


@action
def report_progress(
    case_id: int, words: str, *, files: Sequence[int] = (), seen: int | None = None, by: Actor, at: datetime
) -> None:
    """Say how far it is; those who asked are told."""
    taken = take(Step.PROGRESS, case_id, seen=seen, by=by, at=at)
    told = short_enough(needed(words, "case.words_needed"))
    case = taken.case
    write_down(taken, words=told, files=files)
    news = announce(
        ProgressReported(
            subject_id=case.pk,
            community_id=case.community_id,
            threads=(case.pk,),
            party_id=by.party_id,
            words=Secret(told),
            files=tuple(files),
        ),
        by=by,
        at=at,
    )
    settle(taken, news)
    with because_of(news):
        waiting = case.demands.filter(state=DemandState.WAITING)
        tell_requesters(case, waiting, "progress", by=by, at=at, party=party_name(case, case.lead_id), words=told)


@action
def report_obstacle(
    case_id: int, words: str, *, files: Sequence[int] = (), seen: int | None = None, by: Actor, at: datetime
) -> None:
    """Say what stands in the way; somebody else must decide now, and those who asked are told."""
    taken = take(Step.OBSTACLE, case_id, seen=seen, by=by, at=at)
    told = short_enough(needed(words, "case.words_needed"))
    case = taken.case
    write_down(taken, words=told, files=files)
    decider_id = around(case).party(PartyKind.BRANCH)
    news = announce(
        ObstacleReported(
            subject_id=case.pk,
            community_id=case.community_id,
            threads=(case.pk,),
            party_id=by.party_id,
            decider_id=decider_id,
            words=Secret(told),
            files=tuple(files),
        ),
        by=by,
        at=at,
    )
    settle(taken, news)
    with because_of(news):
        tell_party(case, decider_id, "decide", by=by, at=at)
        waiting = case.demands.filter(state=DemandState.WAITING)
        tell_requesters(case, waiting, "obstacle", by=by, at=at, party=party_name(case, case.lead_id), words=told)


@action
def escalate(case_id: int, because: str, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """Ask the street to decide. Raises Refused: `case.escalated_already`, `community.no_street_party`."""
    taken = take(Step.ESCALATE, case_id, seen=seen, by=by, at=at)
    told = short_enough(needed(because, "case.words_needed"))
    case = taken.case
    street = around(case).street
    if street is None:
        raise Refused("community.no_street_party")
    if case.escalated_at is not None:
        raise Refused("case.escalated_already")
    case.escalated_at = at
    write_down(taken, words=told, facts={"to": street.name})
    news = announce(
        CaseEscalated(
            subject_id=case.pk,
            community_id=case.community_id,
            threads=(case.pk,),
            to_party_id=street.id,
            because=Secret(told),
        ),
        by=by,
        at=at,
    )
    settle(taken, news)
    with because_of(news):
        tell_party(case, street.id, "decide", by=by, at=at)


@action
def decide(case_id: int, words: str, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """Decide what the handler could not; it is in their hands again."""
    taken = take(Step.DECIDE, case_id, seen=seen, by=by, at=at)
    told = short_enough(needed(words, "case.words_needed"))
    case = taken.case
    case.escalated_at = None
    write_down(taken, words=told)
    news = announce(
        CaseDecided(
            subject_id=case.pk,
            community_id=case.community_id,
            threads=(case.pk,),
            party_id=by.party_id,
            words=Secret(told),
        ),
        by=by,
        at=at,
    )
    settle(taken, news, kept=(Owed.DECIDE,))
    with because_of(news):
        if case.lead_id is not None:
            tell_party(case, case.lead_id, "decided", by=by, at=at)


@action
def report_done(
    case_id: int,
    words: str,
    *,
    answers: Mapping[int, str] | None = None,
    files: Sequence[int] = (),
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Say that it is done, with what shows it, and answer each who asked: in words of their own or in the common ones.

    `answers` is by demand. From now on somebody who did not handle it owes each of them a call.
    """
    taken = take(Step.REPORT_DONE, case_id, seen=seen, by=by, at=at)
    told = short_enough(needed(words, "case.words_needed"))
    case = taken.case
    told_to = {pk: clean(answer) for pk, answer in (answers or {}).items()}
    own = {pk: short_enough(answer) for pk, answer in told_to.items() if answer}
    waiting = list(case.demands.filter(state=DemandState.WAITING).order_by("pk"))
    if set(own) - {demand.pk for demand in waiting}:
        raise Refused("demand.missing")
    write_down(taken, words=told, files=files)
    case.done_at, case.escalated_at = at, None
    for demand in waiting:
        demand.state, demand.answer, demand.answered_at = DemandState.ANSWERED, own.get(demand.pk, told), at
        demand.tries = 0
        demand.save(update_fields=("state", "answer", "answered_at", "tries"))
    news = announce(
        DoneReported(
            subject_id=case.pk,
            community_id=case.community_id,
            threads=(case.pk,),
            party_id=by.party_id,
            words=Secret(told),
            answered=tuple(demand.pk for demand in waiting),
            files=tuple(files),
        ),
        by=by,
        at=at,
    )
    settle(taken, news, kept=(Owed.HANDLE, Owed.ASSIST, Owed.CONTACT, Owed.DECIDE))
    with because_of(news):
        for demand in waiting:
            tell_requesters(
                case, [demand], "done", by=by, at=at, party=party_name(case, case.lead_id), words=demand.answer
            )
