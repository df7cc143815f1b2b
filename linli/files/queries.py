"""Where a stored file lies. Who may see it is asked at the door of the house that hung it somewhere, before this."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from linli.files.models import File
from linli.kernel.refused import Refused


@dataclass(frozen=True, slots=True)
class FileView:
    """A stored file, as it can be read and sent."""

    id: int
    media_type: str
    path: Path
    size: int
    width: int | None = None
    height: int | None = None


def file(file_id: int) -> FileView:
    """One file. Raises Refused `file.missing`, also when what was stored is not on the disk any more."""
    row = File.objects.filter(pk=file_id).first()
    path = Path(settings.MEDIA_ROOT) / row.path if row else None
    if row is None or path is None or not path.is_file():
        raise Refused("file.missing")
    return FileView(row.pk, row.media_type, path, row.size, row.width, row.height)


def stored() -> Iterator[tuple[str, str]]:
    """Every stored file: its path below `MEDIA_ROOT` and the SHA-256 of what was stored."""
    yield from File.objects.order_by("pk").values_list("path", "digest").iterator(2000)
