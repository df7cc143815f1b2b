"""What goes on paper: slips for those whom nothing else reaches, and the posters of the entrances."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.cases.access.lists import hidden_among
from linli.channels.messaging.words import words_of
from linli.channels.web.desk.here import here
from linli.channels.web.parts.guards import for_power
from linli.channels.web.parts.paging import offset_of, pages
from linli.channels.web.parts.qr import qr, whole
from linli.channels.web.posting import fresh_key, once_or_again
from linli.channels.web.refusals import sentence
from linli.channels.web.requests import Asked
from linli.kernel.actor import Actor
from linli.kernel.refused import Refused
from linli.letters import queries as letters
from linli.letters.actions import tell
from linli.letters.queries import LetterView
from linli.people.rules import Power
from linli.places import queries as places
from linli.places.rules import address

SIZE = 50


@dataclass(frozen=True, slots=True)
class Pile:
    """A piece of the slips, and how many there are in all."""

    total: int
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Slip:
    """A letter on paper: to whom, where, in which words."""

    id: int
    who: str
    place: str | None
    words: str
    written_at: datetime


@for_power(Power.SEE_INBOX)
@require_safe
def slips(request: HttpRequest) -> HttpResponse:
    """All that wait for paper, each on a slip of its own."""
    return _slips(cast(Asked, request))


@for_power(Power.TELL)
@require_POST
def slip_telling(request: HttpRequest, letter_id: int) -> HttpResponse:
    """It was put into their hands."""
    asked = cast(Asked, request)
    by, _community = here(asked)
    found = letters.letter(letter_id)
    if found is None or not _theirs((found,), by):
        raise Refused("letter.missing")

    def act(key: str) -> str:
        tell(letter_id, by=by, at=asked.at)
        return reverse("slips")

    return once_or_again(asked, act, lambda refused: _slips(asked, refused=refused))


@for_power(Power.SEE_INBOX)
@require_safe
def entrance_poster(request: HttpRequest, entrance_id: int) -> HttpResponse:
    """A sheet for the wall of one entrance: scan, or call."""
    asked = cast(Asked, request)
    _by, community = here(asked)
    entrance = places.entrance(entrance_id)
    if entrance is None or entrance.community_id != community.id:
        raise Http404
    told = {
        "place": address(entrance.building_name, entrance.name),
        "qr": qr(whole(asked, reverse("entrance", args=(entrance.key,)))),
    }
    return render(asked, "linli/desk/poster.html", told)


def _slips(asked: Asked, *, refused: Refused | None = None) -> HttpResponse:
    by, community = here(asked)
    pile = Pile(letters.count_slips(community.id), offset_of(asked), SIZE)
    waiting = letters.slips(community.id, offset=pile.offset, limit=SIZE)
    told: dict[str, object] = {
        "slips": [_slip(letter, asked.at) for letter in _theirs(waiting, by)],
        "pages": pages(pile, reverse("slips")),
        "refusal": sentence(refused) if refused else None,
    }
    if refused is not None:
        # Another slip is another act: none of them takes over the key of the one that was refused.
        told["form_key"] = fresh_key
    return render(asked, "linli/desk/slips.html", told)


def _theirs(found: Sequence[LetterView], by: Actor) -> list[LetterView]:
    """Without the letters to those who do not want this party to know that they told: the other party brings them."""
    told = {letter.id: int(letter.about[7:]) for letter in found if letter.about.startswith("demand:")}
    hidden = hidden_among(set(told.values()), by=by) if told else frozenset()
    return [letter for letter in found if told.get(letter.id) not in hidden]


def _slip(letter: LetterView, at: datetime) -> Slip:
    return Slip(
        letter.id,
        letter.person_name or letter.party_name or _("这一户"),
        letter.place,
        words_of(letter.words_code, letter.facts, at=at),
        letter.written_at,
    )
