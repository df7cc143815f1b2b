"""One case: whose move it is, what can be done, the thread, and those who asked."""

from dataclasses import replace
from datetime import datetime
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.cases.access import door
from linli.cases.actions.arranging import GROUPABLE
from linli.cases.queries.views import CaseView
from linli.cases.rules.life import Owed, Step
from linli.cases.rules.sight import Sight
from linli.channels.web import telling
from linli.channels.web.case.cards import Card, asks, cards_of
from linli.channels.web.case.offers import Offer, offers_of
from linli.channels.web.case.stepping import Tried
from linli.channels.web.context import PLACES
from linli.channels.web.parts.guards import actor, for_any_seat
from linli.channels.web.parts.serving import serve_file
from linli.channels.web.posting import fresh_key
from linli.channels.web.requests import Asked
from linli.channels.web.words import KINDS, OWED, URGENCIES, word
from linli.kernel.actor import Actor
from linli.moves.queries import MoveView
from linli.places import queries as places

# Read aloud: "who owes it is offered this form first".
OFFERED = {
    Owed.ASSESS: "dispatch",
    Owed.DISPATCH: "dispatch",
    Owed.SIGN: "signature",
    Owed.HANDLE: "completion",
    Owed.ASSIST: "progress",
    Owed.DECIDE: "decision",
}
ANSWERS = (Step.PROGRESS, Step.OBSTACLE, Step.DECIDE, Step.REPORT_DONE)


@for_any_seat
@require_safe
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show the case to who may see it."""
    asked = cast(Asked, request)
    return show(asked, seen_by(asked, case_id))


@for_any_seat
@require_safe
def case_file(request: HttpRequest, case_id: int, attachment_id: int) -> HttpResponseBase:
    """Show a picture, a sound or a paper of the case to who may see it."""
    asked = cast(Asked, request)
    return serve_file(asked, door.file_for(attachment_id, by=actor(asked), at=asked.at))


def seen_by(asked: Asked, case_id: int) -> CaseView:
    """The case as the one who asks may see it. Raises Refused `case.missing`."""
    return door.case_for(case_id, by=actor(asked), at=asked.at)


def show(asked: Asked, view: CaseView, *, tried: Tried | None = None, status: int = 200) -> HttpResponse:
    """The page of the case; after a refusal with its sentence, and with what was typed."""
    by, key = actor(asked), fresh_key()
    ours = [by.party_id] if by.party_id is not None else []
    offers = offers_of(asked, view, key=key, tried=tried)
    cards = cards_of(view, by=by, now=asked.at, key=key, tried=tried)
    move = _own_move(view, by)
    main = _main(view, move, offers, tried)
    calling = _card_of(cards, move) if main is None else None
    context = {
        "case": view,
        "back": back_of(by),
        "title": telling.title(view),
        "marks": _marks(view, asked.at),
        "next": _named(move, asked) or telling.next_move(view, asked.at, ours=ours),
        "main": main,
        "main_card": calling,
        "quotes": _quotes(cards, main, calling),
        "offers": [offer for offer in offers if offer is not main],
        "corrects": Step.CORRECT in view.can,
        "groups": Step.GROUP in view.can and view.state in GROUPABLE,
        "lines": telling.thread(view),
        "changed": _since(view, tried.moved) if tried and tried.moved else (),
        "facts": _facts(asked, view),
        "limits": _limits(asked, view),
        "cards": cards,
        "answer": _answer(view),
        "tried": tried,
        "seen": view.step_count,
    }
    return render(asked, "linli/case/case.html", context, status=status)


def _marks(view: CaseView, now: datetime) -> list[telling.Mark]:
    """Its clock, how far up a silence was told, its state; each once."""
    climbed = telling.climbed(view, now)
    told = [telling.mark(view, now), telling.state(view)]
    if climbed:
        told.insert(1, telling.Mark(climbed, "late"))
    return list(dict.fromkeys(told))


def back_of(by: Actor) -> tuple[str, str]:
    """Where the one who looks came from, as address and name."""
    for name, label in PLACES.get(by.role or "", ())[:1]:
        return reverse(name), str(label)
    return reverse("my"), _("我的页面")


def _own_move(view: CaseView, by: Actor) -> MoveView | None:
    """What these hands owe here: by name, by zone, or as their party; as `telling.next_move` chooses it."""
    own = [move for move in view.moves if asks(move, by)]
    return telling.first_of(own) if own else None


def _named(move: MoveView | None, asked: Asked) -> telling.Next | None:
    """The next move of who was asked by name or for their zone; None where a party was asked."""
    if move is None or (move.person_id is None and move.zone_id is None):
        return None
    facts = {"what": word(OWED, move.owed), "when": telling.said_at(move.due_at, asked.at)}
    late = "late" if move.late(asked.at) else ""
    return telling.Next(_("轮到您：%(what)s，%(when)s前") % facts, kind=late)


def _main(view: CaseView, move: MoveView | None, offers: list[Offer], tried: Tried | None) -> Offer | None:
    """The one form that stands open: the refused one, else the one that is owed, else what the desk can do next."""
    if tried is not None and (again := next((offer for offer in offers if offer.name == tried.name), None)):
        return again
    wanted = OFFERED.get(Owed(move.owed)) if move else None
    if move is None and view.sight is Sight.DESK and view.state in {"received", "assessed"}:
        wanted = "dispatch"
    return next((offer for offer in offers if offer.name == wanted), None)


def _card_of(cards: list[Card], move: MoveView | None) -> Card | None:
    """The demand that the next move is about, when it asks to speak to somebody."""
    if move is None or move.subject_kind != "demand":
        return None
    card = next((card for card in cards if card.told.id == move.subject_id), None)
    return card if card and (card.contact or card.calls) else None


def _quotes(cards: list[Card], main: Offer | None, calling: Card | None) -> list[Card]:
    """Whose words stand beside the next move: of the one it is about, else the first two."""
    told = [card for card in cards if card.told.words and (calling is None or card is calling)]
    return told[:2] if main or calling else []


def _since(view: CaseView, steps: int) -> list[telling.Line]:
    """The last steps of the thread."""
    return telling.thread(replace(view, steps=view.steps[-steps:], moves=()))


def _facts(asked: Asked, view: CaseView) -> list[tuple[str, str | None]]:
    due = telling.said_at(view.answer_due_at, asked.at) if view.due_at else None
    return [
        (_("谁负责"), view.accountable),
        (_("主办"), view.lead),
        (_("协办"), _("、").join(view.assisting) or None),
        (_("最迟答复"), due),
        (_("收到"), telling.said_at(view.received_at, asked.at)),
        (_("办结"), telling.said_at(view.closed_at, asked.at) if view.closed_at else None),
        (_("类别"), telling.category(view)),
        (_("性质"), word(KINDS, view.kind) or None),
        (_("急缓"), word(URGENCIES, view.urgency)),
        (_("公开页上叫"), view.open_title),
        (_("合到"), view.merged_into),
        (_("该找"), f"{view.route} {view.route_number}" if view.route else None),
    ]


def _limits(asked: Asked, view: CaseView) -> str | None:
    """Where the limits are written, with their sources."""
    community = asked.community or places.community(view.community_id)
    return reverse("rules", args=[community.slug]) if community else None


def _answer(view: CaseView) -> str | None:
    """The latest answer for the building's chat group: no name, no door."""
    name = telling.title(view, public=True) if view.open_title or view.category else ""
    about = _("，").join(part for part in (view.place, name) if part)
    facts = {"number": view.number, "about": about}
    if view.route:
        told = {"route": view.route, "number_to_call": view.route_number}
        return _("【%(number)s】%(about)s：这件事该找%(route)s，%(number_to_call)s。") % {**facts, **told}
    said = [step.words for step in view.steps if step.step in ANSWERS and step.words]
    if view.sight not in {Sight.DESK, Sight.LEAD} or not said:
        return None
    return _("【%(number)s】%(about)s：%(answer)s") % {**facts, "answer": said[-1]}
