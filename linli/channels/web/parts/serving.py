"""A file that may be seen, in whole or in the piece that a player asks for."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse

from linli.channels.web.requests import Asked
from linli.files.queries import FileView, file

PIECE = 1 << 16
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


def serve_file(asked: Asked, file_id: int) -> HttpResponseBase:
    """The file, for the one who was allowed to see it just now, and for nobody's cache.

    A `Range` of one piece is answered with that piece (206) or 416; players of sound and film need it. Raises
    Refused `file.missing`.
    """
    found = file(file_id)
    told = RANGE.fullmatch(asked.headers.get("Range", "").strip())
    piece = _piece(told[1], told[2], found.size) if told else None
    if told and (told[1] or told[2]) and piece is None:
        answer: HttpResponseBase = HttpResponse(status=416, headers={"Content-Range": f"bytes */{found.size}"})
    elif piece is not None:
        answer = _part(found, *piece)
    else:
        answer = FileResponse(found.path.open("rb"), content_type=found.media_type)
        answer["Content-Length"] = str(found.size)
    answer["Accept-Ranges"] = "bytes"
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Disposition"] = "inline"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _piece(first: str, last: str, size: int) -> tuple[int, int] | None:
    """First and last byte of what is asked for; None for what the file does not have."""
    if not first:
        length = int(last) if last else 0
        return (max(size - length, 0), size - 1) if length and size else None
    begin = int(first)
    end = min(int(last), size - 1) if last else size - 1
    return (begin, end) if begin <= end else None


def _part(found: FileView, begin: int, end: int) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(_read(found.path, begin, end), status=206, content_type=found.media_type)
    answer["Content-Range"] = f"bytes {begin}-{end}/{found.size}"
    answer["Content-Length"] = str(end - begin + 1)
    return answer


def _read(path: Path, begin: int, end: int) -> Iterator[bytes]:
    left = end - begin + 1
    with path.open("rb") as stored:
        stored.seek(begin)
        while left and (read := stored.read(min(PIECE, left))):
            left -= len(read)
            yield read
