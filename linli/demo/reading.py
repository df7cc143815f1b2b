"""What the demonstration is made of: the plan of the estate, its people, three months of demands; read from tables."""

import csv
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

HERE = Path(__file__).resolve().parent
ZONE = ZoneInfo("Asia/Shanghai")
# The morning of the walk: 08:20, an old man says to the steward of his entrance that the door does not lock again.
MORNING = datetime(2026, 11, 3, 8, 20, tzinfo=ZONE).astimezone(UTC)
FOUNDED = datetime(2026, 7, 1, 9, 0, tzinfo=ZONE).astimezone(UTC)

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Town:
    """One community of the demonstration, as its tables tell it."""

    slug: str
    name: str
    estate: str
    desk_phone: str
    ending: str  # of the names of its files

    def rows(self, name: str) -> list[Row]:
        """The rows of ``plan``, ``people`` or ``demands``."""
        return rows(f"{name}{self.ending}.csv")


STREET = "榆荫街道"
TOWNS = (
    Town("huaiyin", "槐荫北里社区", "槐荫北里小区", "13800001002", ""),
    Town("liuan", "柳岸社区", "柳岸小区", "13800002002", "_liuan"),
)


def rows(name: str) -> list[Row]:
    """The rows of a table of the demonstration."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def said_at(row: Row) -> datetime:
    """When a demand was said: so many days before the morning of the walk, at a time on the wall clock."""
    day: date = MORNING.astimezone(ZONE).date() - timedelta(days=int(row["day"]))
    return datetime.combine(day, time.fromisoformat(row["time"]), ZONE).astimezone(UTC)
