"""Recordings and films keep what is heard and seen, and lose where and when; what is cut short is broken."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.files.rules import kinds
from linli.files.rules.cleaning import RECORDINGS, clean
from linli.files.rules.elements import clean_webm
from linli.kernel.refused import Refused
from tests.files import samples

KNOWN = {
    "mp4 film": (samples.iso(b"vide", b"soun", b"meta"), "video/mp4"),
    "mov film": (samples.iso(b"vide", b"soun", brand=b"qt  "), "video/quicktime"),
    "mov film without sound": (samples.iso(b"vide"), "video/mp4"),
    "m4a": (samples.iso(b"soun", brand=b"M4A "), "audio/mp4"),
    "webm film": (samples.webm(1, 2), "video/webm"),
    "webm sound": (samples.webm(2), "audio/webm"),
    "wav": (samples.wav(), "audio/wav"),
    "mp3": (samples.mp3(), "audio/mpeg"),
    "aac": (samples.aac(), "audio/aac"),
    "amr": (samples.amr(), "audio/amr"),
    "opus": (samples.ogg(), "audio/ogg"),
    "vorbis": (samples.ogg(b"\x01vorbis"), "audio/ogg"),
}


def refusal(content):
    with pytest.raises(Refused) as refused:
        clean(content, "a.mp4")
    return refused.value.code


@pytest.mark.parametrize("name", KNOWN)
def test_a_recording_is_known_by_what_it_is_and_its_notes_are_gone(name):
    content, media_type = KNOWN[name]

    cleaned = clean(content, "whatever.txt")

    assert cleaned.media_type == media_type
    assert [secret for secret in samples.SECRETS if secret in cleaned.content] == []
    assert clean(cleaned.content, "again").content == cleaned.content


@pytest.mark.parametrize("name", ["mp4 film", "m4a", "webm film", "webm sound"])
def test_what_is_blanked_keeps_its_place(name):
    content, _ = KNOWN[name]

    cleaned = clean(content, "").content

    assert len(cleaned) == len(content)
    assert cleaned.index(b"sample") == content.index(b"sample")


def test_a_film_does_not_say_when_it_was_made():
    assert struct.pack(">I", 3_800_000_000) in samples.iso(b"vide")
    assert struct.pack(">I", 3_800_000_000) not in clean(samples.iso(b"vide"), "").content


def test_a_wav_keeps_its_samples_to_the_last():
    cleaned = clean(samples.wav(), "").content

    assert len(cleaned) == 44 + 1600
    assert cleaned[:4] == b"RIFF"
    assert struct.unpack("<I", cleaned[4:8])[0] == len(cleaned) - 8


@pytest.mark.parametrize("name", sorted(set(KNOWN) - {"mp3", "aac"}))
def test_what_was_cut_short_is_broken(name):
    content, _ = KNOWN[name]
    if name == "amr":
        content = content[:6]

    assert refusal(content[: len(content) * 2 // 3 + 1]) == "file.broken"


@pytest.mark.parametrize(
    "content",
    [
        samples.iso(),
        samples.iso(b"text"),
        samples.iso(b"vide") + b"<script>",
        samples.webm(),
        samples.webm(17),
        samples.webm(1, doc_type=b"matroska"),
        samples.ogg(b"\x80theora"),
        samples.ogg(b"fishead\0"),
        b"OggS\0" + bytes(40),
        b"ID3\4\0\0\0\0\0\x05abcde" + b"not sound" * 200,
        b"\xff\xfb\x90\0" * 30,
        b"#!AMR\n",
        b"#!AMR\n<html>",
        samples.wav()[:44],
    ],
)
def test_what_holds_neither_sound_nor_film_is_broken(content):
    assert refusal(content) == "file.broken"


@pytest.mark.parametrize(("name", "kind"), [("wav", kinds.Kind.SOUND), ("mp4 film", kinds.Kind.FILM)])
def test_each_kind_has_its_largest_size(name, kind, monkeypatch):
    content, _ = KNOWN[name]
    monkeypatch.setitem(kinds.LARGEST, kind, len(content) - 1)

    assert refusal(content) == "file.too_big"


def test_a_film_of_fifty_megabytes_comes_in_and_one_byte_more_does_not():
    rest = kinds.LARGEST_OF_ALL - len(samples.iso(b"vide")) - 8
    largest = samples.iso(b"vide") + samples.box(b"mdat", bytes(rest))

    assert clean(largest, "").media_type == "video/mp4"
    assert refusal(largest + b"\0") == "file.too_big"


def test_boxes_and_elements_made_to_keep_us_busy_are_broken():
    assert refusal(samples.iso(b"vide") + samples.box(b"free") * 210_000) == "file.broken"
    assert refusal(samples.webm(2) + samples.element("a3", b"") * 510_000) == "file.broken"


@pytest.mark.parametrize("length", [5, 8, 9, 40])
def test_a_note_of_any_length_is_blanked_in_its_place(length):
    note = bytes.fromhex("1254c367") + bytes([0x80 | (length - 5)]) + b"x" * (length - 5)
    content = samples.element("1a45dfa3", samples.element("4282", b"webm")) + samples.element(
        "18538067",
        samples.element("1654ae6b", samples.element("ae", samples.element("83", b"\2"))) + note,
        length=samples.UNKNOWN,
    )

    cleaned = clean_webm(content)

    assert cleaned is not None
    assert len(cleaned.content) == len(content)
    assert b"x" not in cleaned.content[-length:]
    assert clean_webm(cleaned.content) == cleaned


@settings(max_examples=300, deadline=None)
@given(
    name=st.sampled_from(sorted(KNOWN)),
    changes=st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=12),
    end=st.integers(0, 5000),
)
def test_whatever_was_done_to_a_recording_it_is_taken_or_refused(name, changes, end):
    content = bytearray(KNOWN[name][0][: end or None])
    for place, value in changes:
        if content:
            content[place % len(content)] = value

    for reader in RECORDINGS.values():
        reader(bytes(content))
