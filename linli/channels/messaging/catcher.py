"""The catcher: a letter box in a process of its own that stands in for the gateways, for demonstration and tests.

It knows nothing of Django and has its own small file. It takes each key once. It is for one machine: whoever can reach
it can read every letter, so it listens on 127.0.0.1 unless told otherwise.
"""

import gettext
import json
import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import FrameType

import linli

LONGEST = 64 << 10  # bytes of a letter
MOST_SHOWN = 500
# The language of whoever started it: Chinese, or English where the locale says so.
_catalogue = gettext.translation("django", Path(linli.__file__).parent / "locale", fallback=True)
_ = _catalogue.gettext
PARTS = ("key", "to", "subject", "words")


def run(host: str, port: int) -> None:
    """Take letters until SIGTERM or SIGINT; what is in hand is finished. Port 0 is any free one; it is printed."""
    box = Box(Path(os.environ.get("LINLI_DATA", "var")) / "catcher.sqlite3")
    with _Server((host, port), box) as server:

        def stop(number: int, frame: FrameType | None) -> None:
            # Not here: `shutdown` waits for the loop that this signal has just interrupted.
            threading.Thread(target=server.shutdown, daemon=True).start()

        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, stop)
        print(_("收信箱：http://%(host)s:%(port)s/box") % {"host": host, "port": server.server_port}, flush=True)  # noqa: T201
        server.serve_forever(poll_interval=0.2)


@dataclass(frozen=True, slots=True)
class Box:
    """The letters, in a file of SQLite."""

    file: Path

    def prepare(self) -> None:
        """Make the file and its table where there are none."""
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with closing(self._open()) as box, box:
            box.execute("PRAGMA journal_mode=WAL")
            box.execute(
                "CREATE TABLE IF NOT EXISTS letter (key TEXT PRIMARY KEY, recipient TEXT NOT NULL, subject TEXT, "
                "words TEXT NOT NULL, caught_at TEXT NOT NULL)"
            )
        self.file.chmod(0o600)

    def take(self, letter: Mapping[str, str | None]) -> bool:
        """Keep the letter; whether its key is new."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with closing(self._open()) as box, box:
            row = (*(letter[part] for part in PARTS), now)
            return box.execute("INSERT OR IGNORE INTO letter VALUES (?, ?, ?, ?, ?)", row).rowcount == 1

    def letters(self) -> list[dict[str, str | None]]:
        """The newest letters, newest first."""
        with closing(self._open()) as box:
            rows = box.execute("SELECT * FROM letter ORDER BY rowid DESC LIMIT ?", (MOST_SHOWN,)).fetchall()
        return [dict(zip((*PARTS, "caught_at"), row, strict=True)) for row in rows]

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.file, timeout=10)


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # a letter in hand is finished before the process ends

    def __init__(self, address: tuple[str, int], box: Box) -> None:
        box.prepare()
        self.box = box
        super().__init__(address, _Answer)


class _Answer(BaseHTTPRequestHandler):
    server: _Server
    server_version, sys_version = "linli-catcher", ""
    timeout = 5  # seconds for whoever connects and says nothing

    def do_GET(self) -> None:
        """The letters as JSON at `/`, as a page at `/box`."""
        path = self.path.partition("?")[0]
        if path == "/":
            self._tell(HTTPStatus.OK, {"letters": self.server.box.letters()})
        elif path == "/box":
            self._send(HTTPStatus.OK, "text/html; charset=utf-8", page(self.server.box.letters()))
        else:
            self._tell(HTTPStatus.NOT_FOUND, {"error": "not_found"})

    def do_POST(self) -> None:
        """Take a letter."""
        # Another site's page can post a form to this machine, but not as JSON without asking first.
        if self.headers.get_content_type() != "application/json":
            return self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "json_only")
        told = self.headers.get("Content-Length", "")
        if not (told.isascii() and told.isdigit()):
            return self._refuse(HTTPStatus.LENGTH_REQUIRED, "length_required")
        if int(told[:12]) > LONGEST:
            return self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_long")
        letter = letter_in(self.rfile.read(int(told)), self.headers.get("Idempotency-Key"))
        if letter is None or self.path != "/":
            return self._refuse(HTTPStatus.BAD_REQUEST, "no_letter")
        new = self.server.box.take(letter)
        return self._tell(HTTPStatus.CREATED if new else HTTPStatus.OK, {"again": not new})

    def log_message(self, format: str, *args: object) -> None:
        """Say which letter box was asked for what; never what was in it."""
        print(format % args, file=sys.stderr, flush=True)  # noqa: T201

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        self.close_connection = True
        self._tell(status, {"error": why})

    def _tell(self, status: HTTPStatus, told: Mapping[str, object]) -> None:
        self._send(status, "application/json", json.dumps(told, ensure_ascii=False))

    def _send(self, status: HTTPStatus, media_type: str, words: str) -> None:
        body = words.encode()
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)


def letter_in(body: bytes, key: str | None) -> dict[str, str | None] | None:
    """The letter of a body of JSON; None when it is none, or its key is another than the one said beside it."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    letter = {part: told.get(part) for part in PARTS}
    letter["key"] = letter["key"] or key
    plain = all(isinstance(letter[part], str) and letter[part] for part in ("key", "to", "words"))
    if not plain or not isinstance(letter["subject"], str | None) or key not in {None, letter["key"]}:
        return None
    return letter


PAGE = """<!doctype html>
<html lang="%(language)s"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>%(title)s</title>
<style>body{font:18px/1.6 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1d1b16;
background:#faf8f3}article{border-top:1px solid #cfc8b8;padding:.8rem 0;overflow-wrap:anywhere}small{color:#5d574b}
p{margin:.2rem 0;white-space:pre-line}</style>
<h1>%(title)s</h1>
%(letters)s
</html>"""


def page(letters: list[dict[str, str | None]]) -> str:
    """The letters as a page of HTML."""
    told = "".join(
        f"<article><small>{_shown(letter['caught_at'])} · {_shown(letter['to'])} · {_shown(letter['key'])}</small>"
        f"<p><b>{_shown(letter['subject'])}</b></p><p>{_shown(letter['words'])}</p></article>"
        for letter in letters
    )
    return PAGE % {
        "language": _catalogue.info().get("language", "zh-Hans"),
        "title": escape(_("收信箱")),
        "letters": told or f"<p>{escape(_('还没有信。'))}</p>",
    }


def _shown(words: str | None) -> str:
    return escape(words or "")
