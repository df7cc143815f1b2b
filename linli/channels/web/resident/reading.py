"""How one reads, and as whom: larger letters, the other language, one's own page, another seat."""

from typing import cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from linli.channels.web.context import ELDER, LARGER, PLACES
from linli.channels.web.middleware import SEAT
from linli.channels.web.parts.guards import for_anybody, to_the_door
from linli.channels.web.parts.standing import remember
from linli.channels.web.requests import Asked


@for_anybody
@require_safe
def elder(request: HttpRequest, how: str) -> HttpResponse:
    """Larger letters and fewer things, larger still, or as usual; then back to the same page."""
    asked = cast(Asked, request)
    if how not in {*LARGER, "off"}:
        raise Http404
    answer = HttpResponseRedirect(_back(asked))
    if how == "off":
        answer.delete_cookie(ELDER, samesite="Lax")
    else:
        remember(answer, ELDER, how)
    return answer


@for_anybody
@require_safe
def language(request: HttpRequest, code: str) -> HttpResponse:
    """The other language; then back to the same page."""
    asked = cast(Asked, request)
    if code not in dict(settings.LANGUAGES):
        raise Http404
    answer = HttpResponseRedirect(_back(asked))
    remember(answer, settings.LANGUAGE_COOKIE_NAME, code)
    return answer


@for_anybody
@require_safe
def my(request: HttpRequest) -> HttpResponse:
    """To the page on which the day of one's seat begins; who is nobody here signs in first."""
    asked = cast(Asked, request)
    if asked.actor is not None and asked.actor.role in PLACES:
        return redirect(PLACES[asked.actor.role][0][0])
    if asked.user.is_authenticated:
        return render(asked, "linli/resident/no_seat.html")
    return to_the_door(asked)


@for_anybody
@require_POST
def seat(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """Go on in another of one's own seats."""
    asked = cast(Asked, request)
    if not any(own.id == appointment_id for own in asked.seats):
        raise Http404
    asked.session[SEAT] = appointment_id
    return redirect("my")


def _back(asked: Asked) -> str:
    wanted = asked.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {asked.get_host()}, require_https=asked.is_secure())
    return wanted if safe else reverse("home")
