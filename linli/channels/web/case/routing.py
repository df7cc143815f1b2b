"""What is it, and who does it."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from linli.cases.actions import routing
from linli.cases.actions.routing import Assessment
from linli.cases.queries.views import CaseView
from linli.cases.rules.life import State
from linli.cases.rules.limits import Urgency
from linli.cases.rules.words import Kind
from linli.channels.web.case.forms import Assessing, Dispatching
from linli.channels.web.case.offers import dispatching, redirecting, sending
from linli.channels.web.case.page import seen_by
from linli.channels.web.case.stepping import step
from linli.channels.web.case.taking import taken
from linli.channels.web.parts.guards import actor
from linli.channels.web.posting import seen_of
from linli.channels.web.requests import Asked
from linli.people.rules import Power


@step(Power.ASSESS)
def assessment(asked: Asked, case_id: int) -> HttpResponse:
    """Say what it is, and leave for later who does it."""
    form = dispatching(asked, seen_by(asked, case_id), asked.POST)
    form.fields["lead"].required = False

    def act() -> None:
        routing.assess(case_id, _assessment(form), seen=seen_of(asked), by=actor(asked), at=asked.at)

    return taken(asked, case_id, "dispatch", form, act, _("分好类了。接着派给合适的人。"))


@step(Power.DISPATCH)
def dispatch(asked: Asked, case_id: int) -> HttpResponse:
    """Give it to a party, with what it is in the same go where that is not settled."""
    view = seen_by(asked, case_id)
    form = sending(view, asked.POST) if "title" not in asked.POST else dispatching(asked, view, asked.POST)

    def act() -> None:
        routing.dispatch(
            case_id,
            int(form.cleaned_data["lead"]),
            assisting=[int(party) for party in form.cleaned_data["assisting"]],
            assessment=_assessment(form) if isinstance(form, Dispatching) and _differs(view, form) else None,
            because=form.cleaned_data["because"],
            seen=seen_of(asked),
            by=actor(asked),
            at=asked.at,
        )

    return taken(asked, case_id, "dispatch", form, act, _("派出去了，等签收。说事的人也收到了消息。"))


@step(Power.ASSESS)
def redirection(asked: Asked, case_id: int) -> HttpResponse:
    """Say where it belongs, and whom to call."""
    form = redirecting(asked, seen_by(asked, case_id), asked.POST)

    def act() -> None:
        told = form.cleaned_data
        routing.redirect(
            case_id, int(told["route"]), because=told["because"], seen=seen_of(asked), by=actor(asked), at=asked.at
        )

    return taken(asked, case_id, "redirection", form, act, _("转告了。说事的人收到了该打的电话。"))


def _assessment(form: Assessing) -> Assessment:
    told = form.cleaned_data
    return Assessment(
        title=told["title"],
        category_id=int(told["category"]),
        kind=Kind(told["kind"]),
        urgency=Urgency(told["urgency"]),
        open_title=told["open_title"],
    )


def _differs(view: CaseView, form: Dispatching) -> bool:
    """Whether there is something to assess: always at first, later only what was changed in the form."""
    if view.state != State.ASSESSED:
        return True
    return bool({"title", "open_title", "category", "kind", "urgency"} & set(form.changed_data))
