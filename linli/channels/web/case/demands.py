"""Speaking with the one who asked, and for them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from linli.cases.actions import closing, handling, intake
from linli.cases.rules.calling import Outcome, Satisfaction
from linli.cases.rules.life import Owed, Step
from linli.channels.web import telling
from linli.channels.web.case import cards
from linli.channels.web.case.calling import Opened, show_card, told_of
from linli.channels.web.case.stepping import step
from linli.channels.web.case.taking import taken
from linli.channels.web.parts.guards import actor
from linli.channels.web.parts.uploads import stored
from linli.channels.web.posting import fresh_key, seen_of
from linli.channels.web.requests import Asked
from linli.people.rules import Power


@step(Power.HANDLE)
def contact(asked: Asked, case_id: int, demand_id: int) -> HttpResponse:
    """Note that the one who asked was spoken to."""
    told_of(asked, case_id, demand_id)
    form = cards.contacted(demand_id, asked.POST)

    def act() -> None:
        told = form.cleaned_data["words"]
        handling.contact(case_id, demand_id, words=told, seen=seen_of(asked), by=actor(asked), at=asked.at)

    return taken(asked, case_id, f"contact-{demand_id}", form, act, _("记下了：联系过了。"))


@step(Power.OPEN_CONTACT)
@sensitive_variables("name", "phone")
def contact_details(asked: Asked, case_id: int, demand_id: int) -> HttpResponse:
    """Show name and telephone, once and on no address of its own; that they were read is sealed.

    No form's key here: who asks twice has read twice.
    """
    view, demand = told_of(asked, case_id, demand_id)
    name, phone = handling.open_contact(demand_id, by=actor(asked), at=asked.at)
    opened = Opened(name, phone)
    if cards.calls(view, demand, actor(asked)):
        return show_card(asked, view, demand, opened=opened)
    owed = cards.moves_of(view, demand, Owed.CONTACT)
    context = {
        "case": view,
        "demand": demand,
        "title": telling.title(view),
        "opened": opened,
        "offer": cards.contact_offer(view, demand, key=fresh_key()) if owed and Step.CONTACT in view.can else None,
        "seen": view.step_count,
    }
    answer = render(asked, "linli/case/contact.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer


@step(None)
def confirmation(asked: Asked, case_id: int, demand_id: int) -> HttpResponse:
    """Write down that the one who asked said whether it is really solved."""
    told_of(asked, case_id, demand_id)
    form = cards.confirming(demand_id, asked.POST)

    def act() -> None:
        told = form.cleaned_data
        closing.confirm(
            case_id,
            demand_id,
            Outcome(told["outcome"]),
            satisfaction=Satisfaction(told["satisfaction"]) if told["satisfaction"] else None,
            remark=told["remark"],
            seen=seen_of(asked),
            by=actor(asked),
            at=asked.at,
        )

    return taken(asked, case_id, f"confirmation-{demand_id}", form, act, _("记下了他的话。"))


@step(None)
def words(asked: Asked, case_id: int, demand_id: int) -> HttpResponse:
    """Add what the one who asked says more."""
    view, _own = told_of(asked, case_id, demand_id)
    form = cards.more_words(demand_id, asked.POST)

    def act() -> None:
        by = actor(asked)
        files = stored(asked, view.community_id, by=by)
        intake.add_words(demand_id, words=form.cleaned_data["words"], files=files, by=by, at=asked.at)

    return taken(asked, case_id, f"words-{demand_id}", form, act, _("补上了。"))
