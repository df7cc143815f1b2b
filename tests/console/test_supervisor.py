"""What must run runs: a dead child is started again, a stop is clean."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.plugin import ROOT


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        (sys.executable, "-m", "tests.console.supervised", str(tmp_path)), cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    wait_for(lambda: all(len(started(tmp_path, name)) == 1 for name in ("web", "worker")))
    yield process
    process.terminate()
    process.communicate(timeout=20)


def started(folder: Path, name: str) -> list[list[int]]:
    """For each time that the child was started: its own number and that of its child."""
    file = folder / name
    lines = file.read_text().splitlines() if file.exists() else []
    return [[int(number) for number in line.split()] for line in lines]


def is_alive(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_for(true: Callable[[], bool], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.05)


def test_a_dead_child_goes_with_its_whole_group_and_is_started_again(supervisor, tmp_path):
    [[web, its_worker]] = started(tmp_path, "web")

    os.kill(web, signal.SIGKILL)

    wait_for(lambda: len(started(tmp_path, "web")) == 2)
    assert not is_alive(its_worker)
    assert len(started(tmp_path, "worker")) == 1
    assert supervisor.poll() is None


def test_a_child_that_dies_again_and_again_is_started_after_longer_and_longer_pauses(supervisor, tmp_path):
    moments = []
    for times in range(1, 4):
        wait_for(lambda times=times: len(started(tmp_path, "web")) == times)
        moments.append(time.monotonic())
        os.kill(started(tmp_path, "web")[-1][0], signal.SIGKILL)

    first, second = moments[1] - moments[0], moments[2] - moments[1]
    assert second > first


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_is_clean_and_leaves_nobody_behind(supervisor, tmp_path, number):
    everybody = [process for name in ("web", "worker") for line in started(tmp_path, name) for process in line]
    asked = time.monotonic()

    supervisor.send_signal(number)

    assert supervisor.wait(timeout=10) == 0
    assert time.monotonic() - asked < 5
    assert [process for process in everybody if is_alive(process)] == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_children_end_when_the_supervisor_itself_is_killed(supervisor, tmp_path):
    children = [started(tmp_path, name)[0][0] for name in ("web", "worker")]

    supervisor.kill()

    wait_for(lambda: not any(is_alive(child) for child in children))
    for name in ("web", "worker"):  # their own children are Granian's to stop; here they only sleep
        os.kill(started(tmp_path, name)[0][1], signal.SIGKILL)
