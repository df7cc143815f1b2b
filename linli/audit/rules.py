"""How a fact is sealed: one canonical line, hashed together with the line before it."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.kernel.moments import in_utc

BEFORE_THE_FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class Line:
    """What one entry of the log seals."""

    community_id: int
    number: int
    event_id: UUID
    topic: str
    version: int
    subject: str
    actor: str
    because_of: UUID | None
    threads: tuple[int, ...]
    happened_at: datetime
    recorded_at: datetime
    body: str
    previous: str


def canonical(facts: Mapping[str, object]) -> str:
    """The facts as JSON that is the same on every machine: sorted, compact, moments in UTC."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def digest(key: bytes, words: str) -> str:
    """HMAC-SHA-256 of the words: proves later that they were these, shows nothing, and is forgotten with its key."""
    return hmac.new(key, words.encode(), hashlib.sha256).hexdigest()


def seal(line: Line) -> str:
    """SHA-256 over everything that the line holds, the seal before it included."""
    told = canonical(
        {
            "community": line.community_id,
            "number": line.number,
            "event": str(line.event_id),
            "topic": line.topic,
            "version": line.version,
            "subject": line.subject,
            "actor": line.actor,
            "because_of": str(line.because_of) if line.because_of else None,
            "threads": list(line.threads),
            "happened_at": line.happened_at,
            "recorded_at": line.recorded_at,
            "body": line.body,
            "previous": line.previous,
        }
    )
    return hashlib.sha256(told.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return in_utc(value).isoformat(timespec="microseconds")
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value, key=str)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be sealed")
