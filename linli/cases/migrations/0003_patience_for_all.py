"""Communities that were there before get the patience that ships with Linli."""

import csv
from datetime import date
from pathlib import Path

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BOOK = Path(__file__).resolve().parent.parent / "rule_book" / "patience.csv"


def take_patience(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give each community the rows of the book."""
    rows = apps.get_model("cases", "PatienceRow")
    with BOOK.open(encoding="utf-8", newline="") as book:
        told = list(csv.DictReader(book))
    rows.objects.bulk_create(
        rows(
            community_id=community_id,
            until=row["until"],
            urgency=row["urgency"],
            amount=int(row["amount"]),
            unit=row["unit"],
            source=row["source"],
            confirmed=row["confirmed"] == "yes",
            valid_from=date.fromisoformat(row["valid_from"]),
        )
        for community_id in apps.get_model("places", "Community").objects.order_by("pk").values_list("pk", flat=True)
        for row in told
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_patience")]

    operations = [migrations.RunPython(take_patience, migrations.RunPython.noop)]
