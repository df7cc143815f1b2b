"""The life of a case as one table: verbs, from where, to where, by whose right."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a case stands. The comment is what a neighbour would say."""

    RECEIVED = "received"  # we have heard it
    ASSESSED = "assessed"  # we know what it is
    DISPATCHED = "dispatched"  # it was given to somebody
    IN_HAND = "in_hand"  # somebody is at it
    STUCK = "stuck"  # they cannot alone, somebody must decide
    DONE = "done"  # they say it is done
    CLOSED = "closed"  # those who asked have answered, or could not be reached
    REDIRECTED = "redirected"  # it belongs elsewhere; we said where


class DemandState(StrEnum):
    """Where one person's demand stands within its case."""

    WAITING = "waiting"
    ANSWERED = "answered"
    SETTLED = "settled"
    REDIRECTED = "redirected"


class Step(StrEnum):
    """The verbs."""

    RECEIVE = "receive"
    ASSESS = "assess"
    REDIRECT = "redirect"
    DISPATCH = "dispatch"
    SIGN = "sign"
    CONTACT = "contact"
    PROGRESS = "progress"
    OBSTACLE = "obstacle"
    DECIDE = "decide"
    ESCALATE = "escalate"
    REPORT_DONE = "report_done"
    CALL_BACK = "call_back"
    CONFIRM = "confirm"
    REOPEN = "reopen"
    CLOSE = "close"
    CORRECT = "correct"
    GROUP = "group"
    UNGROUP = "ungroup"
    ADD = "add"
    ENTRUST = "entrust"


class Owed(StrEnum):
    """What a move owes."""

    ASSESS = "assess"
    DISPATCH = "dispatch"
    SIGN = "sign"
    CONTACT = "contact"
    HANDLE = "handle"
    ASSIST = "assist"
    DECIDE = "decide"
    CALL_BACK = "call_back"


class Hands(StrEnum):
    """Whose step it is, beside the power that the role must have."""

    COMMUNITY = "community"  # whoever holds the power in the case's community
    LEAD = "lead"  # the lead party
    TAKING_PART = "taking_part"  # the lead party or an assisting one
    DECIDER = "decider"  # the party that owes the decision
    CALLER = "caller"  # somebody who did not handle it, see `calling`
    REQUESTER = "requester"  # the one who asked, or who holds their receipt
    LINLI = "linli"  # nobody: it follows by itself


@dataclass(frozen=True, slots=True)
class Row:
    """One verb: from each of these states to that one, by these hands, with this power."""

    paths: dict[State, State]
    hands: Hands
    power: str | None = None


OPEN = (State.RECEIVED, State.ASSESSED, State.DISPATCHED, State.IN_HAND, State.STUCK, State.DONE)
ENDED = (State.CLOSED, State.REDIRECTED)


def _stays(*states: State) -> dict[State, State]:
    return {state: state for state in states}


# Read each row aloud: "one may DISPATCH a received case, and it becomes dispatched".
LIFE: dict[Step, Row] = {
    Step.ASSESS: Row({State.RECEIVED: State.ASSESSED, State.ASSESSED: State.ASSESSED}, Hands.COMMUNITY, power="assess"),
    Step.REDIRECT: Row(
        {State.RECEIVED: State.REDIRECTED, State.ASSESSED: State.REDIRECTED}, Hands.COMMUNITY, power="assess"
    ),
    Step.DISPATCH: Row(
        # From a party that does not sign, or does not move, it can be taken and given to another.
        dict.fromkeys((State.RECEIVED, State.ASSESSED, State.DISPATCHED, State.IN_HAND, State.STUCK), State.DISPATCHED),
        Hands.COMMUNITY,
        power="dispatch",
    ),
    Step.SIGN: Row({State.DISPATCHED: State.IN_HAND}, Hands.LEAD, power="handle"),
    Step.CONTACT: Row(_stays(State.DISPATCHED, State.IN_HAND, State.STUCK), Hands.TAKING_PART, power="handle"),
    Step.PROGRESS: Row(_stays(State.IN_HAND), Hands.TAKING_PART, power="handle"),
    Step.OBSTACLE: Row({State.IN_HAND: State.STUCK}, Hands.LEAD, power="handle"),
    Step.DECIDE: Row({State.STUCK: State.IN_HAND}, Hands.DECIDER, power="decide"),
    Step.ESCALATE: Row(_stays(State.STUCK), Hands.COMMUNITY, power="escalate"),
    Step.REPORT_DONE: Row({State.IN_HAND: State.DONE, State.STUCK: State.DONE}, Hands.LEAD, power="handle"),
    Step.CALL_BACK: Row(_stays(State.DONE, State.IN_HAND, State.STUCK, State.DISPATCHED), Hands.CALLER, "call_back"),
    Step.CONFIRM: Row(_stays(State.DONE, State.IN_HAND, State.STUCK, State.DISPATCHED), Hands.REQUESTER),
    Step.REOPEN: Row({State.DONE: State.IN_HAND}, Hands.LINLI),
    Step.CLOSE: Row({State.DONE: State.CLOSED}, Hands.LINLI),
    Step.CORRECT: Row(_stays(*OPEN), Hands.COMMUNITY, power="correct"),
    Step.GROUP: Row(_stays(*OPEN), Hands.COMMUNITY, power="group"),
    Step.UNGROUP: Row(_stays(*OPEN), Hands.COMMUNITY, power="group"),
    Step.ADD: Row(_stays(*OPEN), Hands.REQUESTER),
    Step.ENTRUST: Row(_stays(State.DONE, State.IN_HAND, State.STUCK, State.DISPATCHED), Hands.COMMUNITY, "entrust"),
}

# What an open case owes in each state; the first is the lead's part, and an open case owes at least that.
OWED_IN: dict[State, tuple[Owed, ...]] = {
    State.RECEIVED: (Owed.ASSESS,),
    State.ASSESSED: (Owed.DISPATCH,),
    State.DISPATCHED: (Owed.SIGN,),
    State.IN_HAND: (Owed.HANDLE,),
    State.STUCK: (Owed.DECIDE,),
    State.DONE: (Owed.CALL_BACK,),
}


def after(step: Step, state: State) -> State | None:
    """The state that the step leads to; None when it cannot be taken from there."""
    row = LIFE.get(step)
    return row.paths.get(state) if row else None


def steps_from(state: State) -> tuple[Step, ...]:
    """The verbs that are possible in a state, in the order of the table."""
    return tuple(step for step, row in LIFE.items() if state in row.paths)
