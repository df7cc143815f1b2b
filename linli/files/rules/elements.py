"""Sound and film in WebM, as browsers record them: walked through element by element, their notes blanked.

RFC 8794 (EBML) and RFC 9559 (Matroska). An element is a number that names it, its length, and what it holds. A browser
that records does not know lengths beforehand: a segment or a cluster of unknown length ends where its like begins.
"""

from collections.abc import Iterator

from linli.files.rules.kinds import Cleaned

MOST_ELEMENTS = 500_000  # ten minutes have some ten thousands; more are there to keep us busy
HEADER, SEGMENT, CLUSTER, TRACKS, TRACK, TRACK_TYPE = 0x1A45DFA3, 0x18538067, 0x1F43B675, 0x1654AE6B, 0xAE, 0x83
DOC_TYPE = 0x4282
VOID = 0xEC
NOTES = frozenset({0x1254C367, 0x1941A469, 0x1043A770, VOID})  # tags, attachments, chapters, and what was void already
FILM, SOUND = 1, 2

Element = tuple[int, int, int, int]  # its number, where it begins, where what it holds begins, where it ends


def clean_webm(content: bytes) -> Cleaned | None:
    """The recording or film without its notes; None when its elements do not fill the file, or hold neither."""
    out = bytearray(content)
    kinds: set[int] = set()
    try:
        elements = _elements(out, 0, len(out))
        name, _, start, end = next(elements)
        if name != HEADER or _held(out, DOC_TYPE, start, end) != b"webm":
            return None
        for element in elements:
            if element[0] == TRACKS:
                kinds |= _kinds(out, *element[2:])
            elif element[0] in NOTES:
                _blank(out, element)
    except (ValueError, StopIteration):
        return None
    if FILM in kinds:
        return Cleaned(bytes(out), "video/webm")
    return Cleaned(bytes(out), "audio/webm") if SOUND in kinds else None


def _kinds(out: bytearray, start: int, end: int) -> set[int]:
    tracks = [element for element in _elements(out, start, end) if element[0] == TRACK]
    return {int.from_bytes(_held(out, TRACK_TYPE, *track[2:]), "big") for track in tracks}


def _held(out: bytearray, name: int, start: int, end: int) -> bytes:
    found = next((element for element in _elements(out, start, end) if element[0] == name), None)
    return bytes(out[found[2] : found[3]]).rstrip(b"\0") if found else b""


def _blank(out: bytearray, element: Element) -> None:
    _, begin, _, end = element
    length = end - begin
    head = bytes([VOID, 0x80 | length - 2]) if length < 9 else bytes([VOID, 1]) + (length - 9).to_bytes(7, "big")
    out[begin:end] = head + bytes(length - len(head))


def _elements(out: bytearray, start: int, end: int) -> Iterator[Element]:
    """The elements that fill this part of the file; a segment, and a cluster of unknown length, then what they hold.

    Raises ValueError when they do not fill it.
    """
    for _ in range(MOST_ELEMENTS):
        if start == end:
            return
        begin = start
        name, start = _number(out, start, end, longest=4, marked=True)
        length, held = _number(out, start, end, longest=8, marked=False)
        unknown = length == (1 << 7 * (held - start)) - 1
        if name == SEGMENT or (name == CLUSTER and unknown):
            if not unknown and held + length != end:
                raise ValueError
            yield name, begin, held, held
            start = held
            continue
        if unknown or held + length > end:
            raise ValueError
        yield name, begin, held, held + length
        start = held + length
    raise ValueError


def _number(out: bytearray, start: int, end: int, *, longest: int, marked: bool) -> tuple[int, int]:
    """A number of variable length and where it ends; its leading bit says how long it is, and stays where `marked`."""
    length = 9 - out[start].bit_length() if start < end else 9
    if length > longest or start + length > end:
        raise ValueError
    number = int.from_bytes(out[start : start + length], "big")
    return (number if marked else number & ((1 << 7 * length) - 1)), start + length
