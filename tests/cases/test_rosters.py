"""With whoever is there, the loop can be closed: one person in two seats, a seat that nobody holds, a party too few."""

import pytest

from linli.cases.actions.closing import call_back, confirm, entrust_call_back
from linli.cases.actions.handling import sign
from linli.cases.actions.routing import dispatch
from linli.cases.models import Case
from linli.cases.rules.calling import Outcome
from linli.cases.rules.life import OPEN, Owed, State
from linli.kernel.actor import resident
from linli.kernel.refused import Refused
from linli.moves.queries import open_moves
from linli.people.access import actor_of_person
from linli.people.rules import PartyKind, Role
from tests.cases.holding import must_hold, refusal
from tests.cases.rosters import ask, found, someone_can, walk

pytestmark = pytest.mark.django_db

BRANCH, COMMITTEE, OWNERS, PROPERTY = PartyKind.BRANCH, PartyKind.COMMITTEE, PartyKind.OWNERS, PartyKind.PROPERTY
# Who is there, and who stands at the door and above.
ROSTERS = {
    "everybody": ({BRANCH: ["秦"], COMMITTEE: ["郝"], OWNERS: ["顾"], PROPERTY: ["苗"]}, ["何"], ["骆"]),
    "no owners' committee": ({BRANCH: ["秦"], COMMITTEE: ["郝"], PROPERTY: ["苗"]}, ["何"], ["骆"]),
    "one person on duty, who handles it": ({COMMITTEE: ["郝"]}, [], ["骆"]),
    "one person on duty, no street": ({COMMITTEE: ["郝"]}, [], None),
    "the secretary chairs the committee": ({BRANCH: ["秦"], COMMITTEE: ["秦"], PROPERTY: ["苗"]}, ["何"], ["骆"]),
    "one person is everybody": ({BRANCH: ["秦"], COMMITTEE: ["秦"], PROPERTY: ["秦"]}, ["秦"], None),
    "no property company": ({BRANCH: ["秦"], COMMITTEE: ["郝"]}, [], ["骆"]),
    "the committee alone, two persons": ({COMMITTEE: ["郝", "滕"]}, [], None),
    "the committee and a steward": ({COMMITTEE: ["郝"]}, ["何"], None),
    "no street": ({BRANCH: ["秦"], COMMITTEE: ["郝"], PROPERTY: ["苗"]}, [], None),
    "no branch": ({COMMITTEE: ["郝"], PROPERTY: ["苗"]}, [], ["骆"]),
    "the branch's seat is vacant": ({BRANCH: [], COMMITTEE: ["郝"], PROPERTY: ["苗"]}, [], None),
    "the committee's seat is vacant": ({BRANCH: ["秦"], COMMITTEE: [], PROPERTY: ["苗"]}, [], None),
    "the company's seat is vacant": ({BRANCH: ["秦"], COMMITTEE: ["郝"], PROPERTY: []}, [], None),
    "the street's seat is vacant": ({COMMITTEE: ["郝"], PROPERTY: ["苗"]}, [], []),
}


@pytest.mark.parametrize("who", ROSTERS)
def test_from_every_state_and_whoever_leads_the_loop_can_be_closed(who):
    parties, stewards, street = ROSTERS[who]
    small = found(parties, stewards=stewards, street=street)

    for nth, lead in enumerate(small.parties.values()):
        # What comes before is the same for every lead; on the way to its end each is walked through all of it.
        for state in (State.DONE,) if nth else OPEN:
            receipt = ask(small)
            if not walk(small, receipt, state, lead):
                # Where the lead's seats are vacant it is given to somebody else, never left.
                assert not parties[next(kind for kind, party in small.parties.items() if party == lead)]
            must_hold([small.community_id])
            assert someone_can(small, receipt)
            assert walk(small, receipt, State.CLOSED, lead), (who, state)
            must_hold([small.community_id])


def test_where_nobody_is_there_to_carry_it_the_demand_is_refused_and_nothing_is_left_of_it():
    small = found({}, street=None)

    assert refusal(ask, small) == "community.no_party"

    assert not Case.objects.filter(community_id=small.community_id).exists()


def test_where_only_the_street_is_there_it_carries_the_case():
    small = found({}, street=["骆"])

    receipt = ask(small)

    must_hold([small.community_id])
    assert Case.objects.get(pk=receipt.case_id).accountable.kind == PartyKind.STREET


def test_where_all_seats_are_vacant_the_case_still_stands_with_somebody_and_with_a_moment():
    small = found({COMMITTEE: [], PROPERTY: []}, street=None)

    receipt = ask(small)

    must_hold([small.community_id])
    assert someone_can(small, receipt)


def test_the_only_one_on_duty_cannot_ask_about_what_they_did_but_who_asked_can_say_it():
    small = found({COMMITTEE: ["郝"]}, street=None)
    receipt = ask(small)
    walk(small, receipt, State.DONE, small.parties[COMMITTEE])
    only = actor_of_person(small.persons["郝"], at=small.at)

    asked = refusal(call_back, receipt.case_id, receipt.demand_id, Outcome.SOLVED, by=only, at=small.now())
    confirm(
        receipt.case_id,
        receipt.demand_id,
        Outcome.SOLVED,
        by=resident(small.community_id, receipt.demand_id),
        at=small.now(),
    )

    assert asked == "case.not_yours_to_do"
    assert Case.objects.get(pk=receipt.case_id).state == State.CLOSED


def test_who_handled_it_in_one_seat_does_not_ask_in_another():
    small = found({BRANCH: ["秦"], COMMITTEE: ["秦"], PROPERTY: ["苗"]}, stewards=["何"], street=["骆"])
    receipt = ask(small)
    walk(small, receipt, State.DONE, small.parties[COMMITTEE])
    secretary = actor_of_person(small.persons["秦"], at=small.at, role=Role.SECRETARY)

    asked = refusal(call_back, receipt.case_id, receipt.demand_id, Outcome.SOLVED, by=secretary, at=small.now())

    assert asked == "case.not_yours_to_do"
    assert open_moves([receipt.case_id])[receipt.case_id][0].zone_id is not None


def test_where_everybody_handled_it_the_street_owes_the_question():
    small = found({COMMITTEE: ["郝"]}, street=["骆"])
    receipt = ask(small)

    walk(small, receipt, State.DONE, small.parties[COMMITTEE])

    (move,) = open_moves([receipt.case_id])[receipt.case_id]
    assert (move.owed, move.party_kind) == (Owed.CALL_BACK, PartyKind.STREET)


def test_the_street_may_name_a_colleague_of_the_handler_but_never_the_handler():
    small = found({COMMITTEE: ["郝", "滕"]}, street=["骆"])
    receipt = ask(small)
    walk(small, receipt, State.DONE, small.parties[COMMITTEE])
    street = actor_of_person(small.persons["骆"], at=small.at)
    (handler,) = {row.person_id for row in Case.objects.get(pk=receipt.case_id).steps.filter(step="report_done")}
    colleague = next(person for name, person in small.persons.items() if name in "郝滕" and person != handler)

    with pytest.raises(Refused, match=r"person\.missing"):
        entrust_call_back(receipt.demand_id, handler, by=street, at=small.now())
    entrust_call_back(receipt.demand_id, colleague, by=street, at=small.now())
    by = actor_of_person(colleague, at=small.at)
    call_back(receipt.case_id, receipt.demand_id, Outcome.SOLVED, by=by, at=small.now())

    assert Case.objects.get(pk=receipt.case_id).state == State.CLOSED


def test_from_a_party_that_does_not_sign_it_goes_to_another_and_stays_with_who_was_accountable():
    small = found({COMMITTEE: ["郝"], PROPERTY: ["苗"], OWNERS: []}, street=None)
    receipt = ask(small)
    walk(small, receipt, State.DISPATCHED, small.parties[OWNERS])
    desk = actor_of_person(small.persons["郝"], at=small.at)

    dispatch(receipt.case_id, small.parties[PROPERTY], because="业委会没有人。", by=desk, at=small.now())

    case = Case.objects.get(pk=receipt.case_id)
    assert (case.lead_id, case.accountable_id) == (small.parties[PROPERTY], small.parties[COMMITTEE])
    sign(case.pk, by=actor_of_person(small.persons["苗"], at=small.at), at=small.now())
    must_hold([small.community_id])


def test_from_a_party_that_lost_its_people_while_it_was_at_it_the_case_is_taken():
    small = found({COMMITTEE: ["郝"], PROPERTY: ["苗"]}, street=None)
    receipt = ask(small)
    walk(small, receipt, State.IN_HAND, small.parties[PROPERTY])
    desk = actor_of_person(small.persons["郝"], at=small.at)

    dispatch(receipt.case_id, small.parties[COMMITTEE], because="物业撤了。", by=desk, at=small.now())

    must_hold([small.community_id])
    assert [move.owed for move in open_moves([receipt.case_id])[receipt.case_id]][-1] in {Owed.SIGN, Owed.CONTACT}
