"""The first page: whoever arrives finds three things to do, and the numbers for an emergency."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from linli.cases.queries import lists
from linli.channels.web.parts.guards import for_anybody
from linli.channels.web.parts.standing import (
    COMMUNITY,
    ENTRANCE,
    entrance_here,
    remember,
    stand,
    stand_by_id,
    stand_in,
)
from linli.channels.web.requests import Asked
from linli.channels.web.resident.kept import kept
from linli.kernel.refused import Refused
from linli.places import queries as places
from linli.places.queries import CommunityView


@for_anybody
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The page of the one community, or of the one that was chosen before; else a short list to choose from."""
    asked = cast(Asked, request)
    known = places.communities()
    chosen = asked.COOKIES.get(COMMUNITY)
    if len(known) == 1:
        return _three_choices(asked, stand(asked, known[0]))
    if "choose" not in asked.GET and any(one.slug == chosen for one in known):
        return redirect("community", slug=chosen)
    return render(asked, "linli/resident/choose.html", {"communities": known})


@for_anybody
@require_safe
def community(request: HttpRequest, slug: str) -> HttpResponse:
    """The resident's page of a community."""
    asked = cast(Asked, request)
    answer = _three_choices(asked, stand_in(asked, slug))
    remember(answer, COMMUNITY, slug)
    return answer


@for_anybody
@require_safe
def entrance(request: HttpRequest, key: str) -> HttpResponse:
    """The QR code at a door: say it, with the entrance chosen; this telephone keeps it."""
    asked = cast(Asked, request)
    found = places.entrance_by_key(key)
    if found is None:
        raise Refused("place.missing")
    here = stand_by_id(asked, found.community_id)
    answer = redirect(reverse("say", args=[here.slug]))
    remember(answer, COMMUNITY, here.slug)
    remember(answer, ENTRANCE, found.key)
    return answer


def _three_choices(asked: Asked, here: CommunityView) -> HttpResponse:
    door = entrance_here(asked, here)
    context = {
        "entrance": door,
        "in_hand": lists.in_building(door.building_id).total if door else None,
        "mine": kept(asked),
        "several": len(places.communities()) > 1,
    }
    return render(asked, "linli/resident/community.html", context)
