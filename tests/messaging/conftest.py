"""The catcher as a process of its own, and how to speak to it."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest


@dataclass(frozen=True, slots=True)
class Running:
    """A catcher that runs, and where."""

    process: "subprocess.Popen[str]"
    url: str

    def get(self, path: str = "/") -> tuple[int, str]:
        """Status and body."""
        with urlopen(f"{self.url}{path}", timeout=5) as answer:  # noqa: S310 (our own)
            return answer.status, answer.read().decode()

    def letters(self) -> list[dict[str, str]]:
        """What it has caught, newest first."""
        caught: list[dict[str, str]] = json.loads(self.get()[1])["letters"]
        return caught

    def post(self, body: object, **headers: str) -> tuple[int, dict[str, object]]:
        """Status and what it says, whatever it is."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        told = {
            "Content-Type": "application/json",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        try:
            with urlopen(Request(f"{self.url}/", content, told), timeout=5) as answer:  # noqa: S310
                return answer.status, json.load(answer)
        except HTTPError as refusal:
            with refusal:
                return refusal.code, json.load(refusal)


@pytest.fixture
def catcher(tmp_path: Path) -> Iterator[Running]:
    """A catcher on a free port of this machine."""
    running = start_catcher(tmp_path)
    yield running
    if running.process.poll() is None:
        running.process.terminate()
    running.process.communicate(timeout=15)


def start_catcher(folder: Path, port: int = 0) -> Running:
    """Start one whose file lies in that folder."""
    process = subprocess.Popen(
        (sys.executable, "-c", f"from linli.channels.messaging.catcher import run; run('127.0.0.1', {port})"),
        env={"LINLI_DATA": str(folder), "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
    assert found is not None
    return Running(process, found[0])
