"""What one process of the installation does at a time: ticking the clock, migrating."""

import fcntl
import hashlib
import os
import time
from types import TracebackType
from typing import Any, Self

import psycopg
from django.db import connection


class Turn:
    """A lock by name that its holder keeps until it leaves or dies; the kernel or the database frees it then.

    On PostgreSQL an advisory lock on a connection of its own, since one from the pool would be lent to others; on
    SQLite a lock on a file beside the database. With a database in memory there is nobody else.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._file: int | None = None
        self._link: psycopg.Connection[Any] | None = None

    def is_ours(self) -> bool:
        """Whether we hold it now. Takes it when it is free; a holder whose connection was lost asks anew."""
        return self._ask_server() if connection.vendor == "postgresql" else self._ask_file()

    def leave(self) -> None:
        """Let others have it."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
        if self._link is not None:
            self._link.close()
            self._link = None

    def __enter__(self) -> Self:
        """Wait until it is ours."""
        while not self.is_ours():
            time.sleep(0.1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let others have it."""
        self.leave()

    def _ask_server(self) -> bool:
        try:
            if self._link is not None:
                self._link.execute("SELECT 1")
                return True
            link = psycopg.connect(**connection.get_connection_params(), autocommit=True)
            taken = link.execute("SELECT pg_try_advisory_lock(%s)", [_number(self.name)]).fetchone()
            if taken is not None and taken[0]:
                self._link = link
                return True
            link.close()
        except psycopg.OperationalError:
            self.leave()
        return False

    def _ask_file(self) -> bool:
        database = str(connection.settings_dict["NAME"])
        if self._file is not None or ":memory:" in database or "mode=memory" in database:
            return True
        file = os.open(f"{database}.{self.name}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file
        return True


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"linli:{name}".encode()).digest()[:8], signed=True)
