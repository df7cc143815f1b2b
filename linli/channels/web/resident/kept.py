"""The receipts of what was said from this telephone, so that it can show them again without a number."""

from dataclasses import dataclass

from django.http import HttpResponseBase

from linli.cases.access import door
from linli.cases.queries import lists
from linli.cases.queries.views import CaseView, Row
from linli.cases.rules.words import short
from linli.channels.web import telling
from linli.channels.web.parts.standing import remember
from linli.channels.web.requests import Asked
from linli.channels.web.words import DEMAND_STATES, word
from linli.kernel.refused import Refused

RECEIPTS = "receipts"
MOST = 3


@dataclass(frozen=True, slots=True)
class Kept:
    """One of one's own demands, in a line."""

    token: str
    number: str
    words: str
    mark: telling.Mark


def keep(asked: Asked, answer: HttpResponseBase, token: str) -> None:
    """Remember a receipt on this telephone, the latest first; not where somebody writes it down for others."""
    if asked.actor is None:
        others = [other for other in _tokens(asked) if other != token]
        remember(answer, RECEIPTS, ".".join([token, *others][:MOST]))


def kept(asked: Asked) -> tuple[Kept, ...]:
    """What this telephone remembers, as far as it is still there."""
    demands = []
    for token in _tokens(asked):
        try:
            demands.append(door.demand_of_token(token))
        except Refused:
            continue
    rows = lists.rows_of([demand.case_id for demand in demands]) if demands else {}
    return tuple(
        Kept(demand.token, demand.number, short(demand.words), state_of(demand.state, rows[demand.case_id]))
        for demand in demands
    )


def state_of(demand_state: str, case: CaseView | Row) -> telling.Mark:
    """How one's own demand stands, else how its case does."""
    if demand_state in {"settled", "redirected"}:
        return telling.Mark(word(DEMAND_STATES, demand_state), "done")
    if demand_state == "answered":
        return telling.Mark(word(DEMAND_STATES, demand_state), "soon")
    return telling.state(case)


def _tokens(asked: Asked) -> list[str]:
    return [token for token in asked.COOKIES.get(RECEIPTS, "").split(".")[:MOST] if token]
