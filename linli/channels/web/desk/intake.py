"""Taking down what somebody says on the telephone."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.cases.actions.intake import Receipt, Told, receive
from linli.cases.rules.limits import Urgency
from linli.cases.rules.words import Channel, HideFrom, Kind
from linli.channels.web.desk.callers import Caller, callers, told_of
from linli.channels.web.desk.forms import Intake
from linli.channels.web.desk.here import here
from linli.channels.web.parts.guards import for_power
from linli.channels.web.parts.places import household_id
from linli.channels.web.parts.uploads import stored
from linli.channels.web.posting import key_of, once_or_again
from linli.channels.web.refusals import sentence
from linli.channels.web.requests import Asked
from linli.kernel.refused import Refused
from linli.people.actions import know_person, settle_home
from linli.people.rules import Power, Tie
from linli.places import queries as places
from linli.places.queries import HouseholdView, Place


@for_power(Power.SEE_INBOX)
@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: HttpRequest) -> HttpResponse:
    """One form. Looking the number up keeps what is typed; it is a POST, so that no number stands in an address."""
    asked = cast(Asked, request)
    _by, community = here(asked)
    if asked.method != "POST":
        return _empty(asked, community.id)
    known = callers(
        community.id, phone=asked.POST.get("phone", ""), household_id=_typed_household(asked, community.id), at=asked.at
    )
    if "find" in asked.POST:
        return _page(asked, Intake(_filled(asked, known), community_id=community.id, callers=known), known)
    form = Intake(asked.POST, community_id=community.id, callers=known)
    if not form.is_valid():
        return _page(asked, form, known, status=422)
    return once_or_again(
        asked,
        lambda key: _receive(asked, form, known, key),
        lambda refused: _page(asked, form, known, refused=refused),
    )


def _empty(asked: Asked, community_id: int) -> HttpResponse:
    """The form before anything is said; it may start from a flat, and from who lives there."""
    home = _household_of_address(asked, community_id)
    known = callers(community_id, household_id=home.id, at=asked.at) if home else []
    initial: dict[str, object] = {}
    if home is not None:
        initial = {"entrance": f"e{home.entrance_id}", "door": home.door, "who": asked.GET.get("person", "")}
    return _page(asked, Intake(initial=initial, community_id=community_id, callers=known), known)


def _household_of_address(asked: Asked, community_id: int) -> HouseholdView | None:
    told = asked.GET.get("household", "")
    home = places.household(int(told)) if told.isascii() and told.isdigit() and len(told) < 12 else None
    if home is not None and home.community_id != community_id:
        raise Http404
    return home


def _typed_household(asked: Asked, community_id: int) -> int | None:
    chosen, door = asked.POST.get("entrance", ""), asked.POST.get("door", "")
    if chosen[:1] != "e" or not (chosen.isascii() and chosen[1:].isdigit() and len(chosen) < 12) or not door.strip():
        return None
    entrance = places.entrance(int(chosen[1:]))
    return household_id(entrance.id, door) if entrance and entrance.community_id == community_id else None


def _filled(asked: Asked, known: list[Caller]) -> dict[str, object]:
    """What was typed, with what is known of a single caller in the gaps."""
    typed: dict[str, object] = dict(asked.POST.items()) | {"hide_from": asked.POST.getlist("hide_from")}
    if len(known) == 1:
        typed["who"] = str(known[0].person.id)
        if len(known[0].homes) == 1 and not typed.get("entrance") and not typed.get("where"):
            home = known[0].homes[0]
            typed |= {"entrance": f"e{home.entrance_id}", "door": home.door}
    return typed


def _receive(asked: Asked, form: Intake, known: list[Caller], key: str) -> str:
    by, community = here(asked)
    said = form.cleaned_data
    place, place_words = form.place()
    told = Told(
        words=said["words"],
        channel=Channel.DESK,
        place=place,
        place_words=place_words,
        requester_id=_requester(asked, form, known, place),
        hide_from=[HideFrom(who) for who in said["hide_from"]],
        urgency=Urgency(said["urgency"] or Urgency.ORDINARY),
        kind=Kind(said["kind"]) if said["kind"] else None,
        files=stored(asked, community.id, by=by),
        happened_at=said["said_at"],
    )
    receipt = receive(told, key=key, by=by, at=asked.at)
    messages.success(asked, _read_aloud(receipt))
    return reverse("case", args=(receipt.case_id,))


def _requester(asked: Asked, form: Intake, known: list[Caller], place: Place) -> int | None:
    by, community = here(asked)
    said = form.cleaned_data
    name, phone = (said[part].strip() or None for part in ("name", "phone"))
    if said["who"]:
        person_id = int(said["who"])
    elif name is None and phone is None:
        return None
    else:
        person_id = _same(known, name, phone) or know_person(community.id, name=name, phone=phone, by=by, at=asked.at)
    if place.household_id is not None and said["lives_here"]:
        settle_home(person_id, place.household_id, Tie.LIVES, by=by, at=asked.at)
    return person_id


def _same(known: list[Caller], name: str | None, phone: str | None) -> int | None:
    """Who has this name among those who live there, when nothing but the name was told."""
    if phone is not None or name is None:
        return None
    return next((caller.person.id for caller in known if caller.person.name == name), None)


def _read_aloud(receipt: Receipt) -> str:
    told = _("编号%(number)s，查询码%(code)s，请念给来电的人听。") % {"number": receipt.number, "code": receipt.code}
    return format_html('{} <a href="{}">{}</a>', told, reverse("paper", args=(receipt.token,)), _("打印纸条"))


def _page(
    asked: Asked, form: Intake, known: list[Caller], *, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    by, _community = here(asked)
    told: dict[str, object] = {
        "form": form,
        "callers": known,
        "open": told_of(known, by=by),
        "looked_up": asked.method == "POST" and bool(asked.POST.get("phone", "").strip()),
        "refusal": sentence(refused) if refused else None,
    }
    if asked.method == "POST":
        told["form_key"] = key_of(asked)
        if asked.FILES:
            messages.warning(asked, _("照片和录音请再选一次。"))
    return render(asked, "linli/desk/intake.html", told, status=status)
