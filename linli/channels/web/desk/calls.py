"""Who is to be asked whether it is really solved, and whether the one who looks may ask."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.cases.access.lists import AskView, to_ask
from linli.channels.web.desk.here import here
from linli.channels.web.parts.guards import for_power
from linli.channels.web.parts.paging import offset_of, pages
from linli.channels.web.requests import Asked
from linli.channels.web.telling import owed_by, said_at
from linli.kernel.actor import Actor
from linli.people.rules import Power


@dataclass(frozen=True, slots=True)
class Call:
    """One line: whom to ask about what. `href` is the card with the questions."""

    href: str
    case: str
    title: str
    number: str
    mine: bool
    who: str
    tries: int
    moment: datetime
    when: str
    late: bool


@for_power(Power.SEE_INBOX)
@require_safe
def call_backs(request: HttpRequest) -> HttpResponse:
    """The tightest first."""
    asked = cast(Asked, request)
    by, community = here(asked)
    asks = to_ask(community.id, by=by, offset=offset_of(asked))
    told = {
        "calls": [_call(ask, by, asked.at) for ask in asks.rows],
        "pages": pages(asks, reverse("call-backs")),
    }
    return render(asked, "linli/desk/call_backs.html", told)


def _call(ask: AskView, by: Actor, now: datetime) -> Call:
    return Call(
        href=reverse("call-back", args=(ask.case_id, ask.demand_id)),
        case=reverse("case", args=(ask.case_id,)),
        title=ask.title or _("一件还没有题目的事"),
        number=ask.number,
        mine=ask.mine,
        who=owed_by(ask.move, [by.party_id] if by.party_id else []),
        tries=ask.tries,
        moment=ask.move.due_at,
        when=said_at(ask.move.due_at, now),
        late=ask.move.late(now),
    )
