"""Somebody says it, in their own words, without an account."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from linli.cases.actions.intake import Told, receive
from linli.cases.rules.words import Channel, HideFrom
from linli.channels.web.parts.guards import for_anybody
from linli.channels.web.parts.standing import entrance_here, stand_in
from linli.channels.web.parts.uploads import stored
from linli.channels.web.posting import once_or_again
from linli.channels.web.refusals import sentence
from linli.channels.web.requests import Asked
from linli.channels.web.resident.forms import Say, put_beside
from linli.kernel.actor import Actor, resident
from linli.kernel.refused import Refused
from linli.people.actions import know_person
from linli.places.queries import CommunityView


@for_anybody
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, and what becomes of it: a receipt."""
    asked = cast(Asked, request)
    here = stand_in(asked, slug)
    if asked.method != "POST":
        door = entrance_here(asked, here)
        return _page(asked, Say(community_id=here.id, initial={"entrance": f"e{door.id}" if door else ""}))
    form = Say(asked.POST, community_id=here.id)
    if not form.is_valid():
        return _page(asked, form, status=422)
    by = resident(here.id)
    return once_or_again(
        asked,
        lambda key: _received(asked, here, form, key=key, by=by),
        lambda refused: _page(asked, form, refused=refused),
    )


def _received(asked: Asked, here: CommunityView, form: Say, *, key: str, by: Actor) -> str:
    said = form.cleaned_data
    place, place_words = form.place()
    requester_id = None
    if said["phone"] or said["name"]:
        requester_id = know_person(here.id, name=said["name"], phone=said["phone"], by=by, at=asked.at)
    told = Told(
        words=said["words"],
        channel=Channel.PAGE,
        place=place,
        place_words=place_words,
        requester_id=requester_id,
        hide_from=[HideFrom(who) for who in said["hide_from"]],
        files=stored(asked, here.id, by=by),
    )
    receipt = receive(told, key=key, by=by, at=asked.at)
    return f"{reverse('receipt', args=[receipt.token])}?fresh=1"


def _page(asked: Asked, form: Say, *, refused: Refused | None = None, status: int = 200) -> HttpResponse:
    refusal = None
    if refused is not None and not put_beside(form, refused, sentence(refused)):
        refusal = sentence(refused)
    door = entrance_here(asked, asked.community) if asked.community else None
    # A chosen entrance is said in a line; the list stands behind "somewhere else".
    known = door if door is not None and form["entrance"].value() == f"e{door.id}" else None
    context = {
        "form": form,
        "refusal": refusal,
        "entrance": known,
        "again": bool(asked.FILES),
        "hiding": bool(form["hide_from"].value()),
    }
    return render(asked, "linli/resident/say.html", context, status=status)
