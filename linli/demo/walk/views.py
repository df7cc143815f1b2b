"""The pages of the walk: the morning, each station, the same case through five pairs of eyes, the clock."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.audit.queries import verify
from linli.channels.web.parts.guards import for_anybody
from linli.channels.web.requests import Asked
from linli.demo.walk.becoming import become_nobody, become_staff, become_steward
from linli.demo.walk.catching_up import catch_up
from linli.demo.walk.eyes import five_pairs
from linli.demo.walk.progress import begin, case_of, keep, move_clock, progress, tomorrow_at_nine
from linli.demo.walk.stations import STATIONS, WHERE, WORDS
from linli.kernel.actor import system
from linli.moves.actions import climb
from linli.places.queries import CommunityView, community_by_slug


@for_anybody
@require_safe
def morning(request: HttpRequest) -> HttpResponse:
    """The first page of the demonstration."""
    now = progress(request)
    return render(request, "linli/demo/morning.html", {"stations": STATIONS, "now": now.station if now else 1})


@for_anybody
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin anew, as the old man."""
    become_nobody(request)
    begin(request)
    return redirect("walk-station", 1)


@for_anybody
@require_safe
def station(request: HttpRequest, number: int) -> HttpResponse:
    """Become the person of that station and stand where they stand."""
    if not 1 <= number <= len(STATIONS):
        raise Http404
    asked = cast(Asked, request)
    now = progress(request) or begin(request)
    here = STATIONS[number - 1]
    move_clock(request, here.at)
    now.station = number
    keep(request, now)
    # What was skipped happened at the latest now, on the visitor's own clock.
    catch_up(now.key, number, _community(), at=max(here.at, asked.at))
    if number == 1:
        become_nobody(request)
        return render(request, "linli/demo/door.html", {"words": WORDS, "where": WHERE})
    if number == 2:
        become_steward(request, WHERE, at=asked.at)
    elif here.username is not None:
        become_staff(request, here.username)
    else:
        become_nobody(request)
    return redirect(_page(request, number))


@for_anybody
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Straight to the desk, as the residents' committee."""
    become_staff(request, "juweihui")
    return redirect("inbox")


@for_anybody
@require_safe
def eyes(request: HttpRequest) -> HttpResponse:
    """The visitor's case through five pairs of eyes, its whole thread, and the log, verified."""
    asked = cast(Asked, request)
    community = _community()
    found = case_of(request)
    if found is None:
        now = progress(request) or begin(request)
        catch_up(now.key, len(STATIONS), community, at=asked.at)
        found = case_of(request)
    if found is None:
        raise Http404
    told = {
        "pairs": five_pairs(found[0], community.id, at=asked.at),
        "verdict": verify(community.id),
        "receipt": reverse("receipt", args=[found[2]]),
        "community_name": community.name,
    }
    return render(request, "linli/demo/eyes.html", told)


@for_anybody
@require_POST
def move_on(request: HttpRequest) -> HttpResponse:
    """On to tomorrow, nine o'clock."""
    asked = cast(Asked, request)
    nine = tomorrow_at_nine(asked.at)
    move_clock(request, nine)
    if found := case_of(request):
        # Time passes for the visitor's own case only: the community is everybody's.
        climb(thread_id=found[0], by=system("clock"), at=nine)
    messages.info(request, _("时钟走到了第二天9:00。谁超时了，报到了哪一级，看得见。"))
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("walk")
    return HttpResponseRedirect(back)


def _community() -> CommunityView:
    community = community_by_slug("huaiyin")
    if community is None:
        raise Http404
    return community


def _page(request: HttpRequest, number: int) -> str:
    found = case_of(request)
    if number == 2 or found is None:
        return reverse("take-down")
    if number == 5:
        return reverse("call-back", args=found[:2])
    if number == 6:
        return reverse("open-case", args=["huaiyin", found[0]])
    return reverse("case", args=[found[0]])
