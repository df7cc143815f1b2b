"""Stories through the front door: a real server of the demonstration, a real browser, people who click and type."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
BROWSER = os.environ.get("LINLI_BROWSER", "/usr/bin/chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All journeys in one worker: they share one server."""
    here = str(Path(__file__).parent)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.xdist_group("journeys"))
            item.add_marker(pytest.mark.journey)


@dataclass(frozen=True, slots=True)
class Served:
    """The demonstration, being served: its address and its folder."""

    url: str
    folder: Path
    environment: dict[str, str]

    def linli(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Give a command to the console, beside the running server."""
        command = (sys.executable, "-m", "linli.channels.console", *arguments)
        return subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`linli serve` with the demonstration, on a port and a database of its own."""
    folder = tmp_path_factory.mktemp("journeys")
    port = _free_port()
    with _database() as url:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("LINLI_", "DJANGO_"))},
            "LINLI_DATA": str(folder),
            "LINLI_DEMO": "1",
            "LC_ALL": "C.UTF-8",
            **({"LINLI_DATABASE_URL": url} if url else {}),
        }
        command = (sys.executable, "-m", "linli.channels.console", "serve", "--demo-if-empty", "--port", str(port))
        log = (folder / "log").open("w")
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}/readyz", process, folder / "log")
            yield Served(f"http://127.0.0.1:{port}", folder, environment)
        finally:
            process.terminate()
            process.wait(30)
            log.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not Path(BROWSER).exists():
        pytest.fail(f"{BROWSER} is not there: install Debian's chromium, or name one by LINLI_BROWSER")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=BROWSER, args=list(QUIET))
        yield started
        started.close()


Somebody = Callable[..., BrowserContext]


@pytest.fixture
def somebody(browser: Browser, served: Served) -> Iterator[Somebody]:
    """Makes a person with a browser of their own: `somebody(size=PHONE, script=True, language="zh-CN")`."""
    opened: list[BrowserContext] = []

    def make(
        size: dict[str, int] | None = None, *, script: bool = True, language: str = "zh-CN", **more: object
    ) -> BrowserContext:
        context = browser.new_context(
            base_url=served.url,
            viewport=size or DESK,  # type: ignore[arg-type]
            java_script_enabled=script,
            locale=language,
            timezone_id="Asia/Shanghai",
            **more,  # type: ignore[arg-type]
        )
        context.set_default_timeout(15000)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


class _database:  # noqa: N801 (it reads as a verb)
    """A database of its own on the server that the tests use; none on SQLite, where the folder is enough."""

    def __init__(self) -> None:
        told = urlsplit(os.environ.get("LINLI_DATABASE_URL", ""))
        self.server = told if told.scheme.startswith("postgres") else None
        self.name = f"linli_journeys_{os.getpid()}"

    def __enter__(self) -> str | None:
        if self.server is None:
            return None
        self._master(f'DROP DATABASE IF EXISTS "{self.name}"', f'CREATE DATABASE "{self.name}"')
        return urlunsplit(self.server._replace(path=f"/{self.name}"))

    def __exit__(self, *trouble: object) -> None:
        if self.server is not None:
            self._master(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _master(self, *statements: str) -> None:
        assert self.server is not None
        with psycopg.connect(urlunsplit(self.server._replace(path="/postgres")), autocommit=True) as master:
            for statement in statements:
                master.execute(statement)  # type: ignore[call-overload]


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until:
        if process.poll() is not None:
            pytest.fail(f"linli serve ended: {log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"linli serve did not become ready: {log.read_text()[-2000:]}")
