"""One case as one line of the desk's lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.cases.queries.views import Row
from linli.cases.rules.life import State, Step, after
from linli.channels.web.telling import Mark, channels, climbed, mark, owed_by, said_at, title
from linli.channels.web.words import OWED, URGENCIES, word
from linli.kernel.actor import Actor
from linli.moves.queries import MoveView
from linli.people.rules import Power, may


@dataclass(frozen=True, slots=True)
class Line:
    """What stands in the columns. `dispatch` is where the case can be given to somebody, when this seat may."""

    href: str
    title: str
    about: str
    place: str
    who: str
    owed: str
    moment: datetime | None
    when: str
    urgency: str
    mark: Mark
    escalated: bool
    climbed: str | None
    households: int
    dispatch: str | None


def line(row: Row, *, by: Actor, now: datetime, ours_first: bool = False) -> Line:
    """The line of a case, as seen from this seat; `ours_first` tells of our own move before a tighter one."""
    ours = [by.party_id] if by.party_id else []
    moves = sorted(row.moves, key=lambda move: not move.is_of(ours)) if ours_first else list(row.moves)
    moment = moves[0].due_at if moves else row.due_at or row.closed_at
    href = reverse("case", args=(row.id,))
    return Line(
        href=href,
        title=title(row),
        about=" · ".join(part for part in (row.number, channels(row)) if part),
        place=row.place,
        who=owed_by(moves[0], ours) if moves else row.lead or "",
        owed=_owed(moves, by),
        moment=moment,
        when=said_at(moment, now) if moment else "",
        urgency=word(URGENCIES, row.urgency),
        mark=mark(row, now),
        escalated=row.escalated,
        climbed=climbed(row, now),
        households=row.demands,
        dispatch=f"{href}#dispatch-lead_0" if _can_dispatch(row, by) else None,
    )


def _owed(moves: Sequence[MoveView], by: Actor) -> str:
    """What the first owes, and who owes something beside them."""
    if not moves:
        return ""
    ours = [by.party_id] if by.party_id else []
    first = owed_by(moves[0], ours)
    owed = _("、").join(dict.fromkeys(word(OWED, move.owed) for move in moves if owed_by(move, ours) == first))
    others = dict.fromkeys(name for move in moves if (name := owed_by(move, ours)) != first)
    if not others:
        return owed
    return " · ".join((owed, _("同时：%(others)s") % {"others": _("、").join(others)}))


def _can_dispatch(row: Row, by: Actor) -> bool:
    waits = row.state not in {State.DISPATCHED, State.IN_HAND}  # from there it can be taken, but nobody waits for that
    return may(by.role, Power.DISPATCH) and waits and after(Step.DISPATCH, State(row.state)) is not None
