"""However people write where it is, it is the same place."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from linli.places.rules import Mention, address, building_name, door_name, entrance_name, mentions, plain, readings

NUMERALS = "零一二三四五六七八九"
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def in_chinese(number: int) -> str:
    """十三, 一百零二: as one says a number."""
    if number < 10:
        return NUMERALS[number]
    if number < 20:
        return "十" + (NUMERALS[number % 10] if number % 10 else "")
    if number < 100:
        return NUMERALS[number // 10] + in_chinese(10 + number % 10)
    rest = number % 100
    if rest == 0:
        return NUMERALS[number // 100] + "百"
    between = "零" if rest < 10 else "一" if rest < 20 else ""
    return NUMERALS[number // 100] + "百" + between + in_chinese(rest)


def one_by_one(digits: str, zero: str = "零") -> str:
    """五零一: as one reads a door aloud."""
    return "".join(NUMERALS[int(digit)] for digit in digits).replace("零", zero)


def spellings(number: int) -> list[str]:
    return [str(number), str(number).translate(WIDE), in_chinese(number), f" {number} "]


numbers = st.integers(1, 199)
entrances = st.integers(1, 12)
doors = st.builds(lambda floor, door: f"{floor}{door:02d}", st.integers(1, 33), st.integers(1, 12))


@st.composite
def ways(draw: st.DrawFn) -> tuple[str, tuple[str, str, str]]:
    """One way of writing a flat, and the flat."""
    building, entrance, door = draw(numbers), draw(entrances), draw(doors)
    told = draw(st.sampled_from(spellings(building)))
    stairs = draw(st.sampled_from(spellings(entrance)))
    home = draw(st.sampled_from([door, door.translate(WIDE), one_by_one(door), one_by_one(door, "〇")]))
    mark = draw(st.sampled_from(["号楼", "#", "＃", "#楼", "栋", "号栋", "幢", "楼", "號樓"]))
    behind = draw(st.sampled_from(["单元", "门", "楼门", "门洞", "号门", "单元门", "單元"]))
    room = draw(st.sampled_from(["", "室", "号", "房"]))
    dash = draw(st.sampled_from(["-", "－", "—", "/", " - "]))
    comma = draw(st.sampled_from(["", "，", " ", "-"]))
    way = draw(
        st.sampled_from(
            [
                f"{told}{mark}{comma}{stairs}{behind}{comma}{home}{room}",
                f"{told}{mark}{stairs}{dash}{home}{room}",
                f"{told}{dash}{stairs}{dash}{home}",
            ]
        )
    )
    return way, (f"{building}号楼", f"{entrance}单元", door)


@given(ways())
@example(("13号楼2单元501", ("13号楼", "2单元", "501")))
@example(("十三楼二单元五零一室", ("13号楼", "2单元", "501")))
@example(("１３#2-501", ("13号楼", "2单元", "501")))
def test_every_way_of_writing_a_flat_is_the_same_flat(way):
    words, flat = way

    assert plain(words) == address(*flat)
    assert mentions(words) == (Mention(*flat),)


@given(
    ways(),
    st.sampled_from(["", "我住", "师傅，", "麻烦看看"]),
    st.sampled_from(["漏水了", "，灯不亮", "。", "的门坏了"]),
)
def test_a_flat_is_found_inside_a_sentence(way, before, after):
    words, flat = way

    assert Mention(*flat) in mentions(before + words + after)


@given(numbers, st.data())
def test_every_way_of_writing_a_building_is_the_same_building(number, data):
    told = data.draw(st.sampled_from(spellings(number)))
    mark = data.draw(st.sampled_from(["号楼", "#", "＃", "栋", "幢", "楼", "号樓", "#楼"]))

    assert plain(told + mark) == f"{number}号楼"
    assert building_name(told + mark) == building_name(told) == f"{number}号楼"


@given(entrances, st.data())
def test_every_way_of_writing_an_entrance_is_the_same_entrance(number, data):
    told = data.draw(st.sampled_from(spellings(number)))
    mark = data.draw(st.sampled_from(["", "单元", "门", "楼门", "门洞", "号楼门", "单元门", "号"]))

    assert entrance_name(told + mark) == f"{number}单元"


@given(doors, st.sampled_from(["", "室", "号", "房"]), st.sampled_from(["", "2-", "13-2-", "13号楼2单元"]))
def test_every_way_of_writing_a_door_is_the_same_door(door, room, before):
    assert door_name(before + door + room) == door
    assert door_name(one_by_one(door) + room) == door


@given(st.text(st.sampled_from("0123十三百零2A #-，、号楼单元门室层栋座的x第"), max_size=24))
@example("13-2")
@example("3、5号楼")
@example("13号楼501、502、503")
@example("13号楼5层")
def test_what_is_plain_stays_as_it_is(words):
    assert plain(plain(words)) == plain(words)


@given(st.text(max_size=60))
def test_any_words_at_all_can_be_read(words):
    assert plain(plain(words)) == plain(words)
    mentions(words)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("13号楼", ["13号楼"]),
        ("13#楼2门", ["13号楼2单元"]),
        ("十三号楼二门", ["13号楼2单元"]),
        ("13号楼2门洞", ["13号楼2单元"]),
        ("13号楼第二单元的灯", ["13号楼2单元"]),
        ("03号楼02单元", ["3号楼2单元"]),
        ("13号501室", ["13号楼501"]),
        ("13号楼2号501", ["13号楼2单元501"]),
        ("13号楼2单元5层501", ["13号楼2单元501"]),
        ("A座1203", ["A座1203"]),
        ("B2栋3单元", ["B2号楼3单元"]),
        ("甲13号楼", ["甲13号楼"]),
        ("13号楼东单元", ["13号楼东单元"]),
        ("13号楼2单元B101", ["13号楼2单元B101"]),
        ("一百二十号楼", ["120号楼"]),
        ("廿三栋", ["23号楼"]),
        ("13\u200b号\u200b楼", ["13号楼"]),
        ("3、5号楼都停水了", ["3号楼", "5号楼"]),
        ("3号楼和5号楼都停水了", ["3号楼", "5号楼"]),
        ("13号楼1、2单元", ["13号楼1单元", "13号楼2单元"]),
        ("13号楼2单元501和502", ["13号楼2单元501", "13号楼2单元502"]),
        ("13号楼2单元门口，3单元也是", ["13号楼2单元", "13号楼3单元"]),
        ("2单元501室", ["2单元501"]),
        ("502室", ["502室"]),
    ],
)
def test_a_mention_is_read_as_a_neighbour_reads_it(words, found):
    assert [str(mention) for mention in mentions(words)] == found


@pytest.mark.parametrize(
    "words",
    [
        "一楼的灯坏了",  # a storey
        "3楼302门口有垃圾",  # a door of the third storey
        "13号下午停水",  # a day
        "一栋楼都停水了",  # one building, whichever
        "三楼到五楼",
        "2026-11-02 到的",
        "13800001234",
        "010-88881234",
        "停了3.5小时",
        "东门外有5个人",
        "",
    ],
)
def test_what_only_looks_like_an_address_is_none(words):
    assert mentions(words) == ()


@pytest.mark.parametrize(
    ("words", "ways"),
    [
        ("13-2", {"13号楼2", "13号楼2单元"}),
        ("13#501", {"13号楼501"}),
        ("13#2501", {"13号楼2501", "13号楼2单元501"}),
        ("13", {"13号楼", "13室"}),
        ("13号楼2单元", {"13号楼2单元"}),
    ],
)
def test_what_can_be_read_in_two_ways_is_read_in_both(words, ways):
    (mention,) = mentions(words)

    assert {str(reading) for reading in readings(mention)} == ways


def test_what_buildings_are_called_here_is_known_beside_their_numbers():
    names = {"红楼", "幼儿园"}

    assert mentions("红楼2单元501漏水", names) == (Mention("红楼", "2单元", "501"),)
    assert mentions("幼儿园旁边的3号楼", names) == (Mention("幼儿园"), Mention("3号楼"))


@pytest.mark.parametrize(
    "words", ["1-" * 5000, "1" * 10_000, "一" * 10_000, "1、" * 5000, "13号楼" * 2000, " " * 10_000]
)
def test_no_words_take_long_to_read(words):
    began = time.perf_counter()

    mentions(words)

    assert time.perf_counter() - began < 1
