"""`linli audit verify`: prove the log, or name the first entry that is not what was sealed."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict

from linli.audit.queries import Verdict, chains
from linli.audit.queries import verify as verdict_on
from linli.channels.console.words import _
from linli.kernel.refused import Refused
from linli.places.queries import communities, community_by_slug


def verify(told: argparse.Namespace) -> int:
    """Follow each chain from its first entry to its head; 1 when one of them is broken."""
    verdicts = [verdict_on(community_id) for community_id in _wanted(told.community)]
    if told.json:
        whole = all(verdict.broken is None for verdict in verdicts)
        print(json.dumps({"whole": whole, "chains": [asdict(verdict) for verdict in verdicts]}))
    else:
        print_verdicts(verdicts)
    return int(any(verdict.broken is not None for verdict in verdicts))


def print_verdicts(verdicts: Sequence[Verdict]) -> None:
    """A line for each chain, with the name of its community."""
    names = {community.id: community.name for community in communities()}
    for verdict in verdicts:
        print(_line(names.get(verdict.community_id, str(verdict.community_id)), verdict))
    if not verdicts:
        print(_("还没有记录。"))


def _wanted(slug: str | None) -> list[int]:
    if slug is None:
        return list(chains())
    community = community_by_slug(slug)
    if community is None:
        raise Refused("community.missing")
    return [community.id]


def _line(name: str, verdict: Verdict) -> str:
    facts = {"name": name if verdict.community_id else _("全站"), **asdict(verdict)}
    if verdict.why is None:
        return _("%(name)s：%(entries)s 条，一条不差，末尾 %(head)s") % facts
    words = {
        "changed": _("%(name)s：第 %(broken)s 条被改过"),
        "missing": _("%(name)s：第 %(broken)s 条不见了"),
        "cut": _("%(name)s：从第 %(broken)s 条起，末尾被截掉了"),
    }
    return words[verdict.why] % facts
