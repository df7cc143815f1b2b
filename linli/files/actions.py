"""Store a file."""

import hashlib
import os
import secrets
import string
from datetime import datetime
from pathlib import Path
from tempfile import mkstemp

from django.conf import settings

from linli.audit.actions import action, announce
from linli.files.events import FileStored
from linli.files.models import File
from linli.files.rules.cleaning import clean
from linli.files.rules.kinds import Cleaned
from linli.kernel.actor import Actor
from linli.kernel.event import Secret


@action
def store(content: bytes, name: str, *, community_id: int, by: Actor, at: datetime) -> int:
    """Check a photograph, a recording or a short film, clean it and keep it; its id.

    Nothing that tells where, when or with what it was made is kept, nor is its name. A large photograph takes a
    second; who has many at once lets `files.rules.cleaning.clean` do it before the transaction, and then calls `keep`.

    Raises Refused: `file.empty`, `file.too_big`, `file.not_allowed`, `file.broken`.
    """
    return keep(clean(content, name), community_id=community_id, by=by, at=at)


@action
def keep(cleaned: Cleaned, *, community_id: int, by: Actor, at: datetime) -> int:
    """Keep a file that `clean` has cleaned; its id.

    It lies on the disk, whole, before the row that tells of it. If the transaction is rolled back, the file stays
    behind without a row: nobody has its address, and it does no harm.
    """
    digest = hashlib.sha256(cleaned.content).hexdigest()
    row = File.objects.create(
        community_id=community_id,
        media_type=cleaned.media_type,
        path=_written(cleaned.content),
        digest=digest,
        size=len(cleaned.content),
        width=cleaned.width,
        height=cleaned.height,
        stored_at=at,
    )
    announce(
        FileStored(
            subject_id=row.pk,
            community_id=community_id,
            media_type=row.media_type,
            size=row.size,
            digest=Secret(digest),
        ),
        by=by,
        at=at,
    )
    return row.pk


def _written(content: bytes) -> str:
    """Write it down so that after a power cut all of it is there or nothing; its path below `MEDIA_ROOT`."""
    name = "".join(secrets.choice(string.ascii_lowercase) for _ in range(26))
    folder = Path(settings.MEDIA_ROOT) / name[:2]
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, unfinished = mkstemp(dir=folder, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).rename(folder / name[2:])
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    _settle(folder)
    _settle(folder.parent)
    return f"{name[:2]}/{name[2:]}"


def _settle(folder: Path) -> None:
    """Let the disk know the names in the folder, too."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
