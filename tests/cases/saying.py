"""Demands told by a process of its own: `python -m tests.cases.saying NAME TIMES COMMUNITY HOUSEHOLD`."""

import sys
from datetime import timedelta

import django

if __name__ == "__main__":
    django.setup()

from linli.audit.queries import verify
from linli.cases.actions.intake import Told, receive
from linli.cases.rules.words import Channel
from linli.kernel.actor import resident
from linli.places.queries import place
from tests.cast import MONDAY, build


def say(name: str, times: int, community_id: int, household_id: int) -> list[str]:
    """Ask so often, with keys that begin with the name; the numbers."""
    here = place(community_id, household_id=household_id)
    numbers = []
    for nth in range(times):
        told = Told(f"门坏了，{name} {nth}。", Channel.PAGE, here)
        at = MONDAY + timedelta(seconds=nth)
        numbers.append(receive(told, key=f"{name}:{nth}", by=resident(community_id), at=at).number)
    return numbers


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["build"]:
            side = build().huaiyin
            print(side.community_id, side.households["13-2-501"])
        case ["verify", community]:
            print(verify(int(community)).broken)
        case [name, times, community, household]:
            # First what every writer says, then what only this one does.
            for told in ("the-same", name):
                print(*say(told, int(times), int(community), int(household)))
