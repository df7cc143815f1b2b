"""Who may be on the telephone: known by the number, or living behind the door."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from linli.cases.access.lists import ToldView, told_by
from linli.kernel.actor import Actor
from linli.people import queries as people
from linli.people.queries import PersonView
from linli.places import queries as places
from linli.places.queries import HouseholdView

# A family shares a telephone; a whole entrance does not.
MOST = 6


@dataclass(frozen=True, slots=True)
class Caller:
    """A person whom the desk knows, and where they live."""

    person: PersonView
    homes: tuple[HouseholdView, ...]

    @property
    def name(self) -> str:
        """What they are called."""
        return self.person.name or _("没有留姓名")

    @property
    def words(self) -> str:
        """Name, door and the end of the number, to tell one from another."""
        home = self.homes[0].address if self.homes else None
        return " · ".join(part for part in (self.name, home, self.person.masked_phone) if part)


def callers(community_id: int, *, phone: str = "", household_id: int | None = None, at: datetime) -> list[Caller]:
    """Those who have this number, then those who live there; each once. Only of this community."""
    by_phone = people.find_by_phone(community_id, phone) if phone else ()
    living = people.living_in(household_id, at=at) if household_id is not None else ()
    found = {person.id: person for person in (*by_phone, *living)}
    return [Caller(person, _homes(community_id, person.id, at)) for person in list(found.values())[:MOST]]


def told_of(known: Collection[Caller], *, by: Actor) -> list[ToldView]:
    """What these callers, and those they live with, have told of and is still open."""
    if not known:
        return []
    homes = {home.id for caller in known for home in caller.homes}
    told = told_by(household_ids=homes, person_ids={caller.person.id for caller in known}, by=by)
    return [one for one in told if one.open]


def _homes(community_id: int, person_id: int, at: datetime) -> tuple[HouseholdView, ...]:
    found = [places.household(home) for home in people.homes_of(person_id, at=at)[:MOST]]
    return tuple(home for home in found if home is not None and home.community_id == community_id)
