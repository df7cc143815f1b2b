"""`linli serve`: web server, worker and clock under one supervisor. Knows no Django, so that it stays small."""

import argparse
import http.client
import os
import signal
import socket
import sys

from linli.channels.console.main import Stopped
from linli.channels.console.supervisor import Child, Supervisor, python, start
from linli.channels.console.words import _

THREADS = 4  # of each web process: while one waits for the database or a file, others answer


def serve(told: argparse.Namespace) -> int:
    """Prepare the database and the pages' files, then serve until SIGTERM or SIGINT."""
    _refuse_a_taken_port(told.host, told.port)
    environment = _environment(told)
    arguments = ("prepare", "--demo-if-empty") if told.demo_if_empty else ("prepare",)
    prepared = start(_linli(*arguments), environment).wait()
    if prepared != 0:
        raise Stopped(_("没有备好，门没开。运行 linli doctor 看看。"))
    supervisor = Supervisor(_children(told, environment), environment, _tell)
    address = f"http://{told.host if told.host not in {'0.0.0.0', '::', ''} else '127.0.0.1'}:{told.port}"  # noqa: S104
    supervisor.run(ready=lambda: _answers(told.host, told.port) and _say(_("邻里开门了：%s") % address))
    return _say(_("关门了。")) and 0


def _environment(told: argparse.Namespace) -> dict[str, str]:
    environment = dict(os.environ)
    # As many connections as threads, and one to spare.
    environment.setdefault("LINLI_POOL", str(THREADS + 1))
    if environment.get("LINLI_DEMO") == "1" and not environment.get("LINLI_CATCHER_URL"):
        environment["LINLI_CATCHER_URL"] = f"http://127.0.0.1:{_free_port()}"
        environment["LINLI_CATCHER_HERE"] = "1"
    return environment


def _children(told: argparse.Namespace, environment: dict[str, str]) -> list[Child]:
    children = [Child(_("网页服务"), _web(told, environment))]
    if not told.no_worker:
        children.append(Child(_("后台"), _linli("work")))
    if environment.pop("LINLI_CATCHER_HERE", None):
        port = environment["LINLI_CATCHER_URL"].rpartition(":")[2]
        children.append(Child(_("收信箱"), _linli("catcher", "--port", port)))
    return children


def _web(told: argparse.Namespace, environment: dict[str, str]) -> tuple[str, ...]:
    on_server = environment.get("LINLI_DATABASE_URL", "").startswith("postgres")
    workers = told.workers or (os.cpu_count() or 1 if on_server else 1)
    return python(
        *("-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning"),
        *("--host", told.host, "--port", str(told.port)),
        *("--workers", str(workers), "--blocking-threads", str(THREADS)),
        *("--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "5"),
        "linli.config.wsgi:application",
    )


def _linli(*arguments: str) -> tuple[str, ...]:
    return python("-m", "linli.channels.console", *arguments)


def _refuse_a_taken_port(host: str, port: int) -> None:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((host, port))
    except (OSError, OverflowError) as error:
        told = {"host": host, "port": port, "why": error}
        raise Stopped(
            _("%(host)s 的 %(port)s 端口用不了（%(why)s）。换一个：linli serve --port 8080") % told
        ) from error


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def _answers(host: str, port: int) -> bool:
    asked = http.client.HTTPConnection(host, port, timeout=1)
    try:
        asked.request("GET", "/healthz")
        asked.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()
    return True


def _tell(name: str, what: str) -> None:
    if what == "killed":
        print(_("%(name)s不肯停，强行停了。") % {"name": name}, file=sys.stderr)
        return
    number = -int(what)
    why = signal.Signals(number).name if number in set(signal.Signals) else what
    print(_("%(name)s停了（%(why)s），这就重新开。") % {"name": name, "why": why}, file=sys.stderr)


def _say(words: str) -> bool:
    print(words, flush=True)
    return True
