"""`linli work` and `linli clock`: keep what was promised, and let time pass."""

import argparse
import logging
import signal
import threading
import time
from types import FrameType

from django.db import DatabaseError, InterfaceError, close_old_connections

from linli.channels import clock as reading
from linli.channels.console.words import _
from linli.database.turns import Turn
from linli.errands.actions import keep_one, pass_time

log = logging.getLogger(__name__)

TICK = 1.0  # seconds between two looks at what is due
IDLE = 0.3  # seconds until the next look at an empty queue
MISHAP = 2.0  # seconds to wait for a database that is away


class Bell:
    """Rings once, at SIGTERM or SIGINT: finish what is in hand and stop."""

    def __init__(self) -> None:
        self.rung = False

    def listen(self) -> None:
        """Ring at the signals that ask a process to stop."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ring)

    def rest(self, seconds: float) -> None:
        """Wait so long, or until it rings."""
        until = time.monotonic() + seconds
        while not self.rung and time.monotonic() < until:
            time.sleep(0.05)

    def _ring(self, number: int, frame: FrameType | None) -> None:
        self.rung = True


def work(told: argparse.Namespace) -> int:
    """Keep errands until told to stop, with the clock beside them unless another process has it."""
    bell = Bell()
    bell.listen()
    # Beside, not between: an errand that waits for a gateway must not stop the clock.
    ticking = threading.Thread(target=tick_along, args=(bell,), name="clock", daemon=True)
    ticking.start()
    keep_along(bell)
    ticking.join(timeout=5)
    return 0


def clock(told: argparse.Namespace) -> int:
    """Let time pass until told to stop; while another clock ticks, wait for its end."""
    bell = Bell()
    bell.listen()
    print(_("时钟在走；已经有一个的话，这一个等着。"), flush=True)
    tick_along(bell)
    return 0


def keep_along(bell: Bell) -> None:
    """Keep one errand after the other until the bell rings; wait for a database that is away or locked."""
    while not bell.rung:
        try:
            kept = keep_one(at=reading.now())
        except (DatabaseError, InterfaceError) as error:
            log.warning("the database is away: %s", type(error).__name__)
            bell.rest(MISHAP)
            kept = True
        close_old_connections()
        if not kept:
            bell.rest(IDLE)


def tick_along(bell: Bell) -> None:
    """Tick until the bell rings, whenever the clock's turn is ours."""
    turn = Turn("clock")
    try:
        while not bell.rung:
            try:
                if turn.is_ours():
                    pass_time(at=reading.now())
            except (DatabaseError, InterfaceError) as error:
                log.warning("the database is away: %s", type(error).__name__)
            close_old_connections()
            bell.rest(TICK)
    finally:
        turn.leave()
