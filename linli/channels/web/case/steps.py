"""The one who handles it speaks, and who decides."""

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.translation import gettext as _

from linli.cases.actions import handling
from linli.channels.web.case.offers import completing, saying
from linli.channels.web.case.page import seen_by
from linli.channels.web.case.stepping import step
from linli.channels.web.case.taking import taken
from linli.channels.web.parts.guards import actor
from linli.channels.web.parts.uploads import stored
from linli.channels.web.posting import seen_of
from linli.channels.web.requests import Asked
from linli.people.rules import Power


@step(Power.HANDLE)
def signature(asked: Asked, case_id: int) -> HttpResponse:
    """Take it on."""
    seen_by(asked, case_id)

    def act() -> None:
        handling.sign(case_id, seen=seen_of(asked), by=actor(asked), at=asked.at)

    return taken(asked, case_id, "signature", None, act, _("签收了，这件事由你们负责到底。先联系说事的人。"))


@step(Power.HANDLE)
def progress(asked: Asked, case_id: int) -> HttpResponse:
    """Say how far it is."""
    return _said(asked, case_id, "progress", handling.report_progress, _("记下了，说事的人会知道。"), files=True)


@step(Power.HANDLE)
def obstacle(asked: Asked, case_id: int) -> HttpResponse:
    """Say what stands in the way."""
    return _said(asked, case_id, "obstacle", handling.report_obstacle, _("报上去了，等上面拿主意。"), files=True)


@step(Power.ESCALATE)
def escalation(asked: Asked, case_id: int) -> HttpResponse:
    """Ask the street to decide."""
    return _said(asked, case_id, "escalation", handling.escalate, _("报到街道了。"))


@step(Power.DECIDE)
def decision(asked: Asked, case_id: int) -> HttpResponse:
    """Decide what the handler could not."""
    return _said(asked, case_id, "decision", handling.decide, _("定了，主办接着办。"))


@step(Power.HANDLE)
def completion(asked: Asked, case_id: int) -> HttpResponse:
    """Say that it is done, with what shows it, and answer each who asked."""
    view = seen_by(asked, case_id)
    form = completing(view, asked.POST)

    def act() -> None:
        handling.report_done(
            case_id,
            form.cleaned_data["words"],
            answers=form.answers(),
            files=stored(asked, view.community_id, by=actor(asked)),
            seen=seen_of(asked),
            by=actor(asked),
            at=asked.at,
        )

    return taken(asked, case_id, "completion", form, act, _("报上去了。会有没经办的人去问：是不是真的好了。"))


def _said(
    asked: Asked, case_id: int, name: str, verb: Callable[..., object], done: str, *, files: bool = False
) -> HttpResponse:
    """A step that consists of words, and of what shows it where `files` says so."""
    view = seen_by(asked, case_id)
    form = saying(name, asked.POST)

    def act() -> None:
        by = actor(asked)
        more = {"files": stored(asked, view.community_id, by=by)} if files else {}
        verb(case_id, form.cleaned_data["words"], seen=seen_of(asked), by=by, at=asked.at, **more)

    return taken(asked, case_id, name, form, act, done)
