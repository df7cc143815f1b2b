"""A copy becomes the database: all of it, or nothing is changed."""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from linli.database.copying import FILE, STEPS_TABLE, Copy, copy_of, part_of

Step = tuple[str, str]


class Standing(StrEnum):
    """Whose tables stand in the database that the settings name."""

    NONE = "none"
    OURS = "ours"
    OTHERS = "others"


def standing() -> Standing:
    """Whose tables are there. Makes no file where there is none."""
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        if not file.exists() or file.stat().st_size == 0:
            return Standing.NONE
    tables = connection.introspection.table_names()
    if not tables:
        return Standing.NONE
    return Standing.OURS if STEPS_TABLE in tables else Standing.OTHERS


def unknown(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Those of the migrations that this version has never heard of."""
    known = set()
    for step, migration in MigrationLoader(None).disk_migrations.items():
        known |= {step, *migration.replaces}
    return tuple(step for step in steps if step not in known)


@contextmanager
def becoming(copy: Copy, folder: Path, steps: Iterable[Step]) -> Iterator[None]:
    """Inside, the database is what was copied into the folder, at the migrations it was copied at.

    Left well, it stays so; when something is raised inside, the database is what it was before. The folder is on
    the disk of SQLite's file, and what held that place is thrown away: look first whether it is `standing` empty.
    """
    if copy.kind == "postgresql":
        with transaction.atomic():
            _load(copy, folder, set(steps))
            yield
        return
    own = Path(connection.settings_dict["NAME"])
    with _standing_on(folder / FILE):
        yield
    _put_in_place(folder / FILE, own)


@contextmanager
def _standing_on(file: Path) -> Iterator[None]:
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(file)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def _put_in_place(copy: Path, own: Path) -> None:
    _settle(copy)
    if own.exists():
        _settle(own)
    for beside in ("-wal", "-shm"):
        # A log that was left beside another file of this name would be read into ours.
        own.with_name(own.name + beside).unlink(missing_ok=True)
    copy.chmod(0o600)
    copy.replace(own)
    _sync(own.parent)


def _settle(file: Path) -> None:
    """Bring everything into the one file, and the file to the disk."""
    with connection.wrap_database_errors:
        database = sqlite3.connect(file)
        try:
            database.execute("PRAGMA journal_mode=DELETE")
        finally:
            database.close()
    _sync(file)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _load(copy: Copy, folder: Path, steps: set[Step]) -> None:
    with connection.cursor() as cursor:
        if standing() is Standing.OURS:
            ours = {*connection.introspection.django_table_names(only_existing=True), STEPS_TABLE}
            cursor.execute(f"DROP TABLE {_list(ours)} CASCADE")
        executor = MigrationExecutor(connection)
        executor.migrate(_last(executor.loader, steps))
        # What a migration wrote by itself stands in the copy, too.
        cursor.execute(f"TRUNCATE {_list(copy.columns)}")
        # Tables come in any order. A migration may have asked that each key be looked at where it is written.
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table, columns in copy.columns.items():
            _load_table(cursor, table, columns, folder / part_of(table))
        for counter in copy.counters:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)",
                [connection.ops.quote_name(counter.table), counter.column, counter.value, counter.used],
            )
        # Now everything is there: every key that points somewhere is looked at.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _load_table(cursor: Any, table: str, columns: tuple[str, ...], file: Path) -> None:
    with (
        connection.wrap_database_errors,
        file.open("rb") as content,
        cursor.copy(f"{copy_of(table, columns)} FROM STDIN") as rows,
    ):
        while piece := content.read(1 << 20):
            rows.write(piece)


def _last(loader: MigrationLoader, steps: set[Step]) -> list[Step]:
    """The last steps of each app among these: whoever takes them has taken all of them."""
    inner = {
        parent.key
        for step in steps & set(loader.graph.node_map)
        for parent in loader.graph.node_map[step].parents
        if parent.key[0] == step[0]
    }
    return sorted(step for step in steps - inner if step in loader.graph.nodes)


def _list(tables: Iterable[str]) -> str:
    return ", ".join(connection.ops.quote_name(table) for table in sorted(tables))
