"""The `linli` command: what it understands, and how it answers.

Every command answers in a clear line, exits 0, 1 (refused, with the reason in a sentence) or 2 (bad usage), and
never shows a traceback for bad input. The module that does the work is loaded by name, when its command is given.

Another package brings a command by an entry point of the group ``linli.commands``: a callable
``command(parsers)`` that adds a parser with ``set_defaults(run=…)``. `run` is a function of the arguments that
returns the exit status, or its dotted name; it is called when Django is ready.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module, metadata

from linli.channels.console.words import _, language, speak_through_argparse

Run = Callable[[argparse.Namespace], int]
HERE = "linli.channels.console"


class Stopped(Exception):  # noqa: N818 (it is an answer, not an error)
    """A command that cannot go on; says why in a sentence."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit status."""
    speak_through_argparse()
    parser = make_parser()
    told = parser.parse_args(arguments)
    if told.run is None:
        parser.print_help()
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    try:
        if told.without_django:
            return named(told.run)(told)
        # By name: a command that needs no Django should not wait for it.
        return int(import_module(f"{HERE}.ready").run(told, language()))
    except Stopped as stopped:
        print(stopped, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def make_parser() -> argparse.ArgumentParser:
    """Every command with its options; those that other packages bring come last."""
    parser = argparse.ArgumentParser(prog="linli", description=_("邻里：邻居说的事，一件不丢。"))
    parser.set_defaults(run=None, without_django=False)
    parsers = parser.add_subparsers(title=_("命令"), metavar=_("命令"))
    _add_serving(parsers)
    _add_keeping(parsers)
    _add_people_and_places(parsers)
    for entry in metadata.entry_points(group="linli.commands"):
        try:
            command = entry.load()
        except ImportError as missing:
            # One package that is not whole must not take every other command with it.
            print(_("命令 %(name)s 用不了：%(why)s") % {"name": entry.name, "why": missing}, file=sys.stderr)
            continue
        command(parsers)
    return parser


def named(run: Run | str) -> Run:
    """The function that does a command's work, its module loaded now."""
    if not isinstance(run, str):
        return run
    module, _colon, name = run.partition(":")
    found: Run = getattr(import_module(module), name)
    return found


def _add_serving(parsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    serve = _add(parsers, "serve", _("开门：网页、后台和时钟一起跑"), f"{HERE}.serving:serve", without_django=True)
    serve.add_argument("--host", default="127.0.0.1", help=_("在哪个地址上听，默认 127.0.0.1"))
    serve.add_argument("--port", type=int, default=8000, help=_("在哪个端口上听，默认 8000"))
    serve.add_argument("--workers", type=_count, help=_("开几个网页进程，默认 SQLite 一个，PostgreSQL 每核一个"))
    serve.add_argument("--no-worker", action="store_true", help=_("只开网页，后台另外用 linli work 跑"))
    serve.add_argument("--demo-if-empty", action="store_true", help=_("数据库是空的就先建演示社区"))
    _add(parsers, "work", _("后台：答应过的事一件一件去做，也带时钟"), f"{HERE}.working:work")
    _add(parsers, "clock", _("只走时钟：看谁到期了；多开一个也不要紧"), f"{HERE}.working:clock")
    catcher = _add(parsers, "catcher", _("收信箱：演示和测试时代替短信网关"), f"{HERE}.catching:catch")
    catcher.add_argument("--host", default="127.0.0.1", help=_("在哪个地址上听，默认 127.0.0.1"))
    catcher.add_argument("--port", type=int, default=8025, help=_("在哪个端口上听，默认 8025"))


def _add_keeping(parsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    prepare = _add(parsers, "prepare", _("备好数据库和网页文件；开门前会自己做"), f"{HERE}.preparing:prepare")
    prepare.add_argument("--demo-if-empty", action="store_true", help=_("数据库是空的就先建演示社区"))
    prepare.set_defaults(let_in=None)
    migrate = _add(parsers, "migrate", _("把数据库升到这一版"), f"{HERE}.preparing:migrate")
    migrate.add_argument("--let-in", metavar="ROLE", help=_("升级后让这个角色能用，但不能改记录（PostgreSQL）"))
    doctor = _add(parsers, "doctor", _("看看哪里没配好，该怎么办"), f"{HERE}.doctor:doctor")
    doctor.add_argument("--json", action="store_true", help=_("用 JSON 回答"))
    backup = _add(parsers, "backup", _("把数据库和文件备份成一个文件，大家照常办事"), f"{HERE}.keeping:backup")
    backup.add_argument("file", metavar="FILE", help=_("备份写到哪里"))
    backup.add_argument("--overwrite", action="store_true", help=_("已经有这个文件就盖掉它"))
    backup.add_argument("--with-keys", action="store_true", help=_("密钥也放进去"))
    backup.add_argument("--allow-missing", action="store_true", help=_("有文件缺了也算备好了"))
    backup.add_argument("--json", action="store_true", help=_("用 JSON 回答"))
    restored = _add(parsers, "restore", _("把备份装进一个空的邻里，再核对记录"), f"{HERE}.keeping:restore")
    restored.add_argument("file", metavar="FILE", help=_("linli backup 写的文件"))
    restored.add_argument("--json", action="store_true", help=_("用 JSON 回答"))
    restored.add_argument("--let-in", metavar="ROLE", help=_("装好后让这个角色能用，但不能改记录（PostgreSQL）"))
    _add(parsers, "river", _("写出 docs/river.md：什么事引起什么事"), f"{HERE}.river:river")
    audit = _add(parsers, "audit", _("核对记录"), None).add_subparsers(
        title=_("命令"), metavar=_("命令"), required=True
    )
    verify = _add(audit, "verify", _("从第一条查到最后一条，看有没有人改过"), f"{HERE}.auditing:verify")
    verify.add_argument("--community", metavar="SLUG", help=_("只查这个社区"))
    verify.add_argument("--json", action="store_true", help=_("用 JSON 回答"))


def _add_people_and_places(parsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    places = _add(parsers, "places", _("地方"), None).add_subparsers(title=_("命令"), metavar=_("命令"), required=True)
    taken = _add(places, "import", _("从表格读入楼、单元、户"), f"{HERE}.placing:take_estate")
    taken.add_argument("file", metavar="FILE", help=_("CSV 或 XLSX 文件"))
    taken.add_argument("--community", metavar="SLUG", required=True, help=_("哪个社区"))
    taken.add_argument("--estate", metavar="NAME", help=_("这些楼在哪个小区"))
    taken.add_argument("--area", metavar="NAME", help=_("这些楼在哪个物业管理区域"))
    taken.add_argument("--all-or-nothing", action="store_true", help=_("有一行不对就一户也不写入"))
    taken.add_argument("--json", action="store_true", help=_("用 JSON 回答"))
    accounts = _add(parsers, "accounts", _("账号"), None).add_subparsers(
        title=_("命令"), metavar=_("命令"), required=True
    )
    opened = _add(accounts, "open", _("给一个人开账号；密码在终端里输入"), f"{HERE}.accounts:open_one")
    opened.add_argument("username", metavar="USERNAME", help=_("登录用的名字"))
    opened.add_argument("--person", metavar="ID", type=_count, required=True, help=_("这个人的编号"))
    changed = _add(accounts, "password", _("有人忘了密码，给他换一个"), f"{HERE}.accounts:give_password")
    changed.add_argument("username", metavar="USERNAME", help=_("登录用的名字"))
    for command in (opened, changed):
        command.add_argument("--password-stdin", action="store_true", help=_("从标准输入读密码"))


def _add(
    parsers: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    words: str,
    run: str | None,
    *,
    without_django: bool = False,
) -> argparse.ArgumentParser:
    parser = parsers.add_parser(name, help=words, description=words)
    parser.set_defaults(run=run, without_django=without_django)
    return parser


def _count(words: str) -> int:
    """A number from 1 on that a database can hold."""
    number = int(words) if words.isdecimal() else 0
    if not 1 <= number < 1 << 63:
        raise argparse.ArgumentTypeError(_("“%s”不是从1数起的数") % words)
    return number
