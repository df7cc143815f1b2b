"""The demands of a case one by one: what these eyes see of each, and what they may do about it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.cases.queries.views import CaseView, DemandView
from linli.cases.rules.life import DemandState, Owed, Step
from linli.cases.rules.sight import Part, Sight, Why
from linli.channels.web.case.forms import Confirming, Saying
from linli.channels.web.case.offers import Offer, dressed
from linli.channels.web.case.stepping import Tried
from linli.channels.web.telling import Mark, said_at
from linli.channels.web.words import (
    CHANNELS,
    DEMAND_STATES,
    HIDE_FROM,
    OUTCOMES,
    PARTS,
    SATISFACTIONS,
    WHYS,
    word,
)
from linli.kernel.actor import Actor
from linli.moves.queries import MoveView
from linli.people.rules import STEWARDS, Power, may

SHAPES = {"waiting": "", "answered": "hand", "settled": "done", "redirected": "done"}


@dataclass(frozen=True, slots=True)
class Card:
    """One demand as the page shows it. `opens`, `calls` and `entrusts` are addresses, None where they lead nowhere."""

    told: DemandView
    mark: Mark
    facts: tuple[tuple[str, str | None], ...]
    masks: tuple[tuple[str, str], ...]  # what is not seen, and why
    opens: str | None
    calls: str | None
    entrusts: str | None
    contact: Offer | None
    more: tuple[Offer, ...]


def cards_of(view: CaseView, *, by: Actor, now: datetime, key: str, tried: Tried | None) -> list[Card]:
    """A card for each demand, in the order in which they were told."""
    return [_card(view, demand, by, now, key, tried) for demand in view.demands]


def opens_contact(view: CaseView, demand: DemandView, by: Actor) -> bool:
    """Whether to offer name and telephone to these eyes; the house says again whether they open."""
    there = demand.reachable or demand.masked.get(Part.NAME) is Why.OPEN_FIRST
    # An ended case needs nobody's telephone any more.
    if not there or view.due_at is None or not may(by.role, Power.OPEN_CONTACT):
        return False
    return view.sight in {Sight.DESK, Sight.LEAD} or any(asks(move, by) for move in moves_of(view, demand))


def calls(view: CaseView, demand: DemandView, by: Actor) -> bool:
    """Whether these hands may ask about this demand whether it is really solved."""
    if demand.state != DemandState.ANSWERED or Step.CALL_BACK not in view.can:
        return False
    return by.role not in STEWARDS or any(asks(move, by) for move in moves_of(view, demand, Owed.CALL_BACK))


def moves_of(view: CaseView, demand: DemandView, owed: Owed | None = None) -> list[MoveView]:
    """The open moves about one demand."""
    own = [move for move in view.moves if (move.subject_kind, move.subject_id) == ("demand", demand.id)]
    return [move for move in own if owed in {None, move.owed}]


def asks(move: MoveView, by: Actor) -> bool:
    """Whether the move asks these hands: by name, by zone, or as their party."""
    if move.person_id is not None:
        return move.person_id == by.person_id
    return move.zone_id in by.zones if move.zone_id is not None else move.party_id == by.party_id


def confirming(demand_id: int, data: object = None) -> Confirming:
    """What the one who asked says, told by their steward."""
    return Confirming(data, name=f"confirmation-{demand_id}")


def more_words(demand_id: int, data: object = None) -> Saying:
    """What the one who asked says more."""
    label, hint = _("他又说了什么"), _("照原话写。")
    return Saying(data, name=f"words-{demand_id}", label=label, hint=hint, needed=False)


def contacted(demand_id: int, data: object = None) -> Saying:
    """What was said when they were spoken to."""
    label, hint = _("说了什么"), _("记要紧的，给接着办的人看。")
    return Saying(data, name=f"contact-{demand_id}", label=label, hint=hint, needed=False)


def contact_offer(view: CaseView, demand: DemandView, *, key: str, tried: Tried | None = None) -> Offer:
    """The form that notes that somebody was spoken to."""
    name = f"contact-{demand.id}"
    offer = Offer(name, _at("contact", view, demand), _("联系过了"), _("联系过了，记一下"), contacted(demand.id))
    return dressed(offer, name, possible=True, key=key, tried=tried)


def _card(view: CaseView, demand: DemandView, by: Actor, now: datetime, key: str, tried: Tried | None) -> Card:
    return Card(
        told=demand,
        mark=Mark(word(DEMAND_STATES, demand.state), SHAPES.get(demand.state, "")),
        facts=_facts(demand, now),
        masks=_masks(demand),
        opens=_at("contact-details", view, demand) if opens_contact(view, demand, by) else None,
        calls=_at("call-back", view, demand) if calls(view, demand, by) else None,
        entrusts=_at("entrustment", view, demand) if _entrusts(view, demand) else None,
        contact=contact_offer(view, demand, key=key, tried=tried) if _contacts(view, demand, by, tried) else None,
        more=tuple(_more(view, demand, by, key, tried)),
    )


def _facts(demand: DemandView, now: datetime) -> tuple[tuple[str, str | None], ...]:
    outcome = [word(OUTCOMES, demand.outcome), word(SATISFACTIONS, demand.satisfaction)]
    tries = _("问过%(n)s次") % {"n": demand.tries} if demand.tries else ""
    waits = demand.state == DemandState.WAITING
    return (
        (_("在哪儿"), demand.place),
        (_("姓名"), demand.name),
        (_("电话"), demand.phone),
        (_("怎么说来的"), word(CHANNELS, demand.channel)),
        (_("谁记的"), demand.taken_by),
        (_("不想让谁知道"), _("、").join(word(HIDE_FROM, code) for code in demand.hide_from) or None),
        (_("联系过"), said_at(demand.contacted_at, now) if demand.contacted_at else None),
        (_("最迟答复"), said_at(demand.answer_due_at, now) if waits else None),
        (_("答复"), demand.answer),
        (_("回音"), _("，").join(told for told in (*outcome, tries) if told) or None),
    )


def _masks(demand: DemandView) -> tuple[tuple[str, str], ...]:
    by_reason: dict[str, list[str]] = {}
    for part in Part:
        if part in demand.masked:
            by_reason.setdefault(word(WHYS, demand.masked[part]), []).append(word(PARTS, part))
    return tuple((_("、").join(parts), reason) for reason, parts in by_reason.items())


def _contacts(view: CaseView, demand: DemandView, by: Actor, tried: Tried | None) -> bool:
    if tried and tried.name == f"contact-{demand.id}":
        return True
    owed = moves_of(view, demand, Owed.CONTACT)
    return Step.CONTACT in view.can and any(asks(move, by) or view.sight is Sight.DESK for move in owed)


def _entrusts(view: CaseView, demand: DemandView) -> bool:
    return Step.ENTRUST in view.can and bool(moves_of(view, demand, Owed.CALL_BACK))


def _more(view: CaseView, demand: DemandView, by: Actor, key: str, tried: Tried | None) -> list[Offer]:
    heard = Part.WORDS not in demand.masked
    several = len(view.demands) > 1
    said = Offer("", _at("confirmation", view, demand), _("记下他的话"), _("他自己说了：好没好"), confirming(demand.id))
    words = Offer("", _at("case-words", view, demand), _("补上"), _("替他补充一句"), more_words(demand.id), files=True)
    apart = Offer("", _at("ungrouping", view, demand), _("分开"), _("这不是同一件，分开"))
    made = (
        (f"confirmation-{demand.id}", said, heard and Step.CONFIRM in view.can and demand.state == "answered"),
        (f"words-{demand.id}", words, heard and Step.ADD in view.can),
        (f"ungrouping-{demand.id}", apart, several and Step.UNGROUP in view.can and demand.state == "waiting"),
    )
    return [
        dressed(offer, name, possible=possible, key=key, tried=tried)
        for name, offer, possible in made
        if possible or (tried and tried.name == name)
    ]


def _at(name: str, view: CaseView, demand: DemandView) -> str:
    return reverse(name, args=[view.id, demand.id])
