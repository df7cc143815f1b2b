"""Put things right: a wrong entry, cases that are one trouble, demands that are not."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.cases.actions import arranging
from linli.cases.actions.arranging import GROUPABLE, Correction
from linli.cases.queries import lists
from linli.cases.queries.lists import Which
from linli.cases.queries.views import CaseView, Row
from linli.cases.rules.limits import Urgency
from linli.cases.rules.words import Kind
from linli.channels.web import telling
from linli.channels.web.case.calling import told_of
from linli.channels.web.case.forms import Correcting, Grouping
from linli.channels.web.case.offers import categories
from linli.channels.web.case.page import seen_by
from linli.channels.web.case.stepping import case_address, not_filled_in, step
from linli.channels.web.case.taking import said_and_done, taken
from linli.channels.web.parts.guards import actor, for_power
from linli.channels.web.parts.places import named_place, place_choices
from linli.channels.web.posting import key_of, once_or_again, seen_of
from linli.channels.web.refusals import sentence
from linli.channels.web.requests import Asked
from linli.channels.web.words import KINDS, URGENCIES, word
from linli.kernel.refused import Refused
from linli.people.rules import Power


@for_power(Power.CORRECT)
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, case_id: int) -> HttpResponse:
    """Put a wrong entry right; what stood there stays in the thread."""
    asked = cast(Asked, request)
    view = seen_by(asked, case_id)
    form = _correcting(asked, view, asked.POST if asked.method == "POST" else None)
    if asked.method != "POST":
        return _correction_page(asked, view, form)

    def act(key: str) -> str:
        told = form.cleaned_data
        arranging.correct(
            case_id, _correction(view, told), told["because"], seen=seen_of(asked), by=actor(asked), at=asked.at
        )
        said_and_done(asked, _("改好了。原来写的还在经过里。"))
        return case_address(case_id)

    def again(refused: Refused) -> HttpResponse:
        return _correction_page(asked, seen_by(asked, case_id), form, sentence(refused))

    if not form.is_valid():
        return _correction_page(asked, view, form, not_filled_in())
    return once_or_again(asked, act, again)


@for_power(Power.GROUP)
@require_http_methods(["GET", "HEAD", "POST"])
def grouping(request: HttpRequest, case_id: int) -> HttpResponse:
    """Say that another case is the same trouble."""
    asked = cast(Asked, request)
    view = seen_by(asked, case_id)
    if asked.method != "POST":
        return _grouping_page(asked, view)
    form = Grouping(asked.POST, name="grouping")

    def act(key: str) -> str:
        other = form.cleaned_data["from_case"]
        arranging.group(case_id, other, seen=seen_of(asked), by=actor(asked), at=asked.at)
        said_and_done(asked, _("合成一件了。每个说事的人还是各有各的答复。"))
        return case_address(case_id)

    def again(refused: Refused) -> HttpResponse:
        return _grouping_page(asked, seen_by(asked, case_id), refusal=sentence(refused))

    if not form.is_valid():
        return _grouping_page(asked, view, refusal=_("请选一件。"))
    return once_or_again(asked, act, again)


@step(Power.GROUP)
def ungrouping(asked: Asked, case_id: int, demand_id: int) -> HttpResponse:
    """Say that a demand is another trouble after all."""
    told_of(asked, case_id, demand_id)

    def act() -> str:
        own = arranging.ungroup(case_id, demand_id, seen=seen_of(asked), by=actor(asked), at=asked.at)
        return case_address(own)

    return taken(asked, case_id, f"ungrouping-{demand_id}", None, act, _("分开了，这是它自己的那一件。"))


def _correcting(asked: Asked, view: CaseView, data: Any) -> Correcting:
    stands = {"title": view.title, "open_title": view.open_title, "category": str(view.category_id or "")}
    form = Correcting(
        data,
        name="correction",
        initial={**stands, "kind": view.kind, "urgency": view.urgency, "place": _chosen(view)},
        categories=categories(asked, view),
        places=place_choices(view.community_id),
    )
    stood = {
        "title": view.title,
        "open_title": view.open_title,
        "category": telling.category(view),
        "kind": word(KINDS, view.kind),
        "urgency": word(URGENCIES, view.urgency),
        "place": view.place,
    }
    for name, value in stood.items():
        form.fields[name].help_text = _("现在是：%(value)s") % {"value": value or _("没有写")}
    return form


def _chosen(view: CaseView) -> str:
    """The case's place among `place_choices`."""
    if view.entrance_id:
        return f"e{view.entrance_id}"
    return f"s{view.spot_id}" if view.spot_id else ""


def _correction(view: CaseView, told: dict[str, Any]) -> Correction:
    moved = told["place"] and told["place"] != _chosen(view)
    return Correction(
        title=told["title"] or None,
        open_title=told["open_title"] or None,
        category_id=int(told["category"]) if told["category"] else None,
        kind=Kind(told["kind"]) if told["kind"] else None,
        urgency=Urgency(told["urgency"]),
        place=named_place(view.community_id, told["place"], told["door"] or None) if moved else None,
    )


def _correction_page(asked: Asked, view: CaseView, form: Correcting, refusal: str | None = None) -> HttpResponse:
    context: dict[str, object] = {"case": view, "title": telling.title(view), "form": form, "refusal": refusal}
    context["seen"] = view.step_count
    if refusal:
        context["form_key"] = key_of(asked)
    return render(asked, "linli/case/correction.html", context, status=422 if refusal else 200)


def _grouping_page(asked: Asked, view: CaseView, *, refusal: str | None = None) -> HttpResponse:
    words = (asked.GET.get("q") or asked.POST.get("q") or "").strip()[:40]
    rows = [row for row in _candidates(asked, view, words) if row.id != view.id and row.state in GROUPABLE]
    found = [(row, telling.title(row), telling.mark(row, asked.at)) for row in rows]
    context: dict[str, object] = {"case": view, "title": telling.title(view), "found": found, "q": words}
    context |= {"refusal": refusal, "chosen": asked.POST.get("from_case", ""), "seen": view.step_count}
    context["too_late"] = view.state not in GROUPABLE
    if refusal:
        context["form_key"] = key_of(asked)
    return render(asked, "linli/case/grouping.html", context, status=422 if refusal else 200)


def _candidates(asked: Asked, view: CaseView, words: str) -> tuple[Row, ...]:
    """By number or words of a title, else what is open near by."""
    if not words:
        return lists.near(view.community_id, building_id=view.building_id, but=view.id)
    return lists.inbox(
        view.community_id, Which.ALL, ours=(), day_ends=asked.at, at=asked.at, offset=0, words=words
    ).rows
