"""What is stored lies on the disk whole, under a name that nobody guesses, before the row that tells of it."""

import hashlib
import os
import stat

import pytest

from linli.audit.models import Entry
from linli.files import actions
from linli.files.actions import store
from linli.files.models import File
from linli.files.queries import file
from linli.kernel.refused import Refused
from tests.cast import LINLI, MONDAY
from tests.files import samples


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def stored(side, content, name="a.jpg"):
    return store(content, name, community_id=side.community_id, by=LINLI, at=MONDAY)


def lying(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_photograph_is_stored_and_found_again(town, folder):
    view = file(stored(town.huaiyin, samples.photograph(), "我家门口.jpg"))

    content = view.path.read_bytes()
    row = File.objects.get()
    assert (view.media_type, view.size, view.width, view.height) == ("image/jpeg", len(content), 48, 64)
    assert row.digest == hashlib.sha256(content).hexdigest()
    assert lying(folder) == [view.path]
    assert row.path.replace("/", "").isalpha()
    assert len(row.path) == 27
    assert stat.S_IMODE(view.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(view.path.parent.stat().st_mode) == 0o700


def test_the_same_photograph_twice_has_two_names(town, folder):
    first, second = (stored(town.huaiyin, samples.photograph()) for _ in range(2))

    assert file(first).path != file(second).path
    assert len(lying(folder)) == 2


def test_the_log_seals_what_was_stored_and_shows_nothing_of_it(town):
    stored(town.huaiyin, samples.photograph())

    entry = Entry.objects.get(topic="files.file_stored")

    assert File.objects.get().digest not in entry.body
    assert '"media_type":"image/jpeg"' in entry.body


def test_what_is_refused_leaves_nothing_behind(town, folder):
    with pytest.raises(Refused, match=r"file\.not_allowed"):
        stored(town.huaiyin, b"<svg/>")

    assert not folder.exists()
    assert not File.objects.exists()


def test_a_full_disk_leaves_no_half_file(town, folder, monkeypatch):
    def no_room(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(actions.os, "fsync", no_room)
    with pytest.raises(OSError, match="No space"):
        stored(town.huaiyin, samples.photograph())

    assert lying(folder) == []
    assert not File.objects.exists()


def test_the_file_is_on_the_disk_before_its_row(town, monkeypatch):
    order = []
    rename, create = actions.Path.rename, File.objects.create
    monkeypatch.setattr(actions.Path, "rename", lambda *told: order.append("named") or rename(*told))
    monkeypatch.setattr(actions.os, "fsync", lambda handle: order.append("folder" if _is_folder(handle) else "synced"))
    monkeypatch.setattr(File.objects, "create", lambda **told: order.append("row") or create(**told))

    stored(town.huaiyin, samples.photograph())

    assert order == ["synced", "named", "folder", "folder", "row"]


def test_a_file_that_is_not_there_is_missing(town):
    gone = stored(town.huaiyin, samples.photograph())
    file(gone).path.unlink()

    for unknown in (gone, 999_999):
        with pytest.raises(Refused, match=r"file\.missing"):
            file(unknown)


def _is_folder(handle):
    return stat.S_ISDIR(os.fstat(handle).st_mode)
