"""A spreadsheet as rows of text: CSV as people save it, and XLSX. Loaded only where a file is read."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from linli.kernel.refused import Refused

LARGEST_BYTES, LARGEST_UNPACKED, MOST_ROWS = 20_000_000, 300_000_000, 100_000
ZIP, OLD_OR_LOCKED = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MARKED_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# What a file that is no workbook, or a damaged one, makes the reader stumble over.
STUMBLES = (
    *(zipfile.BadZipFile, InvalidFileException, ParseError, zlib.error, EOFError, OSError),
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, NotImplementedError, RuntimeError, OverflowError),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row that is not empty. `number` is how the spreadsheet's own program numbers it, from 1.

    `dates` are the columns (from 0) that the program has made dates of: an address such as 13-2 among them.
    """

    number: int
    cells: tuple[str, ...]
    dates: frozenset[int] = frozenset()


def lines(content: bytes) -> list[Line]:
    """The rows of the file that are not empty; of a workbook, those of its first sheet that has any.

    CSV may be UTF-8, with a mark or without, UTF-16 with a mark, or GB18030, parted by commas, semicolons or tabs.
    Raises Refused: `sheet.empty`, `sheet.too_big`, `sheet.too_many_rows`, `sheet.old`, `sheet.not_a_sheet`.
    """
    if len(content) > LARGEST_BYTES:
        raise Refused("sheet.too_big", megabytes=LARGEST_BYTES // 1_000_000)
    if content.startswith(OLD_OR_LOCKED):
        raise Refused("sheet.old")
    try:
        found = _of_a_workbook(content) if content.startswith(ZIP) else _of_text(content)
    except STUMBLES as error:
        raise Refused("sheet.not_a_sheet") from error
    if not found:
        raise Refused("sheet.empty")
    return found


def _of_text(content: bytes) -> list[Line]:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(",;\t", key=first.count)
    try:
        # A row may hold line breaks: it is numbered by its place among rows, as a spreadsheet's program does.
        return _filled(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as error:
        raise Refused("sheet.not_a_sheet") from error


def _decoded(content: bytes) -> str:
    if content.startswith(MARKED_UTF16):
        return content.decode("utf-16")
    if b"\0" in content:
        raise Refused("sheet.not_a_sheet")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _of_a_workbook(content: bytes) -> list[Line]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
            raise Refused("sheet.too_big", megabytes=LARGEST_BYTES // 1_000_000)
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            # What the file says about its own size may be wrong.
            sheet.reset_dimensions()
            if found := _filled(sheet.iter_rows(values_only=True)):
                return found
        return []
    finally:
        book.close()


def _filled(rows: Iterable[Iterable[object]]) -> list[Line]:
    found: list[Line] = []
    for line in _lines(rows):
        if len(found) == MOST_ROWS:
            raise Refused("sheet.too_many_rows", rows=MOST_ROWS)
        found.append(line)
    return found


def _lines(rows: Iterable[Iterable[object]]) -> Iterator[Line]:
    for number, row in enumerate(rows, start=1):
        values = list(row)
        cells = tuple(_text(value) for value in values)
        if any(cells):
            dates = frozenset(at for at, value in enumerate(values) if isinstance(value, date | time))
            yield Line(number, cells, dates)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
