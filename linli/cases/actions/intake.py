"""Somebody asks for something, and says more later."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from linli.audit.actions import action, announce, because_of
from linli.cases.actions._around import Around, around_community
from linli.cases.actions._owing import owe
from linli.cases.actions._taking import attach, needed, settle, short_enough, take_with, write_down
from linli.cases.actions._telling import tell_requesters
from linli.cases.events import DemandReceived, WordsAdded
from linli.cases.models import Case, DayCount, Demand, StepTaken
from linli.cases.rules.life import Step
from linli.cases.rules.limits import Promise, Urgency
from linli.cases.rules.words import (
    CODE_LENGTH,
    CODE_MARKS,
    HEARD_EARLIER_DAYS,
    LONGEST_WORDS,
    Channel,
    HideFrom,
    Kind,
    clean,
    number,
    short,
)
from linli.kernel.actor import Actor
from linli.kernel.event import Secret
from linli.kernel.refused import Refused
from linli.people.rules import PartyKind
from linli.places.queries import Place


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the one who asked takes home: the number to say, and the secret of the link."""

    demand_id: int
    case_id: int
    number: str
    token: str
    code: str


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody asks for, as it reached us.

    `place_words` is where, as typed, when it was not found among the places. `happened_at` is when it was said, if
    that was earlier than it reached us. `hide_from` are the parties (or the steward) who must not learn who said it.
    """

    words: str
    channel: Channel
    place: Place
    place_words: str | None = None
    requester_id: int | None = None
    hide_from: Sequence[HideFrom] = ()
    urgency: Urgency = Urgency.ORDINARY
    kind: Kind | None = None
    files: Sequence[int] = ()
    happened_at: datetime | None = None


@action
def receive(told: Told, *, key: str, by: Actor, at: datetime) -> Receipt:
    """Take down a demand; it opens a case of its own, which somebody owes to assess.

    The same `key` again is the same demand, and gives the same receipt. Raises Refused: `demand.empty`,
    `words.too_long`, `demand.in_the_future`, `demand.too_long_ago`, `community.no_party`, `community.missing` for who
    stands in another community.
    """
    if by.community_id not in {None, told.place.community_id}:
        raise Refused("community.missing")
    if known := Demand.objects.filter(key=key).first():
        return _receipt(known)
    words = needed(told.words, "demand.empty", LONGEST_WORDS)
    happened_at = _heard(told.happened_at, at)
    community_id = told.place.community_id
    here = around_community(community_id)
    promised = here.due_at(told.urgency, Promise.ANSWER, since=at)
    count = _count_of_the_day(here, at)
    # Asked again, now that nobody else counts: the same form, sent twice at one moment, waits here for the other.
    if known := Demand.objects.filter(key=key).first():
        return _receipt(known)
    count.last += 1
    count.save(update_fields=("last",))
    case = _open_case(told, here, words, number(count.day, count.last), promised, at)
    demand = Demand.objects.create(
        community_id=community_id,
        case=case,
        key=key,
        token=secrets.token_urlsafe(18),
        code="".join(secrets.choice(CODE_MARKS) for _ in range(CODE_LENGTH)),
        day=count.day,
        serial=count.last,
        number=case.number,
        channel=told.channel,
        words=words,
        requester_id=told.requester_id,
        taken_by_id=by.person_id,
        building_id=told.place.building_id,
        entrance_id=told.place.entrance_id,
        household_id=told.place.household_id,
        spot_id=told.place.spot_id,
        place_words=clean(told.place_words),
        hide_from=sorted(set(told.hide_from)),
        happened_at=happened_at,
        received_at=at,
        answer_due_at=promised,
    )
    attach(case, told.files, demand=demand)
    _announce_received(case, demand, told, by, at)
    return _receipt(demand)


@action
def add_words(demand_id: int, *, words: str | None = None, files: Sequence[int] = (), by: Actor, at: datetime) -> None:
    """Let the one who asked, or who speaks for them, say more. Raises Refused `demand.nothing_added`."""
    taken, demand = take_with(Step.ADD, demand_id, by=by, at=at)
    more = clean(words)
    if more is None and not files:
        raise Refused("demand.nothing_added")
    if more is not None:
        short_enough(more)
    write_down(taken, words=more, demand=demand, facts={"files": len(files)})
    attach(taken.case, files, demand=demand)
    news = announce(
        WordsAdded(
            subject_id=demand.pk,
            community_id=demand.community_id,
            threads=(taken.case.pk,),
            words=Secret(more) if more else None,
            files=tuple(files),
        ),
        by=by,
        at=at,
    )
    settle(taken, news)


def _open_case(told: Told, here: Around, words: str, case_number: str, promised: datetime, at: datetime) -> Case:
    place = told.place
    return Case.objects.create(
        community_id=place.community_id,
        number=case_number,
        # Whoever is hidden from somebody is not to be recognised by their own words in a title.
        title=None if told.hide_from else short(words),
        kind=told.kind,
        urgency=told.urgency,
        accountable_id=here.party(PartyKind.COMMITTEE, PartyKind.BRANCH, PartyKind.PROPERTY),
        building_id=place.building_id,
        entrance_id=place.entrance_id,
        spot_id=place.spot_id,
        received_at=at,
        answer_due_at=promised,
        due_at=promised,
        step_count=1,
    )


def _announce_received(case: Case, demand: Demand, told: Told, by: Actor, at: datetime) -> None:
    StepTaken.objects.create(
        case=case,
        demand=demand,
        step=Step.RECEIVE,
        person_id=by.person_id,
        party_id=by.party_id,
        role=by.role or by.kind,
        happened_at=demand.happened_at,
        recorded_at=at,
    )
    news = announce(
        DemandReceived(
            subject_id=demand.pk,
            community_id=demand.community_id,
            threads=(case.pk,),
            happened_at=demand.happened_at,
            case_id=case.pk,
            number=demand.number,
            channel=demand.channel,
            urgency=case.urgency,
            words=Secret(demand.words),
            hide_from=tuple(demand.hide_from),
            files=tuple(told.files),
            answer_due_at=demand.answer_due_at,
        ),
        by=by,
        at=at,
    )
    with because_of(news):
        case.due_at = owe(case, kept=(), by=by, at=at)
        case.save(update_fields=("due_at",))
        if demand.requester_id is not None:
            tell_requesters(case, [demand], "received", by=by, at=at)


def _heard(happened_at: datetime | None, at: datetime) -> datetime:
    if happened_at is None:
        return at
    # A telephone's clock may run a little ahead of ours; more than that is a mistake.
    if happened_at > at + timedelta(minutes=5):
        raise Refused("demand.in_the_future")
    if happened_at < at - timedelta(days=HEARD_EARLIER_DAYS):
        raise Refused("demand.too_long_ago", days=HEARD_EARLIER_DAYS)
    return min(happened_at, at)


def _count_of_the_day(here: Around, at: datetime) -> DayCount:
    day = at.astimezone(ZoneInfo(here.time_zone)).date()
    DayCount.objects.get_or_create(community_id=here.community_id, day=day)
    return DayCount.objects.select_for_update().get(community_id=here.community_id, day=day)


def _receipt(demand: Demand) -> Receipt:
    return Receipt(demand.pk, demand.case_id, demand.number, demand.token, demand.code)
