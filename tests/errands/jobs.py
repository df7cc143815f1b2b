"""Errands of tests, and a worker in a process of its own."""

import os
import signal
import sys
from datetime import UTC, datetime, timedelta

import django

MONDAY = datetime(2026, 3, 2, 0, 20, tzinfo=UTC)
kept: list[dict[str, object]] = []


def note(**arguments: object) -> None:
    """Take note of the call."""
    kept.append(arguments)


def fail(**arguments: object) -> None:
    """Take note and fail, with words in the error that a log must not show."""
    kept.append(arguments)
    raise ValueError("13800001234")


def note_in_file(file: str, at: datetime) -> None:
    """Take note where another process can read it."""
    with open(file, "a", encoding="utf-8") as notes:
        notes.write(f"{os.getpid()} {at.isoformat()}\n")


def note_and_die(file: str, at: datetime) -> None:
    """Take note, then be killed as by an empty memory or a pulled plug; the first time only."""
    is_first = not os.path.exists(file)
    note_in_file(file, at)
    if is_first:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    django.setup()

    from django.db import transaction

    from linli.errands.actions import keep_one, promise

    if sys.argv[1] == "promise":
        with transaction.atomic():
            for _ in range(int(sys.argv[4])):
                promise(sys.argv[2], at=MONDAY, file=sys.argv[3])
    else:
        while keep_one(at=MONDAY + timedelta(seconds=int(sys.argv[2]))):
            pass
