"""The flats of a list in one form, or the reason why not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.refused import Refused
from linli.places.rules import Flat, floor_of, read_floor, tidy


@pytest.mark.parametrize(
    "flat",
    [
        Flat("13", "2", "501"),
        Flat("13#", "二门", "501室"),
        Flat(" 十三号楼 ", "2 单元", "五零一"),
        Flat("13栋", "2楼门", "2-501"),
        Flat("１３幢", "第2单元", "13-2-501"),
    ],
)
def test_a_flat_has_one_form_however_it_is_typed(flat):
    assert tidy(flat) == Flat("13号楼", "2单元", "501", 5)


def test_names_that_are_no_numbers_stay_as_they_are():
    assert tidy(Flat("东区3#", "东单元", "B101", alias="红楼")) == Flat("东区3号楼", "东单元", "B101", -1, "红楼")
    assert tidy(Flat("平房", "大门", "3")) == Flat("平房", "大门", "3", 1)


@given(st.builds(Flat, st.text(max_size=9), st.text(max_size=9), st.text(max_size=9)))
def test_what_is_tidy_stays_as_it_is(flat):
    try:
        once = tidy(flat)
    except Refused:
        return

    assert tidy(once) == once


@pytest.mark.parametrize(
    ("door", "floor"), [("501", 5), ("1203", 12), ("0101", 1), ("101A", 1), ("B201", -2), ("3", 1), ("东屋", 1)]
)
def test_a_door_tells_its_floor(door, floor):
    assert floor_of(door) == floor


@pytest.mark.parametrize(
    ("words", "floor"),
    [
        ("5", 5),
        ("五层", 5),
        ("第5楼", 5),
        ("12F", 12),
        ("-1", -1),
        ("B1", -1),
        ("地下一层", -1),
        ("负二", -2),
        (" ", None),
    ],
)
def test_a_floor_is_read_as_people_write_it(words, floor):
    assert read_floor(words) == floor


@pytest.mark.parametrize("words", ["五楼半", "5.5", "顶层", "1000"])
def test_a_floor_that_is_none_is_refused(words):
    with pytest.raises(Refused, match=r"flat\.odd_floor"):
        read_floor(words)


@pytest.mark.parametrize(
    ("flat", "code"),
    [
        (Flat("", "2", "501"), "flat.no_building"),
        (Flat("13", " ", "501"), "flat.no_entrance"),
        (Flat("13", "2", "\u200b"), "flat.no_door"),
        (Flat("楼" * 21, "2", "501"), "flat.too_long"),
        (Flat("13", "2", "9" * 13), "flat.too_long"),
        (Flat("13", "2", "501", alias="长" * 41), "flat.too_long"),
        (Flat("13", "2", "501", floor=0), "flat.odd_floor"),
        (Flat("13", "2", "501", floor=151), "flat.odd_floor"),
        (Flat("13", "2", "99901"), "flat.odd_floor"),
        (Flat("13", "2", "501", alias="8"), "place.alias_odd"),
    ],
)
def test_a_flat_that_cannot_be_is_refused_with_the_reason(flat, code):
    with pytest.raises(Refused, match=code.replace(".", r"\.")):
        tidy(flat)
