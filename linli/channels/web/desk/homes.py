"""From a number, or from a door, to the household that calls."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from linli.cases.access.lists import ToldView, told_by
from linli.channels.web.desk.callers import Caller, callers
from linli.channels.web.desk.here import here
from linli.channels.web.parts.guards import for_power
from linli.channels.web.requests import Asked
from linli.channels.web.words import DEMAND_STATES, word
from linli.people.queries import living_in
from linli.people.rules import Power
from linli.places import queries as places
from linli.places.queries import HouseholdView, Place

LONGEST_SEARCH = 40
KINDS = {"waiting": "hand", "answered": "soon"}


@dataclass(frozen=True, slots=True)
class Behind:
    """An entrance that was found, with the doors behind it."""

    words: str
    doors: tuple[HouseholdView, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A line of what a household told of: how far its own demand is."""

    case_id: int
    number: str
    title: str | None
    received_at: datetime
    word: str
    kind: str


@dataclass(frozen=True, slots=True)
class Found:
    """What the words led to."""

    callers: list[Caller] = field(default_factory=list)
    homes: list[HouseholdView] = field(default_factory=list)
    entrances: list[Behind] = field(default_factory=list)
    nearby: list[str] = field(default_factory=list)  # places without doors


@for_power(Power.SEE_INBOX)
@require_http_methods(["GET", "HEAD", "POST"])
def households(request: HttpRequest) -> HttpResponse:
    """One field for a number or a door. It is sent by POST, so that no number stands in an address."""
    asked = cast(Asked, request)
    _by, community = here(asked)
    words = asked.POST.get("q", "").strip()[:LONGEST_SEARCH]
    if not words:
        return render(asked, "linli/desk/households.html", {"words": ""})
    found = _found(asked, community.id, words)
    homes = [*found.homes, *(home for caller in found.callers for home in caller.homes)]
    if len({home.id for home in homes}) == 1 and not (found.entrances or found.nearby):
        return redirect("household", household_id=homes[0].id)
    return render(asked, "linli/desk/households.html", {"words": words, "found": found})


@for_power(Power.SEE_INBOX)
@require_safe
def household(request: HttpRequest, household_id: int) -> HttpResponse:
    """Who lives there, what they told of, and the button for what they tell now."""
    asked = cast(Asked, request)
    by, community = here(asked)
    home = places.household(household_id)
    if home is None or home.community_id != community.id:
        raise Http404
    told = told_by(household_ids=[home.id], by=by)
    context = {
        "home": home,
        "people": living_in(home.id, at=asked.at),
        "open": [_told(one) for one in told if one.open],
        "ended": [_told(one) for one in told if not one.open],
    }
    return render(asked, "linli/desk/household.html", context)


def _told(one: ToldView) -> Told:
    kind = KINDS.get(one.state, "done")
    return Told(one.case_id, one.number, one.title, one.received_at, word(DEMAND_STATES, one.state), kind)


def _found(asked: Asked, community_id: int, words: str) -> Found:
    known = callers(community_id, phone=words, at=asked.at)
    if known:
        return Found(callers=known)
    found = Found()
    for place in places.find_place(community_id, words):
        _sort(found, place)
    return found


def _sort(found: Found, place: Place) -> None:
    if place.household_id is not None:
        home = places.household(place.household_id)
        found.homes.extend([home] if home else [])
    elif place.entrance_id is not None:
        found.entrances.append(Behind(places.place_words(place), places.households(place.entrance_id)))
    else:
        found.nearby.append(places.place_words(place))
