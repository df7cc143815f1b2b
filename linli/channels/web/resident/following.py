"""A receipt: where it stands, whose move it is, the way so far; on the screen and on paper."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from linli.cases.access import door
from linli.cases.queries.views import CaseView, DemandView, FileRef
from linli.cases.rules.life import Step
from linli.cases.rules.words import short
from linli.channels.web import telling
from linli.channels.web.parts.guards import for_anybody
from linli.channels.web.parts.qr import qr_picture, whole
from linli.channels.web.parts.serving import serve_file
from linli.channels.web.parts.standing import stand_by_id
from linli.channels.web.requests import Asked
from linli.channels.web.resident.forms import Answer, More
from linli.channels.web.resident.kept import keep, state_of
from linli.channels.web.words import OUTCOMES, SATISFACTIONS, word

View = Callable[..., HttpResponseBase]


def kept_secret(view: View) -> View:
    """Nobody stores the page, no search engine lists it: whoever has its address may answer for the one who asked."""

    @wraps(view)
    def secret(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = view(request, *args, **kwargs)
        answer["Cache-Control"] = "private, no-store"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return secret


@for_anybody
@kept_secret
@require_safe
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """One page from 'we have it' to 'is it really solved?'."""
    asked = cast(Asked, request)
    answer = show(asked, token)
    if "fresh" in asked.GET:
        keep(asked, answer, token)
    return answer


@for_anybody
@kept_secret
@require_safe
def paper(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt as a slip to print and to keep."""
    asked = cast(Asked, request)
    view, own = door.own_case(token, at=asked.at)
    stand_by_id(asked, view.community_id)
    return render(asked, "linli/resident/paper.html", _told(asked, token, view, own))


@for_anybody
@kept_secret
@require_safe
def receipt_qr(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt's own address as a QR code."""
    door.demand_of_token(token)
    address = whole(request, reverse("receipt", args=[token]))
    return HttpResponse(qr_picture(address), content_type="image/svg+xml")


@for_anybody
@kept_secret
@require_safe
def own_file(request: HttpRequest, token: str, attachment_id: int) -> HttpResponseBase:
    """A photograph, a recording or a film that hangs on one's own receipt."""
    asked = cast(Asked, request)
    return serve_file(asked, door.file_for(attachment_id, by=None, token=token, at=asked.at))


def show(
    asked: Asked, token: str, *, more: More | None = None, answer: Answer | None = None, **told: Any
) -> HttpResponse:
    """The receipt's page, with forms that were refused if there are any."""
    view, own = door.own_case(token, at=asked.at)
    stand_by_id(asked, view.community_id)
    context = _told(asked, token, view, own) | {
        "thread": telling.thread(view, requester=True),
        "pictures": _of_steps(view),
        "more": more or More(auto_id="more_%s") if Step.ADD in view.can else None,
        "adding": more is not None,
        "answer": answer or Answer() if own.state == "answered" else None,
        "fresh": "fresh" in asked.GET,
        "seen": view.step_count,
    }
    return render(asked, "linli/resident/receipt.html", context | told)


def _told(asked: Asked, token: str, view: CaseView, own: DemandView) -> dict[str, Any]:
    return {
        "token": token,
        "view": view,
        "own": own,
        "short_words": short(own.words or "", 24),
        "state": state_of(own.state, view),
        "next": telling.next_for_requester(view, own, asked.at),
        "outcome": word(OUTCOMES, own.outcome),
        "satisfaction": word(SATISFACTIONS, own.satisfaction),
        "said_at": telling.said_at(own.happened_at, asked.at),
    }


def _of_steps(view: CaseView) -> tuple[FileRef, ...]:
    """What those who handle it, and the one who asked, put on the thread later."""
    shown = {ref.attachment_id for own in view.demands for ref in own.files}
    return tuple(ref for step in view.steps for ref in step.files if ref.attachment_id not in shown)
