"""Who acts: a person in one of their seats, a resident with a receipt, or Linli itself."""

from dataclasses import dataclass, field
from enum import StrEnum


class ActorKind(StrEnum):
    """What stands behind an act."""

    PERSON = "person"  # somebody with an account, in one role
    RESIDENT = "resident"  # somebody without an account, known by a receipt at most
    SYSTEM = "system"  # the clock, the worker, an import


@dataclass(frozen=True, slots=True)
class Actor:
    """One who acts, in one place and one role.

    `key` names the actor in the audit log and holds no name: ``person:12``, ``resident:345`` or
    ``system:clock``. `role` is the value of a ``people.rules.Role``; `zones` are the ids of the zones
    that the role covers; `community_id` is None for the street office, whose role spans communities.
    """

    kind: ActorKind
    key: str
    community_id: int | None = None
    person_id: int | None = None
    party_id: int | None = None
    party_kind: str | None = None
    role: str | None = None
    street_id: int | None = None
    zones: frozenset[int] = field(default_factory=frozenset)


def system(name: str, community_id: int | None = None) -> Actor:
    """Linli itself, acting as its clock, its worker, an import."""
    return Actor(ActorKind.SYSTEM, f"system:{name}", community_id)


def resident(community_id: int, demand_id: int | None = None) -> Actor:
    """Somebody without an account; known by the demand whose receipt they hold, if any."""
    return Actor(ActorKind.RESIDENT, f"resident:{demand_id or 'new'}", community_id)
