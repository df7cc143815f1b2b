"""The one who asked says more, and says whether it is really solved."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.cases.access import door
from linli.cases.actions.closing import confirm
from linli.cases.actions.intake import add_words
from linli.cases.queries.views import CaseView, DemandView
from linli.cases.rules.calling import Outcome, Satisfaction
from linli.channels.web.parts.guards import for_anybody
from linli.channels.web.parts.standing import stand_by_id
from linli.channels.web.parts.uploads import stored
from linli.channels.web.posting import once_or_again, seen_of
from linli.channels.web.refusals import sentence
from linli.channels.web.requests import Asked
from linli.channels.web.resident.following import kept_secret, show
from linli.channels.web.resident.forms import Answer, More, put_beside
from linli.kernel.actor import resident
from linli.kernel.refused import Refused


@for_anybody
@kept_secret
@require_http_methods(["GET", "HEAD", "POST"])
def more_words(request: HttpRequest, token: str) -> HttpResponse:
    """A sentence or a photograph more; whoever only looks here is shown the receipt."""
    asked = cast(Asked, request)
    view, own = _own(asked, token)
    if asked.method != "POST":
        return redirect("receipt", token=token)
    form = More(asked.POST, auto_id="more_%s")
    form.is_valid()

    def act(key: str) -> str:
        by = resident(view.community_id, own.id)
        files = stored(asked, view.community_id, by=by)
        add_words(own.id, words=form.cleaned_data.get("words"), files=files, by=by, at=asked.at)
        messages.success(asked, _("补充上了。"))
        return reverse("receipt", args=[token])

    def again(refused: Refused) -> HttpResponse:
        beside = put_beside(form, refused, sentence(refused))
        return show(asked, token, more=form, refusal=None if beside else sentence(refused), again=bool(asked.FILES))

    return once_or_again(asked, act, again)


@for_anybody
@kept_secret
@require_http_methods(["GET", "HEAD", "POST"])
def own_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Whether it is really solved, and how content one is; whoever only looks here is shown the receipt."""
    asked = cast(Asked, request)
    view, own = _own(asked, token)
    if asked.method != "POST":
        return redirect("receipt", token=token)
    form = Answer(asked.POST)
    if not form.is_valid():
        answer = show(asked, token, answer=form)
        answer.status_code = 422
        return answer

    def act(key: str) -> str:
        told = form.cleaned_data
        if not told["outcome"]:
            raise Refused("demand.say_solved_or_not")
        confirm(
            view.id,
            own.id,
            Outcome(told["outcome"]),
            satisfaction=Satisfaction(told["satisfaction"]) if told["satisfaction"] else None,
            remark=told["remark"],
            seen=seen_of(asked),
            by=resident(view.community_id, own.id),
            at=asked.at,
        )
        messages.success(asked, _("记下了，谢谢您。"))
        return reverse("receipt", args=[token])

    def again(refused: Refused) -> HttpResponse:
        beside = put_beside(form, refused, sentence(refused))
        return show(asked, token, answer=form, refusal=None if beside else sentence(refused))

    return once_or_again(asked, act, again)


def _own(asked: Asked, token: str) -> tuple[CaseView, DemandView]:
    view, own = door.own_case(token, at=asked.at)
    stand_by_id(asked, view.community_id)
    return view, own
