"""A move was opened, closed, handed on; who owes it was reminded; their silence was told above."""

from dataclasses import dataclass
from datetime import datetime

from linli.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class MoveOpened(Event):
    """Somebody owes something from now on."""

    topic = "moves.move_opened"
    subject_kind = "move"

    about: str
    owed: str
    party_id: int
    zone_id: int | None
    person_id: int | None
    due_at: datetime
    next_party_id: int | None


@dataclass(frozen=True, kw_only=True)
class MoveClosed(Event):
    """It is not owed any more: kept, or overtaken by another step."""

    topic = "moves.move_closed"
    subject_kind = "move"

    about: str
    owed: str
    party_id: int
    kept: bool
    late: bool


@dataclass(frozen=True, kw_only=True)
class MoveHandedOn(Event):
    """The same thing is owed by somebody else, or until another moment."""

    topic = "moves.move_handed_on"
    subject_kind = "move"

    about: str
    owed: str
    party_id: int
    zone_id: int | None
    person_id: int | None
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class MoveReminded(Event):
    """Its moment comes near, and whoever owes it is told so."""

    topic = "moves.move_reminded"
    subject_kind = "move"

    about: str
    owed: str
    party_id: int
    zone_id: int | None
    person_id: int | None
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class MoveClimbed(Event):
    """Its moment passed in silence, and the next above is told; whoever owed it still does."""

    topic = "moves.move_climbed"
    subject_kind = "move"

    about: str
    owed: str
    party_id: int
    to_party_id: int
    rung: int
    due_at: datetime
