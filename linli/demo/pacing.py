"""When each step of a past demand was taken: paced within its promise, by day, before the morning of the walk."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from linli.demo.reading import MORNING, ZONE, Row, said_at

PROMISED = {"danger": timedelta(hours=2), "timely": timedelta(hours=24), "ordinary": timedelta(days=7)}
LONGEST = timedelta(days=15)
LAST = MORNING - timedelta(minutes=4)  # what is past in the morning of the walk
NOT_YET = {"just_received", "waiting_dispatch", "waiting_signature", "in_hand", "stuck"}
# How far into the time that there was a step was taken; each a little off, by the demand's own chance.
SHARES = {"assess": 0.01, "sign": 0.05, "contact": 0.09, "progress": 0.3, "done": 0.55, "called": 0.75, "again": 0.85}


@dataclass(slots=True)
class Pace:
    """Hands out moments, each after the one before."""

    start: datetime
    room: timedelta
    chance: random.Random
    last: datetime

    def at(self, step: str, *, after: datetime | None = None) -> datetime:
        """The moment of a step: its share of the room, by day unless it presses, never before what came before."""
        share = SHARES[step] * self.chance.uniform(0.7, 1.25)
        moment = max(self.start + self.room * share, self.last + timedelta(minutes=1))
        if after is not None:
            moment = max(moment, after + timedelta(minutes=self.chance.randint(3, 25)))
        if self.room > timedelta(hours=6):
            moment = _by_day(moment, self.chance)
        self.last = max(min(moment, LAST), self.last + timedelta(seconds=20))
        return self.last

    def lately(self, hours: float) -> datetime:
        """So many hours before the morning of the walk, when the desk is being looked at."""
        self.last = max(LAST - timedelta(hours=hours), self.last + timedelta(minutes=2))
        return self.last


def pace_of(row: Row) -> Pace:
    """The pace of a demand, the same at every building of the demonstration."""
    start = said_at(row)
    promised = PROMISED.get(row["urgency"], LONGEST)
    room = max(min(promised, LAST - start), timedelta(minutes=10))
    return Pace(start, room, random.Random(row["slug"]), start)  # noqa: S311 (it paces a story)


def _by_day(moment: datetime, chance: random.Random) -> datetime:
    here = moment.astimezone(ZONE)
    if here.hour < 8:
        return moment.replace(minute=0, second=0) + timedelta(hours=8 - here.hour, minutes=chance.randint(5, 55))
    if here.hour >= 20:
        return moment.replace(minute=0, second=0) + timedelta(hours=32 - here.hour, minutes=chance.randint(5, 55))
    return moment
