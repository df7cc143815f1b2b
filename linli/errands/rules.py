"""When to try again, and when to give up."""

from datetime import datetime, timedelta

# A worker that has not finished within the lease is taken for dead, and another takes the errand.
LEASE = timedelta(minutes=2)
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)
TRIES = 12  # with these pauses: about four hours, over which a gateway usually comes back


def next_try_at(*, tries: int, at: datetime) -> datetime | None:
    """When to try again after so many failed tries; None means that it is time to give up."""
    if tries >= TRIES:
        return None
    pause: timedelta = min(FIRST_PAUSE * 2 ** max(tries - 1, 0), LONGEST_PAUSE)
    return at + pause
