"""A request that knows who asks, when, and where."""

from datetime import datetime

from django.http import HttpRequest

from linli.files.rules.kinds import Cleaned
from linli.kernel.actor import Actor
from linli.people.access import AppointmentView
from linli.places.queries import CommunityView


class Asked(HttpRequest):
    """What `WhoAndWhen` adds to every request; for type checkers, never made by hand."""

    at: datetime
    actor: Actor | None
    seats: tuple[AppointmentView, ...]
    seat: AppointmentView | None
    community: CommunityView | None
    rehearsing: bool
    cleaned: tuple[Cleaned, ...]  # by `parts.uploads`, when files came with the form
