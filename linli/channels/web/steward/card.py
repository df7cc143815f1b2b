"""A steward's card: opening its address asks, pressing the button signs this phone in."""

from typing import cast

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from linli.channels.web.middleware import CARD
from linli.channels.web.parts.guards import for_anybody
from linli.channels.web.posting import once_or_again
from linli.channels.web.refusals import sentence
from linli.channels.web.requests import Asked
from linli.channels.web.steward.ending import HELD
from linli.kernel.actor import system
from linli.kernel.refused import Refused
from linli.people import access
from linli.people.actions import use_card
from linli.places import queries as places

TAKEN = "taken_down"


@for_anybody
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether this phone is to be the steward's; a preview of the link signs nobody in."""
    asked = cast(Asked, request)
    held = access.card_of(token)
    if held is None or held.revoked:
        return _no_card(asked, Refused("card.revoked"), 410 if held else 404)
    if asked.method == "POST":

        def act(key: str) -> str:
            card_id = use_card(token, by=system("card", held.community_id), at=asked.at)
            if asked.user.is_authenticated:
                logout(asked)
            asked.session.cycle_key()
            asked.session[CARD] = card_id
            asked.session[HELD] = held.community_id
            asked.session.pop(TAKEN, None)
            return reverse("zone")

        return once_or_again(asked, act, lambda refused: _no_card(asked, refused, 410))
    return render(asked, "linli/steward/card.html", {"of": places.community(held.community_id)})


@for_anybody
@require_POST
def card_end(request: HttpRequest) -> HttpResponse:
    """Let this phone forget the card; the card itself goes on."""
    asked = cast(Asked, request)
    for name in (CARD, HELD, TAKEN):
        asked.session.pop(name, None)
    asked.session.cycle_key()
    return redirect("home")


def _no_card(asked: Asked, refused: Refused, status: int) -> HttpResponse:
    return render(asked, "linli/steward/no_card.html", {"words": sentence(refused)}, status=status)
