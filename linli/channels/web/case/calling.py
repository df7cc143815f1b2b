"""Is it really solved? The card of who asks, and who else may be asked to ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.cases.access import door
from linli.cases.actions import closing
from linli.cases.queries.views import CaseView, DemandView
from linli.cases.rules.calling import TRIES, Outcome, Satisfaction
from linli.cases.rules.life import DemandState, Owed, Step
from linli.channels.web import telling
from linli.channels.web.case import cards
from linli.channels.web.case.forms import Calling, Entrusting
from linli.channels.web.case.page import back_of
from linli.channels.web.case.stepping import case_address, not_filled_in
from linli.channels.web.case.taking import said_and_done
from linli.channels.web.parts.guards import actor, for_any_seat, for_power
from linli.channels.web.posting import fresh_key, key_of, once_or_again, seen_of
from linli.channels.web.refusals import sentence
from linli.channels.web.requests import Asked
from linli.channels.web.words import ROLES, word
from linli.kernel.actor import Actor
from linli.kernel.refused import Refused
from linli.people import queries as people
from linli.people.rules import STEWARDS, Power, may
from linli.places import queries as places


@dataclass(frozen=True, slots=True)
class Opened:
    """A name and a telephone that were opened just now."""

    name: str | None
    phone: str | None


@for_any_seat
@require_http_methods(["GET", "HEAD", "POST"])
def call_back(request: HttpRequest, case_id: int, demand_id: int) -> HttpResponse:
    """Show what to say, and write down what was answered."""
    asked = cast(Asked, request)
    view, demand = told_of(asked, case_id, demand_id)
    if asked.method != "POST":
        return show_card(asked, view, demand)
    form = Calling(asked.POST, name="call")

    def act(key: str) -> str:
        told = form.cleaned_data
        closing.call_back(
            case_id,
            demand_id,
            Outcome(told["outcome"]),
            satisfaction=Satisfaction(told["satisfaction"]) if told["satisfaction"] else None,
            remark=told["remark"],
            seen=seen_of(asked),
            by=actor(asked),
            at=asked.at,
        )
        said_and_done(asked, _("记下了：%(outcome)s") % {"outcome": _became(told["outcome"])})
        return _onward(asked, case_id)

    if not form.is_valid():
        return show_card(asked, view, demand, form=form, refusal=not_filled_in(), status=422)
    return once_or_again(asked, act, lambda refused: _again(asked, case_id, demand_id, form, refused))


@for_power(Power.ENTRUST)
@require_http_methods(["GET", "HEAD", "POST"])
def entrustment(request: HttpRequest, case_id: int, demand_id: int) -> HttpResponse:
    """Name a person who asks, where whoever would ask by themselves had a hand in it."""
    asked = cast(Asked, request)
    view, demand = told_of(asked, case_id, demand_id)
    named = _who_may_ask(view, asked)
    form = Entrusting(asked.POST if asked.method == "POST" else None, name="entrust", people=named)
    context: dict[str, object] = {"case": view, "demand": demand, "title": telling.title(view), "form": form}
    context |= {"nobody": not named, "owed": bool(cards.moves_of(view, demand, Owed.CALL_BACK))}

    def again(words: str) -> HttpResponse:
        context.update(refusal=words, form_key=key_of(asked))
        return render(asked, "linli/case/entrustment.html", context, status=422)

    def act(key: str) -> str:
        closing.entrust_call_back(demand_id, int(form.cleaned_data["person"]), by=actor(asked), at=asked.at)
        said_and_done(asked, _("托好了，会请这个人去问。"))
        return case_address(case_id)

    if asked.method != "POST":
        return render(asked, "linli/case/entrustment.html", context)
    if not form.is_valid():
        return again(not_filled_in())
    return once_or_again(asked, act, lambda refused: again(sentence(refused)))


def told_of(asked: Asked, case_id: int, demand_id: int) -> tuple[CaseView, DemandView]:
    """The demand and its case, if it is of this case and theirs to see; else there is none."""
    view, demand = door.demand_for(demand_id, by=actor(asked), at=asked.at)
    if view.id != case_id:
        raise Http404
    return view, demand


def show_card(
    asked: Asked,
    view: CaseView,
    demand: DemandView,
    *,
    form: Calling | None = None,
    refusal: str | None = None,
    opened: Opened | None = None,
    status: int = 200,
) -> HttpResponse:
    """The card. Whoever handled it, and whoever comes when there is nothing to ask, finds a sentence instead."""
    by = actor(asked)
    barred = None if cards.calls(view, demand, by) else _barred(view, demand, by)
    others = [other for other in view.demands if other.id != demand.id]
    context = {
        "case": view,
        "demand": demand,
        "title": telling.title(view),
        "back": (reverse("call-backs"), _("回访")) if may(by.role, Power.SEE_INBOX) else back_of(by),
        "barred": barred,
        "refusal": refusal,
        "form": form or Calling(name="call"),
        "form_key": key_of(asked) if form else fresh_key(),
        "seen": view.step_count,
        "script": _script(asked, view, demand, by),
        "opens": cards.opens_contact(view, demand, by),
        "opened": opened,
        "nth": demand.tries + 1,
        "tries": TRIES,
        "others": len(others),
        "asked_already": sum(other.state == DemandState.SETTLED for other in others),
        "household": demand.household_id if may(by.role, Power.SEE_INBOX) else None,
    }
    answer = render(asked, "linli/case/call_back.html", context, status=403 if barred and status == 200 else status)
    if opened:
        answer["Cache-Control"] = "private, no-store"
    return answer


def _again(asked: Asked, case_id: int, demand_id: int, form: Calling, refused: Refused) -> HttpResponse:
    view, demand = told_of(asked, case_id, demand_id)
    words = _barred(view, demand, actor(asked)) if refused.code == "case.not_yours_to_do" else sentence(refused)
    return show_card(asked, view, demand, form=form, refusal=words, status=422)


def _barred(view: CaseView, demand: DemandView, by: Actor) -> str:
    if demand.state == DemandState.WAITING:
        return _("这件事还没有答复，等办的人说办好了再问。")
    if demand.state != DemandState.ANSWERED:
        return _("已经问过了，不用再问。")
    if by.role in STEWARDS:
        return _("这一声由别人来问。他要是自己跟您说了好没好，记在这件事的页面上。")
    if by.party_id == view.lead_id or may(by.role, Power.CALL_BACK):
        return _("您或者您这一方经办过这件事，不能自己问自己。要由没经办过的人来问。")
    return _("这一声由别人来问。")


def _script(asked: Asked, view: CaseView, demand: DemandView, by: Actor) -> Mapping[str, str | None]:
    """What to say, before and in the question."""
    community = asked.community or places.community(view.community_id)
    party = people.party(by.party_id) if by.party_id else None
    who = party.name if party else word(ROLES, by.role)
    place = community.name if community else ""
    facts = {"who": who if place in who else place + who, "day": telling.said_day(demand.happened_at, asked.at)}
    facts |= {"words": _without_end(demand.words or telling.title(view))}
    hello = _("您好，我是%(who)s的。您%(day)s说：“%(words)s”。") % facts
    answer = _("办的人说：“%(answer)s”。") % {"answer": _without_end(demand.answer)} if demand.answer else None
    return {"hello": hello, "answer": answer, "question": _("想问问您：现在真的好了吗？您满意吗？")}


def _without_end(words: str) -> str:
    """Words to be quoted inside of a sentence."""
    return words.strip().rstrip("。.")


def _became(outcome: str) -> str:
    said = {
        "solved": _("好了。"),
        "partly": _("好了一半，退回去接着办。"),
        "unsolved": _("没好，退回去接着办。"),
        "seen": _("现场看过，好了。"),
    }
    return said.get(outcome) or _("没联系上，不算满意。")


def _onward(asked: Asked, case_id: int) -> str:
    """To the other calls, for who has a list of them; else to the case, as long as it is theirs to see."""
    by = actor(asked)
    if may(by.role, Power.SEE_INBOX):
        return reverse("call-backs")
    try:
        door.case_for(case_id, by=by, at=asked.at)
    except Refused:
        return reverse("my")
    return case_address(case_id)


def _who_may_ask(view: CaseView, asked: Asked) -> list[tuple[str, str]]:
    """Persons who may call back and do not belong to the lead, once each."""
    named: dict[str, str] = {}
    if Step.ENTRUST not in view.can:
        return []
    for holder in people.holders(view.community_id, at=asked.at):
        if may(holder.role, Power.CALL_BACK) and holder.party_id != view.lead_id:
            seat = "，".join(part for part in (holder.party_name or word(ROLES, holder.role), holder.seat) if part)
            named.setdefault(str(holder.person_id), f"{holder.name or ''} {seat}".strip())
    return list(named.items())
