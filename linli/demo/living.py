"""Three months of a neighbourhood: every demand of the tables is said, carried and closed, in order of time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import groupby

from linli.audit.actions import action
from linli.cases.actions.arranging import group
from linli.cases.actions.closing import call_back, confirm
from linli.cases.actions.handling import contact, report_done, report_obstacle, report_progress, sign
from linli.cases.actions.intake import Receipt, Told, receive
from linli.cases.actions.routing import Assessment, assess, dispatch, redirect
from linli.cases.queries.lists import waiting_in
from linli.cases.queries.rule_book import categories, routes
from linli.cases.rules.calling import TRIES, Outcome, Satisfaction
from linli.cases.rules.life import Owed
from linli.cases.rules.limits import Urgency
from linli.cases.rules.words import Channel, HideFrom, Kind
from linli.demo.founding import BY, Built
from linli.demo.pacing import NOT_YET, Pace, pace_of
from linli.demo.reading import MORNING, ZONE, Row, said_at
from linli.kernel.actor import Actor, resident
from linli.moves.queries import open_of_subject
from linli.people.actions import know_person, settle_home
from linli.people.rules import PartyKind, Role, Tie
from linli.places.queries import Place, place

KINDS = {
    "咨询": "enquiry",
    "求助": "help",
    "投诉": "complaint",
    "举报": "report",
    "建议": "suggestion",
    "表扬": "praise",
}
# Who speaks for a party, in the role of its seats. Who calls back must be somebody else.
HANDS: dict[str, dict[str, tuple[str, ...]]] = {
    "huaiyin": {
        "desk": ("滕小雨", "潘振国"),
        "property": ("苗小芸", "白雪婷", "段铁军"),
        "committee": ("关丽君", "邢春生", "杜欣然"),
        "branch": ("佟建业", "石玉兰"),
        "owners": ("顾维中", "卓一鸣"),
        "organisation": ("俞海宁", "叶静宜"),
        "street": ("骆文斌", "章晓棠"),
        "callers": ("郝志明", "梁晓霞", "封亚楠"),
    },
    "liuan": {
        "desk": ("伍小满", "鲍红霞"),
        "property": ("尤丽娜", "庞大勇"),
        "committee": ("邓国强",),
        "branch": ("蒋玉成",),
        "owners": (),
        "organisation": ("韦婷",),
        "street": ("骆文斌", "章晓棠"),
        "callers": ("钱海燕", "鲍红霞", "封亚楠"),
    },
}
ROLES = {
    "property": Role.HANDLER,
    "committee": Role.DESK,
    "branch": Role.SECRETARY,
    "owners": Role.OWNERS_MEMBER,
    "organisation": Role.ORG_MEMBER,
    "street": Role.STREET_OFFICER,
}


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens at a moment."""

    at: datetime
    act: Callable[[datetime], object]


@dataclass(slots=True)
class Story:
    """One trouble with everybody who told of it: the row that opened its case, and its twins."""

    one: Built
    rows: list[Row]
    pace: Pace
    receipts: dict[str, Receipt] = field(default_factory=dict)

    @property
    def first(self) -> Row:
        """The row that opened the case."""
        return self.rows[0]

    @property
    def case_id(self) -> int:
        """The case that all of them belong to."""
        return self.receipts[self.first["slug"]].case_id

    def pick(self, names: tuple[str, ...]) -> str:
        """One of these people, the same at every building of the demonstration."""
        return names[sum(map(ord, self.first["slug"])) % len(names)]


def live(built: list[Built], *, tell_day: Callable[[datetime], None] = lambda day: None) -> int:
    """Play everything that was said until the morning of the walk; how many demands there were.

    A day is one action, so that its facts are sealed together: three months in seconds instead of minutes.
    """
    stories = [story for one in built for story in _stories(one)]
    steps = sorted((step for story in stories for step in _steps(story)), key=lambda step: step.at)
    for _day, today in groupby(steps, key=lambda step: step.at.astimezone(ZONE).date()):
        steps_today = list(today)
        live_a_day(steps_today, by=BY, at=steps_today[0].at)
        tell_day(steps_today[0].at)
    return sum(len(story.rows) for story in stories)


@action
def live_a_day(steps: list[Step], *, by: Actor, at: datetime) -> None:
    """Let everything of a day happen, in order."""
    for step in steps:
        step.act(step.at)


def _stories(one: Built) -> list[Story]:
    rows = one.town.rows("demands")
    twins: dict[str, list[Row]] = {}
    for row in rows:
        twins.setdefault(row["twin_of"] or row["slug"], []).append(row)
    return [Story(one, told, pace_of(told[0])) for told in twins.values()]


def _steps(story: Story) -> Iterator[Step]:
    pace, first = story.pace, story.first
    for row in story.rows:
        yield Step(said_at(row), lambda at, row=row: _say(story, row, at))  # type: ignore[misc]
    yield from _sending(story)
    for twin in story.rows[1:]:
        soon = max(said_at(twin) + timedelta(seconds=50), pace.last)
        yield Step(soon, lambda at, row=twin: _gather(story, row, at))  # type: ignore[misc]
    pace.last = max(pace.last, *(said_at(row) + timedelta(seconds=60) for row in story.rows))
    if first["outcome"] in {"just_received", "waiting_dispatch", "waiting_signature", "redirected"}:
        return
    yield from _handling(story)
    if first["outcome"] not in NOT_YET:
        yield from _asking(story)


def _sending(story: Story) -> Iterator[Step]:
    pace, outcome = story.pace, story.first["outcome"]
    if outcome == "just_received":
        return
    at = pace.lately(0.4) if outcome == "waiting_dispatch" else pace.at("assess")
    if outcome == "waiting_signature":
        at = pace.lately(15)
    if outcome == "redirected":
        yield Step(at, lambda at: _redirect(story, at))
    elif outcome == "waiting_dispatch":
        yield Step(at, lambda at: assess(story.case_id, _assessment(story), by=_desk(story), at=at))
    else:
        yield Step(at, lambda at: _dispatch(story, at))


def _handling(story: Story) -> Iterator[Step]:
    pace, first = story.pace, story.first
    lead = _lead(story)
    yield Step(pace.at("sign"), lambda at: sign(story.case_id, by=lead, at=at))
    for row in story.rows:
        if _reachable(row):
            yield Step(pace.at("contact"), lambda at, row=row: _contact(story, row, at))  # type: ignore[misc]
    if first["progress"]:
        words = first["progress"]
        yield Step(pace.at("progress"), lambda at: report_progress(story.case_id, words, by=lead, at=at))
    if first["outcome"] == "stuck":
        obstacle = first["obstacle"]
        yield Step(pace.lately(20), lambda at: report_obstacle(story.case_id, obstacle, by=lead, at=at))
    if first["outcome"] not in NOT_YET:
        yield Step(pace.at("done"), lambda at: _done(story, at))


def _asking(story: Story) -> Iterator[Step]:
    pace = story.pace
    waiting = [row for row in story.rows if row["outcome"] != "done_waiting_callback"]
    unhappy = [row for row in waiting if row["outcome"] == "unsolved_then_closed"]
    for row in unhappy:
        yield Step(pace.at("called"), lambda at, row=row: _ask(story, row, Outcome.UNSOLVED, at))  # type: ignore[misc]
    if unhappy:
        yield Step(pace.at("again"), lambda at: _done(story, at))
    for row in waiting:
        tries = TRIES if row["outcome"] == "not_reached" else 1
        for _try in range(tries):
            yield Step(pace.at("again"), lambda at, row=row: _ask(story, row, _ending(row), at))  # type: ignore[misc]


def _say(story: Story, row: Row, at: datetime) -> None:
    one = story.one
    where = _place(one, row)
    asker = None
    if row["asker"] or row["phone"]:
        asker = know_person(one.community_id, name=row["asker"] or None, phone=row["phone"] or None, by=BY, at=at)
        if where.household_id is not None:
            settle_home(asker, where.household_id, Tie.LIVES, by=BY, at=at)
    told = Told(
        words=row["text"],
        channel=Channel(row["channel"]),
        place=where,
        requester_id=asker,
        hide_from=[HideFrom(kind) for kind in row["hide_from"].split(";") if kind],
        urgency=Urgency(row["urgency"]) if row["urgency"] == "danger" else Urgency.ORDINARY,
    )
    story.receipts[row["slug"]] = receive(told, key=f"demo:{row['slug']}", by=_teller(story, row), at=at)


def _teller(story: Story, row: Row) -> Actor:
    one = story.one
    if row["channel"] == "steward" and row["entrance"]:
        return one.steward(row["building"], row["entrance"])
    return resident(one.community_id) if row["channel"] == "page" else _desk(story)


def _place(one: Built, row: Row) -> Place:
    building, entrance, flat = row["building"], row["entrance"], row["flat"]
    if flat:
        return place(one.community_id, household_id=one.doors[building, entrance, flat])
    if entrance:
        return place(one.community_id, entrance_id=one.entrances[building, entrance])
    if building:
        return place(one.community_id, building_id=one.buildings[building])
    return place(one.community_id, spot_id=one.spots.get(row["spot"]))


@cache
def _categories(community_id: int) -> dict[str, int]:
    return {category.name: category.id for category in categories(community_id, on=MORNING.date())}


def _assessment(story: Story) -> Assessment:
    first, known = story.first, _categories(story.one.community_id)
    return Assessment(first["title"], known[first["category"]], Kind(KINDS[first["kind"]]), Urgency(first["urgency"]))


def _redirect(story: Story, at: datetime) -> None:
    known = {route.code: route.id for route in routes(story.one.community_id, on=MORNING.date())}
    redirect(story.case_id, known[story.first["route"]], because=story.first["answer"], by=_desk(story), at=at)


def _dispatch(story: Story, at: datetime) -> None:
    lead_id = story.one.kinds[story.first["lead"]]
    dispatch(story.case_id, lead_id, assessment=_assessment(story), by=_desk(story), at=at)


def _gather(story: Story, row: Row, at: datetime) -> None:
    group(story.case_id, story.receipts[row["slug"]].case_id, by=_desk(story), at=at)


def _contact(story: Story, row: Row, at: datetime) -> None:
    hidden = story.first["lead"] in row["hide_from"].split(";")
    by = _desk(story) if hidden else _lead(story)
    contact(story.case_id, story.receipts[row["slug"]].demand_id, by=by, at=at)


def _done(story: Story, at: datetime) -> None:
    answers = {story.receipts[row["slug"]].demand_id: row["answer"] for row in story.rows}
    still = waiting_in(story.case_id)
    own = {demand_id: answer for demand_id, answer in answers.items() if demand_id in still}
    report_done(story.case_id, story.first["answer"], answers=own, by=_lead(story), at=at)


def _ask(story: Story, row: Row, outcome: Outcome, at: datetime) -> None:
    demand_id = story.receipts[row["slug"]].demand_id
    remark = row["obstacle"] if outcome is Outcome.UNSOLVED else row["remark"]
    said = Satisfaction(row["satisfied"]) if row["satisfied"] and outcome is Outcome.SOLVED else None
    if row["channel"] == "page" and not row["phone"] and row["satisfied"] and outcome is not Outcome.SEEN:
        by = resident(story.one.community_id, demand_id)
        confirm(story.case_id, demand_id, outcome, satisfaction=said, remark=remark or None, by=by, at=at)
        return
    call_back(
        story.case_id, demand_id, outcome, satisfaction=said, remark=remark or None, by=_caller(story, demand_id), at=at
    )


def _ending(row: Row) -> Outcome:
    if row["outcome"] == "not_reached":
        return Outcome.NO_ANSWER
    if not _reachable(row) and not row["satisfied"]:
        return Outcome.SEEN  # nobody to ask: somebody who did not handle it went and looked
    return Outcome.SOLVED


def _reachable(row: Row) -> bool:
    return bool(row["phone"] or row["asker"] or row["flat"])


def _desk(story: Story) -> Actor:
    name = story.pick(HANDS[story.one.town.slug]["desk"])
    return _seat(story, name, "branch" if name in {"潘振国", "鲍红霞"} else "committee")


def _lead(story: Story) -> Actor:
    lead = story.first["lead"]
    if lead == "organisation" and story.one.town.slug == "huaiyin":
        return _seat(story, "叶静宜", lead)  # the first organisation of the table is the school
    return _seat(story, story.pick(HANDS[story.one.town.slug][lead]), lead)


def _seat(story: Story, name: str, kind: str) -> Actor:
    return story.one.actor(name, ROLES[PartyKind(kind)])


def _caller(story: Story, demand_id: int) -> Actor:
    """Whoever owes the call, in the name of the party that owes it."""
    move = next(move for move in open_of_subject("demand", demand_id) if move.owed == Owed.CALL_BACK)
    if move.zone_id is not None:
        key = next(key for key, (_person, zone) in story.one.stewards.items() if zone == move.zone_id)
        return story.one.steward(*key)
    names = HANDS[story.one.town.slug]["callers"]
    name = {"committee": names[0], "branch": names[1], "street": names[2]}[move.party_kind]
    return _seat(story, name, move.party_kind)
