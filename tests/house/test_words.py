"""One word per idea: every state and every step is in the glossary."""

from enum import StrEnum
from importlib import import_module

import pytest

from tests.house import plan

GLOSSARY = plan.ROOT / "docs" / "glossary.md"
IN_THE_GLOSSARY = ("State", "Step", "Owed")


def spoken() -> list[tuple[str, str]]:
    """Each state, step and debt of every house, with where it stands."""
    modules = [import_module(plan.dotted(file)) for file in plan.in_room("rules")]
    return [
        (f"{module.__name__}.{thing.__name__}", str(word))
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, StrEnum) and thing.__module__ == module.__name__
        if thing.__name__.endswith(IN_THE_GLOSSARY)
        for word in thing
    ]


def test_every_state_and_step_is_in_the_glossary():
    if not GLOSSARY.exists():
        pytest.skip("docs/glossary.md is not written yet")
    glossary = GLOSSARY.read_text(encoding="utf-8")

    missing = [f"{where}: {word}" for where, word in spoken() if f"`{word}`" not in glossary]

    assert spoken()
    assert missing == []
