"""How far a visitor has come: kept in the session, with the key of the demand that is theirs."""

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse

from linli.cases.queries.lists import receipt_of_key
from linli.cases.queries.rule_book import categories
from linli.channels import clock
from linli.channels.web.middleware import JUMP
from linli.demo.reading import MORNING, ZONE
from linli.demo.walk.stations import ANSWER, CATEGORY, NAME, PHONE, TITLE, WHERE, WORDS
from linli.people.queries import first_party
from linli.people.rules import PartyKind
from linli.places.queries import community_by_slug, find_place

WALK = "walk"


@dataclass(slots=True)
class Progress:
    """The station where the visitor stands, and the key of their demand."""

    station: int
    key: str


def progress(request: HttpRequest) -> Progress | None:
    """How far this visitor has come; None before they began."""
    told = request.session.get(WALK)
    return Progress(**told) if told else None


def begin(request: HttpRequest) -> Progress:
    """Begin anew, with a demand that is nobody else's."""
    return keep(request, Progress(1, f"walk-{secrets.token_urlsafe(12)}"))


def keep(request: HttpRequest, now: Progress) -> Progress:
    """Remember how far they have come."""
    request.session[WALK] = asdict(now)
    return now


def case_of(request: HttpRequest) -> tuple[int, int, str] | None:
    """The visitor's case, demand and receipt; None while nobody has taken it down."""
    now = progress(request)
    found = receipt_of_key(now.key) if now else None
    return (found.case_id, found.demand_id, found.token) if found else None


def move_clock(request: HttpRequest, to: datetime) -> None:
    """Move the visitor's clock on; it never goes back."""
    now = clock.now()
    jump = (to - now).total_seconds()
    request.session[JUMP] = max(jump, request.session.get(JUMP, jump))


def tomorrow_at_nine(at: datetime) -> datetime:
    """Nine o'clock of the day after this moment, on the wall clock of the story."""
    here = at.astimezone(ZONE)
    return datetime.combine(here.date() + timedelta(days=1), time(9), ZoneInfo(str(ZONE)))


def suggestions(request: HttpRequest) -> dict[str, str]:
    """What the walk would write into the form of this page; nothing on other pages and outside the walk."""
    now = progress(request)
    community = community_by_slug("huaiyin") if now and now.station in {2, 3, 4} else None
    if now is None or community is None:
        return {}
    if now.station == 2 and request.path == reverse("take-down"):
        where = find_place(community.id, WHERE)[0]
        return {
            "words": WORDS,
            "name": NAME,
            "phone": PHONE,
            "place": f"e{where.entrance_id}",
            "door": WHERE[-3:],
        }
    found = case_of(request)
    if found is None or request.path != reverse("case", args=[found[0]]):
        return {}
    if now.station == 4:
        return {"words": str(ANSWER)}
    lead = first_party(community.id, PartyKind.PROPERTY)
    category = next(one for one in categories(community.id, on=MORNING.date()) if one.code == CATEGORY)
    return {
        "title": str(TITLE),
        "category": str(category.id),
        "kind": "help",
        "urgency": "ordinary",
        "lead": str(lead.id) if lead else "",
    }
