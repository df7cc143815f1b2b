"""The database that `LINLI_DATABASE_URL` names; a file of SQLite when it names none."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

# FULL: a demand that was acknowledged survives a power cut.
PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728"
)


def database(url: str, folder: Path) -> dict[str, Any]:
    """Django's settings for the database. Raises ValueError for an address that is not understood."""
    parts = urlsplit(url)
    if parts.scheme in {"", "sqlite"}:
        return _sqlite(Path(parts.path) if parts.path else folder / "linli.sqlite3")
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            # One small question before each use: a server that was started again must not cost anybody an error page.
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"pool": {"min_size": 1, "max_size": int(os.environ.get("LINLI_POOL", "8")), "timeout": 20}},
        }
    raise ValueError(f"LINLI_DATABASE_URL: {parts.scheme} is neither sqlite nor postgresql")


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "linli.database.sqlite",
        "NAME": str(file),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS},
    }
