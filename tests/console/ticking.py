"""A clock whose one tick writes a line; run as `python -m tests.console.ticking FILE work|clock`."""

import sys
from datetime import datetime

import django

from linli.kernel.actor import Actor

if __name__ == "__main__":
    django.setup()

    from linli.channels.console import main, working
    from linli.errands.actions import bring

    def tick(*, by: Actor, at: datetime) -> None:
        """Write a line."""
        with open(sys.argv[1], "a", encoding="utf-8") as notes:
            notes.write(f"{by.key} {at.isoformat()}\n")

    working.TICK = 0.1
    bring([tick])
    told = main.make_parser().parse_args(sys.argv[2:3])
    sys.exit(main.named(told.run)(told))
