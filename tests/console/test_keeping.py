"""A backup made while people work becomes the same installation elsewhere, or nothing."""

import json
import stat
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from linli.channels.console import parcel
from linli.channels.console.parcel import MANIFEST, SEAL, Packing
from linli.database.copying import FILE
from tests.plugin import Outside

WRITERS = 8


@dataclass(frozen=True)
class Place:
    """Another machine: nothing but a folder and a way to an empty database."""

    outside: Outside
    folder: Path
    url: str

    def linli(self, *arguments, **more):
        return self.outside.linli(*arguments, LINLI_DATA=str(self.folder), LINLI_DATABASE_URL=self.url, **more)

    def run(self, *arguments):
        return self.outside.run(*arguments, LINLI_DATA=str(self.folder), LINLI_DATABASE_URL=self.url)

    def left(self):
        """What lies there, but for locks and the keys that every start makes."""
        files = (file for file in self.folder.rglob("*") if file.is_file())
        return sorted(file.name for file in files if file.suffix not in {".clock", ".migrate", ".turn", ".key"})


@pytest.fixture
def elsewhere(outside, tmp_path_factory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("elsewhere")
    if connection.vendor == "sqlite":
        yield Place(outside, folder, f"sqlite://{folder / 'linli.sqlite3'}")
        return
    url = outside.environment["LINLI_DATABASE_URL"]
    name = f"{connection.settings_dict['NAME']}_elsewhere"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
        yield Place(outside, folder, f"{url.rpartition('/')[0]}/{name}")
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def town_outside(outside):
    """The town in the database outside: its community, a household, the resident."""
    return outside.run("tests.console.keeping", "build").stdout.split()


@pytest.fixture
def kept(outside, town_outside):
    """A backup of it."""
    file = outside.folder / "kept.linli"
    made = outside.linli("backup", str(file))
    assert (made.returncode, made.stderr) == (0, "")
    return file


def resealed(file, to, **told):
    """The same backup as somebody would seal it who wants us to believe something else."""
    with parcel.opened(file) as found, to.open("w+b") as content:
        packing = Packing(content)
        for name, member in found.manifest.members.items():
            if name != parcel.COVER:
                with tarfile.open(file) as tar:
                    packing.add(name, tar.extractfile(name), member.size)
        packing.close(replace(found.manifest, members=packing.members, **told))
    return to


def test_a_backup_made_while_eight_write_misses_nothing_that_was_acknowledged(outside, town_outside, elsewhere):
    community, household, _resident = town_outside
    where = ("tests.console.keeping", "say")
    writers = [outside.start(*where, f"writer-{nth}", community, household) for nth in range(WRITERS)]
    acknowledged = {writer.stdout.readline().strip() for writer in writers for _turn in range(5)}

    made = outside.linli("backup", str(outside.folder / "kept"), "--json")
    later = {writer.stdout.readline().strip() for writer in writers}
    for writer in writers:
        writer.terminate()
        writer.communicate()
    restored = elsewhere.linli("restore", str(outside.folder / "kept"), "--json")

    numbers = elsewhere.run("tests.console.keeping", "numbers").stdout.split()
    everything = outside.run("tests.console.keeping", "numbers").stdout.split()
    verdicts = json.loads(elsewhere.linli("audit", "verify", "--json").stdout)
    assert (made.returncode, restored.returncode, made.stderr, restored.stderr) == (0, 0, "", "")
    assert len(acknowledged) == 5 * WRITERS
    assert "" not in later
    assert acknowledged <= set(numbers)
    assert numbers == everything[: len(numbers)]
    assert len(numbers) < len(everything)
    assert verdicts == {"whole": True, "chains": json.loads(made.stdout)["chains"]}


def test_what_was_restored_goes_on_where_it_stopped(kept, town_outside, elsewhere):
    community, household, _resident = town_outside
    elsewhere.linli("restore", str(kept))

    said = elsewhere.run("tests.cases.saying", "later", "2", community, household)

    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.split()[-1] == "1102-04"
    assert elsewhere.linli("audit", "verify").returncode == 0


def test_files_come_along_and_keys_do_not(kept, elsewhere):
    restored = elsewhere.linli("restore", str(kept), "--json")

    files = [Path(file) for file in elsewhere.run("tests.console.keeping", "files").stdout.split()]
    answer = json.loads(restored.stdout)
    with tarfile.open(kept) as tar:
        names = tar.getnames()
    assert len(files) == 2
    assert [file.read_bytes() for file in files] == [
        (kept.parent / file.relative_to(elsewhere.folder)).read_bytes() for file in files
    ]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert [name for name in names if name.startswith("keys/")] == []
    assert (answer["files"], answer["telephones_readable"]) == (2, False)


def test_without_its_keys_the_restored_telephones_cannot_be_read_and_one_is_told(kept, elsewhere):
    restored = elsewhere.linli("restore", str(kept))

    assert restored.returncode == 0
    assert "读不出电话" in restored.stdout
    assert str(elsewhere.folder / "field.key") in restored.stdout


def test_with_the_keys_in_it_a_backup_is_all_that_is_needed(outside, town_outside, elsewhere):
    outside.linli("backup", str(outside.folder / "kept"), "--with-keys")

    restored = elsewhere.linli("restore", str(outside.folder / "kept"))

    assert "读不出电话" not in restored.stdout
    assert elsewhere.run("tests.console.keeping", "phone", town_outside[2]).stdout == "13800006621\n"
    assert (elsewhere.folder / "field.key").read_bytes() == (outside.folder / "field.key").read_bytes()
    assert (elsewhere.folder / "field.key.before").exists()


def test_a_missing_and_a_changed_file_are_named_and_the_rest_is_kept(outside, town_outside, elsewhere):
    gone, changed = (Path(file) for file in outside.run("tests.console.keeping", "files").stdout.split())
    gone.unlink()
    changed.write_bytes(b"somebody was here")

    made = outside.linli("backup", str(outside.folder / "kept"))
    allowed = outside.linli("backup", str(outside.folder / "kept"), "--overwrite", "--allow-missing")
    restored = elsewhere.linli("restore", str(outside.folder / "kept"))

    assert (made.returncode, allowed.returncode, restored.returncode) == (1, 0, 0)
    for said in (made.stdout, restored.stdout):
        assert f"{gone.parent.name}/{gone.name}" in said
        assert f"{changed.parent.name}/{changed.name}" in said


def test_a_backup_is_readable_by_us_alone_and_never_covers_another_unasked(outside, kept):
    before = kept.read_bytes()

    again = outside.linli("backup", str(kept))

    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert (again.returncode, again.stdout) == (1, "")
    assert "--overwrite" in again.stderr
    assert kept.read_bytes() == before
    assert outside.linli("backup", str(kept), "--overwrite").returncode == 0
    assert [file.name for file in kept.parent.iterdir() if file.name.startswith(".linli-")] == []


def test_a_damaged_backup_is_refused_by_the_name_of_what_is_damaged(outside, kept, elsewhere):
    content = bytearray(kept.read_bytes())
    with tarfile.open(kept) as tar:
        largest = max(tar.getmembers(), key=lambda member: member.size)
    content[largest.offset_data + largest.size // 2] ^= 1
    (outside.folder / "damaged").write_bytes(content)
    (outside.folder / "cut").write_bytes(kept.read_bytes()[:-20_000])

    damaged = elsewhere.linli("restore", str(outside.folder / "damaged"))
    cut = elsewhere.linli("restore", str(outside.folder / "cut"))
    other = elsewhere.linli("restore", __file__)

    assert [answer.returncode for answer in (damaged, cut, other)] == [1, 1, 1]
    assert f"坏了：{largest.name}" in damaged.stderr
    assert "不完整" in cut.stderr
    assert "不是邻里的备份" in other.stderr
    assert elsewhere.left() == []


def test_an_installation_with_a_community_in_it_is_never_covered(outside, kept):
    refused = outside.linli("restore", str(kept))

    assert refused.returncode == 1
    assert "已经有社区" in refused.stderr
    assert outside.linli("audit", "verify").returncode == 0


def test_an_installation_that_was_only_set_up_takes_a_backup(kept, elsewhere):
    elsewhere.linli("migrate")

    assert elsewhere.linli("restore", str(kept)).returncode == 0
    assert elsewhere.linli("restore", str(kept)).returncode == 1


def test_one_that_runs_must_stop_first(kept, elsewhere):
    elsewhere.linli("migrate")
    where = {"LINLI_DATA": str(elsewhere.folder), "LINLI_DATABASE_URL": elsewhere.url}
    ticking = elsewhere.outside.start("tests.console.ticking", str(elsewhere.folder / "ticks"), "clock", **where)
    while not (elsewhere.folder / "ticks").exists():
        assert ticking.poll() is None

    refused = elsewhere.linli("restore", str(kept))

    assert refused.returncode == 1
    assert "先停下" in refused.stderr


def test_what_does_not_fit_is_refused_and_leaves_nothing_behind(outside, kept, elsewhere):
    with parcel.opened(kept) as found:
        told = found.manifest
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[told.database]
    unlike = tuple(replace(verdict, head="0" * 64) for verdict in told.chains)
    later = (*told.migrations, ("cases", "0999_tomorrow"))

    refused = [
        elsewhere.linli("restore", str(resealed(kept, outside.folder / name, **odd)))
        for name, odd in {
            "unlike": {"chains": unlike},
            "other": {"database": other},
            "later": {"migrations": later},
        }.items()
    ]

    assert [(answer.returncode, answer.stdout) for answer in refused] == [(1, "")] * 3
    assert "对不上" in refused[0].stderr
    assert other in refused[1].stderr
    assert "先升级" in refused[2].stderr
    assert [answer.stderr.count("\n") for answer in refused] == [1, 1, 1]
    assert elsewhere.left() == []
    assert elsewhere.linli("restore", str(kept)).returncode == 0


def test_a_backup_of_nothing_is_refused(elsewhere):
    made = elsewhere.linli("backup", str(elsewhere.folder / "kept"))

    assert (made.returncode, made.stdout) == (1, "")
    assert elsewhere.left() == []


def test_the_manifest_says_of_what_it_was_made(kept):
    with tarfile.open(kept) as tar:
        told = json.load(tar.extractfile(MANIFEST))
        names = tar.getnames()

    assert told["database"] == connection.vendor
    assert ["cases", "0001_founded"] in told["migrations"]
    assert [chain["broken"] for chain in told["chains"]] == [None, None, None]
    assert set(told["members"]) == set(names) - {MANIFEST, SEAL}
    assert (FILE in names) == (connection.vendor == "sqlite")
