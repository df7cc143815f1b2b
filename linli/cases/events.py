"""What befalls demands and cases. Words of people are sealed as digests."""

from dataclasses import dataclass
from datetime import datetime

from linli.kernel.event import Event, Secret


@dataclass(frozen=True, kw_only=True)
class RuleBookAdopted(Event):
    """A community follows this rule book from now on."""

    topic = "cases.rule_book_adopted"
    subject_kind = "community"

    limits: int
    categories: int
    routes: int


@dataclass(frozen=True, kw_only=True)
class DemandReceived(Event):
    """Somebody asked for something; it is ours from this moment."""

    topic = "cases.demand_received"
    subject_kind = "demand"

    case_id: int
    number: str
    channel: str
    urgency: str
    words: Secret
    hide_from: tuple[str, ...]
    files: tuple[int, ...]
    answer_due_at: datetime


@dataclass(frozen=True, kw_only=True)
class WordsAdded(Event):
    """The one who asked said more."""

    topic = "cases.words_added"
    subject_kind = "demand"

    words: Secret | None
    files: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class CaseAssessed(Event):
    """Somebody looked what it is and how much it presses."""

    topic = "cases.case_assessed"
    subject_kind = "case"

    category: str
    kind: str
    urgency: str
    title: Secret
    answer_due_at: datetime


@dataclass(frozen=True, kw_only=True)
class CaseRedirected(Event):
    """It belongs elsewhere; those who asked were told where, with the number to call."""

    topic = "cases.case_redirected"
    subject_kind = "case"

    route: str
    because: Secret | None


@dataclass(frozen=True, kw_only=True)
class CaseDispatched(Event):
    """A lead party was asked to handle it, others to assist."""

    topic = "cases.case_dispatched"
    subject_kind = "case"

    lead_id: int
    assisting: tuple[int, ...]
    because: Secret | None


@dataclass(frozen=True, kw_only=True)
class CaseSigned(Event):
    """The lead party took it on and is accountable for it."""

    topic = "cases.case_signed"
    subject_kind = "case"

    lead_id: int


@dataclass(frozen=True, kw_only=True)
class ContactOpened(Event):
    """Somebody read who asked and how to reach them."""

    topic = "cases.contact_opened"
    subject_kind = "demand"

    party_id: int | None


@dataclass(frozen=True, kw_only=True)
class DemandContacted(Event):
    """The one who asked was spoken to."""

    topic = "cases.demand_contacted"
    subject_kind = "demand"

    party_id: int | None
    in_time: bool


@dataclass(frozen=True, kw_only=True)
class ProgressReported(Event):
    """How far it is."""

    topic = "cases.progress_reported"
    subject_kind = "case"

    party_id: int | None
    words: Secret
    files: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ObstacleReported(Event):
    """The handler cannot alone; somebody must decide."""

    topic = "cases.obstacle_reported"
    subject_kind = "case"

    party_id: int | None
    decider_id: int
    words: Secret
    files: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class CaseEscalated(Event):
    """The decision was handed to those above."""

    topic = "cases.case_escalated"
    subject_kind = "case"

    to_party_id: int
    because: Secret


@dataclass(frozen=True, kw_only=True)
class CaseDecided(Event):
    """What the handler could not decide was decided."""

    topic = "cases.case_decided"
    subject_kind = "case"

    party_id: int | None
    words: Secret


@dataclass(frozen=True, kw_only=True)
class DoneReported(Event):
    """The handler says it is done, and answers each who asked."""

    topic = "cases.done_reported"
    subject_kind = "case"

    party_id: int | None
    words: Secret
    answered: tuple[int, ...]
    files: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class CallBackEntrusted(Event):
    """A named person was asked to ask whether it is really solved."""

    topic = "cases.call_back_entrusted"
    subject_kind = "demand"

    person_id: int


@dataclass(frozen=True, kw_only=True)
class DemandCalledBack(Event):
    """Somebody who did not handle it asked whether it is really solved."""

    topic = "cases.demand_called_back"
    subject_kind = "demand"

    outcome: str
    satisfaction: str | None
    remark: Secret | None
    tries: int


@dataclass(frozen=True, kw_only=True)
class DemandConfirmed(Event):
    """The one who asked said by themselves whether it is really solved."""

    topic = "cases.demand_confirmed"
    subject_kind = "demand"

    outcome: str
    satisfaction: str | None
    remark: Secret | None


@dataclass(frozen=True, kw_only=True)
class DemandReopened(Event):
    """It was not solved: the handler owes it again."""

    topic = "cases.demand_reopened"
    subject_kind = "demand"

    outcome: str


@dataclass(frozen=True, kw_only=True)
class CaseClosed(Event):
    """Everybody who asked has answered, or could not be reached."""

    topic = "cases.case_closed"
    subject_kind = "case"

    settled: int
    not_reached: int


@dataclass(frozen=True, kw_only=True)
class CaseCorrected(Event):
    """A wrong entry was put right; what stood there before stays in the thread."""

    topic = "cases.case_corrected"
    subject_kind = "case"

    changed: tuple[str, ...]
    because: Secret


@dataclass(frozen=True, kw_only=True)
class DemandsGrouped(Event):
    """The demands of another case belong to this one: the same trouble."""

    topic = "cases.demands_grouped"
    subject_kind = "case"

    from_case_id: int
    demands: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class DemandUngrouped(Event):
    """A demand was another trouble after all."""

    topic = "cases.demand_ungrouped"
    subject_kind = "demand"

    from_case_id: int
    to_case_id: int
