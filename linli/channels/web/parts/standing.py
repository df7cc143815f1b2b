"""Where a page of residents stands: its community, and the entrance that this telephone has scanned."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponseBase
from django.utils import timezone

from linli.channels.web.requests import Asked
from linli.kernel.refused import Refused
from linli.places import queries as places
from linli.places.queries import CommunityView, EntranceView

COMMUNITY, ENTRANCE = "community", "entrance"
LONG = 400 * 86400


def stand(asked: Asked, community: CommunityView) -> CommunityView:
    """Make the page about this community, in its time zone."""
    asked.community = community
    timezone.activate(ZoneInfo(community.time_zone))
    return community


def stand_in(asked: Asked, slug: str) -> CommunityView:
    """Make the page about the community of an address. Raises Refused `community.missing`."""
    found = places.community_by_slug(slug)
    if found is None:
        raise Refused("community.missing")
    return stand(asked, found)


def stand_by_id(asked: Asked, community_id: int) -> CommunityView:
    """Make the page about the community of what is shown. Raises Refused `community.missing`."""
    found = places.community(community_id)
    if found is None:
        raise Refused("community.missing")
    return stand(asked, found)


def entrance_here(asked: Asked, community: CommunityView) -> EntranceView | None:
    """The entrance that this telephone has scanned, if it is in the community."""
    key = asked.COOKIES.get(ENTRANCE, "")
    found = places.entrance_by_key(key) if key else None
    return found if found is not None and found.community_id == community.id else None


def remember(answer: HttpResponseBase, name: str, value: str) -> None:
    """Keep something on this telephone; no script reads it."""
    answer.set_cookie(name, value, max_age=LONG, httponly=True, secure=settings.SECURE, samesite="Lax")
