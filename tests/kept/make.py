"""Makes what an installation of this version leaves behind: `python -m tests.kept.make half-0`.

To be run once for each capability that landed; its file is never made anew, since it stands for what is out there.
The town of `tests.cast` with a case in every state, and what is easily lost: somebody who hides, a photograph's row,
a letter to be told, a demand of nobody known. The key beside it is for tests alone.
"""

import lzma
import os
import sqlite3
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import django

if __name__ == "__main__":
    room = TemporaryDirectory()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "linli.config.settings",
        "LINLI_DATA": room.name,
        "LINLI_DATABASE_URL": "",
        "LINLI_FIELD_KEYS": Path(__file__).with_name("field.key").read_text(encoding="utf-8").strip(),
    }
    django.setup()

from django.core.management import call_command
from django.db import connection

from linli.cases.rules.life import State
from linli.cases.rules.words import HideFrom
from linli.files.actions import store
from tests.cast import LINLI, MONDAY, build, moved, tell
from tests.files.samples import photograph


def fill() -> None:
    """The town, and in it a case in every state."""
    town = build()
    for state in State:
        receipt = tell(town, f"走到“{state}”的那一件。", key=f"kept:{state}")
        if state is not State.RECEIVED:
            moved(receipt.case_id, state)
    picture = store(photograph(), "photo.jpg", community_id=town.huaiyin.community_id, by=LINLI, at=MONDAY)
    tell(town, "带照片的，不想让物业知道。", key="kept:hidden", files=(picture,), hide_from=(HideFrom.PROPERTY,))
    tell(town, "柳岸的一件。", slug="liuan", key="kept:liuan")
    tell(town, "没留名字的一件。", who=None, key="kept:nobody")


def pack(name: str) -> int:
    """Write it down, small; its size."""
    file = Path(room.name) / "packed.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM INTO '{file}'")
    with sqlite3.connect(file) as packed:
        packed.execute("PRAGMA journal_mode=DELETE")
    packed.close()
    packed_bytes = lzma.compress(file.read_bytes(), preset=9 | lzma.PRESET_EXTREME)
    Path(__file__).with_name(f"{name}.db.xz").write_bytes(packed_bytes)
    return len(packed_bytes)


if __name__ == "__main__":
    call_command("migrate", interactive=False, verbosity=0)
    fill()
    print(pack(sys.argv[1]))
    room.cleanup()
