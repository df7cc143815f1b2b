"""What the community's rule book says."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet

from linli.cases.models import Category, LimitRow, PatienceRow, Route
from linli.cases.rules.limits import Limit, Promise, Unit, Urgency
from linli.cases.rules.patience import Patience, Until
from linli.kernel.refused import Refused

Row = TypeVar("Row", LimitRow, Category, Route)


@dataclass(frozen=True, slots=True)
class CategoryView:
    """What a case can be about."""

    id: int
    code: str
    name: str
    name_en: str
    group: str


@dataclass(frozen=True, slots=True)
class RouteView:
    """Who else is right for a matter. `confirmed` is False where the number was not seen in its source."""

    id: int
    code: str
    name: str
    name_en: str
    number: str
    confirmed: bool


def limits_of(community_id: int, urgency: Urgency, *, on: date) -> dict[Promise, Limit]:
    """The limits of one class on a day, by promise. Raises Refused `rule_book.no_limit` when one is missing."""
    rows = _valid(LimitRow.objects.filter(community_id=community_id, urgency=urgency), on).order_by("valid_from")
    limits = {Promise(row.promise): _limit(row) for row in rows}
    if missing := [promise for promise in Promise if promise not in limits]:
        raise Refused("rule_book.no_limit", promise=missing[0], urgency=urgency)
    return limits


def rule_book(community_id: int) -> tuple[Limit, ...]:
    """All rows of the limits, past and coming ones too, as they are shown to people."""
    rows = LimitRow.objects.filter(community_id=community_id).order_by("promise", "urgency", "valid_from")
    return tuple(_limit(row) for row in rows)


def patience_of(community_id: int) -> tuple[Patience, ...]:
    """All rows of how long a silence is borne, past and coming ones too; none in a book that is silent about it."""
    rows = PatienceRow.objects.filter(community_id=community_id).order_by("until", "urgency", "valid_from")
    return tuple(
        Patience(
            until=Until(row.until),
            urgency=Urgency(row.urgency),
            amount=row.amount,
            unit=Unit(row.unit),
            source=row.source,
            confirmed=row.confirmed,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
        )
        for row in rows
    )


def categories(community_id: int, *, on: date) -> tuple[CategoryView, ...]:
    """The categories of a community on a day, in the order of the book."""
    rows = _valid(Category.objects.filter(community_id=community_id), on).order_by("pk")
    return tuple(CategoryView(row.pk, row.code, row.name, row.name_en, row.group) for row in rows)


def routes(community_id: int, *, on: date) -> tuple[RouteView, ...]:
    """The other routes of a community on a day, in the order of the book."""
    rows = _valid(Route.objects.filter(community_id=community_id), on).order_by("pk")
    return tuple(RouteView(row.pk, row.code, row.name, row.name_en, row.number, row.confirmed) for row in rows)


def _valid(rows: QuerySet[Row], on: date) -> QuerySet[Row]:
    return rows.filter(Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on)


def _limit(row: LimitRow) -> Limit:
    return Limit(
        promise=Promise(row.promise),
        urgency=Urgency(row.urgency),
        amount=row.amount,
        unit=Unit(row.unit),
        source=row.source,
        confirmed=row.confirmed,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )
