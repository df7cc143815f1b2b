"""What follows from what, on one page."""

from collections.abc import Callable

from linli.audit.actions import Listener
from linli.cases import events as cases
from linli.cases.reactions import take_a_rule_book
from linli.kernel.event import Event
from linli.moves import events as moves

FLOW: dict[type[Event], list[Listener]] = {
    # cases
    cases.RuleBookAdopted: [],
    cases.DemandReceived: [],
    cases.WordsAdded: [],
    cases.CaseAssessed: [],
    cases.CaseRedirected: [],
    cases.CaseDispatched: [],
    cases.CaseSigned: [],
    cases.ContactOpened: [],
    cases.DemandContacted: [],
    cases.ProgressReported: [],
    cases.ObstacleReported: [],
    cases.CaseEscalated: [],
    cases.CaseDecided: [],
    cases.DoneReported: [],
    cases.CallBackEntrusted: [],
    cases.DemandCalledBack: [],
    cases.DemandConfirmed: [],
    cases.DemandReopened: [],
    cases.CaseClosed: [],
    cases.CaseCorrected: [],
    cases.DemandsGrouped: [],
    cases.DemandUngrouped: [],
    # moves
    moves.MoveOpened: [],
    moves.MoveClosed: [],
    moves.MoveHandedOn: [],
}

# What time brings: each is an action that takes `by` and `at` and looks at everything that is due, at once.
TICKS: list[Callable[..., object]] = []
