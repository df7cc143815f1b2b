"""The flow, with lines of a test's own."""

from collections.abc import Iterator
from typing import Any

import pytest

from linli.audit.actions import Listener, listen, listeners
from linli.kernel.event import Event


@pytest.fixture
def also_heard() -> Iterator[Any]:
    """A function that adds lines to the flow for one test."""
    before = listeners()

    def hear(lines: dict[type[Event], list[Listener]]) -> None:
        listen({**before, **lines})

    yield hear
    listen(before)
