"""What follows from what, on one page."""

from collections.abc import Callable

from linli.audit.actions import Listener
from linli.cases import events as cases
from linli.cases.reactions import remind_who_owes, take_a_rule_book, tell_above
from linli.errands.actions import later
from linli.files import events as files
from linli.kernel.event import Event
from linli.letters import events as letters
from linli.moves import events as moves
from linli.moves.actions import climb, remind
from linli.people import events as people
from linli.places import events as places

FLOW: dict[type[Event], list[Listener]] = {
    # places
    places.StreetFounded: [],
    places.CommunityFounded: [take_a_rule_book],
    places.EstateTaken: [],
    places.SpotNamed: [],
    places.AliasGiven: [],
    places.ZoneDrawn: [],
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
    # letters
    letters.LetterWritten: [later("linli.channels.messaging.carrying.carry")],
    letters.LetterSent: [],
    letters.LetterFailed: [],
    letters.LetterTurned: [],
    letters.LetterTold: [],
    # files
    files.FileStored: [],
    # moves
    moves.MoveOpened: [],
    moves.MoveClosed: [],
    moves.MoveHandedOn: [],
    moves.MoveReminded: [remind_who_owes],
    moves.MoveClimbed: [tell_above],
    # people
    people.PartyFormed: [],
    people.SeatMade: [],
    people.PersonKnown: [],
    people.PersonAppointed: [],
    people.AppointmentEnded: [],
    people.AccountOpened: [],
    people.PasswordChanged: [],
    people.AccountClosed: [],
    people.CardHanded: [],
    people.CardUsed: [],
    people.CardRevoked: [],
    people.HomeSettled: [],
    people.PeopleResealed: [],
}

# What time brings: each is an action that takes `by` and `at` and looks at everything that is due, at once.
TICKS: list[Callable[..., object]] = [remind, climb]
