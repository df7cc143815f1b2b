"""What a move says: who owes which thing about which subject, until when, and who is told, one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile


@dataclass(frozen=True, slots=True)
class Rung:
    """A party that is told of the silence of those below it, from this moment on."""

    party_id: int
    party_kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Debt:
    """One thing that a party must owe now; by the steward of a zone or a person by name, where one is told.

    `ladder` is who is told when it stays silent, upwards; whoever owes goes on owing.
    """

    subject: tuple[str, int]
    owed: str
    party_id: int
    due_at: datetime
    next_party_id: int | None = None
    zone_id: int | None = None
    person_id: int | None = None
    remind_at: datetime | None = None
    ladder: tuple[Rung, ...] = ()

    @property
    def name(self) -> tuple[str, int, str, int]:
        """What makes it the same debt, whatever its moment and its hands."""
        kind, subject_id = self.subject
        return (kind, subject_id, str(self.owed), self.party_id)


def reached(ladder: Sequence[Rung], at: datetime) -> int:
    """How many rungs a silence has climbed by that moment; no rung before the one below it."""
    return sum(1 for _rung in takewhile(lambda rung: rung.at <= at, ladder))
