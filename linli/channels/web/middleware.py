"""Who asks, and when: said once for each request, before any view."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from linli.channels import clock
from linli.channels.web.requests import Asked
from linli.kernel.actor import Actor
from linli.people import access
from linli.places import queries as places

# Staff share desks: whoever has not touched the page for so long signs in again. A steward's own phone does not.
IDLE = timedelta(hours=8)
CARD, SEAT, TOUCHED, JUMP = "card", "seat", "touched", "jump"


class NoZeroBytes:
    """Nobody types a zero byte, and PostgreSQL breaks on one: no address and no cookie brings it in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 400 to an address or a cookie with a zero byte; a form says for itself what it does not take."""
        told = [words for _name, values in request.GET.lists() for words in values]
        if any("\0" in words for words in (request.path, *told, *request.COOKIES.values())):
            raise BadRequest("a zero byte")
        return self.get_response(request)


class WhoAndWhen:
    """Puts `at`, `actor`, `seats`, `seat` and `community` on the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request in the time zone of the community that it is about."""
        asked = cast(Asked, request)
        asked.at, asked.rehearsing = moment(request)
        asked.actor, asked.seats, asked.seat, asked.community = None, (), None, None
        if not request.path.startswith(("/static/", "/healthz", "/readyz")):
            _recognise(asked)
        zone = asked.community.time_zone if asked.community else settings.TIME_ZONE
        with timezone.override(ZoneInfo(zone)):
            return self.get_response(request)


def moment(request: HttpRequest) -> tuple[datetime, bool]:
    """Now; in the demonstration the visitor's rehearsal clock, which starts with the story and can be moved on."""
    now = clock.now()
    jump = request.session.get(JUMP) if settings.LINLI_DEMO else None
    return (now + timedelta(seconds=jump), True) if jump is not None else (now, False)


def _recognise(asked: Asked) -> None:
    card_id = asked.session.get(CARD)
    if card_id is not None:
        # The card's owner is looked up at every request, so that a revoked card ends at once.
        asked.actor = access.actor_of_card(card_id, at=asked.at)
        if asked.actor is None:
            del asked.session[CARD]
    if asked.actor is None and asked.user.is_authenticated:
        _recognise_account(asked)
    if asked.actor is not None and asked.actor.community_id is not None:
        asked.community = places.community(asked.actor.community_id)


def _recognise_account(asked: Asked) -> None:
    now = clock.now().timestamp()
    touched = asked.session.get(TOUCHED)
    if touched is not None and now - touched > IDLE.total_seconds():
        logout(asked)
        return
    # A page that asks for itself again is touched by nobody.
    if touched is None or (now - touched > 60 and not asked.path.endswith("/rows/")):
        asked.session[TOUCHED] = now
    account_id = _account_id(asked)
    asked.seats = access.appointments_for(account_id, at=asked.at)
    wanted = asked.session.get(SEAT)
    asked.seat = next((seat for seat in asked.seats if seat.id == wanted), asked.seats[0] if asked.seats else None)
    asked.actor = actor_of(asked, asked.seat.id) if asked.seat else None


def actor_of(asked: Asked, appointment_id: int) -> Actor | None:
    """The signed-in person in one of their seats."""
    return access.actor_for(_account_id(asked), at=asked.at, appointment_id=appointment_id)


def _account_id(asked: Asked) -> int:
    return int(asked.user.pk or 0)
