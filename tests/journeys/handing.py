"""A process of its own, beside the served demonstration: hand the steward of an entrance a card, print its secret."""

import sys
from datetime import UTC, datetime

import django

django.setup()

from linli.kernel.actor import system  # noqa: E402
from linli.people.actions import hand_card  # noqa: E402
from linli.people.queries import stewards  # noqa: E402
from linli.places.queries import community_by_slug  # noqa: E402

here = community_by_slug("huaiyin")
assert here is not None
now = datetime.now(UTC)
for steward in stewards(here.id, at=now):
    if (sys.argv[1], "steward") in [(name, role) for _zone, name, role in steward.zones]:
        print(hand_card(steward.person_id, by=system("tests"), at=now))
