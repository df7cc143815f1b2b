"""The same case through five pairs of eyes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from linli.cases.access.door import case_for, open_case
from linli.cases.queries.views import CaseView
from linli.cases.rules.sight import Part, Why
from linli.channels.web.telling import Line, Mark, mark, thread, title
from linli.channels.web.words import PARTS, WHYS, word
from linli.demo.walk.catching_up import someone, steward_of
from linli.demo.walk.stations import WHERE
from linli.kernel.actor import Actor
from linli.kernel.refused import Refused
from linli.people.rules import Role
from linli.places.queries import find_place


@dataclass(frozen=True, slots=True)
class Shown:
    """One part of the demand: what these eyes see, or why they do not."""

    label: str
    value: str | None
    why: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair of eyes: what they see of the case; `nothing` says why they see none of it."""

    whose: str
    title: str | None = None
    mark: Mark | None = None
    parts: tuple[Shown, ...] = ()
    thread: tuple[Line, ...] = ()
    nothing: str | None = None


def five_pairs(case_id: int, community_id: int, *, at: datetime) -> list[Pair]:
    """The residents' committee, the company, the steward, the street, and any neighbour."""
    place = find_place(community_id, WHERE)[0]
    return [
        _pair(_("居委会和党支部"), case_id, someone(community_id, Role.DESK, at=at), at),
        _pair(_("物业公司"), case_id, someone(community_id, Role.HANDLER, at=at), at),
        _pair(_("楼门管家"), case_id, steward_of(place, at=at), at),
        _pair(_("街道"), case_id, someone(community_id, Role.STREET_OFFICER, at=at), at),
        _of_anybody(_("邻居"), case_id, at),
    ]


def _pair(whose: str, case_id: int, by: Actor, at: datetime) -> Pair:
    try:
        view = case_for(case_id, by=by, at=at)
    except Refused:
        return Pair(whose, nothing=_("没有上报，也没有超时，办这件事用不着这一方，所以看不到。"))
    return Pair(whose, title(view), mark(view, at), tuple(_parts(view)), tuple(thread(view)))


def _of_anybody(whose: str, case_id: int, at: datetime) -> Pair:
    view = open_case(case_id, at=at)
    hidden = tuple(
        Shown(word(PARTS, part), None, word(WHYS, Why.PUBLIC)) for part in (Part.WORDS, Part.NAME, Part.DOOR)
    )
    return Pair(whose, title(view, public=True), mark(view, at), hidden, tuple(thread(view)))


def _parts(view: CaseView) -> Iterator[Shown]:
    demand = view.demands[0]
    values = {
        Part.WORDS: demand.words,
        Part.NAME: demand.name,
        Part.DOOR: demand.place,
        Part.PHONE: demand.phone,
        Part.ANSWER: demand.answer,
    }
    for part, value in values.items():
        why = demand.masked.get(part)
        if value is not None or why is not None:
            yield Shown(word(PARTS, part), None if why else value, word(WHYS, why) if why else None)
