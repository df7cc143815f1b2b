"""What cases do when news comes from upstream."""

from datetime import datetime
from typing import cast

from linli.cases.actions._telling import party_name, tell_party, tell_person
from linli.cases.actions.rule_book import adopt_rule_book
from linli.cases.models import Case
from linli.kernel.event import Event, News
from linli.moves.events import MoveClimbed, MoveReminded
from linli.people import queries as people
from linli.people.rules import Role


def take_a_rule_book(news: News) -> None:
    """A new community gets the rule book that ships with Linli, to be edited by its people."""
    adopt_rule_book(news.event.subject_id, by=news.by, at=news.recorded_at)


def remind_who_owes(news: News) -> None:
    """Whoever owes a move that is due soon is told so: by name, as steward, or at the table of their party."""
    event = cast(MoveReminded, news.event)
    case = _case(event)
    if case is None:
        return
    occasion, due = f"{event.subject_id}:{event.due_at.timestamp():.0f}", event.due_at.isoformat()
    person_id = _who(event, case, news.recorded_at)
    if person_id is not None:
        tell_person(case, person_id, "reminded", occasion=occasion, by=news.by, at=news.recorded_at, due_at=due)
    else:
        tell_party(case, event.party_id, "reminded", occasion=occasion, by=news.by, at=news.recorded_at, due_at=due)


def tell_above(news: News) -> None:
    """The next party above is told that the one below stayed silent; the case goes on where it is."""
    event = cast(MoveClimbed, news.event)
    case = _case(event)
    if case is None:
        return
    tell_party(
        case,
        event.to_party_id,
        "climbed",
        occasion=f"{event.subject_id}:{event.due_at.timestamp():.0f}",
        by=news.by,
        at=news.recorded_at,
        party=party_name(case, event.party_id),
    )


def _case(event: Event) -> Case | None:
    return Case.objects.select_related("community").filter(pk__in=event.threads).first()


def _who(event: MoveReminded, case: Case, at: datetime) -> int | None:
    """Who owes it in person and can be reached; else their party is told."""
    person_id = event.person_id
    if person_id is None and event.zone_id is not None:
        held = people.holders(case.community_id, at=at, zones=[event.zone_id])
        mine = [who for who in held if who.zone_id == event.zone_id]
        person_id = next((who.person_id for who in sorted(mine, key=lambda who: who.role != Role.STEWARD)), None)
    person = people.person(person_id) if person_id is not None else None
    return person.id if person is not None and (person.has_phone or person.has_mail) else None
