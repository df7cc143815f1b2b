"""`linli doctor`: what is set, what is missing, what to do about it."""

import argparse
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor

from linli.channels.console.words import _
from linli.database.differences import may_rewrite
from linli.database.turns import Turn
from linli.errands.queries import queue
from linli.places.queries import communities

HERE_ONLY = {"localhost", "127.0.0.1", "[::1]"}


class How(StrEnum):
    """How something is."""

    WELL = "well"
    MIND = "mind"  # it serves, and somebody should know
    CANNOT_SERVE = "cannot_serve"


MARKS = {How.WELL: "✓", How.MIND: "!", How.CANNOT_SERVE: "✗"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: how it is, in a sentence, and what to do."""

    what: str
    how: How
    words: str
    to_do: str | None = None


def doctor(told: argparse.Namespace) -> int:
    """Look at everything; 1 when it cannot serve."""
    findings = list(_findings())
    if told.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            advice = f" → {finding.to_do}" if finding.to_do else ""
            print(f"{MARKS[finding.how]} {finding.words}{advice}")
    return int(any(finding.how is How.CANNOT_SERVE for finding in findings))


def _findings() -> Iterator[Finding]:
    yield _folder()
    yield from _keys()
    yield _pages()
    yield from _openness()
    yield _letters()
    reached = _database()
    yield reached
    if reached.how is How.WELL:
        migrated = _migrations()
        yield migrated
        if migrated.how is How.WELL:
            yield from _life()


def _folder() -> Finding:
    folder = settings.MEDIA_ROOT.parent
    if os.access(folder, os.W_OK | os.X_OK):
        return Finding("data", How.WELL, _("文件放在 %s") % folder)
    return Finding("data", How.CANNOT_SERVE, _("%s 写不进去") % folder, _("改权限，或设 LINLI_DATA"))


def _keys() -> Iterator[Finding]:
    for variable, name in (("LINLI_SECRET_KEY", "secret.key"), ("LINLI_FIELD_KEYS", "field.key")):
        file = settings.MEDIA_ROOT.parent / name
        if os.environ.get(variable):
            yield Finding(name, How.WELL, _("%s 由环境变量给出") % variable)
        elif file.stat().st_mode & 0o077:
            yield Finding(name, How.CANNOT_SERVE, _("%s 别人也能读") % file, f"chmod 600 {file}")
        else:
            yield Finding(name, How.WELL, _("%s 只有自己能读，备份时要另外收好") % file)
    try:
        for key in settings.LINLI_FIELD_KEYS:
            Fernet(key)
    except ValueError:
        yield Finding("field.key", How.CANNOT_SERVE, _("LINLI_FIELD_KEYS 不是能用的密钥"), _("用回原来的密钥"))


def _pages() -> Finding:
    if (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return Finding("pages", How.WELL, _("网页文件备好了"))
    return Finding("pages", How.CANNOT_SERVE, _("网页文件还没有备好"), "linli prepare")


def _openness() -> Iterator[Finding]:
    outside = sorted(set(settings.ALLOWED_HOSTS) - HERE_ONLY)
    if not outside:
        yield Finding("hosts", How.MIND, _("只有这台机器能打开"), _("对外开放要设 LINLI_HOSTS"))
        return
    yield Finding("hosts", How.WELL, _("网址：%s") % ", ".join(outside))
    if settings.LINLI_DEMO:
        yield Finding("demo", How.MIND, _("演示开着，谁都能变成谁"), _("正式用时去掉 LINLI_DEMO，换一个数据库"))
    if settings.DEBUG:
        yield Finding("debug", How.CANNOT_SERVE, _("LINLI_DEBUG 会把内情给外人看"), _("去掉 LINLI_DEBUG"))
    if not settings.SECURE:
        yield Finding("https", How.MIND, _("没有 HTTPS，密码会明着走"), _("前面放一个 HTTPS 代理，再设 LINLI_HTTPS=1"))


def _letters() -> Finding:
    if settings.EMAIL_HOST:
        return Finding("letters", How.WELL, _("信从 %s 发") % settings.EMAIL_HOST)
    if settings.LINLI_CATCHER_URL:
        return Finding("letters", How.MIND, _("信都进收信箱，不会真的发出去"), _("正式用时设 LINLI_MAIL_HOST"))
    return Finding("letters", How.MIND, _("没有发信的路，都由人去说"), _("要发邮件就设 LINLI_MAIL_HOST"))


def _database() -> Finding:
    told = settings.DATABASES["default"]
    name = f"{told.get('HOST') or ''}/{told['NAME']}" if connection.vendor == "postgresql" else told["NAME"]
    try:
        connection.ensure_connection()
    except (DatabaseError, InterfaceError) as error:
        why = str(error).strip().partition("\n")[0]
        words = _("数据库 %(name)s 连不上：%(why)s") % {"name": name, "why": why}
        return Finding("database", How.CANNOT_SERVE, words, _("看看它开着没有，LINLI_DATABASE_URL 写对没有"))
    return Finding(
        "database", How.WELL, _("数据库 %(kind)s %(name)s") % {"kind": connection.display_name, "name": name}
    )


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    left = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if left:
        return Finding("migrations", How.CANNOT_SERVE, _("数据库还差 %s 步升级") % left, "linli migrate")
    return Finding("migrations", How.WELL, _("数据库是这一版的"))


def _life() -> Iterator[Finding]:
    looks: tuple[Callable[[], Finding], ...] = (_log, _clock, _errands, _community)
    yield from (look() for look in looks)


def _log() -> Finding:
    if may_rewrite("audit_entry"):
        to_do = _("LINLI_DATABASE_URL 换一个不能改 audit_entry 的角色，升级用 LINLI_DATABASE_OWNER_URL")
        return Finding("log", How.MIND, _("数据库的角色有权改记录，只有触发器拦着"), to_do)
    return Finding("log", How.WELL, _("记录只能添，不能改"))


def _clock() -> Finding:
    turn = Turn("clock")
    alone = turn.is_ours()
    turn.leave()
    if alone:
        return Finding("clock", How.MIND, _("时钟没有走"), _("开着 linli serve，或者 linli work、linli clock"))
    return Finding("clock", How.WELL, _("时钟在走"))


def _errands() -> Finding:
    counted = queue()
    if counted.given_up:
        words = _("有 %s 件答应过的事试了多次没有做成") % counted.given_up
        return Finding("errands", How.MIND, words, _("看 linli work 的日志"))
    return Finding("errands", How.WELL, _("等着做的事 %s 件") % counted.waiting)


def _community() -> Finding:
    known = communities()
    if known:
        return Finding("communities", How.WELL, _("社区：%s") % "、".join(community.name for community in known))
    return Finding("communities", How.MIND, _("还没有社区"), _("看演示：LINLI_DEMO=1 linli serve --demo-if-empty"))
