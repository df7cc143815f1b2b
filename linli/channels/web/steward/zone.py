"""The steward's page: take something down, say what is to be said, see what the zone waits for."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.cases.queries import lists
from linli.cases.queries.views import Row
from linli.cases.rules.life import Owed
from linli.channels.messaging.words import words_of
from linli.channels.web.parts.guards import actor
from linli.channels.web.parts.paging import offset_of, pages
from linli.channels.web.parts.polling import Piece, piece, polled
from linli.channels.web.posting import once_or_again
from linli.channels.web.refusals import sentence
from linli.channels.web.requests import Asked
from linli.channels.web.steward.card import TAKEN
from linli.channels.web.steward.ending import ended, for_steward
from linli.channels.web.steward.spots import Spots, spots_of
from linli.channels.web.telling import Mark, mark, next_move, said_at, title
from linli.channels.web.words import OWED, word
from linli.kernel.actor import Actor
from linli.kernel.refused import Refused
from linli.letters import queries as letters
from linli.letters.actions import tell
from linli.letters.queries import LetterView
from linli.moves.queries import MoveView, owed_by_steward
from linli.people.rules import Power

LETTERS = 20


@dataclass(frozen=True, slots=True)
class ToTell:
    """Something to be said: to whom, at which door, in which words."""

    id: int
    who: str
    words: str
    key: str


@dataclass(frozen=True, slots=True)
class Line:
    """A case of the zone, or something that the steward was asked to do in it."""

    href: str
    title: str
    words: str
    mark: Mark


@for_steward(Power.SEE_ZONE)
@require_safe
def zone(request: HttpRequest) -> HttpResponse:
    """One button, and two lists."""
    return _page(cast(Asked, request))


@for_steward(Power.SEE_ZONE)
@require_safe
def zone_rows(request: HttpRequest) -> HttpResponseBase:
    """The two lists alone, for the page that asks for them again."""
    asked = cast(Asked, request)
    by = actor(asked)
    return polled(asked, _rows(asked, by, spots_of(by, at=asked.at)))


@for_steward(Power.TELL)
@require_POST
def telling(request: HttpRequest, letter_id: int) -> HttpResponse:
    """It was said."""
    asked = cast(Asked, request)
    by = actor(asked)

    def act(key: str) -> str:
        tell(letter_id, by=by, at=asked.at)
        return reverse("zone")

    return once_or_again(asked, act, lambda refused: _page(asked, refused=refused))


def _page(asked: Asked, *, refused: Refused | None = None) -> HttpResponse:
    by = actor(asked)
    spots = spots_of(by, at=asked.at)
    if not by.zones:
        return ended(asked)
    told = {
        "refusal": sentence(refused) if refused else None,
        "rows": _rows(asked, by, spots),
        "rows_at": f"{reverse('zone-rows')}?{asked.GET.urlencode()}",
        "chips": spots.chips,
        "place_line": spots.line,
        "taken": asked.session.get(TAKEN) if "taken" in asked.GET else None,
    }
    return render(asked, "linli/steward/zone.html", told)


def _rows(asked: Asked, by: Actor, spots: Spots) -> Piece:
    entrance_ids = {one.id for one in spots.entrances}
    page = lists.in_entrances(entrance_ids, offset=offset_of(asked))
    moves = owed_by_steward(by.zones, by.person_id)
    cases = lists.rows_of({move.thread_id for move in moves}) if moves else {}
    skip = offset_of(asked, "letters")
    waiting = letters.to_tell(by.zones, offset=skip, limit=LETTERS)
    count = letters.count_to_tell(by.zones)
    told = {
        "to_tell": [_to_tell(letter, by=by, at=asked.at) for letter in waiting],
        "to_tell_count": count,
        "more": f"{reverse('zone')}?letters={skip + LETTERS}" if skip + LETTERS < count else None,
        "fewer": reverse("zone") if skip else None,
        "asked": [_asked_for(asked, move, cases.get(move.thread_id)) for move in moves],
        # What the steward was asked to do stands above, and not a second time below.
        "lines": [_case(asked, row) for row in page.rows if row.id not in cases],
        "total": page.total,
        "pages": pages(page, reverse("zone")),
    }
    return piece(asked, "linli/steward/zone_rows.html", told)


def _to_tell(letter: LetterView, *, by: Actor, at: datetime) -> ToTell:
    who = " ".join(part for part in (letter.place, letter.person_name) if part)
    # The same letter told twice is told once, whatever was pressed and when: the key belongs to the letter.
    key = salted_hmac("linli.telling", f"{by.key}:{letter.id}").hexdigest()
    return ToTell(letter.id, who or _("说事的人"), words_of(letter.words_code, letter.facts, at=at), key)


def _asked_for(asked: Asked, move: MoveView, row: Row | None) -> Line:
    href = reverse("case", args=(move.thread_id,))
    if move.owed == Owed.CALL_BACK and move.subject_kind == "demand":
        href = reverse("call-back", args=(move.thread_id, move.subject_id))
    late = move.late(asked.at)
    name = title(row) if row else _("一件事")
    words = _("轮到您：%(what)s") % {"what": word(OWED, move.owed)}
    if row:
        words = f"{row.place}{_('，')}{words}"
    when = said_at(move.due_at, asked.at)
    return Line(href, name, words, Mark(_("%(when)s前") % {"when": when}, "late" if late else "soon"))


def _case(asked: Asked, row: Row) -> Line:
    coming = next_move(row, asked.at)
    words = coming.title if coming else ""
    return Line(reverse("case", args=(row.id,)), title(row), words, mark(row, asked.at))
