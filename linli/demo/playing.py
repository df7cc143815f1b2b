"""What `linli demo` does: build the whole community, or tell one story step by step on an empty database."""

import argparse
import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from linli.audit.actions import listen, listeners
from linli.channels.console.main import Stopped
from linli.channels.console.preparing import migrate
from linli.channels.console.words import _
from linli.demo.founding import BY, Built, found
from linli.demo.living import live
from linli.demo.reading import FOUNDED, MORNING
from linli.demo.stories import story_of_the_door
from linli.kernel.event import News
from linli.letters.actions import carried, tell
from linli.letters.events import LetterWritten
from linli.letters.queries import to_tell
from linli.letters.rules import Way
from linli.places.queries import communities

TOLD_WITHIN = timedelta(hours=20)  # a steward tells what is on the list on the same day, or the next


def demo(told: argparse.Namespace) -> int:
    """Build or tell; refuses a database in which somebody lives already."""
    told.let_in = None
    migrate(told)
    if communities():
        raise Stopped(_("数据库里已经有社区了。演示要用空的数据库：换一个 LINLI_DATA 或 LINLI_DATABASE_URL。"))
    if told.story is not None:
        return _tell_story(told.story)
    began = time.monotonic()
    gc.disable()  # a command that lives for seconds and keeps nearly all that it makes: collecting finds nothing
    with letters_carried_at_once():
        built = found(by=BY, at=FOUNDED)
        demands = live(built, tell_day=lambda day: _tell_letters(built, day))
    words = _("演示社区建好了：%(n)s 件事，用了 %(seconds).1f 秒。")
    print(words % {"n": demands, "seconds": time.monotonic() - began}, flush=True)
    return 0


def _tell_story(name: str) -> int:
    if name != "A":
        raise Stopped(_("故事 %(name)s 还演不了：它要用的部分还没有建。现在能演的：A（到办结为止）。") % {"name": name})
    with letters_carried_at_once():
        built = found(by=BY, at=FOUNDED)
        for line in story_of_the_door(built[0]):
            print(line, flush=True)
    return 0


@contextmanager
def letters_carried_at_once() -> Iterator[None]:
    """What was written in the past was carried in the past: no gateway is asked, and no errand is left behind."""
    before = listeners()
    listen({**before, LetterWritten: [_carried]})
    try:
        yield
    finally:
        listen(before)


def _carried(news: News) -> None:
    if news.facts.get("way") == Way.WIRE:
        carried(news.event.subject_id, way="catcher", outcome="sent", by=BY, at=news.recorded_at)


def _tell_letters(built: list[Built], day: datetime) -> None:
    for one in built:
        by_zone = {zone_id: one.steward(*key) for key, (_person, zone_id) in one.stewards.items()}
        for letter in to_tell(list(by_zone), limit=500):
            if letter.written_at + TOLD_WITHIN < min(day + timedelta(days=1), MORNING) and letter.zone_id in by_zone:
                at = letter.written_at + timedelta(hours=3)
                tell(letter.id, by=by_zone[letter.zone_id], at=at)
