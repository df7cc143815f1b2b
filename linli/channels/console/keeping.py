"""`linli backup` and `linli restore`: everything into one file while people work, and out of it again."""

import argparse
import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from linli.audit.queries import Verdict, chains, verify
from linli.channels.clock import now
from linli.channels.console.auditing import print_verdicts
from linli.channels.console.main import Stopped
from linli.channels.console.parcel import NAMES, Manifest, Packing, Parcel, opened
from linli.channels.console.preparing import as_owner, owner_url
from linli.channels.console.words import _
from linli.database import copying, restoring
from linli.database.copying import Copy
from linli.database.differences import let_in
from linli.database.restoring import Standing
from linli.database.turns import Turn
from linli.files.queries import stored
from linli.people.access import keys_fit

FILES, TABLES, KEYS = "files/", "tables/", "keys/"
MOST_SHOWN = 20


def backup(told: argparse.Namespace) -> int:
    """Write the backup. It is written, with 1, also when a file is missing or changed or the log is broken."""
    file = Path(told.file).absolute()
    if restoring.standing() is not Standing.OURS:
        raise Stopped(_("还没有数据库，没有什么可备份的。"))
    with _on_the_disk(file):
        _must_be_free(file, told.overwrite)
        with TemporaryDirectory(dir=file.parent, prefix=".linli-backup-") as room:
            packed = Path(room) / "packed"
            manifest, counted = _pack(packed, Path(room), with_keys=told.with_keys)
            _must_be_free(file, told.overwrite)
            packed.replace(file)
            _remember_name(file)
    broken = any(verdict.broken is not None for verdict in manifest.chains)
    if told.json:
        answer = {"file": str(file), "bytes": file.stat().st_size, "keys": told.with_keys, "files": counted}
        print(json.dumps({**answer, **_of(manifest)}, ensure_ascii=False))
    else:
        _say_backed_up(file, manifest, counted, with_keys=told.with_keys)
    return int(broken or bool(manifest.missing and not told.allow_missing))


def restore(told: argparse.Namespace) -> int:
    """Put a backup into an empty installation, bring it to this version, prove the log; all of it, or nothing."""
    owner = owner_url()
    if owner is not None:
        arguments = [told.file, *(["--json"] if told.json else [])]
        return as_owner(owner, "restore", *arguments, "--let-in", connection.settings_dict["USER"])
    with opened(Path(told.file).absolute()) as parcel, _on_the_disk(Path(settings.MEDIA_ROOT).parent):
        _must_fit(parcel)
        steps = _take_back_alone(parcel, told.let_in)
    fit = keys_fit(_field_keys())
    if told.json:
        answer = {"file": told.file, "files": len(parcel.names(FILES)), "migrated": steps, "telephones_readable": fit}
        print(json.dumps({**answer, **_of(parcel.manifest)}, ensure_ascii=False))
    else:
        _say_restored(parcel, steps, fit=fit)
    return 0


def _pack(packed: Path, room: Path, *, with_keys: bool) -> tuple[Manifest, int]:
    """Everything as of one moment; the files after it, since files are added and never changed."""
    with open(packed, "w+b", opener=_for_us_alone) as content:
        packing = Packing(content)
        with copying.one_moment():
            made_at = now().isoformat(timespec="seconds")
            verdicts = tuple(verify(community_id) for community_id in chains())
            files = list(stored())
            steps = copying.steps()
            copied = copying.copy_into(room)
        for part in copied.parts:
            packing.add_file(_member(copied, part), room / part)
            (room / part).unlink()
        missing = tuple(path for path, digest in files if not _packed(packing, path, digest))
        if with_keys:
            for name, key in _keys().items():
                packing.add(f"{KEYS}{name}", io.BytesIO(key.encode()), len(key.encode()))
        manifest = Manifest(
            linli=version("linli"),
            made_at=made_at,
            database=copied.kind,
            migrations=steps,
            chains=verdicts,
            missing=missing,
            columns=copied.columns,
            counters=copied.counters,
            members=packing.members,
        )
        packing.close(manifest)
    return manifest, sum(name.startswith(FILES) for name in packing.members)


def _packed(packing: Packing, path: str, digest: str) -> bool:
    """Whether the file is in the parcel as it was stored; one that was changed on the disk is in it, too."""
    name = f"{FILES}{path}"
    if not NAMES.fullmatch(name):
        return False
    try:
        return packing.add_file(name, Path(settings.MEDIA_ROOT) / path).sha256 == digest
    except FileNotFoundError:
        return False


def _take_back_alone(parcel: Parcel, role: str | None) -> int:
    """As below, while nobody ticks or migrates."""
    clock = Turn("clock")
    try:
        if not clock.is_ours():
            raise Stopped(_("邻里正开着。先停下，再恢复。"))
        with Turn("migrate"):
            _must_be_empty()
            return _take_back(parcel, role)
    finally:
        clock.leave()


def _take_back(parcel: Parcel, role: str | None) -> int:
    """Database and files in their places; how many migrations were still to be made."""
    told = parcel.manifest
    copied = Copy(told.database, tuple(told.columns) or (copying.FILE,), told.columns, told.counters)
    folder = Path(settings.MEDIA_ROOT).parent
    beside = Path(connection.settings_dict["NAME"]).parent if told.database == "sqlite" else folder
    placed: list[Path] = []
    with (
        TemporaryDirectory(dir=folder, prefix=".linli-restore-") as files,
        TemporaryDirectory(dir=beside, prefix=".linli-restore-") as room,
    ):
        for name in (*parcel.names(FILES), *parcel.names(KEYS)):
            parcel.take(name, Path(files) / name)
        parts = parcel.names(TABLES) or (copying.FILE,)
        for name in parts:
            parcel.take(name, Path(room) / name.removeprefix(TABLES))
        try:
            with restoring.becoming(copied, Path(room), told.migrations):
                steps = _bring_up(told.chains, role)
                _put_files(parcel, Path(files), placed)
                _put_keys(parcel, Path(files))
        except BaseException:
            for file in placed:
                file.unlink(missing_ok=True)
            raise
    return steps


def _bring_up(expected: tuple[Verdict, ...], role: str | None) -> int:
    before = set(copying.steps())
    call_command("migrate", interactive=False, verbosity=0)
    if role:
        let_in(role)
    found = tuple(verify(community_id) for community_id in chains())
    if found != expected:
        raise Stopped(_("恢复出来的记录和备份时的对不上，什么也没有动。"))
    return len(set(copying.steps()) - before)


def _put_files(parcel: Parcel, room: Path, placed: list[Path]) -> None:
    for name in parcel.names(FILES):
        place = Path(settings.MEDIA_ROOT) / name.removeprefix(FILES)
        if place.exists():
            if place.read_bytes() != (room / name).read_bytes():
                raise Stopped(_("%s 已经有了，而且不一样，什么也没有动。") % place)
            continue
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        (room / name).rename(place)
        placed.append(place)
    # One call for all of them, before the database says that they are there.
    os.sync()


def _put_keys(parcel: Parcel, room: Path) -> None:
    """Put the keys into their places; what lay there stays beside them as ``.before``."""
    folder = Path(settings.MEDIA_ROOT).parent
    for name in parcel.names(KEYS):
        place = folder / name.removeprefix(KEYS)
        if place.exists() and place.read_bytes() != (room / name).read_bytes():
            place.rename(folder / f"{place.name}.before")
        (room / name).rename(place)


def _field_keys() -> list[str]:
    """Those that the next process will have."""
    file = Path(settings.MEDIA_ROOT).parent / "field.key"
    if os.environ.get("LINLI_FIELD_KEYS") or not file.exists():
        return list(settings.LINLI_FIELD_KEYS)
    return file.read_text().strip().split(",")


def _keys() -> dict[str, str]:
    return {"secret.key": settings.SECRET_KEY, "field.key": ",".join(settings.LINLI_FIELD_KEYS)}


def _member(copied: Copy, part: str) -> str:
    return part if copied.kind == "sqlite" else f"{TABLES}{part}"


def _must_be_free(file: Path, overwrite: bool) -> None:
    if file.is_dir():
        raise Stopped(_("%s 是文件夹，要写一个文件名。") % file)
    if file.exists() and not overwrite:
        raise Stopped(_("%s 已经有了。换个名字，或者加 --overwrite。") % file)


def _must_fit(parcel: Parcel) -> None:
    told = parcel.manifest
    if told.database != connection.vendor:
        kinds = {"made": told.database, "here": connection.vendor}
        raise Stopped(_("这份备份是 %(made)s 的，这里的数据库是 %(here)s，装不进去。") % kinds)
    if restoring.unknown(told.migrations):
        raise Stopped(_("这份备份是更新的版本（%s）做的，先升级邻里。") % told.linli)
    parts = {f"{TABLES}{copying.part_of(table)}" for table in told.columns} or {copying.FILE}
    if set(parcel.names(TABLES)) | ({copying.FILE} & set(parcel.places)) != parts:
        raise Stopped(_("这份备份里的数据库不全。"))


def _must_be_empty() -> None:
    found = restoring.standing()
    if found is Standing.OTHERS:
        raise Stopped(_("这个数据库里有别的东西。给邻里一个空的。"))
    if found is Standing.OURS and list(chains()):
        raise Stopped(_("这个数据库里已经有社区了，不会盖掉它。给 LINLI_DATA 或 LINLI_DATABASE_URL 一个空的地方。"))


@contextmanager
def _on_the_disk(file: Path) -> Iterator[None]:
    """Say in a sentence what the disk refuses."""
    try:
        yield
    except OSError as error:
        _give_up(file, error)


def _give_up(file: Path, error: OSError) -> NoReturn:
    raise Stopped(_("%(file)s 写不成：%(why)s") % {"file": file, "why": error}) from error


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _remember_name(file: Path) -> None:
    handle = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _of(manifest: Manifest) -> dict[str, Any]:
    return {
        "made_at": manifest.made_at,
        "linli": manifest.linli,
        "database": manifest.database,
        "missing": list(manifest.missing),
        "chains": [asdict(verdict) for verdict in manifest.chains],
    }


def _say_backed_up(file: Path, manifest: Manifest, counted: int, *, with_keys: bool) -> None:
    words = _("%(file)s 备好了：%(bytes)s 字节，数据库 %(kind)s，照片和录音 %(files)s 个。")
    print(words % {"file": file, "bytes": file.stat().st_size, "kind": manifest.database, "files": counted})
    print_verdicts(manifest.chains)
    _say_missing(manifest.missing)
    if with_keys:
        print(_("密钥也在里面：谁拿到它，谁就读得到电话。收好。"))
    else:
        folder = Path(settings.MEDIA_ROOT).parent
        print(_("密钥不在里面：%s 另外收好，没有它就读不出电话。") % (folder / "field.key"))


def _say_restored(parcel: Parcel, steps: int, *, fit: bool) -> None:
    told = parcel.manifest
    words = _("恢复好了：%(made_at)s 的备份，照片和录音 %(files)s 个，数据库升了 %(steps)s 步。记录和备份时一样：")
    print(words % {"made_at": told.made_at, "files": len(parcel.names(FILES)), "steps": steps})
    print_verdicts(told.chains)
    _say_missing(told.missing)
    if not fit:
        place = Path(settings.MEDIA_ROOT).parent / "field.key"
        print(_("！这里的密钥读不出电话。把原来的 field.key 放到 %s，再运行 linli doctor。") % place)


def _say_missing(missing: tuple[str, ...]) -> None:
    for path in missing[:MOST_SHOWN]:
        print(_("文件缺了或者被改过：%s") % path)
    if len(missing) > MOST_SHOWN:
        print(_("还有 %s 个文件缺了或者被改过；用 --json 看全部。") % (len(missing) - MOST_SHOWN))
