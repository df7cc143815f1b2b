"""How people write where it is: one normal form, the mentions in a sentence, and the flats of a list.

The normal form of an address is ``13号楼2单元501``. The ways of writing it that are known are those of residents,
stewards and property companies in northern China: ``13#2-501``, ``十三号楼二门501``, ``13栋2单元501室``.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from linli.kernel.refused import Refused

LONGEST_BUILDING, LONGEST_ENTRANCE, LONGEST_DOOR, LONGEST_ALIAS = 20, 20, 12, 40
LOWEST_FLOOR, HIGHEST_FLOOR = -9, 150  # the tallest building has 163; none of them is in a residents' community


@dataclass(frozen=True, slots=True)
class Mention:
    """A place as somebody wrote it; what was not written is None.

    `loose` is a number after a building that may be an entrance or a door: ``13-2``, ``13#501``, ``13#2501``.
    """

    building: str | None = None
    entrance: str | None = None
    door: str | None = None
    loose: str | None = None

    def __str__(self) -> str:
        dash = "-" if self.loose and len(self.loose) < 3 and self.building else ""
        room = "室" if self.door and not self.building and not self.entrance else ""
        return f"{self.building or ''}{self.entrance or ''}{self.door or ''}{dash}{self.loose or ''}{room}"


@dataclass(frozen=True, slots=True)
class Flat:
    """One line of a list of households, as it was typed. A floor that is not told follows from the door."""

    building: str
    entrance: str
    door: str
    floor: int | None = None
    alias: str | None = None


def address(building: str, entrance: str | None = None, door: str | None = None) -> str:
    """``13号楼2单元501``, as far as it is known."""
    return "".join(part for part in (building, entrance, door) if part)


def plain(words: str) -> str:
    """The words with every mention of a place in its normal form, without spaces, numbers in digits.

    What is plain already stays as it is.
    """
    text = _spelled(words)
    # What one pass leaves may touch in a new way; people's own words need one, nonsense a few.
    for _pass in range(8):
        before, text = text, _rewritten(text)
        if text == before:
            break
    return text


def mentions(words: str, names: Collection[str] = ()) -> tuple[Mention, ...]:
    """The places that a sentence mentions, in its order. An entrance or a door belongs to what was named before it.

    `names` are what buildings are called here beside their numbers, as `plain` writes them.
    """
    found: list[Mention] = []
    for _start, _end, mention in _scan(plain(words), names):
        last = found[-1] if found else None
        if last is not None and mention.building is None and mention.loose is None:
            mention = Mention(last.building, mention.entrance or last.entrance, mention.door)  # noqa: PLW2901
        found.append(mention)
    return tuple(found)


def readings(mention: Mention) -> tuple[Mention, ...]:
    """The ways in which a mention can be read, none of them loose."""
    building, loose = mention.building, mention.loose
    if loose is None:
        return (mention,)
    if building is None:
        return (Mention(building_name(loose)), Mention(door=loose))
    read = [Mention(building, None, loose)]
    if len(loose) < 3:
        read.append(Mention(building, _entrance(loose)))
    elif len(loose) > 3:
        read.append(Mention(building, _entrance(loose[0]), loose[1:]))
    return tuple(read)


def building_name(words: str) -> str:
    """The normal form of a building's name: ``13号楼`` for ``13``, ``13#``, ``十三栋``; others as they are."""
    text = _spelled(words)
    sole = re.fullmatch(rf"({_ID})(?:号楼|#楼?|号?栋|号?幢|号?座|楼|号)?", text)
    return _building(sole[1]) if sole else plain(text)


def entrance_name(words: str) -> str:
    """The normal form of an entrance's name: ``2单元`` for ``2``, ``二门``, ``2号楼门``; others as they are."""
    text = _spelled(words)
    sole = _ENTRANCE.fullmatch(text) or re.fullmatch(r"(\d{1,2}|[A-Z])号?", text)
    return _entrance(sole[1]) if sole else text


def door_name(words: str) -> str:
    """The normal form of a door: ``501`` for ``501室``, ``五零一``, ``2-501``."""
    text = _spelled(words)
    told = [mention for _start, _end, mention in _scan(text, ())]
    if len(told) == 1 and told[0].door:
        return told[0].door
    return re.sub(rf"{_ROOM}$", "", text.rpartition("-")[2])


def floor_of(door: str) -> int:
    """The floor that a door's number tells: 5 for 501, 12 for 1203, -1 for B101, 1 for what tells nothing."""
    digits = re.search(r"\d+", door)
    if digits is None:
        return 1
    number = max(int(digits[0]) // 100, 1)
    return -number if door.startswith(("B", "地下", "-")) else number


def storey(flat: Flat) -> int:
    """The floor of a flat: as it was told, else as its door tells it."""
    return floor_of(flat.door) if flat.floor is None else flat.floor


def read_floor(words: str) -> int | None:
    """The floor as people write it: ``5``, ``五层``, ``-1``, ``B1``, ``地下一层``; None for nothing.

    Raises Refused `flat.odd_floor`.
    """
    text = _spelled(words)
    if not text:
        return None
    told = re.fullmatch(r"(-|B|负|地下)?第?(\d{1,3})(?:层|楼|F)?", text)
    if told is None:
        raise Refused("flat.odd_floor", floor=text[:LONGEST_DOOR])
    return -int(told[2]) if told[1] else int(told[2])


def tidy(flat: Flat) -> Flat:
    """The flat in its normal form, with a floor.

    Raises Refused: `flat.no_building`, `flat.no_entrance`, `flat.no_door`, `flat.too_long`, `flat.odd_floor`,
    `place.alias_odd`.
    """
    told = {
        "building": (building_name(flat.building), LONGEST_BUILDING),
        "entrance": (entrance_name(flat.entrance), LONGEST_ENTRANCE),
        "door": (door_name(flat.door), LONGEST_DOOR),
    }
    for part, (words, longest) in told.items():
        if not words:
            raise Refused(f"flat.no_{part}")
        if len(words) > longest:
            raise Refused("flat.too_long", words=words[:longest], longest=longest)
    alias = plain(flat.alias or "") or None
    if alias is not None and len(alias) > LONGEST_ALIAS:
        raise Refused("flat.too_long", words=alias[:LONGEST_ALIAS], longest=LONGEST_ALIAS)
    if alias is not None and not is_alias(alias):
        raise Refused("place.alias_odd", words=alias)
    building, entrance, door = (words for words, _longest in told.values())
    floor = storey(Flat(building, entrance, door, flat.floor))
    if floor == 0 or not LOWEST_FLOOR <= floor <= HIGHEST_FLOOR:
        raise Refused("flat.odd_floor", floor=floor)
    return Flat(building, entrance, door, floor, alias)


def is_alias(words: str) -> bool:
    """Whether plain words can stand for a building in a sentence: no single character, number, entrance or door."""
    told = [Mention(mention.building) == mention for mention in mentions(words)]
    return len(words) > 1 and not words.isdigit() and all(told)


def clean_name(words: str, longest: int) -> str:
    """The name without spaces around it. Raises Refused `place.name_needed`, `place.name_too_long`."""
    name = _visible(words)
    if not name:
        raise Refused("place.name_needed")
    if len(name) > longest:
        raise Refused("place.name_too_long", longest=longest)
    return name


def order_of(name: str) -> int:
    """The number in a name, so that 2 comes before 13; 0 without one."""
    digits = re.search(r"\d{1,6}", name)
    return int(digits[0]) if digits else 0


# 1. Spelling: one width, one script, digits for numerals, no spaces, one kind of dash.

_SIMPLE = str.maketrans("樓棟單號門層東貳參陸兩○", "楼栋单号门层东贰叁陆两〇")
_DIGIT = str.maketrans("零〇一幺二两三四五六七八九壹贰叁肆伍陆柒捌玖拾佰仟", "00112234567891234567" + "89十百千")
_NUMERAL = re.compile("[零〇一幺二两三四五六七八九壹贰叁肆伍陆柒捌玖拾佰仟十百千廿卅]+")
_WELL_MADE = re.compile(r"(?:([1-9])千)?(?:0?([1-9])百)?(?:0?([1-9]?)(十))?(0?)([1-9])?")
_DASH = re.compile(r"\s*(?:[-‐-―−~/\\.·_]\s*)+(?=[\dA-Z])")
_LIST = re.compile(
    r"(?<![\d.-])(\d{1,2})(?=[、和与及,](?:\d{1,2}[、和与及,]){0,9}\d{1,2}(号楼|#楼?|号?栋(?!楼)|号?幢|号?座|单元))"
)


def _spelled(words: str) -> str:
    text = _visible(words).upper().translate(_SIMPLE)
    text = _NUMERAL.sub(lambda run: _number(run[0]), text)
    text = _DASH.sub("-", text.strip())
    text = re.sub(r"\s+", "", re.sub(r"(?<=\d)\s+(?=\d)", "-", text))
    return unicodedata.normalize("NFKC", text)


def _visible(words: str) -> str:
    # What is pasted from a chat brings marks that nobody sees.
    spaced = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", words)).strip()
    return "".join(mark for mark in spaced if unicodedata.category(mark)[0] != "C")


def _number(run: str) -> str:
    digits = run.replace("廿", "二十").replace("卅", "三十").translate(_DIGIT)
    if digits.isdigit():
        return digits
    made = _WELL_MADE.fullmatch(digits)
    if made is None:
        return run
    thousands, hundreds, tens, ten, zero, ones = made.groups()
    value = int(thousands or 0) * 1000 + int(hundreds or 0) * 100 + (int(tens or 1) * 10 if ten else 0)
    # 一百二 is 120; 一百零二 is 102.
    weight = 1 if ten or zero else 10 if hundreds else 100
    return str(value + int(ones or 0) * weight)


def _rewritten(text: str) -> str:
    # 3、5号楼 are two buildings.
    text = _LIST.sub(r"\1\2", text)
    parts, done = [], 0
    for start, end, mention in _scan(text):
        parts += [text[done:start], str(mention)]
        done = end
    return "".join([*parts, text[done:]])


# 2. Mentions: a building by its mark, then what stands behind it. Read downwards, as one reads an address.

_ID = r"(?:[甲乙丙丁]?\d{1,3}[A-Z甲乙丙丁]?|[A-Z]\d{0,2})"
_EDGE = r"(?<![\dA-Z.])"
# 501 is a door, 501户 are many, and 501号楼 is a building.
_NO_COUNT = r"(?![\d户个人元块天年月日点分次米度平家条位只]|号?[楼栋幢]|#|单元|门|层|-\d)"
_ROOM = r"(?:室|号?房间?|号(?![楼栋院线]))"
_SURE = rf"{_EDGE}(?P<sure>{_ID})(?:号楼|#楼?|号?栋(?!楼)|号?幢|号?座(?=[\d的,。-]|$))"
# 13楼 is a storey and 13号 is a day, unless an entrance or a door stands behind it.
_LIKELY = rf"{_EDGE}(?P<likely>{_ID})(?:楼|号)(?=[-,第\dA-Z东西南北中])"
_TRIPLE = r"(?<![\dA-Z.-])(?P<triple>\d{1,3}[A-Z]?)(?=-\d{1,2}-\d{3,5}[A-Z]?(?![\d-]))"
_WHOLE = rf"^(?:(?P<whole>{_ID})(?:楼$|(?=-(?:\d{{1,2}}-)?\d{{1,5}}[A-Z]?$))|(?P<bare>\d{{1,5}}[A-Z]?)$)"
_ALONE = r"(?P<alone>(?<![\d第.])第?\d{1,2}(?:单元|楼门洞|门洞)|(?<![\dA-Z.])\d{3,5}[A-Z]?室)"

_ENTRANCE = re.compile(
    r"[-,、]?第?(\d{1,2}|[A-Z]|[东西南北中甲乙丙丁](?=单元))"
    r"(?:号?楼?单元(?:门洞?)?|号?楼?门洞?(?!牌)|号?楼洞|号(?=\d{3,4}(?!\d)))"
)
_FLOOR = re.compile(r"[-,]?\d{1,3}(?:层|楼(?!门|洞))")
_DOOR = re.compile(
    rf"[-,]?([A-Z]?\d{{3,5}}[A-Z]?){_ROOM}?{_NO_COUNT}"
    r"|[-,]?([A-Z]?\d{1,2}[A-Z]?)(?:室|号房|号(?![楼栋门院线])|$)"
)
_NEXT_DOOR = re.compile(rf"[、和与及]([A-Z]?\d{{3,5}}[A-Z]?){_ROOM}?{_NO_COUNT}")
_PAIR = re.compile(rf"-?(\d{{1,2}})-(\d{{3,5}}[A-Z]?|\d{{1,2}}$){_ROOM}?{_NO_COUNT}")
_LOOSE = re.compile(rf"-(\d{{1,2}})(?![号楼栋幢单门层]){_NO_COUNT}|(\d{{1,2}})$")


def _scan(text: str, names: Collection[str] = ()) -> Iterator[tuple[int, int, Mention]]:
    own = "|".join(f"{_EDGE if name[0].isdigit() else ''}{re.escape(name)}" for name in sorted(names, key=len)[::-1])
    named = [f"(?P<named>{own})(?:号楼|#楼?|楼|栋|座)?"] if own else []
    start = re.compile("|".join([*named, _WHOLE, _SURE, _LIKELY, _TRIPLE, _ALONE]))
    at = 0
    while (first := start.search(text, at)) is not None:
        end, mention = _follow(text, first)
        at = max(end, first.end())
        if mention is None:
            continue
        yield first.start(), end, mention
        while mention.door and (beside := _NEXT_DOOR.match(text, at)):
            at = beside.end()
            yield beside.start(1), at, Mention(door=beside[1])


def _follow(text: str, first: re.Match[str]) -> tuple[int, Mention | None]:
    told = {kind: words for kind, words in first.groupdict().items() if words is not None}
    kind, words = next(iter(told.items()))
    if kind == "bare":
        return first.end(), Mention(loose=words)
    if kind == "alone":
        return _follow_entrance(text, first.start(), None)
    building = words if kind == "named" else _building(words)
    end, mention = _follow_entrance(text, first.end(), building)
    if kind == "likely" and not _is_building(words, mention):
        return first.end(), None
    return end, mention


def _follow_entrance(text: str, at: int, building: str | None) -> tuple[int, Mention]:
    entrance = _ENTRANCE.match(text, at)
    pair = None if entrance else _PAIR.match(text, at)
    if pair is not None and building is not None:
        return pair.end(), Mention(building, _entrance(pair[1]), pair[2])
    end = entrance.end() if entrance else at
    if storey := _FLOOR.match(text, end):
        end = storey.end()
    name = _entrance(entrance[1]) if entrance else None
    if door := _DOOR.match(text, end):
        number = door[1] or door[2]
        if building is None or name is not None or not number.isdigit():
            return door.end(), Mention(building, name, number)
        return door.end(), Mention(building, None, None, number)
    loose = _LOOSE.match(text, end) if building is not None and name is None else None
    if loose is not None:
        return loose.end(), Mention(building, None, None, loose[1] or loose[2])
    return end, Mention(building, name)


def _is_building(number: str, mention: Mention) -> bool:
    # 3楼302 is a door of the third storey.
    door = mention.loose if mention.loose and len(mention.loose) > 2 else mention.door
    return mention.entrance is not None or (door is not None and str(floor_of(door)) != number)


def _building(number: str) -> str:
    number = re.sub(r"(?<!\d)0+(?=\d)", "", number)
    return f"{number}座" if number.isalpha() else f"{number}号楼"


def _entrance(number: str) -> str:
    return f"{number.lstrip('0') or number}单元"
