"""Taking down, on somebody's behalf, what they said at the door."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.cases.actions.intake import Receipt, Told, receive
from linli.cases.rules.limits import Urgency
from linli.cases.rules.words import Channel, HideFrom
from linli.channels.web.parts.filled import filled
from linli.channels.web.parts.guards import actor
from linli.channels.web.parts.uploads import stored
from linli.channels.web.posting import once_or_again
from linli.channels.web.refusals import sentence
from linli.channels.web.requests import Asked
from linli.channels.web.steward.card import TAKEN
from linli.channels.web.steward.ending import ended, for_steward
from linli.channels.web.steward.forms import TakeDown
from linli.channels.web.steward.spots import ELSEWHERE, Chip, Spots, place_of, spots_of
from linli.kernel.actor import Actor
from linli.kernel.refused import Refused
from linli.people.actions import know_person, settle_home
from linli.people.queries import homes_of, living_in
from linli.people.rules import Power, Tie
from linli.places.queries import Place


@for_steward(Power.SEE_ZONE)
@require_http_methods(["GET", "HEAD", "POST"])
def take_down(request: HttpRequest) -> HttpResponse:
    """One box for the words; a record is one thumb."""
    asked = cast(Asked, request)
    by = actor(asked)
    if by.community_id is None:
        return ended(asked)
    chosen = (asked.POST if asked.method == "POST" else asked.GET).get("place", "")
    spots = spots_of(by, at=asked.at, but=chosen)
    chips = (*spots.chips, Chip(ELSEWHERE, _("别处")))
    if asked.method != "POST":
        only = f"e{spots.entrances[0].id}" if len(spots.entrances) == 1 else ""
        handed_on = filled(asked, "words", "door", "name", "phone")
        form = TakeDown(chips=chips, initial={**handed_on, "place": chosen or only})
        return _page(asked, form, spots)
    form = TakeDown(asked.POST, chips=chips)
    if not form.is_valid():
        return _page(asked, form, spots, status=422)
    return once_or_again(
        asked,
        lambda key: _receive(asked, by, by.community_id or 0, form, spots, key),
        lambda refused: _page(asked, form, spots, refused=refused),
    )


def _receive(asked: Asked, by: Actor, community_id: int, form: TakeDown, spots: Spots, key: str) -> str:
    said = form.cleaned_data
    place, place_words = place_of(said, spots, community_id=community_id)
    told = Told(
        words=said["words"],
        channel=Channel.STEWARD,
        place=place,
        place_words=place_words,
        requester_id=_requester(asked, by, community_id, form, place),
        hide_from=[HideFrom(who) for who in said["hide_from"]],
        urgency=Urgency.DANGER if said["danger"] else Urgency.ORDINARY,
        files=stored(asked, community_id, by=by),
        happened_at=said["said_at"],
    )
    _keep(asked, receive(told, key=key, by=by, at=asked.at))
    return f"{reverse('zone')}?taken=1"


def _requester(asked: Asked, by: Actor, community_id: int, form: TakeDown, place: Place) -> int | None:
    name, phone = (form.cleaned_data[part].strip() or None for part in ("name", "phone"))
    if name is None and phone is None:
        return None
    home = place.household_id
    if home is not None and phone is None:
        # A name alone is nobody in particular; behind this door it is.
        known = next((one for one in living_in(home, at=asked.at) if one.name == name), None)
        if known is not None:
            return known.id
    person_id = know_person(community_id, name=name, phone=phone, by=by, at=asked.at)
    if home is not None and home not in homes_of(person_id, at=asked.at):
        settle_home(person_id, home, Tie.LIVES, by=by, at=asked.at)
    return person_id


def _keep(asked: Asked, receipt: Receipt) -> None:
    # In the session and not in the address: whoever holds the token may answer for the one who asked.
    asked.session[TAKEN] = {"number": receipt.number, "code": receipt.code, "token": receipt.token}


def _page(
    asked: Asked, form: TakeDown, spots: Spots, *, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    if asked.FILES:
        messages.warning(asked, _("照片和录音请再选一次。"))
    told = {"form": form, "refusal": sentence(refused) if refused else None, "place_line": spots.line}
    return render(asked, "linli/steward/take_down.html", told, status=status)
