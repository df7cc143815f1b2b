"""The one file of a backup: a tar that every `tar` can read, and whose last member seals all that stands before it.

    linli-backup.txt     what this is, for whoever finds it
    database.sqlite3     the database, or of PostgreSQL its tables: tables/….copy
    files/…              photographs and recordings
    keys/….key           only where it was asked for
    manifest.json        of what it was made, and SHA-256 and size of every member before
    seal                 SHA-256 of every byte before its own header

The seal finds one flipped byte wherever it is; the manifest says in which member. It proves no maker: whoever can
write the file can seal it anew. So nothing in it is believed: names are those of a list, and every kind is checked.
"""

import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from linli.audit.queries import Verdict
from linli.channels.console.main import Stopped
from linli.channels.console.words import _
from linli.database.copying import Counter

FORMAT = 1
COVER, MANIFEST, SEAL = "linli-backup.txt", "manifest.json", "seal"
WHAT = "A backup of Linli. `linli restore FILE` puts it back into an empty installation.\n"
NAMES = re.compile(
    r"database\.sqlite3|tables/[a-z0-9_]{1,63}\.copy|files/[a-z]{2}/[a-z]{1,60}|keys/(secret|field)\.key"
)
COLUMN = re.compile(r"[a-z0-9_]{1,63}")
PIECE = 1 << 20


class Readable(Protocol):
    """What gives bytes."""

    def read(self, size: int = -1, /) -> bytes:
        """So many of them."""


@dataclass(frozen=True, slots=True)
class Member:
    """What the manifest says of a member."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """Of what a backup was made."""

    linli: str
    made_at: str
    database: str
    migrations: tuple[tuple[str, str], ...]
    chains: tuple[Verdict, ...]
    missing: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]
    counters: tuple[Counter, ...]
    members: dict[str, Member]


class Packing:
    """A parcel that is being packed."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._tar = tarfile.TarFile(fileobj=file, mode="w", format=tarfile.GNU_FORMAT)
        self.members: dict[str, Member] = {}
        self.add(COVER, io.BytesIO(WHAT.encode()), len(WHAT))

    def add(self, name: str, content: Readable, size: int) -> Member:
        """Put so many bytes in under that name; what they were."""
        hashed = _Hashed(content)
        self._tar.addfile(_header(name, size), hashed)
        self.members[name] = Member(hashed.sha.hexdigest(), size)
        return self.members[name]

    def add_file(self, name: str, path: Path) -> Member:
        """Put a file in. Raises OSError."""
        with path.open("rb") as content:
            return self.add(name, content, os.fstat(content.fileno()).st_size)

    def close(self, manifest: Manifest) -> None:
        """Put the manifest in, seal it, and bring all of it to the disk."""
        told = json.dumps({"format": FORMAT, **asdict(manifest)}, ensure_ascii=False, indent=1).encode()
        self.add(MANIFEST, io.BytesIO(told), len(told))
        self._file.flush()
        seal = _digest(self._file, 0, self._tar.offset).encode()
        self._file.seek(self._tar.offset)
        self.add(SEAL, io.BytesIO(seal), len(seal))
        self._tar.close()
        self._file.flush()
        os.fsync(self._file.fileno())


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel that was opened: it is ours, and nobody has touched it since it was sealed."""

    manifest: Manifest
    content: BinaryIO
    places: dict[str, tuple[int, int]]

    def names(self, folder: str) -> tuple[str, ...]:
        """The members in that folder, ``files/`` for one."""
        return tuple(name for name in self.places if name.startswith(folder))

    def take(self, name: str, to: Path) -> None:
        """Write a member down as a new file that we alone can read. Raises OSError."""
        to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for piece in _pieces(self.content, *self.places[name]):
                file.write(piece)


@contextmanager
def opened(file: Path) -> Iterator[Parcel]:
    """Open a parcel and look at all of it. Raises Stopped with what is wrong: not there, not ours, cut, damaged."""
    try:
        content = file.open("rb")
    except FileNotFoundError as error:
        raise Stopped(_("没有这个文件：%s") % file) from error
    except (OSError, ValueError) as error:
        raise Stopped(_("%(file)s 打不开：%(why)s") % {"file": file, "why": error}) from error
    with content:
        yield _looked_at(file, content)


def _looked_at(file: Path, content: BinaryIO) -> Parcel:
    members = list(_members(content))
    if not members or members[0].name != COVER:
        raise Stopped(_("%s 不是邻里的备份，或者一开头就坏了。") % file)
    if members[-1].name != SEAL or not _ends_well(content, members[-1]):
        raise Stopped(_("%(file)s 不完整，读到 %(member)s 就断了。") % {"file": file, "member": members[-1].name})
    places = {member.name: (member.offset_data, member.size) for member in members}
    if len(places) != len(members) or not all(member.isreg() for member in members):
        raise Stopped(_("%(file)s 坏了：%(member)s 对不上。") % {"file": file, "member": MANIFEST})
    manifest = _manifest(b"".join(_pieces(content, *places[MANIFEST]))) if MANIFEST in places else None
    seal = b"".join(_pieces(content, *places[SEAL])).decode(errors="replace")
    if manifest is None or seal != _digest(content, 0, members[-1].offset):
        where = (_damaged(content, places, manifest) if manifest else MANIFEST) or SEAL
        raise Stopped(_("%(file)s 坏了：%(member)s 对不上。") % {"file": file, "member": where})
    if bad := _damaged(content, places, manifest):
        raise Stopped(_("%(file)s 坏了：%(member)s 对不上。") % {"file": file, "member": bad})
    return Parcel(manifest, content, places)


def _members(content: BinaryIO) -> Iterator[tarfile.TarInfo]:
    """As many as can be read."""
    try:
        with tarfile.open(fileobj=content, mode="r:") as tar:
            yield from tar
    except (tarfile.TarError, OSError, ValueError, OverflowError):
        return


def _ends_well(content: BinaryIO, seal: tarfile.TarInfo) -> bool:
    """Whether the seal is as we write it and nothing but zeroes comes after it, as many as a tar must have."""
    content.seek(seal.offset)
    if content.read(tarfile.BLOCKSIZE) != _header(SEAL, 64).tobuf(tarfile.GNU_FORMAT):
        return False
    content.seek(seal.offset_data + seal.size)
    rest = content.read(2 * tarfile.RECORDSIZE)
    return content.tell() % tarfile.RECORDSIZE == 0 and not any(rest) and not content.read(1)


def _damaged(content: BinaryIO, places: dict[str, tuple[int, int]], manifest: Manifest) -> str | None:
    """The first member that is not what the manifest says, has no line in it, is not there, or may not be there."""
    for name, told in manifest.members.items():
        if name not in places or told != Member(_digest(content, *places[name]), places[name][1]):
            return name
    others = places.keys() - manifest.members.keys() - {MANIFEST, SEAL}
    strange = {name for name in manifest.members if name != COVER and not NAMES.fullmatch(name)}
    return min(others | strange, default=None)


def _manifest(raw: bytes) -> Manifest | None:
    """What it says; None when it does not say what a manifest says. Raises Stopped for one of a later format."""
    try:
        told = json.loads(raw)
        if told["format"] > FORMAT:
            raise Stopped(_("这份备份是更新的版本（%s）做的，先升级邻里。") % told["linli"])
        columns = {_name(table): tuple(_name(column) for column in row) for table, row in told["columns"].items()}
        return Manifest(
            linli=str(told["linli"]),
            made_at=str(told["made_at"]),
            database=str(told["database"]),
            migrations=tuple((str(app), str(name)) for app, name in told["migrations"]),
            chains=tuple(Verdict(**row) for row in told["chains"]),
            missing=tuple(str(path) for path in told["missing"]),
            columns=columns,
            counters=tuple(_counter(**row) for row in told["counters"]),
            members={str(name): Member(**row) for name, row in told["members"].items()},
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _counter(table: object, column: object, value: object, used: object) -> Counter:
    return Counter(_name(table), _name(column), int(str(value)), bool(used))


def _name(words: object) -> str:
    """The name of a table or a column; it comes into a statement. Raises ValueError."""
    if not COLUMN.fullmatch(str(words)):
        raise ValueError(words)
    return str(words)


def _header(name: str, size: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size, header.mode = size, 0o600
    return header


def _digest(content: BinaryIO, start: int, size: int) -> str:
    sha = hashlib.sha256()
    for piece in _pieces(content, start, size):
        sha.update(piece)
    return sha.hexdigest()


def _pieces(content: BinaryIO, start: int, size: int) -> Iterator[bytes]:
    content.seek(start)
    while size > 0 and (piece := content.read(min(size, PIECE))):
        size -= len(piece)
        yield piece


class _Hashed:
    """Reads on, and hashes what it read."""

    def __init__(self, content: Readable) -> None:
        self.content = content
        self.sha = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        piece: Any = self.content.read(size)
        self.sha.update(piece)
        return bytes(piece)
