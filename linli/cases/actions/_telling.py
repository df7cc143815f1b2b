"""What those who asked, and those who owe, are to be told; its words are made later, by the channel that carries it."""

from collections.abc import Iterable
from datetime import datetime

from linli.cases.actions._around import around, zone_of
from linli.cases.models import Case, Demand
from linli.kernel.actor import Actor
from linli.letters.actions import write


def tell_requesters(
    case: Case,
    demands: Iterable[Demand],
    code: str,
    *,
    by: Actor,
    at: datetime,
    **facts: str | int | None,
) -> None:
    """Write a letter to each who asked: by wire where they can be reached, else by the voice of their steward.

    Who left neither a telephone nor a door holds a receipt, and reads it there.
    """
    for demand in demands:
        if demand.requester_id is None and demand.household_id is None:
            continue
        write(
            # With the case: a demand that was grouped is told of the steps of either.
            f"demand:{demand.pk}:{code}:{case.pk}:{case.step_count}",
            community_id=case.community_id,
            about=f"demand:{demand.pk}",
            words_code=f"demand.{code}",
            facts={"number": demand.number, **facts},
            person_id=demand.requester_id,
            zone_id=_zone_of(demand, at),
            household_id=demand.household_id,
            by=by,
            at=at,
        )


def tell_party(
    case: Case,
    party_id: int,
    code: str,
    *,
    occasion: str | None = None,
    by: Actor,
    at: datetime,
    **facts: str | int | None,
) -> None:
    """Write to a party that something is on its table; never who asked.

    Once on each occasion; the step that was taken, if none is told.
    """
    write(
        f"case:{case.pk}:{code}:{party_id}:{occasion or case.step_count}",
        community_id=case.community_id,
        about=f"case:{case.pk}",
        words_code=f"party.{code}",
        facts={"number": case.number, **facts},
        party_id=party_id,
        by=by,
        at=at,
    )


def tell_person(
    case: Case,
    person_id: int,
    code: str,
    *,
    occasion: str,
    by: Actor,
    at: datetime,
    **facts: str | int | None,
) -> None:
    """Write to somebody who owes something by name or as a steward; never who asked. Once on each occasion."""
    write(
        f"case:{case.pk}:{code}:person:{person_id}:{occasion}",
        community_id=case.community_id,
        about=f"case:{case.pk}",
        words_code=f"person.{code}",
        facts={"number": case.number, **facts},
        person_id=person_id,
        by=by,
        at=at,
    )


def party_name(case: Case, party_id: int | None) -> str | None:
    """The name of a party that stands around the case, for the facts of a letter."""
    party = around(case).view(party_id)
    return party.name if party else None


def _zone_of(demand: Demand, at: datetime) -> int | None:
    return None if "steward" in demand.hide_from else zone_of(demand, at)
