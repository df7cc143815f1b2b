"""The frozen list of what the log may hold: `python -m tests.house.topics` adds new lines, and changes none."""

from dataclasses import fields
from pathlib import Path

import django

from linli.kernel.event import TOPICS, Event

LIST = Path(__file__).with_name("topics.txt")


def line(event: type[Event]) -> str:
    """``cases.demand_received 1 category place words*``; the star marks what is sealed as a digest only."""
    own = {part.name for part in fields(event)} - {part.name for part in fields(Event)}
    facts = sorted(f"{fact}*" if fact in event.secrets() else fact for fact in own)
    return " ".join([event.topic, str(event.version), *facts])


def announced() -> list[str]:
    """The line of every event that the product can announce."""
    return sorted(line(event) for event in TOPICS.values() if event.__module__.startswith("linli."))


def frozen() -> list[str]:
    """The lines of the list."""
    return LIST.read_text(encoding="utf-8").splitlines() if LIST.exists() else []


if __name__ == "__main__":
    django.setup()
    known = frozen()
    versions = {entry.rsplit(" ")[0] + entry.split(" ")[1] for entry in known}
    fresh = [entry for entry in announced() if entry.split(" ")[0] + entry.split(" ")[1] not in versions]
    LIST.write_text("".join(f"{entry}\n" for entry in sorted([*known, *fresh])), encoding="utf-8")
    print(f"{len(fresh)} new")
