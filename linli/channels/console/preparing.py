"""Before the door opens: migrations, the pages' files, the demonstration if it is wanted."""

import argparse
import io
import os
import subprocess

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from linli.channels.console.main import Stopped
from linli.channels.console.supervisor import python
from linli.channels.console.words import _
from linli.database.differences import let_in
from linli.database.turns import Turn
from linli.places.queries import communities

MARK = ".made-of"


def prepare(told: argparse.Namespace) -> int:
    """Bring the database to this version, put the pages' files in their place, fill an empty database if told to."""
    migrate(told)
    _collect()
    if told.demo_if_empty and not communities():
        print(_("数据库是空的，先建演示社区，要一会儿。"), flush=True)
        connection.close()
        if subprocess.run(python("-m", "linli.channels.console", "demo"), check=False).returncode != 0:
            raise Stopped(_("演示社区没有建成。"))
    return 0


def migrate(told: argparse.Namespace) -> int:
    """Bring the database to this version, as its owner where there is one; two that start together take turns."""
    owner = owner_url()
    if owner is not None:
        if as_owner(owner, "migrate", "--let-in", connection.settings_dict["USER"]) != 0:
            raise Stopped(_("数据库没有升成。"))
        return 0
    connection.ensure_connection()  # a turn would wait for ever for a database that is not there
    with Turn("migrate"):
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            call_command("migrate", interactive=False, verbosity=0)
        if told.let_in:
            let_in(told.let_in)
    words = _("数据库升了 %(steps)s 步，是这一版的了。") if plan else _("数据库已经是这一版的。")
    print(words % {"steps": len(plan)}, flush=True)
    return 0


def owner_url() -> str | None:
    """The address of the database as the role that owns its tables; None where it is our own role."""
    owner = os.environ.get("LINLI_DATABASE_OWNER_URL")
    return owner if owner and owner != os.environ.get("LINLI_DATABASE_URL") else None


def as_owner(owner: str, *arguments: str) -> int:
    """Give a command in a process of its own that has the owner's role; its exit status."""
    environment = {**os.environ, "LINLI_DATABASE_URL": owner, "LINLI_DATABASE_OWNER_URL": ""}
    return subprocess.run(python("-m", "linli.channels.console", *arguments), env=environment, check=False).returncode


def _collect() -> None:
    mark = settings.STATIC_ROOT / MARK
    fresh = _made_of()
    if mark.exists() and mark.read_text() == fresh:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True, stdout=io.StringIO())
    mark.write_text(fresh)


def _made_of() -> str:
    lines = [f"DEBUG={settings.DEBUG}"]
    for finder in get_finders():
        for path, storage in finder.list([]):
            told = os.stat(storage.path(path))
            lines.append(f"{path} {told.st_size} {told.st_mtime_ns}")
    return "\n".join(sorted(lines))
