"""Becoming somebody of the story. Only the demonstration has these addresses: there anybody may be anybody."""

from django.conf import settings
from django.contrib.auth import get_user_model, login, logout
from django.http import HttpRequest

from linli.channels.web.middleware import CARD, JUMP, SEAT
from linli.demo.walk.progress import WALK
from linli.people.queries import stewards
from linli.places.queries import community_by_slug, find_place, zone_of_entrance

KEPT = (WALK, JUMP)


def become_staff(request: HttpRequest, username: str) -> None:
    """Sit in the first seat of that account. The visitor's walk and clock stay."""
    kept = _forget(request)
    account = get_user_model().objects.get(username=username)
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.update(kept)


def become_steward(request: HttpRequest, where: str, *, at: object) -> bool:
    """Hold the card of the steward who has that place in their zone; False when there is none."""
    community = community_by_slug("huaiyin")
    found = find_place(community.id, where) if community else ()
    zone = zone_of_entrance(found[0].entrance_id or 0, at=at) if found else None  # type: ignore[arg-type]
    if community is None or zone is None:
        return False
    for steward in stewards(community.id, at=at):  # type: ignore[arg-type]
        if steward.card_id is not None and any(
            covered == zone.id and role == "steward" for covered, _name, role in steward.zones
        ):
            kept = _forget(request)
            request.session.update({**kept, CARD: steward.card_id})
            return True
    return False


def become_nobody(request: HttpRequest) -> None:
    """Be a neighbour, without card or account."""
    request.session.update(_forget(request))


def _forget(request: HttpRequest) -> dict[str, object]:
    kept = {name: request.session[name] for name in KEPT if name in request.session}
    logout(request)
    for name in (CARD, SEAT):
        request.session.pop(name, None)
    return kept
