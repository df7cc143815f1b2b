"""The stewards of the entrances, and the cards by which their telephones know them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.channels.web.desk.here import here
from linli.channels.web.parts.guards import for_power
from linli.channels.web.parts.qr import qr, whole
from linli.channels.web.posting import once_or_again
from linli.channels.web.refusals import sentence
from linli.channels.web.requests import Asked
from linli.channels.web.telling import said_day
from linli.kernel.refused import Refused
from linli.people import actions
from linli.people import queries as people
from linli.people.queries import StewardView
from linli.people.rules import Power, Role
from linli.places import queries as places
from linli.places.queries import ZoneView


@dataclass(frozen=True, slots=True)
class Steward:
    """One line: what they look after themselves, for whom they stand in, and who stands in for them."""

    id: int
    name: str | None
    zones: str
    stands_in: str
    stand_ins: str
    card_id: int | None
    handed: str
    used: str


@for_power(Power.HAND_CARDS)
@require_safe
def stewards(request: HttpRequest) -> HttpResponse:
    """What is vacant first, then everybody; at the end the entrances whose posters can be printed."""
    asked = cast(Asked, request)
    _by, community = here(asked)
    found = people.stewards(community.id, at=asked.at)
    told = {
        "vacant": _vacant(places.zones(community.id), found),
        "stewards": [_steward(one, found, asked.at) for one in found],
        "buildings": places.buildings(community.id),
    }
    return render(asked, "linli/desk/stewards.html", told)


@for_power(Power.HAND_CARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_card(request: HttpRequest, person_id: int) -> HttpResponse:
    """Ask, then show the new card this once: its secret is in this answer and nowhere else."""
    asked = cast(Asked, request)
    by, _community = here(asked)
    steward = _known(asked, person_id)
    if asked.method != "POST":
        return _ask_hand(asked, steward)
    secrets: list[str] = []

    def act(key: str) -> str:
        secrets.append(actions.hand_card(person_id, by=by, at=asked.at))
        return reverse("stewards")

    answer = once_or_again(asked, act, lambda refused: _ask_hand(asked, steward, refused=refused))
    if answer.status_code != 303:
        return answer
    if not secrets:
        # The same form again: its card was shown already, and nobody can show it twice.
        messages.warning(asked, _("卡刚才已经做好了，只显示那一次。没有打印出来，就再换一张。"))
        return answer
    return _card(asked, steward, secrets[0])


@for_power(Power.HAND_CARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def end_card(request: HttpRequest, card_id: int) -> HttpResponse:
    """Ask, then let the card stop working at once."""
    asked = cast(Asked, request)
    by, community = here(asked)
    steward = next((one for one in people.stewards(community.id, at=asked.at) if one.card_id == card_id), None)
    if asked.method != "POST":
        if steward is None:
            raise Http404
        return _ask_end(asked, steward)

    def act(key: str) -> str:
        actions.revoke_card(card_id, by=by, at=asked.at)
        messages.success(asked, _("卡停用了，拿着它的手机现在就进不来了。"))
        return reverse("stewards")

    return once_or_again(asked, act, lambda refused: _ended_already(asked, refused))


def _known(asked: Asked, person_id: int) -> StewardView:
    _by, community = here(asked)
    for one in people.stewards(community.id, at=asked.at):
        if one.person_id == person_id:
            return one
    raise Http404


def _vacant(zones: Sequence[ZoneView], found: Sequence[StewardView]) -> list[ZoneView]:
    kept = {zone_id for one in found for zone_id, _name, role in one.zones if role == Role.STEWARD}
    return [zone for zone in zones if zone.id not in kept]


def _steward(one: StewardView, found: Sequence[StewardView], now: datetime) -> Steward:
    own = {zone_id: name for zone_id, name, role in one.zones if role == Role.STEWARD}
    stands_in = [name for _id, name, role in one.zones if role == Role.STAND_IN]
    helping = [
        other.name or _("没有留姓名")
        for other in found
        if any(zone_id in own and role == Role.STAND_IN for zone_id, _name, role in other.zones)
    ]
    return Steward(
        id=one.person_id,
        name=one.name,
        zones=_("、").join(own.values()),
        stands_in=_("、").join(stands_in),
        stand_ins=_("、").join(helping),
        card_id=one.card_id,
        handed=_day(one.card_handed_at, now),
        used=_day(one.card_used_at, now),
    )


def _day(moment: datetime | None, now: datetime) -> str:
    return said_day(moment, now) if moment else ""


def _ask_hand(asked: Asked, one: StewardView, *, refused: Refused | None = None) -> HttpResponse:
    again = _("原来那张卡马上就不能用了。") if one.card_id else ""
    told = {
        "question": _("给%(name)s发一张卡？") % {"name": one.name or _("这位管家")},
        "words": again + _("卡上的码只显示这一次，请在打印机旁边做。"),
        "label": _("做卡"),
        "refusal": sentence(refused) if refused else None,
    }
    return render(asked, "linli/desk/ask.html", told)


def _ask_end(asked: Asked, one: StewardView) -> HttpResponse:
    told = {
        "question": _("停用%(name)s的卡？") % {"name": one.name or _("这位管家")},
        "words": _("拿着这张卡的手机马上进不来。以后可以再发一张新的。"),
        "label": _("停用"),
        "alarm": True,
    }
    return render(asked, "linli/desk/ask.html", told)


def _ended_already(asked: Asked, refused: Refused) -> HttpResponse:
    if refused.code != "card.revoked":
        raise Http404
    return render(asked, "linli/desk/ended.html", {"words": _("这张卡已经停用了。")})


def _card(asked: Asked, one: StewardView, secret: str) -> HttpResponse:
    address = whole(asked, reverse("card", args=(secret,)))
    zones = dict.fromkeys(name for _id, name, _role in one.zones)
    told = {"name": one.name, "zones": _("、").join(zones), "qr": qr(address), "handed_at": asked.at}
    answer = render(asked, "linli/desk/card.html", told)
    answer["Cache-Control"] = "no-store"
    return answer
