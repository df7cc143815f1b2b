"""A whole estate from one spreadsheet: which column is what, and which rows cannot be taken and why."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.channels.exchange.sheets import Line, lines
from linli.kernel.refused import Refused
from linli.places.rules import Flat, read_floor, tidy

# How each column may be headed.
HEADINGS: dict[str, tuple[str, ...]] = {
    "building": ("楼", "楼栋", "楼号", "楼栋号", "栋", "栋号", "幢", "幢号", "楼座", "楼名", "building", "block"),
    "entrance": ("单元", "单元号", "楼门", "楼门号", "门洞", "entrance", "unit", "stairway"),
    "floor": ("层", "楼层", "所在层", "floor", "storey"),
    "door": ("门牌", "门牌号", "房号", "房间号", "房间", "室", "室号", "户号", "door", "room", "flat"),
    "alias": ("别名", "俗称", "又名", "alias"),
}
NEEDED = ("building", "entrance", "door")
NAMES: dict[str, str | Promise] = {
    "building": _("楼"),
    "entrance": _("单元"),
    "floor": _("层"),
    "door": _("门牌"),
    "alias": _("别名"),
}
LAST_HEADING = 10  # a title and a remark may stand above the headings, no more
ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"}


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that cannot be taken, by its number in the sheet, with the reason as a refusal's code and facts."""

    row: int
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Estate:
    """What the sheet says: the flats that can be taken, in their normal form, and the rows that cannot."""

    flats: tuple[Flat, ...]
    bad: tuple[Bad, ...]


def read_estate(content: bytes) -> Estate:
    """The flats of a spreadsheet. Raises Refused `sheet.…` for one that is none, or that lacks a column."""
    rows = lines(content)
    at, columns = _columns(rows)
    flats: list[Flat] = []
    bad: list[Bad] = []
    seen: dict[tuple[str, str, str], int] = {}
    for line in rows[at + 1 :]:
        try:
            flat = _flat(line, columns)
            first = seen.setdefault((flat.building, flat.entrance, flat.door), line.number)
            if first != line.number:
                raise Refused("flat.twice", row=first)
        except Refused as refused:
            bad.append(Bad(line.number, refused.code, refused.facts))
        else:
            flats.append(flat)
    if not flats and not bad:
        raise Refused("sheet.empty")
    return Estate(tuple(flats), tuple(bad))


def _columns(rows: list[Line]) -> tuple[int, dict[str, int]]:
    """Where the headings stand, and which column is what."""
    headed = [_headed(line) for line in rows[:LAST_HEADING]]
    at = max(range(len(headed)), key=lambda index: len(set(NEEDED) & set(headed[index])))
    found = headed[at]
    if missing := [NAMES[name] for name in NEEDED if name not in found]:
        raise Refused("sheet.missing_columns", columns="、".join(str(name) for name in missing))
    for name, columns in found.items():
        if len(columns) > 1:
            raise Refused("sheet.two_columns", column=rows[at].cells[columns[1]], name=str(NAMES[name]))
    return at, {name: columns[0] for name, columns in found.items()}


def _headed(line: Line) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for column, words in enumerate(line.cells):
        heading = re.sub(r"[\s_*:]|\(.*?\)", "", unicodedata.normalize("NFKC", words)).casefold()
        heading = re.sub(r"(?:no\.?|number|name)$", "", heading) or heading
        for name, known in HEADINGS.items():
            if heading in known:
                found.setdefault(name, []).append(column)
    return found


def _flat(line: Line, columns: dict[str, int]) -> Flat:
    told = {name: line.cells[column] if column < len(line.cells) else "" for name, column in columns.items()}
    for name, words in told.items():
        if columns[name] in line.dates:
            raise Refused("flat.became_a_date", words=words)
        if words.upper() in ERRORS:
            raise Refused("flat.error_in_cell", words=words)
    floor = read_floor(told.get("floor", ""))
    return tidy(Flat(told["building"], told["entrance"], told["door"], floor, told.get("alias") or None))
