"""What a move says: who owes which thing about which subject, until when, and who is asked next."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Debt:
    """One thing that a party must owe now; by the steward of a zone or a person by name, where one is told."""

    subject: tuple[str, int]
    owed: str
    party_id: int
    due_at: datetime
    next_party_id: int | None = None
    zone_id: int | None = None
    person_id: int | None = None

    @property
    def name(self) -> tuple[str, int, str, int]:
        """What makes it the same debt, whatever its moment and its hands."""
        kind, subject_id = self.subject
        return (kind, subject_id, str(self.owed), self.party_id)
