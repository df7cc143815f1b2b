"""The desk's first page: what came in, whose move it is, what is late; the tightest first."""

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from linli.cases.queries.lists import Counts, Which, counts
from linli.cases.queries.lists import inbox as cases_of
from linli.channels.web.desk.here import day_ends, here
from linli.channels.web.desk.lines import line
from linli.channels.web.parts.guards import for_power
from linli.channels.web.parts.paging import at, offset_of, pages
from linli.channels.web.parts.polling import Piece, piece, polled
from linli.channels.web.requests import Asked
from linli.insight.queries import work
from linli.people.rules import Power

LONGEST_SEARCH = 40

# Read each row aloud: "under 轮到我们 stands what our own party owes; when there is nothing, one reads …".
FILTERS: dict[Which, tuple[str | Promise, str | Promise]] = {
    Which.ALL: (_("全部在办"), _("现在没有在办的事。")),
    Which.OURS: (_("轮到我们"), _("现在没有轮到我们的事。")),
    Which.LATE: (_("超时"), _("没有超时的事。")),
    Which.TODAY: (_("今天到期"), _("今天没有到期的事。")),
    Which.CALL_BACK: (_("待回访"), _("没有等着回访的事。")),
    Which.STUCK: (_("有难处"), _("没有遇到难处的事。")),
    Which.ENDED: (_("办完的"), _("还没有办完的事。")),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """One of the lists, with how many stand in it; ended ones are not counted."""

    label: str
    href: str
    current: bool
    count: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the inbox is looked at."""

    which: Which
    words: str
    offset: int

    def kept(self) -> dict[str, str | None]:
        """The filters as they stand in the address."""
        return {"which": None if self.which is Which.ALL else self.which.value, "q": self.words or None}


@for_power(Power.SEE_INBOX)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """One screen: the filters, the search, the rows."""
    asked = cast(Asked, request)
    _by, community = here(asked)
    wanted = _wanted(asked)
    told = {
        "rows": _rows(asked, wanted),
        "rows_at": at(reverse("inbox-rows"), wanted.offset, **wanted.kept()),
        "which": wanted.which.value,
        "words": wanted.words,
        "work": work([community.id], at=asked.at),
    }
    return render(asked, "linli/desk/inbox.html", told)


@for_power(Power.SEE_INBOX)
@require_safe
def inbox_rows(request: HttpRequest) -> HttpResponseBase:
    """The filters and the rows alone, for the page that asks for them again."""
    asked = cast(Asked, request)
    return polled(asked, _rows(asked, _wanted(asked)))


def _wanted(asked: Asked) -> Wanted:
    told = asked.GET.get("which", "")
    which = Which(told) if told in set(Which) else Which.ALL
    return Wanted(which, asked.GET.get("q", "").strip()[:LONGEST_SEARCH], offset_of(asked))


def _rows(asked: Asked, wanted: Wanted) -> Piece:
    by, community = here(asked)
    ours = [by.party_id] if by.party_id else []
    ends = day_ends(asked.at)
    page = cases_of(
        community.id,
        wanted.which,
        ours=ours,
        day_ends=ends,
        at=asked.at,
        offset=wanted.offset,
        words=wanted.words or None,
    )
    told = {
        "filters": _filters(counts(community.id, ours=ours, day_ends=ends, at=asked.at), wanted),
        "lines": [line(row, by=by, now=asked.at, ours_first=wanted.which is Which.OURS) for row in page.rows],
        "ended": wanted.which is Which.ENDED,
        "words": wanted.words,
        "empty": FILTERS[wanted.which][1],
        "elsewhere": _elsewhere(wanted),
        "pages": pages(page, reverse("inbox"), **wanted.kept()),
    }
    return piece(asked, "linli/desk/inbox_rows.html", told)


def _filters(counted: Counts, wanted: Wanted) -> list[Filter]:
    return [
        Filter(
            str(label),
            at(reverse("inbox"), 0, **Wanted(which, wanted.words, 0).kept()),
            which is wanted.which,
            getattr(counted, which.value, None),
        )
        for which, (label, _empty) in FILTERS.items()
    ]


def _elsewhere(wanted: Wanted) -> Filter | None:
    """Where the same words may be found when they are not here: from what is open on to what has ended."""
    if not wanted.words or wanted.which is Which.ENDED:
        return None
    which = Which.ENDED if wanted.which is Which.ALL else Which.ALL
    label = _("到办完的里去找") if which is Which.ENDED else _("到全部在办里去找")
    kept = Wanted(which, wanted.words, 0).kept()
    return Filter(str(label), at(reverse("inbox"), 0, **kept), current=False, count=None)
