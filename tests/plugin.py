"""What every test needs of the database, before any fixture of the cast."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase

from tests.house.writes import watch

OUTSIDE = "linli-outside"  # how the server sees the processes of `outside`
ROOT = Path(__file__).resolve().parent.parent


def pytest_configure(config: pytest.Config) -> None:
    """Let a test that commits be cleaned up after, though no row of the log may be removed.

    SQLite's database of the tests is in memory, which pytest-django knows only of Django's own engine.
    """
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = ":memory:"
    # A clean clone has not gathered the pages' files; the journeys serve what was gathered.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    clean_up = TransactionTestCase._fixture_teardown

    def lift_and_clean_up(case: TransactionTestCase) -> None:
        with triggers_lifted():
            clean_up(case)

    TransactionTestCase._fixture_teardown = lift_and_clean_up


@pytest.fixture(scope="session", autouse=True)
def _watched_hands() -> Iterator[None]:
    """Stop any house that writes a table of another, in every test of the suite."""
    with connection.execute_wrapper(watch):
        yield


@contextmanager
def triggers_lifted() -> Iterator[None]:
    """What an intruder with the database's own password could do: every trigger is away for a while.

    PostgreSQL empties tables by TRUNCATE, which asks no row's trigger; SQLite has only DELETE.
    """
    with connection.cursor() as cursor:
        kept = _lift(cursor)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in kept:
                cursor.execute(statement)


@dataclass(frozen=True, slots=True)
class Outside:
    """Starts processes of their own that have a database in common, with this version's tables and nothing in them."""

    folder: Path
    environment: dict[str, str]
    started: "list[subprocess.Popen[str]]" = field(default_factory=list)

    def start(self, *arguments: str, **more: str) -> "subprocess.Popen[str]":
        """Start `python -m` with these arguments; environment variables by keyword."""
        process = subprocess.Popen(
            (sys.executable, "-m", *arguments),
            env={**self.environment, **more},
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.started.append(process)
        return process

    def run(self, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """Start it and wait for its end."""
        process = self.start(*arguments, **more)
        out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def linli(self, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """Give a command to the console."""
        return self.run("linli.channels.console", *arguments, **more)


@pytest.fixture
def outside(transactional_db: None, tmp_path: Path) -> Iterator[Outside]:
    """Processes outside of the test, on a database of their own kind: a file, or the server's test database."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        file = tmp_path / "linli.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM INTO '{file}'")
        url = f"sqlite://{file}"
    else:
        password = f":{told['PASSWORD']}" if told["PASSWORD"] else ""
        url = f"postgresql://{told['USER']}{password}@{told['HOST']}:{told['PORT'] or 5432}/{told['NAME']}"
    own = {
        "LINLI_DATABASE_URL": url,
        "LINLI_DATA": str(tmp_path),
        "LINLI_POOL": "2",
        "LC_ALL": "C.UTF-8",
        "PGAPPNAME": OUTSIDE,
    }
    settings = os.environ.get("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    started = Outside(tmp_path, {**os.environ, **own, "DJANGO_SETTINGS_MODULE": settings})
    yield started
    for process in started.started:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=20)


def _lift(cursor: Any) -> list[str]:
    if connection.vendor == "sqlite":
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%!_stays!_%' ESCAPE '!'"
        )
        known = cursor.fetchall()
        for name, _ in known:
            cursor.execute(f"DROP TRIGGER {name}")
        return [sql for _, sql in known]
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else they wait for the end, and no table can be altered meanwhile
    cursor.execute(
        "SELECT DISTINCT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE '%!_stays' ESCAPE '!'"
    )
    known = cursor.fetchall()
    for table, name in known:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
    return [f"ALTER TABLE {table} ENABLE TRIGGER {name}" for table, name in known] + ["SET CONSTRAINTS ALL DEFERRED"]
