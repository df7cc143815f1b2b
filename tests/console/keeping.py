"""What a process of its own does around a backup: `python -m tests.console.keeping build|say|numbers|phone|files …`."""

import sys
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()

from django.conf import settings

from linli.cases.models import Demand
from linli.files.actions import store
from linli.files.models import File
from linli.people.access import phone_of
from tests.cases.saying import say
from tests.cast import LINLI, MONDAY, build
from tests.files.samples import photograph


def begin() -> str:
    """The town with two photographs; its community, a household, the resident."""
    side = build().huaiyin
    for built in ("JPEG", "PNG"):
        store(photograph(built), f"photo.{built}", community_id=side.community_id, by=LINLI, at=MONDAY)
    return f"{side.community_id} {side.households['13-2-501']} {side.persons['resident']}"


def say_on(name: str, community_id: int, household_id: int) -> None:
    """Say one thing after the other until stopped; each number is printed when it was acknowledged."""
    for nth in range(10_000):
        print(*say(f"{name}-{nth}", 1, community_id, household_id), flush=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["build"]:
            print(begin())
        case ["say", name, community, household]:
            say_on(name, int(community), int(household))
        case ["numbers"]:
            print(*(demand.number for demand in Demand.objects.order_by("pk")))
        case ["phone", person]:
            print(phone_of(int(person)))
        case ["files"]:
            print(*(Path(settings.MEDIA_ROOT) / row.path for row in File.objects.order_by("pk")))
