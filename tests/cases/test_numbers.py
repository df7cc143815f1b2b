"""Numbers as people say and type them; words as they were said."""

import unicodedata
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from linli.cases.rules.words import CODE_MARKS, UNSEEN, clean, normal_code, number, read_number, short

SAID = (
    "1103-02",
    "1103-2",
    "1103 02",
    "１１０３－０２",
    " 1103—2 ",
    "1103–002",
    "1103_02",
    "110302",
    "1103.02",
    "1103‑02",
    "1103−02",
)
words = st.text(max_size=60)


def seen(said):
    """The marks that one can see."""
    return [mark for mark in said or "" if not mark.isspace() and unicodedata.category(mark) not in UNSEEN]


@given(st.dates(), st.integers(1, 9999))
def test_a_number_can_be_read_as_it_was_given(day, serial):
    assert read_number(number(day, serial)) == (day.month, day.day, serial)


@pytest.mark.parametrize("said", SAID)
def test_a_number_is_understood_in_every_way_in_which_people_type_it(said):
    assert read_number(said) == (11, 3, 2)


@pytest.mark.parametrize("said", ["", "门", "1103", "-02", "1103--02", "13800006621", "13号楼", "1103-02 门坏了"])
def test_what_is_no_number_is_not_taken_for_one(said):
    assert read_number(said) is None


def test_the_number_of_a_busy_day_has_three_digits():
    assert number(date(2026, 11, 3), 117) == "1103-117"


@given(words)
def test_clean_words_stay_as_they_are(said):
    told = clean(said)

    assert clean(told) == told


@given(words)
@example("\u200d")
@example("\n\u200c\n")
@example("\x00")
def test_what_cannot_be_seen_is_nothing(said):
    told = clean(said)

    assert (told is None) == (not seen(said))


@given(words)
def test_nothing_that_can_be_seen_is_lost(said):
    assert seen(clean(said)) == seen(said)


def test_lines_and_joined_emoji_are_kept():
    assert clean("一楼\r\n👩\u200d🦳 说的\x00") == "一楼\n👩\u200d🦳 说的"
    assert clean(None) is None


@given(st.text(min_size=1, max_size=80), st.integers(2, 60))
def test_a_title_is_never_longer_than_it_may_be(said, length):
    told = clean(said)

    if told is not None:
        assert 0 < len(short(told, length)) <= length


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("单元门又锁不上了。晚上谁都能进来。", "单元门又锁不上了"),
        ("水管漏了！", "水管漏了"),
        ("。。。", "。。。"),
        ("十三号楼二单元一层的门厅里面昨天晚上开始就一直漏水", "十三号楼二单元一层的门厅里面昨天晚…"),
    ],
)
def test_a_title_is_the_beginning_of_what_was_said(said, title):
    assert short(said) == title


@given(st.text(alphabet=CODE_MARKS, min_size=8, max_size=8))
def test_a_code_is_understood_in_small_letters_with_blanks_and_dashes(code):
    typed = " ".join((code[:4].lower(), "-", code[4:]))

    assert normal_code(typed) == code


def test_a_code_has_no_marks_that_old_eyes_take_for_one_another():
    assert not set("0O1IL2Z5S8B") & set(CODE_MARKS)
    assert len(set(CODE_MARKS)) == len(CODE_MARKS)
