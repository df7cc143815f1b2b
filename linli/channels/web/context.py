"""What every page is dressed with."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from linli.cases.rules.life import Owed
from linli.channels.web.posting import fresh_key, key_of
from linli.channels.web.requests import Asked
from linli.channels.web.words import ROLES, word
from linli.kernel.actor import Actor
from linli.letters import queries as letters
from linli.moves import queries as moves
from linli.people.rules import Role

ELDER = "elder"
LARGER = ("on", "more")

_DESK = (
    ("inbox", _("收件台")),
    ("call-backs", _("回访")),
    ("households", _("住户")),
    ("stewards", _("管家")),
    ("slips", _("纸条")),
)
_TABLE = (("table", _("轮到我们")), ("table-done", _("办完的")))
_ZONE = (("zone", _("我的楼门")),)
_STREET = (("street", _("街道")), ("table", _("轮到我们")))

# Read each row aloud: "a handler goes to the table, and to what is done"; the first is where their day begins.
PLACES: dict[str, tuple[tuple[str, str | Promise], ...]] = {
    Role.SECRETARY: _DESK,
    Role.DESK: _DESK,
    Role.OWNERS_MEMBER: _TABLE,
    Role.HANDLER: _TABLE,
    Role.ORG_MEMBER: _TABLE,
    Role.STEWARD: _ZONE,
    Role.STAND_IN: _ZONE,
    Role.STREET_OFFICER: _STREET,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One of the main pages of a seat."""

    href: str
    label: str
    current: bool
    count: int | None


def page(request: HttpRequest) -> dict[str, object]:
    """The bar, the size of letters, the community and a key for each form of the page.

    `form_key` is a fresh one wherever a template names it, so that two forms of a page never share one; a form that
    was refused keeps its own.
    """
    elder = request.COOKIES.get(ELDER)
    asked = cast(Asked, request)
    actor = getattr(asked, "actor", None)
    community = getattr(asked, "community", None)
    key: Callable[[], str] = partial(key_of, asked) if request.method == "POST" else fresh_key
    return {
        "elder": elder if elder in LARGER else None,
        "community": community,
        "place_line": community.name if community else None,
        "who_line": who_line(asked) if actor else None,
        "seats": getattr(asked, "seats", ()),
        "seat": getattr(asked, "seat", None),
        "nav": SimpleLazyObject(partial(_nav, asked)) if actor else (),
        "form_key": key,
    }


def who_line(asked: Asked) -> str:
    """As whom somebody is here: the party and the seat, or the zone they look after."""
    seat = asked.seat
    if seat is None:
        return word(ROLES, asked.actor.role if asked.actor else None)
    if seat.zone_name:
        return f"{word(ROLES, seat.role)} {seat.zone_name}"
    return " ".join(part for part in (seat.party_name, seat.seat) if part) or word(ROLES, seat.role)


def _nav(asked: Asked) -> tuple[Entry, ...]:
    actor = asked.actor
    if actor is None or actor.role not in PLACES:
        return ()
    return tuple(
        Entry(reverse(name), str(label), asked.path == reverse(name), _count(name, actor))
        for name, label in PLACES[actor.role]
    )


def _count(name: str, actor: Actor) -> int | None:
    if name in {"inbox", "table"} and actor.party_id is not None:
        return moves.count_owed_by([actor.party_id])
    if name == "call-backs" and actor.community_id is not None:
        return moves.count_owing(actor.community_id, Owed.CALL_BACK)
    if name == "zone" and actor.zones:
        return letters.count_to_tell(actor.zones)
    return None
