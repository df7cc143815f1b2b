"""The street's page: what it owes itself, what came up, what is late; each community's figures, and no ranking."""

from dataclasses import dataclass, replace
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.cases.queries import lists
from linli.cases.queries.views import Row
from linli.cases.rules.life import Owed
from linli.channels.web.parts.guards import actor, for_power
from linli.channels.web.parts.paging import offset_of, pages
from linli.channels.web.parts.polling import Piece, piece, polled
from linli.channels.web.requests import Asked
from linli.channels.web.telling import Mark, climbed, mark, owed_by, said_at, title
from linli.channels.web.words import OWED, word
from linli.insight.queries import Work, work_by_community
from linli.kernel.actor import Actor
from linli.moves.queries import MoveView, count_owed_by
from linli.moves.queries import owed_by as moves_owed_by
from linli.people.rules import Power
from linli.places.queries import CommunityView, communities_of_street

OWN = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A case above a community."""

    href: str
    title: str
    number: str
    place: str
    who: str
    what: str
    also: str | None
    when: str
    mark: Mark
    escalated: bool
    climbed: str | None


@dataclass(frozen=True, slots=True)
class Own:
    """Something that the street itself owes."""

    href: str
    title: str
    words: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Figures:
    """What one community is at."""

    community: CommunityView
    work: Work


@for_power(Power.SEE_STREET)
@require_safe
def street(request: HttpRequest) -> HttpResponse:
    """What came up to the street."""
    asked = cast(Asked, request)
    by = actor(asked)
    told = {
        "rows": _rows(asked, by),
        "rows_at": f"{reverse('street-rows')}?{asked.GET.urlencode()}",
        "street_name": next((one.street_name for one in _communities(by)), None),
    }
    return render(asked, "linli/street/street.html", told)


@for_power(Power.SEE_STREET)
@require_safe
def street_rows(request: HttpRequest) -> HttpResponseBase:
    """The lists alone, for the page that asks for them again."""
    asked = cast(Asked, request)
    return polled(asked, _rows(asked, actor(asked)))


def _communities(by: Actor) -> tuple[CommunityView, ...]:
    return communities_of_street(by.street_id) if by.street_id is not None else ()


def _rows(asked: Asked, by: Actor) -> Piece:
    below = _communities(by)
    ids = [one.id for one in below]
    ours = [by.party_id] if by.party_id is not None else []
    page = lists.above(ids, at=asked.at, party_ids=ours, offset=offset_of(asked))
    moves = moves_owed_by(ours, limit=OWN)
    cases = lists.rows_of({move.thread_id for move in moves}) if moves else {}
    figures = work_by_community(ids, at=asked.at)
    told: dict[str, object] = {
        "own": [_own(asked, move, cases.get(move.thread_id)) for move in moves],
        "own_count": count_owed_by(ours) if len(moves) == OWN else len(moves),
        "lines": [_line(asked, row, ours) for row in page.rows],
        "total": page.total,
        "pages": pages(page, reverse("street")),
        "figures": [Figures(one, figures[one.id]) for one in below],
    }
    return piece(asked, "linli/street/rows.html", told)


def _own(asked: Asked, move: MoveView, row: Row | None) -> Own:
    href = reverse("case", args=(move.thread_id,))
    if move.owed == Owed.CALL_BACK and move.subject_kind == "demand":
        href = reverse("call-back", args=(move.thread_id, move.subject_id))
    when = _("%(when)s前") % {"when": said_at(move.due_at, asked.at)}
    place = f"{row.community} {row.place}" if row and row.place != row.community else (row.community if row else "")
    words = _("，").join(part for part in (place, word(OWED, move.owed)) if part)
    return Own(href, title(row) if row else _("一件事"), words, Mark(when, "late" if move.late(asked.at) else "soon"))


def _line(asked: Asked, row: Row, ours: list[int]) -> Line:
    mine = next((move for move in row.moves if move.is_of(ours)), None)
    tightest = next(iter(row.moves), None)
    move = mine or tightest
    also = None
    if tightest is not None and mine is not None and tightest is not mine and tightest.late(asked.at):
        also = _("同时，%(who)s超时：%(what)s") % {"who": owed_by(tightest), "what": word(OWED, tightest.owed)}
    return Line(
        href=reverse("case", args=(row.id,)),
        title=title(row),
        number=row.number,
        place=f"{row.community} {row.place}" if row.place != row.community else row.community,
        who=owed_by(move, ours) if move else "",
        what=word(OWED, move.owed) if move else "",
        also=also,
        when=said_at(move.due_at, asked.at) if move else "",
        # The clock of the move that is named, not of somebody else's.
        mark=mark(replace(row, due_at=move.due_at if move else row.due_at), asked.at),
        escalated=row.escalated,
        climbed=climbed(row, asked.at),
    )
