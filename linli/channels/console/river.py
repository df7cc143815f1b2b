"""`linli river`: `docs/river.md`, what follows from what, as `flow.py` says it."""

import argparse
import inspect
from collections.abc import Iterator
from itertools import groupby

from linli.audit.actions import Listener, listeners
from linli.errands.actions import Tick, ticks
from linli.kernel.event import Event

HEAD = """# The river

What follows from what. Made from `linli/flow.py` by `make docs`; do not edit.

Every event is sealed in the log first. A listener acts in the same transaction: all of it or nothing. What is
marked *later* is promised in that transaction and done after it, at least once.
"""


def river(told: argparse.Namespace) -> int:
    """Print the page."""
    print(page(), end="")
    return 0


def page() -> str:
    """The page: each house's events with what follows, then what time brings."""
    return "\n".join([HEAD, *_houses(), *_time()]) + "\n"


def _houses() -> Iterator[str]:
    for house, events in groupby(listeners().items(), key=lambda pair: pair[0].topic.partition(".")[0]):
        yield f"## {house}\n\n| what happened | | what follows |\n|---|---|---|"
        for event, heard_by in events:
            follows = "<br>".join(_name(listener) for listener in heard_by)
            yield f"| `{event.__name__}` | {_sentence(event)} | {follows} |"
        yield ""


def _time() -> Iterator[str]:
    yield "## What time brings\n"
    for tick in ticks():
        yield f"- `{_name(tick)}`: {_sentence(tick)}"
    if not ticks():
        yield "Nothing waits for a moment yet."


def _name(function: Listener | Tick) -> str:
    name: str = function.__name__
    if name.startswith("later "):
        return f"*later* `{name.removeprefix('later linli.')}`"
    module = function.__module__.removeprefix("linli.")
    return f"`{module}.{name}`"


def _sentence(thing: type[Event] | Tick) -> str:
    return (inspect.getdoc(thing) or "").partition("\n")[0]
