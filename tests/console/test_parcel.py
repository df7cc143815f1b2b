"""A parcel is whole or it is refused, wherever it was touched and whoever packed it."""

import io
import tarfile

import pytest

from linli.audit.queries import Verdict
from linli.channels.console import parcel
from linli.channels.console.main import Stopped
from linli.channels.console.parcel import COVER, MANIFEST, SEAL, Manifest, Packing, opened
from linli.database.copying import Counter


def packed(file, members, **told):
    facts = {
        "linli": "0.1.0",
        "made_at": "2026-11-02T00:20:00+00:00",
        "database": "sqlite",
        "migrations": (("audit", "0001_founded"),),
        "chains": (Verdict(0, 1, "a" * 64),),
        "missing": (),
        "columns": {"audit_entry": ("id", "seal")},
        "counters": (Counter("audit_entry", "id", 7, True),),
    }
    with file.open("w+b") as content:
        packing = Packing(content)
        for name, words in members.items():
            packing.add(name, io.BytesIO(words), len(words))
        packing.close(Manifest(**{**facts, "members": packing.members, **told}))
    return file


@pytest.fixture
def whole(tmp_path):
    return packed(tmp_path / "whole", {"database.sqlite3": b"rows" * 200, "files/ab/cde": b"red" * 100})


def test_what_was_packed_is_taken_out_again(whole, tmp_path):
    with opened(whole) as found:
        found.take("files/ab/cde", tmp_path / "out" / "cde")

    assert (tmp_path / "out" / "cde").read_bytes() == b"red" * 100
    assert found.manifest.chains == (Verdict(0, 1, "a" * 64),)
    assert found.manifest.counters == (Counter("audit_entry", "id", 7, True),)
    assert found.manifest.columns == {"audit_entry": ("id", "seal")}


def test_an_ordinary_tar_reads_it(whole):
    with tarfile.open(whole) as tar:
        assert tar.getnames() == [COVER, "database.sqlite3", "files/ab/cde", MANIFEST, SEAL]


def test_one_flipped_bit_is_found_wherever_it_is(whole):
    content = whole.read_bytes()
    passed = []
    for place in range(0, len(content), 7):
        whole.write_bytes(content[:place] + bytes([content[place] ^ 1 << place % 8]) + content[place + 1 :])
        try:
            with opened(whole):
                passed.append(place)
        except Stopped:
            continue

    assert passed == []


def test_a_flipped_byte_is_named_by_its_member(whole):
    content = whole.read_bytes()
    whole.write_bytes(content.replace(b"redred", b"redrad", 1))

    with pytest.raises(Stopped, match="坏了：files/ab/cde"), opened(whole):
        pass


def test_a_cut_end_is_found_however_little_was_cut(whole):
    content = whole.read_bytes()
    passed = []
    for length in (*range(0, len(content), 97), len(content) - 1, len(content) - 512):
        whole.write_bytes(content[:length])
        try:
            with opened(whole):
                passed.append(length)
        except Stopped:
            continue

    assert passed == []


@pytest.mark.parametrize(
    "name", ["files/../../etc/passwd", "/etc/passwd", "files/ab/../x", "keys/other.key", "tables/x;y.copy", "x"]
)
def test_a_name_that_we_would_not_give_is_refused_though_it_was_sealed(tmp_path, name):
    with pytest.raises(Stopped, match="坏了"), opened(packed(tmp_path / "odd", {name: b"words"})):
        pass


def test_a_member_that_is_no_file_is_refused(tmp_path, monkeypatch):
    header = parcel._header

    def linked(name, size):
        made = header(name, size)
        if name.startswith("files/"):
            made.type, made.linkname, made.size = tarfile.SYMTYPE, "/etc/passwd", 0
        return made

    monkeypatch.setattr(parcel, "_header", linked)

    with pytest.raises(Stopped), opened(packed(tmp_path / "odd", {"files/ab/cde": b""})):
        pass


@pytest.mark.parametrize(
    "told",
    [
        {"columns": {'audit_entry"; DROP TABLE x; --': ("id",)}},
        {"columns": {"audit_entry": ('"id"',)}},
        {"counters": ({"table": 'x"', "column": "id", "value": 1, "used": True},)},
        {"migrations": ("audit",)},
        {"migrations": 7},
        {"chains": ({"whose": 1},)},
        {"members": {"database.sqlite3": {"size": 5}}},
        {"missing": None},
    ],
)
def test_a_manifest_that_says_odd_things_is_refused_though_it_was_sealed(tmp_path, monkeypatch, told):
    monkeypatch.setattr(parcel, "asdict", lambda manifest: {**real(manifest), **told})

    with pytest.raises(Stopped, match=r"坏了：manifest.json"), opened(packed(tmp_path / "odd", {})):
        pass


def test_a_later_format_asks_for_an_upgrade(tmp_path, monkeypatch):
    monkeypatch.setattr(parcel, "FORMAT", 2)
    file = packed(tmp_path / "later", {})
    monkeypatch.undo()

    with pytest.raises(Stopped, match="先升级"), opened(file):
        pass


@pytest.mark.parametrize("content", [b"", b"words", b"\0" * 10240, b"SQLite format 3\0" * 100])
def test_what_is_no_backup_is_told_so(tmp_path, content):
    (tmp_path / "other").write_bytes(content)

    with pytest.raises(Stopped, match="不是邻里的备份"), opened(tmp_path / "other"):
        pass


def test_a_tar_of_somebody_else_is_told_so(tmp_path):
    with tarfile.open(tmp_path / "other.tar", "w") as tar:
        tar.add(__file__, "letter.txt")

    with pytest.raises(Stopped, match="不是邻里的备份"), opened(tmp_path / "other.tar"):
        pass


real = parcel.asdict
