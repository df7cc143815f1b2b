"""Every event has its line, and every action takes who and when."""

import inspect
from collections.abc import Iterator
from importlib import import_module
from types import FunctionType, ModuleType

import pytest

from linli.flow import FLOW, TICKS
from linli.kernel.event import Event
from tests.house import plan

# They carry the actions of others, and have none of their own.
CARRIERS = {"audit", "errands"}


def events_of(module: ModuleType) -> Iterator[type[Event]]:
    for thing in vars(module).values():
        if isinstance(thing, type) and issubclass(thing, Event) and thing.__module__ == module.__name__:
            yield thing


def every_event() -> list[type[Event]]:
    return [event for file in plan.in_room("events") for event in events_of(import_module(plan.dotted(file)))]


def every_action() -> list[FunctionType]:
    modules = [
        import_module(plan.dotted(file))
        for file in plan.in_room("actions")
        if file.stem[0] != "_" or file.stem == "__init__"
    ]
    return [
        thing
        for module in modules
        if module.__name__.split(".")[1] not in CARRIERS
        for name, thing in vars(module).items()
        if inspect.isfunction(thing) and thing.__module__ == module.__name__ and not name.startswith("_")
    ]


def test_every_event_has_its_line_in_the_flow_even_an_empty_one():
    assert set(every_event()) == set(FLOW)


@pytest.mark.parametrize("event", every_event(), ids=lambda event: event.__name__)
def test_an_event_is_named_after_its_house_and_says_what_befell_whom(event):
    house, _, what = event.topic.partition(".")

    assert house == event.__module__.split(".")[1]
    assert what == "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in event.__name__)[1:]
    assert event.subject_kind
    assert event.__doc__


@pytest.mark.parametrize("verb", every_action(), ids=lambda verb: f"{verb.__module__.split('.')[1]}.{verb.__name__}")
def test_every_public_verb_of_a_house_is_an_action_that_takes_who_and_when_by_keyword(verb):
    parameters = inspect.signature(verb).parameters

    assert getattr(verb, "is_action", False)
    assert verb.__doc__
    assert [parameters[name].kind for name in ("by", "at")] == [inspect.Parameter.KEYWORD_ONLY] * 2


def test_what_time_brings_is_an_action():
    assert [tick for tick in TICKS if not getattr(tick, "is_action", False)] == []
