"""The strip: who you are now, what time it is in the story, who is next."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from linli.channels.web.requests import Asked
from linli.demo.walk.progress import progress
from linli.demo.walk.stations import STATIONS, Station


@dataclass(frozen=True, slots=True)
class Strip:
    """What the strip shows."""

    now: datetime
    who: str | Promise | None = None
    step: int | None = None
    steps: tuple[Station, ...] = ()
    todo: str | Promise | None = None
    next_label: str | None = None
    next_href: str | None = None


def strip(request: HttpRequest) -> dict[str, object]:
    """The strip, and the key of the visitor's own demand while they stand where it is taken down."""
    asked = cast(Asked, request)
    if not hasattr(asked, "at"):
        return {}
    now = progress(request)
    if now is None:
        return {"walk": Strip(asked.at)}
    here = STATIONS[now.station - 1]
    if request.path == reverse("walk-eyes"):  # the end of the walk: nothing more to press, nobody next
        return {"walk": Strip(asked.at)}
    told: dict[str, object] = {"walk": Strip(asked.at, here.who, now.station, STATIONS, here.todo, *_next(now.station))}
    if now.station == 2 and request.path == reverse("take-down"):
        return {**told, "form_key": now.key}
    return told


def _next(station: int) -> tuple[str, str]:
    if station < len(STATIONS):
        after = STATIONS[station]
        return _("下一位：%(who)s，%(verb)s") % {"who": after.who, "verb": after.verb}, reverse(
            "walk-station", args=[station + 1]
        )
    return _("同一件事，五双眼睛"), reverse("walk-eyes")
