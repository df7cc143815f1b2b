"""Sound and film in ISO base media files (mp4, m4a, mov, 3gp): walked through box by box, their notes blanked.

ISO/IEC 14496-12. A box is a length of four bytes, a name of four letters, and what it holds. Telephones note position,
model and time in `udta`, `meta` and `uuid`, and in tracks that are neither picture nor sound. A blanked box keeps its
place as a `free` one, since a film finds its samples by their place in the file.

What tracks of other kinds point to stays among the samples, though nothing points to it any more.
"""

from collections.abc import Iterator

from linli.files.rules.kinds import Cleaned

MOST_BOXES = 200_000  # a film of half a minute has some hundreds; more are there to keep us busy
KEPT = frozenset({b"ftyp", b"styp", b"moov", b"mdat", b"moof", b"mfra", b"sidx", b"ssix", b"wide"})
NOTES = frozenset({b"udta", b"meta", b"uuid", b"free", b"skip"})
WITH_TIMES = frozenset({b"mvhd", b"tkhd", b"mdhd"})  # moments of making and of changing come first in them
FILM, SOUND = b"vide", b"soun"

Box = tuple[bytes, int, int, int]  # its name, where it begins, where what it holds begins, where it ends


def clean_iso(content: bytes) -> Cleaned | None:
    """The recording or film without its notes; None when its boxes do not fill the file, or hold neither."""
    out = bytearray(content)
    kinds: set[bytes] = set()
    try:
        for box in _boxes(out, 0, len(out)):
            if box[0] == b"moov":
                kinds |= _clean_movie(out, box)
            elif box[0] not in KEPT:
                _blank(out, box)
    except ValueError:
        return None
    if FILM in kinds:
        return Cleaned(bytes(out), "video/quicktime" if content[8:12] == b"qt  " else "video/mp4")
    return Cleaned(bytes(out), "audio/mp4") if SOUND in kinds else None


def _clean_movie(out: bytearray, movie: Box) -> set[bytes]:
    kinds: set[bytes] = set()
    for box in _boxes(out, *movie[2:]):
        if box[0] == b"trak":
            kind = _clean_track(out, box)
            if kind in {FILM, SOUND}:
                kinds.add(kind)
            else:
                _blank(out, box)
        else:
            _clean_part(out, box)
    return kinds


def _clean_track(out: bytearray, track: Box) -> bytes:
    kind = b""
    for box in _boxes(out, *track[2:]):
        if box[0] != b"mdia":
            _clean_part(out, box)
            continue
        for part in _boxes(out, *box[2:]):
            if part[0] == b"hdlr":
                kind = bytes(out[part[2] + 8 : part[2] + 12])
            _clean_part(out, part)
    return kind


def _clean_part(out: bytearray, box: Box) -> None:
    name, _, start, end = box
    if name in NOTES:
        _blank(out, box)
    elif name in WITH_TIMES:
        length = 16 if out[start : start + 1] == b"\x01" else 8
        until = min(start + 4 + length, end)
        out[start + 4 : until] = bytes(until - start - 4)


def _blank(out: bytearray, box: Box) -> None:
    _, begin, start, end = box
    out[begin + 4 : begin + 8] = b"free"
    out[start:end] = bytes(end - start)


def _boxes(out: bytearray, start: int, end: int) -> Iterator[Box]:
    """The boxes that fill this part of the file. Raises ValueError when they do not."""
    for _ in range(MOST_BOXES):
        if start == end:
            return
        length, name, header = int.from_bytes(out[start : start + 4], "big"), bytes(out[start + 4 : start + 8]), 8
        if length == 1:
            length, header = int.from_bytes(out[start + 8 : start + 16], "big"), 16
        elif length == 0:
            length = end - start  # the last box may say so
        if length < header or start + length > end:
            raise ValueError
        yield name, start, start + header, start + length
        start += length
    raise ValueError
