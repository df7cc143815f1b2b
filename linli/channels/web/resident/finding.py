"""From a number and a code back to a receipt."""

from typing import cast

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.cases.access import door
from linli.channels.web.parts.guards import for_anybody
from linli.channels.web.parts.standing import COMMUNITY, stand, stand_in
from linli.channels.web.refusals import sentence
from linli.channels.web.requests import Asked
from linli.channels.web.resident.forms import Find
from linli.channels.web.resident.kept import RECEIPTS, kept
from linli.kernel.refused import Refused
from linli.places import queries as places
from linli.places.queries import CommunityView

WRONG = "find_failed"  # its rate stands in the settings


@for_anybody
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """A number and a code lead to the receipt; a wrong number and a wrong code are the same answer."""
    asked = cast(Asked, request)
    known = places.communities()
    where = [(one.slug, one.name) for one in known]
    here = _here(asked, known)
    if "forget" in asked.GET:
        forgotten = redirect("find")
        forgotten.delete_cookie(RECEIPTS, samesite="Lax")
        return forgotten
    if asked.method != "POST":
        return _page(asked, Find(places=where, initial={"community": here.slug if here else ""}))
    form = Find(asked.POST, places=where)
    if not form.is_valid():
        return _page(asked, form, status=422)
    if not consume(asked, action=WRONG, dry_run=True):
        return render(asked, "429.html", status=429)
    try:
        chosen = stand_in(asked, form.cleaned_data.get("community") or (here.slug if here else ""))
        token = door.token_of_number(chosen.id, form.cleaned_data["number"], form.cleaned_data["code"])
    except Refused:
        consume(asked, action=WRONG)
        form.add_error(None, sentence(Refused("demand.missing")))
        return _page(asked, form, status=422)
    return redirect("receipt", token=token)


def _here(asked: Asked, known: tuple[CommunityView, ...]) -> CommunityView | None:
    chosen = known[0].slug if len(known) == 1 else asked.COOKIES.get(COMMUNITY)
    found = next((one for one in known if one.slug == chosen), None)
    return stand(asked, found) if found else None


def _page(asked: Asked, form: Find, status: int = 200) -> HttpResponse:
    return render(asked, "linli/resident/find.html", {"form": form, "mine": kept(asked)}, status=status)
