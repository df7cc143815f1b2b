"""A phone whose card has ended is told so in a sentence, and not sent to a door that it never came through."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from linli.channels.web.parts.guards import View, for_power
from linli.channels.web.requests import Asked
from linli.people.rules import Power
from linli.places import queries as places

HELD = "card_held"  # the community whose card this phone came in by


def for_steward(power: Power) -> Callable[[View], View]:
    """Open the page to stewards; whose card or appointment has ended reads what to do now."""

    def guard(view: View) -> View:
        inside = for_power(power)(view)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            asked = cast(Asked, request)
            if asked.actor is None and HELD in asked.session:
                return ended(asked)
            return inside(request, *args, **kwargs)

        guarded.guarded_by = power  # type: ignore[attr-defined]
        return guarded

    return guard


def ended(asked: Asked) -> HttpResponse:
    """That this phone is no steward's any more, and whom to ask."""
    community_id = asked.session.get(HELD)
    community = places.community(community_id) if community_id else None
    return render(asked, "linli/steward/ended.html", {"community": community or asked.community}, status=410)
