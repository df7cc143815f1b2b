"""A community adopts a rule book."""

import csv
from datetime import date, datetime
from pathlib import Path

from linli.audit.actions import action, announce
from linli.cases.events import RuleBookAdopted
from linli.cases.models import Category, LimitRow, PatienceRow, Route
from linli.kernel.actor import Actor

BOOK = Path(__file__).resolve().parent.parent / "rule_book"


@action
def adopt_rule_book(community_id: int, *, by: Actor, at: datetime) -> int:
    """Give the community the rule book that ships with Linli (Beijing); how many rows are new.

    Rows that the community has are left as they are, edited or not.
    """
    known_limits = set(LimitRow.objects.filter(community_id=community_id).values_list("promise", "urgency"))
    limits = LimitRow.objects.bulk_create(
        LimitRow(
            community_id=community_id,
            promise=row["promise"],
            urgency=row["urgency"],
            amount=int(row["amount"]),
            unit=row["unit"],
            source=row["source"],
            confirmed=row["confirmed"] == "yes",
            valid_from=date.fromisoformat(row["valid_from"]),
        )
        for row in _rows("limits")
        if (row["promise"], row["urgency"]) not in known_limits
    )
    patience = _take_patience(community_id)
    known = set(Category.objects.filter(community_id=community_id).values_list("code", flat=True))
    categories = Category.objects.bulk_create(
        Category(community_id=community_id, **_dated(row)) for row in _rows("categories") if row["code"] not in known
    )
    known = set(Route.objects.filter(community_id=community_id).values_list("code", flat=True))
    routes = Route.objects.bulk_create(
        Route(community_id=community_id, **{**_dated(row), "confirmed": row["confirmed"] == "yes"})
        for row in _rows("routes")
        if row["code"] not in known
    )
    announce(
        RuleBookAdopted(
            subject_id=community_id,
            community_id=community_id,
            limits=len(limits),
            categories=len(categories),
            routes=len(routes),
        ),
        by=by,
        at=at,
    )
    return len(limits) + len(patience) + len(categories) + len(routes)


def _take_patience(community_id: int) -> list[PatienceRow]:
    known = set(PatienceRow.objects.filter(community_id=community_id).values_list("until", "urgency"))
    return PatienceRow.objects.bulk_create(
        PatienceRow(
            community_id=community_id,
            until=row["until"],
            urgency=row["urgency"],
            amount=int(row["amount"]),
            unit=row["unit"],
            source=row["source"],
            confirmed=row["confirmed"] == "yes",
            valid_from=date.fromisoformat(row["valid_from"]),
        )
        for row in _rows("patience")
        if (row["until"], row["urgency"]) not in known
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (BOOK / f"{name}.csv").open(encoding="utf-8", newline="") as book:
        return list(csv.DictReader(book))


def _dated(row: dict[str, str]) -> dict[str, object]:
    return {**row, "valid_from": date.fromisoformat(row["valid_from"])}
