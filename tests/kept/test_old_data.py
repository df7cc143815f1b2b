"""What earlier versions left behind is migrated, proved and read by this one."""

import json
import lzma
from pathlib import Path

import pytest
from django.db import connection

from linli.cases.rules.life import State

HERE = Path(__file__).resolve().parent
LEFT = sorted(HERE.glob("*.db.xz"))

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="what was kept is a file of SQLite")


@pytest.fixture(params=LEFT, ids=lambda file: file.name.partition(".")[0])
def old(request, outside):
    """A database that was left, brought to this version, as more of the environment of a process."""
    file = outside.folder / "old.sqlite3"
    file.write_bytes(lzma.decompress(request.param.read_bytes()))
    key = (HERE / "field.key").read_text(encoding="utf-8").strip()
    where = {"LINLI_DATABASE_URL": f"sqlite://{file}", "LINLI_FIELD_KEYS": key}
    migrated = outside.linli("migrate", **where)
    assert (migrated.returncode, migrated.stderr) == (0, "")
    return where


def test_something_was_left_and_it_is_small():
    assert LEFT
    assert [file.name for file in LEFT if file.stat().st_size > 150_000] == []


def test_its_log_holds(outside, old):
    verified = outside.linli("audit", "verify", "--json", **old)

    answer = json.loads(verified.stdout)
    assert (verified.returncode, answer["whole"]) == (0, True)
    assert [chain["community_id"] for chain in answer["chains"] if chain["entries"] == 0] == []
    assert len(answer["chains"]) == 3


def test_all_of_it_can_be_read(outside, old):
    read = outside.run("tests.kept.reading", **old)

    assert (read.returncode, read.stderr) == (0, "")
    told = json.loads(read.stdout)
    assert told["states"] == sorted(State)
    assert {f"走到“{state}”的那一件。" for state in State} <= set(told["words"])
    assert told["own"] == told["words"]
    assert told["open"] == told["cases"] == len(told["words"])
    assert told["steps"] > 2 * told["cases"]
    assert {"13800001106", "13800006621"} <= set(told["telephones"])
    assert told["letters"] > 0


def test_it_goes_on(outside, old):
    side = outside.run("tests.cases.saying", "again", "1", "1", "39", **old)

    assert (side.returncode, side.stderr) == (0, "")
    assert outside.linli("audit", "verify", **old).returncode == 0
