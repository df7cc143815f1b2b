"""Moments know their zone."""

from datetime import UTC, datetime


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC. Raises ValueError for one without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment must know its zone")
    return moment.astimezone(UTC)
