"""What stands around a case while a step is taken: the parties of its community and its limits, each asked once."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from linli.audit.actions import asked_once
from linli.cases.models import Case, Demand
from linli.cases.queries.rule_book import limits_of, patience_of
from linli.cases.rules.limits import Limit, Promise, Urgency, due_at
from linli.cases.rules.patience import Patience, Until, lengths
from linli.kernel.refused import Refused
from linli.people import queries as people
from linli.people.queries import PartyView
from linli.people.rules import PartyKind
from linli.places import queries as places


@dataclass
class Around:
    """A community as a step needs it. Lives as long as the action, so that nothing in it grows old."""

    community_id: int
    street_id: int
    time_zone: str
    _limits: dict[tuple[str, date], dict[Promise, Limit]] = field(default_factory=dict)

    @cached_property
    def parties(self) -> tuple[PartyView, ...]:
        """Those of the community, and the street's."""
        return people.parties_around(self.community_id, self.street_id)

    @cached_property
    def _patience(self) -> tuple[Patience, ...]:
        return patience_of(self.community_id)

    def patience(self, urgency: str, *, since: datetime) -> dict[Until, timedelta]:
        """How long a silence is borne in that class, by the rule book of the day on which the promise began."""
        return lengths(self._patience, urgency, on=since.astimezone(ZoneInfo(self.time_zone)).date())

    @property
    def street(self) -> PartyView | None:
        """The street office above."""
        return next((party for party in self.parties if party.kind == PartyKind.STREET), None)

    def view(self, party_id: int | None) -> PartyView | None:
        """One of these parties; None for one that does not stand here."""
        return next((party for party in self.parties if party.id == party_id), None)

    def party(self, *kinds: PartyKind) -> int:
        """The first of these parties that the community has, the street at last.

        Raises Refused `community.no_party` where there is nobody at all to carry a case.
        """
        for kind in (*kinds, PartyKind.STREET):
            if found := next((party for party in self.parties if party.kind == kind), None):
                return found.id
        if self.parties:
            return self.parties[0].id
        raise Refused("community.no_party")

    def due_at(self, urgency: str, promise: Promise, *, since: datetime) -> datetime:
        """When a promise of that class is over, by the rule book of the day on which it began."""
        day = since.astimezone(ZoneInfo(self.time_zone)).date()
        limits = self._limits.setdefault((urgency, day), {})
        if not limits:
            limits |= limits_of(self.community_id, Urgency(urgency), on=day)
        return due_at(limits[promise], since=since, zone=self.time_zone)


def around(case: Case) -> Around:
    """What stands around this case."""
    return asked_once(
        ("around", case.community_id),
        lambda: Around(case.community_id, case.community.street_id, case.community.time_zone),
    )


def around_community(community_id: int) -> Around:
    """What stands around a case of this community. Raises Refused `community.missing`."""
    return asked_once(("around", community_id), lambda: _around(community_id))


def zone_of(demand: Demand, at: datetime) -> int | None:
    """The zone of the entrance that a demand was told from; None where it names none."""
    entrance_id = demand.entrance_id
    if entrance_id is None:
        return None
    zone = asked_once(("zone", entrance_id, at), lambda: places.zone_of_entrance(entrance_id, at=at))
    return zone.id if zone else None


def _around(community_id: int) -> Around:
    community = places.community(community_id)
    if community is None:
        raise Refused("community.missing")
    return Around(community_id, community.street_id, community.time_zone)
