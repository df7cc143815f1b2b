"""A visitor who jumps ahead: what the stations before would have done is done for them, by actions."""

from datetime import datetime

from linli.cases.access.door import case_for
from linli.cases.actions.handling import report_done, sign
from linli.cases.actions.intake import Told, receive
from linli.cases.actions.routing import Assessment, dispatch
from linli.cases.queries.lists import receipt_of_key
from linli.cases.queries.rule_book import categories
from linli.cases.rules.life import Step
from linli.cases.rules.limits import Urgency
from linli.cases.rules.words import Channel, Kind
from linli.demo.reading import MORNING
from linli.demo.walk.stations import ANSWER, CATEGORY, NAME, PHONE, STATIONS, TITLE, WHERE, WORDS
from linli.kernel.actor import Actor
from linli.people.access import actor_of_person
from linli.people.actions import know_person, settle_home
from linli.people.queries import first_party, holders
from linli.people.rules import PartyKind, Role, Tie
from linli.places.queries import CommunityView, Place, find_place, zone_of_entrance


def catch_up(key: str, station: int, community: CommunityView, *, at: datetime) -> None:
    """Bring the demand of this key to where the station begins; nothing when it has come that far."""
    if station > 2 and receipt_of_key(key) is None:
        _take_down(key, community, min(at, STATIONS[1].at))
    found = receipt_of_key(key)
    if found is None:
        return
    if station > 3:
        _dispatch(found.case_id, community, at)
    if station > 4:
        _handle(found.case_id, community, at)


def someone(community_id: int, role: Role, *, at: datetime, zone_id: int | None = None) -> Actor:
    """The first who holds this role in the community; raises LookupError where nobody does."""
    for holder in holders(community_id, at=at):
        if holder.role == role and zone_id in {None, holder.zone_id}:
            found = actor_of_person(holder.person_id, at=at, role=role, zone_id=holder.zone_id)
            if found is not None:
                return found
    raise LookupError(role)


def steward_of(place: Place, *, at: datetime) -> Actor:
    """The steward of the zone in which the place lies."""
    zone = zone_of_entrance(place.entrance_id or 0, at=at)
    return someone(place.community_id, Role.STEWARD, at=at, zone_id=zone.id if zone else 0)


def _take_down(key: str, community: CommunityView, at: datetime) -> None:
    where = find_place(community.id, WHERE)[0]
    by = steward_of(where, at=at)
    asker = know_person(community.id, name=NAME, phone=PHONE, by=by, at=at)
    if where.household_id is not None:
        settle_home(asker, where.household_id, Tie.LIVES, by=by, at=at)
    receive(Told(WORDS, Channel.STEWARD, where, requester_id=asker), key=key, by=by, at=at)


def _dispatch(case_id: int, community: CommunityView, at: datetime) -> None:
    by = someone(community.id, Role.SECRETARY, at=at)
    if Step.ASSESS not in case_for(case_id, by=by, at=at).can:
        return
    lead = first_party(community.id, PartyKind.PROPERTY)
    category = next(one for one in categories(community.id, on=MORNING.date()) if one.code == CATEGORY)
    assessment = Assessment(TITLE, category.id, Kind.HELP, Urgency.ORDINARY)
    dispatch(case_id, lead.id if lead else 0, assessment=assessment, by=by, at=at)


def _handle(case_id: int, community: CommunityView, at: datetime) -> None:
    by = someone(community.id, Role.HANDLER, at=at)
    if Step.SIGN in case_for(case_id, by=by, at=at).can:
        sign(case_id, by=by, at=at)
    if Step.REPORT_DONE in case_for(case_id, by=by, at=at).can:
        report_done(case_id, ANSWER, by=by, at=at)
