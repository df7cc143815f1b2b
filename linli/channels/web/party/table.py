"""A party's table: what is ours to do, by when; and what we have done."""

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
from linli.channels.web.telling import Mark, channels, mark, said_at, state, title
from linli.channels.web.words import OWED, URGENCIES, word
from linli.kernel.actor import Actor
from linli.kernel.refused import Refused
from linli.moves.queries import MoveView, Sum, sums_owed_by
from linli.people import queries as people
from linli.people.rules import Power

NONE = Sum(0, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """A case on the table: what we owe in it, the tightest first, and by when."""

    href: str
    title: str
    number: str
    place: str
    ours: str
    also: str | None
    when: str
    urgency: str
    mark: Mark
    demands: int
    lead: str | None


@dataclass(frozen=True, slots=True)
class Heap:
    """One figure over the table."""

    label: str
    count: int
    late: bool = False


@for_power(Power.SEE_TABLE)
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """What is on our table."""
    asked = cast(Asked, request)
    party_id = _party(actor(asked))
    told = {
        "party": people.party(party_id),
        "members": people.seats(party_id, at=asked.at),
        "rows": _rows(asked, party_id),
        "rows_at": f"{reverse('table-rows')}?{asked.GET.urlencode()}",
    }
    return render(asked, "linli/party/table.html", told)


@for_power(Power.SEE_TABLE)
@require_safe
def table_rows(request: HttpRequest) -> HttpResponseBase:
    """The table alone, for the page that asks for it again."""
    asked = cast(Asked, request)
    return polled(asked, _rows(asked, _party(actor(asked))))


@for_power(Power.SEE_TABLE)
@require_safe
def table_done(request: HttpRequest) -> HttpResponse:
    """What we led to its end."""
    asked = cast(Asked, request)
    party_id = _party(actor(asked))
    page = lists.done_by(party_id, offset=offset_of(asked))
    told = {
        "party": people.party(party_id),
        "lines": [_ended(asked, row) for row in page.rows],
        "pages": pages(page, reverse("table-done")),
        "total": page.total,
    }
    return render(asked, "linli/party/done.html", told)


def _party(by: Actor) -> int:
    if by.party_id is None:
        raise Refused("case.missing")
    return by.party_id


def _rows(asked: Asked, party_id: int) -> Piece:
    page = lists.table(party_id, offset=offset_of(asked))
    told: dict[str, object] = {
        "lines": [_line(asked, row, party_id) for row in page.rows],
        "heaps": _heaps(sums_owed_by([party_id], at=asked.at)),
        "pages": pages(page, reverse("table")),
    }
    return piece(asked, "linli/party/rows.html", told)


def _heaps(sums: dict[str, Sum]) -> list[Heap]:
    def of(*sorts: Owed) -> int:
        return sum(sums.get(sort, NONE).all for sort in sorts)

    late = sum(one.late for one in sums.values())
    heaps = [
        Heap(_("等签收"), of(Owed.SIGN)),
        Heap(_("在办"), of(Owed.HANDLE, Owed.ASSIST)),
        Heap(_("要联系说事的人"), of(Owed.CONTACT)),
        Heap(_("要拿主意"), of(Owed.DECIDE)),
        Heap(_("要看一看、派单"), of(Owed.ASSESS, Owed.DISPATCH)),
        Heap(_("要问是不是好了"), of(Owed.CALL_BACK)),
    ]
    # Every party signs and handles; what else it owes is shown where there is some.
    return [*heaps[:2], *(one for one in heaps[2:] if one.count), Heap(_("超时"), late, late > 0)]


def _line(asked: Asked, row: Row, party_id: int) -> Line:
    ours = [move for move in row.moves if move.is_of([party_id])]
    first = ours[0] if ours else None
    silent = next((move for move in row.moves if move.reached(asked.at)), None)
    also = [word(OWED, move.owed) for move in ours[1:]]
    due_at = first.due_at if first else row.due_at
    return Line(
        href=reverse("case", args=(row.id,)),
        title=title(row),
        number=row.number,
        place=row.place,
        ours=word(OWED, first.owed) if first else _silent(silent),
        also=_("、").join(dict.fromkeys(also)) or None,
        when=said_at(due_at, asked.at) if due_at else "",
        urgency=word(URGENCIES, row.urgency),
        # Our own clock, not that of whoever else owes something in it.
        mark=mark(replace(row, due_at=due_at), asked.at),
        demands=row.demands,
        lead=row.lead if first and first.owed == Owed.ASSIST else None,
    )


def _silent(move: MoveView | None) -> str:
    """What came up to us because somebody else stays silent."""
    if move is None:
        return ""
    return _("%(who)s没有动静，请问一声：%(what)s") % {"who": move.party_name, "what": word(OWED, move.owed)}


def _ended(asked: Asked, row: Row) -> dict[str, object]:
    return {
        "href": reverse("case", args=(row.id,)),
        "title": title(row),
        "number": row.number,
        "place": row.place,
        "when": said_at(row.closed_at, asked.at) if row.closed_at else "",
        "mark": state(row),
        "demands": row.demands,
        "channels": channels(row),
    }
