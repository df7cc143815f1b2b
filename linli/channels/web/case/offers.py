"""The steps that these eyes may take now, each as a small form; the one that is owed stands first and largest."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases.queries import rule_book
from linli.cases.queries.views import CaseView, DemandView
from linli.cases.rules.life import DemandState, State, Step
from linli.channels.web.case.forms import Completion, Dispatching, Redirecting, Saying, Sending
from linli.channels.web.case.stepping import Tried
from linli.channels.web.parts.filled import filled
from linli.channels.web.requests import Asked
from linli.people import queries as people
from linli.people.queries import PartyView


@dataclass(frozen=True, slots=True)
class Offer:
    """One step as a form: `name` is the noun of its address, `summary` what stands on it while it is folded."""

    name: str
    href: str
    label: str
    summary: str = ""
    form: forms.Form | None = None
    hint: str = ""
    files: bool = False
    key: str = ""
    again: Tried | None = None
    possible: bool = True
    other: tuple[str, str] | None = None  # a second button: address and label


HANDED_ON = ("title", "category", "kind", "urgency", "lead")


def offers_of(asked: Asked, view: CaseView, *, key: str, tried: Tried | None) -> list[Offer]:
    """The steps about the whole case, in the order in which they are thought of.

    A refused step is among them even when it is not possible any more: what was typed must not be lost.
    """
    found = []
    for step, name, make in MADE:
        again = tried if tried and tried.name == name else None
        possible = step in view.can
        if possible or again:
            found.append(dressed(make(asked, view), name, possible=possible, key=key, tried=again))
    return found


def dressed(offer: Offer, name: str, *, possible: bool, key: str, tried: Tried | None) -> Offer:
    """The offer with a key of its own: two forms of one page are two acts. A refused one keeps its key and words."""
    if tried is None or tried.name != name:
        return replace(offer, name=name, key=f"{key}-{name}"[:64], possible=possible)
    return replace(offer, name=name, key=tried.key, form=tried.form or offer.form, again=tried, possible=possible)


def dispatching(asked: Asked, view: CaseView, data: object = None) -> Dispatching:
    """What it is, and to whom."""
    stands = {"title": view.title, "open_title": view.open_title, "category": str(view.category_id or "")}
    return Dispatching(
        data,
        name="dispatch",
        initial={**stands, "kind": view.kind, "urgency": view.urgency, **filled(asked, *HANDED_ON)},
        parties=_parties(view),
        categories=categories(asked, view),
    )


def sending(view: CaseView, data: object = None) -> Sending:
    """To whom now."""
    return Sending(
        data, name="dispatch", initial={"lead": view.lead_id, "assisting": view.assisting_ids}, parties=_parties(view)
    )


def redirecting(asked: Asked, view: CaseView, data: object = None) -> Redirecting:
    """Where it belongs."""
    on = timezone.localtime(asked.at).date()
    return Redirecting(data, name="redirection", routes=rule_book.routes(view.community_id, on=on))


def completing(view: CaseView, data: object = None, **more: object) -> Completion:
    """What was done."""
    return Completion(
        data,
        name="completion",
        label=_("办成什么样了"),
        hint=_("照实写，说事的人会看到。"),
        waiting=waiting(view),
        **more,
    )


def saying(name: str, data: object = None) -> Saying:
    """The words of a step that needs nothing else."""
    label, hint = SAYINGS[name]()
    return Saying(data, name=name, label=label, hint=hint)


def waiting(view: CaseView) -> list[DemandView]:
    """The demands that have no answer yet."""
    return [demand for demand in view.demands if demand.state == DemandState.WAITING]


def categories(asked: Asked, view: CaseView) -> Iterable[rule_book.CategoryView]:
    """What a case of this community can be about today."""
    return rule_book.categories(view.community_id, on=timezone.localtime(asked.at).date())


def _parties(view: CaseView) -> tuple[PartyView, ...]:
    return people.parties(view.community_id, with_street=True)


def _dispatch(asked: Asked, view: CaseView) -> Offer:
    href = reverse("dispatch", args=[view.id])
    if view.state not in {State.RECEIVED, State.ASSESSED}:
        return Offer("dispatch", href, _("改派"), _("换一方来办"), sending(view))
    other = (reverse("assessment", args=[view.id]), _("先只分类，待会儿再派"))
    form = dispatching(asked, view)
    return Offer(
        "dispatch", href, _("派出去"), _("分类，派单"), form, other=other if view.state == "received" else None
    )


def _redirect(asked: Asked, view: CaseView) -> Offer:
    hint = _("这件事到此为止，说事的人会收到该打的电话。")
    form = redirecting(asked, view)
    return Offer("redirection", _at("redirection", view), _("转告，办结"), _("不归社区：告诉该找谁"), form, hint)


def _sign(asked: Asked, view: CaseView) -> Offer:
    hint = _("签收以后，这件事由您这一方负责到底。")
    return Offer("signature", _at("signature", view), _("签收，我们来办"), _("签收"), hint=hint)


def _complete(asked: Asked, view: CaseView) -> Offer:
    hint = _("交了以后，会有没经办的人去问：是不是真的好了。")
    form = completing(view, initial=filled(asked, "words"))
    return Offer("completion", _at("completion", view), _("办好了，报告"), _("办好了"), form, hint, files=True)


def _progress(asked: Asked, view: CaseView) -> Offer:
    return _said("progress", view, _("报告进展"), _("还在办：说说进展"), files=True)


def _obstacle(asked: Asked, view: CaseView) -> Offer:
    return _said("obstacle", view, _("报告难处"), _("办不下去：有难处"), files=True)


def _decide(asked: Asked, view: CaseView) -> Offer:
    return _said("decision", view, _("就这么定"), _("拿主意"))


def _escalate(asked: Asked, view: CaseView) -> Offer:
    return _said("escalation", view, _("报到街道"), _("社区定不了：请街道拿主意"))


def _said(name: str, view: CaseView, label: str, summary: str, *, files: bool = False) -> Offer:
    return Offer(name, _at(name, view), label, summary, saying(name), files=files)


def _at(name: str, view: CaseView) -> str:
    return reverse(name, args=[view.id])


SAYINGS: dict[str, Callable[[], tuple[str, str]]] = {
    "progress": lambda: (_("到哪一步了"), _("说事的人会看到。")),
    "obstacle": lambda: (_("难在哪儿，需要谁做什么"), _("会请上面拿主意，说事的人也会看到。")),
    "decision": lambda: (_("怎么定的"), _("定了就回到主办那里接着办，说事的人会看到。")),
    "escalation": lambda: (_("为什么社区定不了，请街道做什么"), _("说事的人看不到这一句。")),
}
# Read aloud: "who may take this step is offered this form". The order is that of the page.
MADE: tuple[tuple[Step, str, Callable[[Asked, CaseView], Offer]], ...] = (
    (Step.SIGN, "signature", _sign),
    (Step.DECIDE, "decision", _decide),
    (Step.REPORT_DONE, "completion", _complete),
    (Step.PROGRESS, "progress", _progress),
    (Step.OBSTACLE, "obstacle", _obstacle),
    (Step.DISPATCH, "dispatch", _dispatch),
    (Step.ESCALATE, "escalation", _escalate),
    (Step.REDIRECT, "redirection", _redirect),
)
