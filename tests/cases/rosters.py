"""Communities as they come: a seat for whom there is somebody, a party for whom there is one. Made by actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from linli.audit.actions import action
from linli.cases.access.door import own_case
from linli.cases.actions.closing import call_back, confirm
from linli.cases.actions.handling import decide, escalate, report_done, report_obstacle, sign
from linli.cases.actions.intake import Receipt, Told, receive
from linli.cases.actions.routing import Assessment, assess, dispatch
from linli.cases.models import Case
from linli.cases.queries.rule_book import categories
from linli.cases.rules.calling import Outcome
from linli.cases.rules.life import State
from linli.cases.rules.limits import Urgency
from linli.cases.rules.words import Channel, Kind
from linli.kernel.actor import Actor, resident, system
from linli.kernel.refused import Refused
from linli.people.actions import appoint, form_party, know_person, make_seat
from linli.people.rules import ROLE_OF, PartyKind, Role
from linli.places import queries as places
from linli.places.actions import draw_zone, found_community, found_street, take_estate
from linli.places.rules import Flat
from tests.cases.holding import everyone
from tests.cast import FOUNDED, MONDAY

LINLI = system("tests")
SERIAL = count(1)


@dataclass
class Small:
    """A small community: one entrance, one flat, and whoever was named."""

    community_id: int
    household_id: int
    parties: dict[str, int] = field(default_factory=dict)
    persons: dict[str, int] = field(default_factory=dict)
    at: datetime = MONDAY

    def now(self) -> datetime:
        """Ten minutes later."""
        self.at += timedelta(minutes=10)
        return self.at


def found(
    parties: Mapping[PartyKind, Sequence[str]], *, stewards: Sequence[str] = (), street: Sequence[str] | None = ()
) -> Small:
    """A community with these parties, each with a seat for each name; the same name is the same person.

    A party without names has a vacant seat. `street` are the officers of the street office, None where it is unknown.
    """
    return _found(parties, stewards, street, by=LINLI, at=FOUNDED)


def ask(small: Small) -> Receipt:
    """Somebody without a telephone asks, from the flat."""
    place = places.place(small.community_id, household_id=small.household_id)
    key = f"roster:{next(SERIAL)}"
    return receive(Told("门坏了。", Channel.PAGE, place), key=key, by=resident(small.community_id), at=small.now())


def walk(small: Small, receipt: Receipt, state: State, lead: int) -> bool:
    """Bring the case to the state by whoever may take the steps; False where nobody may."""
    for _turn in range(12):
        case = Case.objects.get(pk=receipt.case_id)
        if case.state == state:
            return True
        if not any(_done(act, small) for act in _onward(small, receipt, case, state, lead)):
            return False
    raise AssertionError(f"{state} is never reached")


def _onward(small, receipt, case, state, lead):
    """The acts that lead on, each with every pair of hands that could do it, the best first."""
    everybody = everyone(small.community_id, at=small.at)
    asker, pk = resident(small.community_id, receipt.demand_id), case.pk
    told = Assessment("门坏了", categories(small.community_id, on=small.at.date())[0].id, Kind.REPORT, Urgency.ORDINARY)
    others = [party for party in small.parties.values() if party != case.lead_id]

    def each(act, *args, **kwargs):
        return [lambda at, who=who: act(pk, *args, **kwargs, by=who, at=at) for who in everybody]

    if case.state in {State.DISPATCHED, State.IN_HAND, State.STUCK}:
        everybody.sort(key=lambda who: who.party_id != case.lead_id)

    match State(case.state):
        case State.RECEIVED if state is State.ASSESSED:
            return each(assess, told)
        case State.RECEIVED:
            return each(dispatch, lead, assessment=told)
        case State.ASSESSED:
            return each(dispatch, lead)
        case State.DISPATCHED:
            return each(sign) + [act for party in others for act in each(dispatch, party)]
        case State.IN_HAND if state is State.STUCK:
            return each(report_obstacle, "办不了。")
        case State.IN_HAND:
            return each(report_done, "修好了。") + [act for party in others for act in each(dispatch, party)]
        case State.STUCK:
            return each(report_done, "修好了。") + each(decide, "照办。") + each(escalate, "定不了。")
        case _:
            own = [lambda at: confirm(pk, receipt.demand_id, Outcome.SOLVED, by=asker, at=at)]
            return each(call_back, receipt.demand_id, Outcome.SOLVED) + own


def _done(act, small: Small) -> bool:
    try:
        act(at=small.now())
    except Refused:
        return False
    return True


def someone_can(small: Small, receipt: Receipt) -> bool:
    """Whether the one who asked, or somebody in a role, may take a step now."""
    view, _demand = own_case(receipt.token, at=small.at)
    return bool(view.can)


@action
def _found(
    parties: Mapping[PartyKind, Sequence[str]],
    stewards: Sequence[str],
    street: Sequence[str] | None,
    *,
    by: Actor,
    at: datetime,
) -> Small:
    nth = next(SERIAL)
    street_id = found_street(f"街道{nth}", by=by, at=at)
    here = found_community(street_id, f"社区{nth}", f"roster-{nth}", by=by, at=at)
    take_estate(here, [Flat("1号楼", "1单元", "101")], by=by, at=at)
    entrance = places.buildings(here)[0].entrances[0]
    small = Small(here, places.households(entrance.id)[0].id)
    zone = draw_zone(here, "一号楼", [entrance.id], by=by, at=at)
    for kind, names in parties.items():
        small.parties[kind] = form_party(kind, f"{kind}{nth}", community_id=here, by=by, at=at)
        _seat(small, small.parties[kind], ROLE_OF[kind], names, here, by=by, at=at)
    if street is not None:
        office = form_party(PartyKind.STREET, f"街道办{nth}", street_id=street_id, by=by, at=at)
        _seat(small, office, Role.STREET_OFFICER, street, None, by=by, at=at)
    for role, name in zip((Role.STEWARD, Role.STAND_IN), stewards, strict=False):
        appoint(_person(small, name, here, by=by, at=at), role, zone_id=zone, by=by, at=at)
    return small


def _seat(small, party_id, role, names, community_id, *, by, at):
    for name in names or [None]:
        seat = make_seat(party_id, "席位", by=by, at=at)
        if name is not None:
            appoint(_person(small, name, community_id, by=by, at=at), role, seat_id=seat, by=by, at=at)


def _person(small, name, community_id, *, by, at):
    if name not in small.persons:
        small.persons[name] = know_person(community_id, name=name, by=by, at=at)
    return small.persons[name]
