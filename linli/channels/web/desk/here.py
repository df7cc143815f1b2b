"""Who sits at the desk, and of which community."""

from datetime import datetime, time, timedelta

from django.http import Http404
from django.utils import timezone

from linli.channels.web.parts.guards import actor
from linli.channels.web.requests import Asked
from linli.kernel.actor import Actor
from linli.places.queries import CommunityView


def here(asked: Asked) -> tuple[Actor, CommunityView]:
    """The one at the desk, and the community whose desk it is; nothing is here for who stands above communities."""
    by = actor(asked)
    if asked.community is None:
        raise Http404
    return by, asked.community


def day_ends(at: datetime) -> datetime:
    """The end of the day, on the wall clock of the community."""
    tomorrow = timezone.localtime(at).date() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time()))
