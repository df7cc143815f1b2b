"""`linli places import`: take down a whole estate from one spreadsheet."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from linli.channels.clock import now
from linli.channels.console.main import Stopped
from linli.channels.console.words import _
from linli.channels.exchange.estates import Bad, Estate, read_estate
from linli.channels.web.refusals import sentence
from linli.kernel.actor import system
from linli.kernel.refused import Refused
from linli.places import actions as places
from linli.places.actions import Counts
from linli.places.queries import community_by_slug

MOST_SHOWN = 50


def take_estate(told: argparse.Namespace) -> int:
    """Take the good rows, name the bad ones; 1 when there were bad ones. With `--all-or-nothing`, then take none."""
    community = community_by_slug(told.community)
    if community is None:
        raise Refused("community.missing")
    read = read_estate(_content(told.file))
    counts = None
    if read.flats and not (read.bad and told.all_or_nothing):
        by = system("console", community.id)
        counts = places.take_estate(community.id, read.flats, estate=told.estate, area=told.area, by=by, at=now())
    if told.json:
        print(json.dumps(_answer(read, counts), ensure_ascii=False))
    else:
        _say(read, counts, community.name)
    return int(bool(read.bad))


def _content(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except FileNotFoundError as error:
        raise Stopped(_("没有这个文件：%s") % name) from error
    except (OSError, ValueError) as error:
        raise Stopped(_("%(file)s 打不开：%(why)s") % {"file": name, "why": error}) from error


def _answer(read: Estate, counts: Counts | None) -> dict[str, object]:
    bad = [{"row": row.row, "code": row.code, "why": _why(row)} for row in read.bad]
    return {"taken": counts is not None, **asdict(counts or Counts(0, 0, 0, 0)), "bad": bad}


def _say(read: Estate, counts: Counts | None, name: str) -> None:
    for row in read.bad[:MOST_SHOWN]:
        print(_("第 %(row)s 行没有收：%(why)s") % {"row": row.row, "why": _why(row)}, file=sys.stderr)
    if len(read.bad) > MOST_SHOWN:
        print(_("还有 %s 行没有收；用 --json 看全部。") % (len(read.bad) - MOST_SHOWN), file=sys.stderr)
    if counts is None:
        print(_("一户也没有写入。改好再来一次。"), file=sys.stderr)
        return
    words = _("%(name)s：新收 %(buildings)s 栋楼、%(entrances)s 个单元、%(households)s 户，原来就有 %(known)s 户。")
    print(words % {"name": name, **asdict(counts)})


def _why(row: Bad) -> str:
    return sentence(Refused(row.code, **row.facts))
