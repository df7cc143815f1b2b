"""A file was stored."""

from dataclasses import dataclass

from linli.kernel.event import Event, Secret


@dataclass(frozen=True, kw_only=True)
class FileStored(Event):
    """A file was checked, cleaned and stored; what hangs it somewhere tells so itself.

    `digest` is the SHA-256 of what is stored: it proves later that nobody exchanged it, as long as its key is kept.
    """

    topic = "files.file_stored"
    subject_kind = "file"

    media_type: str
    size: int
    digest: Secret
