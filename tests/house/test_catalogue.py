"""What is said in Chinese can be read in English."""

import re

import polib

from tests.house.catalogue import ENGLISH, key, spoken, written

GAP = re.compile(r"%\((\w+)\)[sd]|%[sd]")


def test_every_sentence_is_in_the_catalogue_and_no_other():
    """`make messages` brings it up to date."""
    assert {key(entry) for entry in written()} == set(spoken())


def test_every_sentence_has_its_english():
    assert [entry.msgid for entry in written() if not entry.translated()] == []


def test_no_gap_of_a_sentence_is_lost_or_invented():
    wrong = []
    for entry in written():
        english = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        chinese = entry.msgid_plural or entry.msgid
        wrong += [text for text in english if text and sorted(GAP.findall(text)) != sorted(GAP.findall(chinese))]

    assert wrong == []


def test_english_is_english():
    """The name of the language, of the product and of whom to press for are the only Chinese in it."""
    chinese = re.compile(r"[\u4e00-\u9fff]+")
    found = {word for entry in written() for word in chinese.findall(entry.msgstr)}

    assert found <= {"中文", "邻里"}


def test_the_compiled_catalogue_is_the_written_one():
    compiled = polib.mofile(str(ENGLISH.with_suffix(".mo")))

    assert {key(entry): (entry.msgstr, entry.msgstr_plural) for entry in compiled} == {
        key(entry): (entry.msgstr, entry.msgstr_plural) for entry in written() if entry.translated()
    }
