"""Who may open a page; whoever may not is told nothing that they could not have guessed."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from linli.channels.web.refusals import is_missing
from linli.channels.web.requests import Asked
from linli.kernel.actor import Actor
from linli.kernel.refused import Refused
from linli.people.rules import Power, may

View = Callable[..., HttpResponseBase]


def for_power(power: Power) -> Callable[[View], View]:
    """Open the page to those whose seat has this power; others are asked to sign in, or find nothing there."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            asked = cast(Asked, request)
            if asked.actor is None:
                return to_the_door(asked)
            if not may(asked.actor.role, power):
                raise Http404
            return missing_is_missing(view)(request, *args, **kwargs)

        guarded.guarded_by = power  # type: ignore[attr-defined]
        return guarded

    return guard


def for_any_seat(view: View) -> View:
    """Open the page to whoever acts in some role; what is theirs to see and to do there, the houses say."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = cast(Asked, request)
        if asked.actor is None:
            return to_the_door(asked)
        return missing_is_missing(view)(request, *args, **kwargs)

    guarded.guarded_by = "any seat"  # type: ignore[attr-defined]
    return guarded


def for_anybody(view: View) -> View:
    """Open the page to everybody; what is not theirs is missing."""
    guarded = missing_is_missing(view)
    guarded.guarded_by = None  # type: ignore[attr-defined]
    return guarded


def missing_is_missing(view: View) -> View:
    """Turn the refusals that mean *there is no such thing for you* into a plain 404."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            if is_missing(refused):
                raise Http404 from refused
            raise

    return guarded


def actor(asked: Asked) -> Actor:
    """Who asks, on a page that is only for those who are somebody."""
    if asked.actor is None:
        raise Http404
    return asked.actor


def to_the_door(asked: Asked) -> HttpResponse:
    """To the page where one signs in, and from there back to this one."""
    return redirect(f"{reverse('account_login')}?{urlencode({'next': asked.get_full_path()})}")
