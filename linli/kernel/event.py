"""What happened, told so that it can be sealed, followed and read again in ten years."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, ClassVar, NewType, get_type_hints
from uuid import UUID

# A text that the audit log must be able to recognise and never to show: it is sealed as a keyed digest.
Secret = NewType("Secret", str)

TOPICS: dict[str, type["Event"]] = {}
_secrets: dict[type["Event"], frozenset[str]] = {}  # read off the annotations once for each kind of event


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that befell one subject. A subclass names it, versions it and adds its facts.

    Facts are ids, codes, numbers and moments; words of people are `Secret`. Every topic with its version
    is on the frozen list of ``tests/house/topics.txt``: a changed fact needs a new version.
    """

    topic: ClassVar[str]
    version: ClassVar[int] = 1
    subject_kind: ClassVar[str]

    subject_id: int
    community_id: int
    threads: tuple[int, ...] = ()  # the cases that it belongs to
    happened_at: datetime | None = None  # when in the world, if earlier than it was recorded

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "topic" in cls.__dict__:
            known = TOPICS.setdefault(cls.topic, cls)
            if known.__qualname__ != cls.__qualname__:
                raise TypeError(f"two events share the topic {cls.topic}")

    @property
    def subject(self) -> str:
        """``case:12``."""
        return f"{self.subject_kind}:{self.subject_id}"

    def facts(self) -> dict[str, object]:
        """The event's own facts, without the envelope; secrets included."""
        own = {part.name for part in fields(Event)}
        return {part.name: getattr(self, part.name) for part in fields(self) if part.name not in own}

    @classmethod
    def secrets(cls) -> frozenset[str]:
        """The names of the facts that must only be sealed as digests."""
        if cls not in _secrets:
            kinds = get_type_hints(cls).items()
            _secrets[cls] = frozenset(name for name, kind in kinds if "Secret" in _names(kind))
        return _secrets[cls]


def _names(kind: object) -> set[str]:
    inner = getattr(kind, "__args__", ())
    return {getattr(kind, "__name__", "")} | {name for part in inner for name in _names(part)}


@dataclass(frozen=True, slots=True)
class News:
    """An event with its envelope, as listeners hear it."""

    id: UUID
    event: Event
    by: Any  # the Actor; Any, because a promise kept later knows only its key
    recorded_at: datetime
    because_of: UUID | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
