"""A copy of the whole database as it stood at one moment, taken while others write on."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder

FILE = "database.sqlite3"
STEPS_TABLE = "django_migrations"


@dataclass(frozen=True, slots=True)
class Counter:
    """From which number on a table of PostgreSQL counts; numbers of rows that are gone are not given again."""

    table: str
    column: str
    value: int
    used: bool


@dataclass(frozen=True, slots=True)
class Copy:
    """What was copied into a folder: SQLite's one file, or one file for each table of PostgreSQL, and its counters."""

    kind: str
    parts: tuple[str, ...]
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    counters: tuple[Counter, ...] = ()


@contextmanager
def one_moment() -> Iterator[None]:
    """Whatever is asked inside is answered as of one moment; writers are not held up."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        # Not `atomic`, which begins as a writer does. A reader's moment begins with the first thing it asks.
        cursor.execute("BEGIN DEFERRED")
        try:
            cursor.execute("SELECT count(*) FROM sqlite_master")
            yield
        finally:
            cursor.execute("ROLLBACK")


def steps() -> tuple[tuple[str, str], ...]:
    """The migrations that the database has seen, as pairs of app and name; none when there is nothing in it."""
    return tuple(sorted(MigrationRecorder(connection).applied_migrations()))


def copy_into(folder: Path) -> Copy:
    """Copy the database as of the moment that is held; see `one_moment`. Raises DatabaseError when it is not whole."""
    with connection.wrap_database_errors:
        return _copy_tables(folder) if connection.vendor == "postgresql" else _copy_file(folder / FILE)


def _copy_file(file: Path) -> Copy:
    copied = sqlite3.connect(file)
    try:
        connection.connection.backup(copied)
        # One file: the copy has no log of its own beside it.
        copied.execute("PRAGMA journal_mode=DELETE")
        words = copied.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if words != "ok":
            raise DatabaseError(str(words))
    finally:
        copied.close()
    return Copy("sqlite", (file.name,))


def _copy_tables(folder: Path) -> Copy:
    tables = sorted(connection.introspection.django_table_names(only_existing=True, include_views=False))
    columns: dict[str, tuple[str, ...]] = {}
    counters: list[Counter] = []
    with connection.cursor() as cursor:
        for table in tables:
            columns[table] = tuple(
                column.name for column in connection.introspection.get_table_description(cursor, table)
            )
            with (
                (folder / part_of(table)).open("wb") as file,
                cursor.copy(f"{copy_of(table, columns[table])} TO STDOUT") as rows,
            ):
                for piece in rows:
                    file.write(piece)
            for told in connection.introspection.get_sequences(cursor, table):
                name = connection.ops.quote_name(told["name"])
                cursor.execute(f"SELECT last_value, is_called FROM {name}")  # noqa: S608 (a quoted name of the database's own)
                counters.append(Counter(table, told["column"], *cursor.fetchone()))
    return Copy("postgresql", tuple(part_of(table) for table in tables), columns, tuple(counters))


def part_of(table: str) -> str:
    """The name of the file that holds the rows of a table."""
    return f"{table}.copy"


def copy_of(table: str, columns: tuple[str, ...]) -> str:
    """The beginning of PostgreSQL's statement that copies these columns, in this order."""
    quote = connection.ops.quote_name
    return f"COPY {quote(table)} ({', '.join(quote(column) for column in columns)})"
