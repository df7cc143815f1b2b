"""A case, a demand, a step as they are handed to channels: already masked for the eyes that asked."""

from dataclasses import dataclass, field
from datetime import datetime

from linli.cases.rules.life import Step
from linli.cases.rules.sight import Part, Sight, Why
from linli.moves.queries import ClimbView, MoveView


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file that may be shown, under the address of the thing it hangs on."""

    attachment_id: int
    media_type: str


@dataclass(frozen=True, slots=True)
class DemandView:
    """One person's demand. What may not be seen is None, and `masked` says why."""

    id: int
    number: str
    channel: str
    state: str
    received_at: datetime
    happened_at: datetime
    answer_due_at: datetime
    words: str | None
    name: str | None
    phone: str | None
    place: str | None
    answer: str | None
    answered_at: datetime | None
    contacted_at: datetime | None
    outcome: str | None
    satisfaction: str | None
    settled_at: datetime | None
    tries: int
    reopened: int
    hide_from: tuple[str, ...]
    reachable: bool
    household_id: int | None
    code: str | None = None  # of the receipt, for the one who asked
    taken_by: str | None = None
    files: tuple[FileRef, ...] = ()
    masked: dict[Part, Why] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StepView:
    """One line of the thread. `who` is a party's name, None for a resident or Linli itself."""

    step: Step
    who: str | None
    role: str | None
    person: str | None
    words: str | None
    facts: dict[str, object]
    demand_number: str | None
    happened_at: datetime
    recorded_at: datetime
    masked: Why | None = None
    files: tuple[FileRef, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case through one pair of eyes. `can` are the steps that these eyes may take now."""

    id: int
    number: str
    community_id: int
    title: str | None
    open_title: str | None
    category_id: int | None
    category: str | None
    category_en: str | None
    kind: str | None
    urgency: str
    state: str
    place: str
    building_id: int | None
    entrance_id: int | None
    spot_id: int | None
    accountable_id: int
    accountable: str
    lead_id: int | None
    lead: str | None
    assisting: tuple[str, ...]
    assisting_ids: tuple[int, ...]
    received_at: datetime
    answer_due_at: datetime
    due_at: datetime | None
    done_at: datetime | None
    closed_at: datetime | None
    escalated_at: datetime | None
    merged_into: str | None
    route: str | None
    route_number: str | None
    step_count: int
    sight: Sight
    moves: tuple[MoveView, ...]
    demands: tuple[DemandView, ...]
    steps: tuple[StepView, ...]
    climbs: tuple[ClimbView, ...]
    can: frozenset[Step]

    def late(self, at: datetime) -> bool:
        """Whether somebody is late with what they owe."""
        return self.due_at is not None and self.due_at <= at


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list of cases. No names, no doors."""

    id: int
    number: str
    title: str | None
    open_title: str | None
    category: str | None
    category_en: str | None
    urgency: str
    state: str
    place: str
    community: str
    lead: str | None
    demands: int
    channels: tuple[str, ...]
    received_at: datetime
    answer_due_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    escalated: bool
    step_count: int
    moves: tuple[MoveView, ...]

    def late(self, at: datetime) -> bool:
        """Whether somebody is late with what they owe."""
        return self.due_at is not None and self.due_at <= at


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """Where a demand is kept, and the secret of its receipt's link."""

    demand_id: int
    case_id: int
    number: str
    token: str


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of a list, and how many there are in all."""

    rows: tuple[Row, ...]
    total: int
    offset: int
    size: int
