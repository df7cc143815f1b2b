"""Who writes what: a house's tables are written by that house alone, which no import can show."""

import re
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

from django.apps import apps

WRITE = re.compile(r'\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?', re.IGNORECASE)
# They write on behalf of whoever called them.
CARRIERS = {"database", "kernel"}


class ForeignHand(AssertionError):  # noqa: N818 (it says what it is)
    """A house wrote a table of another."""


def house_of_table(table: str) -> str | None:
    """``cases`` for ``cases_demand``; None for tables that are no house's."""
    return _tables().get(table)


def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """An execute wrapper for Django's connections. Raises ForeignHand when a house writes a table of another.

    The house that writes is that of the nearest caller in ``linli``; a test that writes by itself is nobody's.
    """
    written = WRITE.match(sql)
    owner = house_of_table(written[1]) if written else None
    if owner is not None:
        writer = _writer()
        if writer not in {None, owner}:
            raise ForeignHand(f"{writer} writes {written[1] if written else ''}, which belongs to {owner}")
    return execute(sql, params, many, context)


def _writer() -> str | None:
    frame = sys._getframe(2)
    while frame is not None:
        module = str(frame.f_globals.get("__name__", "")).split(".")
        if module[0] == "linli" and len(module) > 1 and module[1] not in CARRIERS:
            return None if "migrations" in module else module[1]
        frame = frame.f_back  # type: ignore[assignment]
    return None


@cache
def _tables() -> dict[str, str]:
    models = apps.get_models(include_auto_created=True)
    return {
        model._meta.db_table: model.__module__.split(".")[1]
        for model in models
        if model.__module__.startswith("linli.")
    }
