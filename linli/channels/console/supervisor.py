"""Keeps child processes alive: starts them, starts again what died, stops all of them cleanly."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

SHORTEST_PAUSE, LONGEST_PAUSE = 0.25, 30.0
LIVED_WELL = 30.0  # a child that lived so many seconds is started again at once
PATIENCE = 8.0  # seconds to finish what is in hand before the end is forced


@dataclass(slots=True)
class Child:
    """One command that must run, in a process group of its own."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    start_at: float = 0.0
    pause: float = SHORTEST_PAUSE


@dataclass(slots=True)
class Supervisor:
    """Runs its children until it is told to stop. `told` is called with a name and what befell it."""

    children: list[Child]
    environment: Mapping[str, str]
    told: Callable[[str, str], None]
    stopping: bool = field(default=False, init=False)

    def run(self, *, ready: Callable[[], bool]) -> None:
        """Start everything, call `ready` every now and then until it is true, stay until SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        is_ready = False
        try:
            while not self.stopping:
                for child in self.children:
                    self._look_after(child)
                is_ready = is_ready or ready()
                time.sleep(0.1)
        finally:
            self._end()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is not None and child.process.poll() is not None:
            self.told(child.name, f"{child.process.returncode}")
            # Granian's own workers survive their killed parent: the whole group goes before it starts again.
            _signal(child, signal.SIGKILL)
            lived_well = now - child.started >= LIVED_WELL
            child.pause = SHORTEST_PAUSE if lived_well else min(child.pause * 2, LONGEST_PAUSE)
            child.process, child.start_at = None, now + child.pause
        if child.process is None and now >= child.start_at and not self.stopping:
            child.started = now
            child.process = start(child.command, self.environment)

    def _end(self) -> None:
        for child in self.children:
            _signal(child, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        for child in self.children:
            if child.process is not None:
                try:
                    child.process.wait(max(deadline - time.monotonic(), 0))
                except subprocess.TimeoutExpired:
                    self.told(child.name, "killed")
            _signal(child, signal.SIGKILL)


def start(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start the command in a process group of its own; where the kernel can, it ends when we end."""
    return subprocess.Popen(
        command,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 (we have one thread)
    )


def python(*arguments: str) -> tuple[str, ...]:
    """A command line that runs this Python, so that a child has the parent's packages."""
    return (sys.executable, *arguments)


def _end_with_parent() -> None:
    # PR_SET_PDEATHSIG: a supervisor that was killed leaves nobody behind who holds the port.
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _signal(child: Child, number: signal.Signals) -> None:
    if child.process is None:
        return
    with contextlib.suppress(ProcessLookupError):  # the whole group may be gone already
        os.killpg(child.process.pid, number)
