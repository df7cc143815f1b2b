"""Cases told to people: moments, next moves, threads, states, in the words of who reads."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from linli.cases.queries.views import CaseView, DemandView, FileRef, Row, StepView
from linli.cases.rules.life import Owed, Step
from linli.channels import moments
from linli.channels.web.words import (
    CHANNELS,
    CLIMBED,
    KINDS_OF_PARTIES,
    OUTCOMES,
    OWED,
    ROLES,
    SATISFACTIONS,
    SHAPES,
    STATES,
    WHYS,
    word,
)
from linli.moves.queries import ClimbView, MoveView

SOON = timedelta(hours=24)
said_at, said_day = moments.said_at, moments.said_day  # pages take them from here


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a thread, as `parts/thread.html` shows it."""

    words: str
    who: str | None = None
    at: datetime | None = None
    quote: str | None = None
    note: str | None = None
    kind: str = "past"
    files: tuple[FileRef, ...] = ()
    masked: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A state: a word with a shape."""

    word: str
    kind: str


@dataclass(frozen=True, slots=True)
class Next:
    """The next move: whose, what, by when."""

    title: str
    words: str | None = None
    small: str | None = None
    kind: str = ""


def span(length: timedelta) -> str:
    """A length of time in its largest unit: 3天, 5小时, 38分钟."""
    minutes = max(int(length.total_seconds() // 60), 1)
    if minutes >= 48 * 60:
        return ngettext("%(n)s天", "%(n)s天", minutes // 1440) % {"n": minutes // 1440}
    if minutes >= 60:
        return ngettext("%(n)s小时", "%(n)s小时", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)s分钟", "%(n)s分钟", minutes) % {"n": minutes}


def mark(thing: CaseView | Row, now: datetime) -> Mark:
    """How a case stands, in one word with a shape; lateness first."""
    if thing.due_at is not None:
        if thing.due_at <= now:
            return Mark(_("超%(span)s") % {"span": span(now - thing.due_at)}, "late")
        if thing.due_at - now <= SOON:
            return Mark(_("还剩%(span)s") % {"span": span(thing.due_at - now)}, "soon")
    return Mark(word(STATES, thing.state), SHAPES.get(thing.state, ""))


def state(thing: CaseView | Row) -> Mark:
    """Where a case stands, without its clock."""
    return Mark(word(STATES, thing.state), SHAPES.get(thing.state, ""))


def climbed(thing: CaseView | Row, now: datetime) -> str | None:
    """How far up a silence was told: to the street, else where it was told last; None while nobody above was."""
    told = [move.ladder[move.reached(now) - 1] for move in thing.moves if move.ladder and move.reached(now)]
    if not told:
        return None
    highest = max(told, key=lambda rung: (rung.party_kind == "street", rung.at))
    return word(CLIMBED, highest.party_kind)


def title(thing: CaseView | Row, *, public: bool = False) -> str:
    """What a case is called; on open pages only what somebody found fit for them, else its category."""
    if public:
        return thing.open_title or category(thing) or _("一件还没分类的事")
    return thing.title or category(thing) or _("一件还没有题目的事")


def category(thing: CaseView | Row) -> str | None:
    """What a case is about, in the reader's language; None while nobody has said it."""
    return thing.category_en if get_language() == "en" else thing.category


def owed_by(move: MoveView, ours: Collection[int] = ()) -> str:
    """Who owes a move, as seen by these parties."""
    if move.is_of(ours):
        return _("我们")
    return _("楼门管家") if move.zone_id is not None else move.party_name


def next_move(
    view: CaseView | Row, now: datetime, *, ours: Collection[int] = (), own: int | None = None
) -> Next | None:
    """Whose move it is, what it is and by when; `own` is the demand of who reads their receipt."""
    moves = [move for move in view.moves if own is None or move.subject_kind == "case" or move.subject_id == own]
    if not moves:
        return None
    mine = [move for move in moves if move.is_of(ours)]
    move = first_of(mine or moves)
    facts = {"who": owed_by(move, ours), "what": word(OWED, move.owed), "when": said_at(move.due_at, now)}
    heading = _("轮到%(who)s：%(what)s，%(when)s前") % facts
    others = [other for other in moves if other is not move]
    words = None
    if others:
        told = [f"{owed_by(other, ours)}{_('：')}{word(OWED, other.owed)}" for other in others[:3]]
        words = _("同时：%(others)s") % {"others": _("；").join(told)}
    late = any(owed.late(now) for owed in (mine or moves))
    return Next(heading, words, _after(move, now), "late" if late else "")


def first_of(moves: Sequence[MoveView]) -> MoveView:
    """The one to be named first: who has not signed yet signs before anything else; else the tightest."""
    return min(moves, key=lambda move: move.owed != Owed.SIGN)


def next_for_requester(view: CaseView, own: DemandView, now: datetime) -> Next | None:
    """The next step as the one who asked wants to hear it."""
    when = said_at(own.answer_due_at, now)
    if view.state == "redirected" or own.state in {"settled", "redirected"}:
        return None
    if own.state == "answered":
        return Next(_("该您说了：是不是真的好了？"), _("您在这里说，或者等社区打电话问您，都行。"))
    promise = _("最迟%(when)s前答复您。到时没有动静，会自动算超时，上一级看得见。") % {"when": when}
    late = "late" if own.answer_due_at <= now else ""
    match view.state:
        case "received" | "assessed":
            return Next(_("下一步：社区看一看，派给合适的人"), promise, None, late)
        case "dispatched":
            return Next(_("下一步：%(who)s签收") % {"who": view.lead or ""}, promise, None, late)
        case "stuck":
            return Next(_("下一步：%(who)s遇到难处，等上面拿主意") % {"who": view.lead or ""}, promise, None, late)
    return Next(_("下一步：%(who)s办理") % {"who": view.lead or ""}, promise, None, late)


def _after(move: MoveView, now: datetime) -> str | None:
    told = min(move.reached(now), len(move.ladder))
    if told:
        words = word(CLIMBED, move.ladder[told - 1].party_kind)
        if told == len(move.ladder):
            return _("%(told)s。") % {"told": words}
        coming = move.ladder[told]
        facts = {"told": words, "when": said_at(coming.at, now), "who": word(KINDS_OF_PARTIES, coming.party_kind)}
        return _("%(told)s。再没有动静，%(when)s报%(who)s。") % facts
    return _("到时没有动静，会问%(who)s") % {"who": move.next_party_name} if move.next_party_name else None


def channels(row: Row) -> str:
    """How those who asked reached us."""
    return _("、").join(word(CHANNELS, channel) for channel in row.channels)


def thread(view: CaseView, *, requester: bool = False) -> list[Line]:
    """The whole thread, for `parts/thread.html`."""
    lines = [line for step in view.steps if (line := _line(step, view, requester)) is not None]
    if view.climbs:
        lines = sorted([*lines, *map(_climb, view.climbs)], key=lambda line: line.at or view.received_at)
    if view.moves and view.state not in {"closed", "redirected"}:
        first = view.moves[0]
        owed = _("联系您") if requester and first.owed == "contact" else word(OWED, first.owed)
        coming = {(owed, owed_by(first)): None}
        if not requester:  # several may owe something at once; twice the same is one line
            coming |= {(word(OWED, move.owed), owed_by(move)): None for move in view.moves}
        lines += [Line(words, who, kind="next") for words, who in coming]
    return lines


def _who(step: StepView, *, requester: bool) -> str | None:
    if step.role == "resident":
        return _("您") if requester else _("一位居民")
    if step.role in {"steward", "stand_in"}:
        return word(ROLES, step.role)
    if step.role == "system":
        return _("邻里")
    who = step.who or word(ROLES, step.role)
    return f"{who} {step.person}" if step.person else who


def _line(step: StepView, view: CaseView, requester: bool) -> Line | None:
    words = _words(step, view, requester)
    if words is None:
        return None
    said = step.happened_at != step.recorded_at
    note = _("%(time)s说的") % {"time": f"{timezone.localtime(step.happened_at):%m-%d %H:%M}"} if said else None
    return Line(
        words=words,
        who=_who(step, requester=requester),
        at=step.recorded_at,
        quote=step.words or (None if requester else _told(step, view)),
        note=note,
        files=step.files,
        masked=word(WHYS, step.masked) if step.masked else None,
    )


def _climb(climb: ClimbView) -> Line:
    to = word(KINDS_OF_PARTIES, climb.to_party_kind)
    owed = word(OWED, climb.owed)
    facts = {"who": climb.party_name, "owed": owed, "to": to}
    return Line(_("%(who)s到时没有动静（%(owed)s），报给%(to)s") % facts, _("邻里"), climb.at)


def _told(step: StepView, view: CaseView) -> str | None:
    """What somebody said, beside the line that says it came in; who reads their own receipt has it on the page."""
    if step.step is not Step.RECEIVE:
        return None
    return next((demand.words for demand in view.demands if demand.number == step.demand_number), None)


def _words(step: StepView, view: CaseView, requester: bool) -> str | None:
    facts = step.facts
    number = step.demand_number or ""
    several = len(view.demands) > 1 and not requester
    about = f" {number}" if several and number else ""
    match step.step:
        case Step.RECEIVE:
            return _("记下了这件事") + about if step.role != "resident" else _("说了这件事") + about
        case Step.ADD:
            return _("补充") + about
        case Step.DISPATCH:
            return _dispatched(facts)
        case Step.REDIRECT:
            return _("这件事该找：%(name)s，%(number)s") % {"name": facts.get("name"), "number": facts.get("number")}
        case Step.CALL_BACK | Step.CONFIRM:
            told = [word(OUTCOMES, str(facts.get("outcome")))]
            if facts.get("satisfaction"):
                told.append(word(SATISFACTIONS, str(facts["satisfaction"])))
            asked = _("回访") if step.step is Step.CALL_BACK else _("自己答复")
            return f"{asked}{about}{_('：')}{_('，').join(told)}"
        case Step.GROUP:
            return _("合为一件：%(number)s") % {"number": facts.get("from") or facts.get("into")}
        case Step.UNGROUP:
            return _("分开：%(number)s") % {"number": facts.get("demand") or facts.get("from")}
    return PLAIN[step.step]() + about if step.step in PLAIN else None


def _dispatched(facts: dict[str, object]) -> str:
    helping = facts.get("assisting") or ()
    lead = str(facts.get("lead", ""))
    if not helping:
        return _("派给%(lead)s") % {"lead": lead}
    names = _("、").join(str(name) for name in helping)  # type: ignore[attr-defined]
    return _("派给%(lead)s主办，%(names)s协办") % {"lead": lead, "names": names}


PLAIN = {
    Step.ASSESS: lambda: _("看过，分了类"),
    Step.SIGN: lambda: _("签收，开始办"),
    Step.CONTACT: lambda: _("联系过说事的人"),
    Step.PROGRESS: lambda: _("报告进展"),
    Step.OBSTACLE: lambda: _("报告难处"),
    Step.DECIDE: lambda: _("拿了主意"),
    Step.ESCALATE: lambda: _("报到街道"),
    Step.REPORT_DONE: lambda: _("说办好了"),
    Step.CLOSE: lambda: _("办结"),
    Step.CORRECT: lambda: _("改正了记录"),
    Step.ENTRUST: lambda: _("托人去问一声"),
}
