"""What the neighbourhood is working on: no name, no door, nobody's words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from linli.cases.access import door
from linli.cases.queries import lists, rule_book
from linli.cases.queries.views import CaseView, Row
from linli.cases.rules.limits import Limit, Promise, Unit, Urgency
from linli.channels.web import telling
from linli.channels.web.parts import paging
from linli.channels.web.parts.guards import for_anybody
from linli.channels.web.parts.standing import stand_in
from linli.channels.web.requests import Asked
from linli.channels.web.words import PROMISES, URGENCIES, word
from linli.kernel.refused import Refused
from linli.places import queries as places

# In the order of a case's life, and from what presses most.
PROMISED = {promise: place for place, promise in enumerate(Promise)}
PRESSING = {urgency: place for place, urgency in enumerate(Urgency)}


@dataclass(frozen=True, slots=True)
class OpenLine:
    """One case as anybody may see it in a list."""

    href: str
    title: str
    mark: telling.Mark
    place: str
    told: str
    since: str
    lead: str | None


@dataclass(frozen=True, slots=True)
class OpenLimit:
    """One row of the rule book, in words."""

    urgency: str
    length: str
    source: str
    confirmed: bool
    valid: Limit


@for_anybody
@require_safe
def open_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The open cases of a community; under another tab those that were closed lately."""
    asked = cast(Asked, request)
    here = stand_in(asked, slug)
    ended = asked.GET.get("which") == "ended"
    page = lists.in_community(here.id, open_only=not ended, offset=paging.offset_of(asked))
    context = {
        "lines": _lines(page.rows, slug, _names(here.id), asked.at),
        "pages": paging.pages(page, asked.path, which="ended" if ended else None),
        "total": page.total,
        "ended": ended,
    }
    return render(asked, "linli/open/list.html", context)


@for_anybody
@require_safe
def open_case(request: HttpRequest, slug: str, case_id: int) -> HttpResponse:
    """One case: what, roughly where, how far, whose move."""
    asked = cast(Asked, request)
    here = stand_in(asked, slug)
    view = door.open_case(case_id, at=asked.at)
    if view.community_id != here.id:
        raise Refused("case.missing")
    context = {
        "view": view,
        "title": telling.title(view, public=True),
        "mark": telling.state(view),
        "place": without_entrance(view.place, _names(here.id)),
        "since": telling.said_at(view.received_at, asked.at),
        "next": _next(view, asked.at),
        "thread": telling.thread(view),
    }
    return render(asked, "linli/open/case.html", context)


@for_anybody
@require_safe
def building(request: HttpRequest, slug: str, building_id: int) -> HttpResponse:
    """What is happening in one building."""
    asked = cast(Asked, request)
    here = stand_in(asked, slug)
    found = places.building(building_id)
    if found is None or found.community_id != here.id:
        raise Refused("place.missing")
    page = lists.in_building(found.id, offset=paging.offset_of(asked))
    context = {
        "building": found,
        "lines": _lines(page.rows, slug, (found.name,), asked.at),
        "pages": paging.pages(page, asked.path),
        "total": page.total,
    }
    return render(asked, "linli/open/building.html", context)


@for_anybody
@require_safe
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """How long each thing may take, and where that is written."""
    asked = cast(Asked, request)
    here = stand_in(asked, slug)
    book = sorted(rule_book.rule_book(here.id), key=lambda limit: (PROMISED[limit.promise], PRESSING[limit.urgency]))
    promises = [
        (word(PROMISES, promise), [_limit(limit) for limit in limits])
        for promise, limits in groupby(book, key=lambda limit: limit.promise)
    ]
    return render(asked, "linli/open/rules.html", {"promises": promises})


def without_entrance(place: str, buildings: Iterable[str]) -> str:
    """Where a case is about, no nearer than the building."""
    inside = [name for name in buildings if place.startswith(name)]
    return max(inside, key=len, default=place)


def _names(community_id: int) -> tuple[str, ...]:
    return tuple(one.name for one in places.buildings(community_id))


def _lines(rows: Iterable[Row], slug: str, buildings: tuple[str, ...], now: datetime) -> list[OpenLine]:
    return [
        OpenLine(
            href=reverse("open-case", args=[slug, row.id]),
            title=telling.title(row, public=True),
            mark=telling.state(row),
            place=without_entrance(row.place, buildings),
            told=ngettext("%(n)s个人说过", "%(n)s个人说过", row.demands) % {"n": row.demands},
            since=telling.said_at(row.closed_at or row.received_at, now),
            lead=row.lead,
        )
        for row in rows
    ]


def _next(view: CaseView, now: datetime) -> telling.Next | None:
    return telling.next_move(view, now) if view.moves else None


def _limit(limit: Limit) -> OpenLimit:
    return OpenLimit(
        urgency=word(URGENCIES, limit.urgency),
        length=_length(limit),
        source=limit.source,
        confirmed=limit.confirmed,
        valid=limit,
    )


def _length(limit: Limit) -> str:
    match limit.unit:
        case Unit.MINUTES:
            told = ngettext("%(n)s分钟", "%(n)s分钟", limit.amount)
        case Unit.HOURS:
            told = ngettext("%(n)s小时", "%(n)s小时", limit.amount)
        case Unit.DAYS:
            told = ngettext("%(n)s天", "%(n)s天", limit.amount)
    return told % {"n": limit.amount}
