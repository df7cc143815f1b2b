"""Nothing that is to be said gets lost: by wire, else by a voice at the door, else on paper."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.audit.models import Entry
from linli.errands.models import Errand
from linli.kernel.actor import resident, system
from linli.kernel.refused import Refused
from linli.letters.actions import carried, tell, write
from linli.letters.models import Delivery, Letter
from linli.letters.queries import count_slips, count_to_tell, deliveries, letter, slips, to_tell
from linli.letters.rules import MOST_FAILURES, Outcome, State, Way
from linli.people.actions import form_party, know_person
from tests.cast import MONDAY

LINLI = system("tests")


def written(side, key="k", *, at=MONDAY, **to):
    """A letter of this side, about demand 12."""
    facts = {"number": "1102-01"}
    return write(
        key,
        community_id=side.community_id,
        about="demand:12",
        words_code="demand.received",
        facts=facts,
        by=LINLI,
        at=at,
        **to,
    )


def to_mute(side, key="k", **more):
    """A letter to somebody whom no wire reaches."""
    return written(
        side,
        key,
        person_id=side.persons["mute"],
        household_id=side.households["13-2-502"],
        **{"zone_id": side.zones["13-2"], **more},
    )


def refusal(act, *told, **more):
    with pytest.raises(Refused) as refused:
        act(*told, by=more.pop("by"), at=MONDAY, **more)
    return refused.value.code


def test_who_has_a_telephone_is_told_by_wire(town):
    here = town.huaiyin

    written_id = written(here, person_id=here.persons["resident"], zone_id=here.zones["13-2"])

    assert letter(written_id).way == Way.WIRE
    assert Errand.objects.get().name == "linli.channels.messaging.carrying.carry"
    assert Errand.objects.get().arguments["subject_id"] == written_id


def test_who_has_a_mail_address_is_told_by_wire(town):
    person = know_person(town.huaiyin.community_id, name="温阿姨", mail="wen@example.org", by=LINLI, at=MONDAY)

    assert letter(written(town.huaiyin, person_id=person)).way == Way.WIRE


def test_a_party_is_told_by_wire(town):
    assert letter(written(town.huaiyin, party_id=town.huaiyin.parties["property"])).way == Way.WIRE


def test_who_has_neither_is_told_by_the_steward_of_the_zone(town):
    told = letter(to_mute(town.huaiyin))

    assert (told.way, told.state) == (Way.VOICE, State.WAITING)
    assert (told.person_name, told.place) == ("方老太", "13号楼2单元502")


def test_where_nobody_looks_after_the_zone_the_desk_has_a_slip(town):
    here = town.huaiyin

    told = letter(to_mute(here, zone_id=here.zones["13-1"]))

    assert told.way == Way.SLIP
    assert [slip.id for slip in slips(here.community_id)] == [told.id]


def test_who_has_no_zone_is_told_on_a_slip(town):
    here = town.huaiyin

    written(here, household_id=here.households["13-2-501"])

    assert [(slip.way, slip.place) for slip in slips(here.community_id)] == [(Way.SLIP, "13号楼2单元501")]
    assert slips(town.liuan.community_id) == ()
    assert (count_slips(here.community_id), count_slips(town.liuan.community_id)) == (1, 0)


def test_nobody_to_tell_is_no_letter(town):
    assert written(town.huaiyin) is None
    assert not Errand.objects.exists()


def test_the_same_key_is_the_same_letter(town):
    assert to_mute(town.huaiyin) == to_mute(town.huaiyin, at=MONDAY + timedelta(hours=1))
    assert count_to_tell([town.huaiyin.zones["13-2"]]) == 1


@pytest.mark.parametrize("fact", ["name", "phone", "mail", "door", "address"])
def test_a_letter_holds_nobodys_name_or_number(town, fact):
    with pytest.raises(ValueError, match=fact):
        write(
            "k",
            community_id=town.huaiyin.community_id,
            about="demand:12",
            words_code="demand.received",
            facts={fact: "x"},
            person_id=town.huaiyin.persons["mute"],
            by=LINLI,
            at=MONDAY,
        )


def test_the_log_knows_which_letter_was_written_about_what_and_not_what_it_says(town):
    to_mute(town.huaiyin)

    entry = Entry.objects.get(topic="letters.letter_written")

    assert entry.body == '{"about":"demand:12","way":"voice","words_code":"demand.received"}'


@pytest.mark.parametrize("role", ["steward", "stand_in", "desk", "secretary"])
def test_the_steward_of_the_zone_tells_it_or_the_desk(town, role):
    here = town.huaiyin
    told = to_mute(here)

    tell(told, by=here.actors[role], at=MONDAY)

    assert letter(told).state == State.TOLD
    assert [(each.way, each.outcome) for each in deliveries("demand:12")] == [("voice", "told")]
    assert count_to_tell([here.zones["13-2"]]) == 0
    entry = Entry.objects.get(topic="letters.letter_told")
    assert (entry.actor, entry.subject) == (here.actors[role].key, f"letter:{told}")


def test_what_was_told_is_not_told_again(town):
    told = to_mute(town.huaiyin)
    tell(told, by=town.huaiyin.actors["steward"], at=MONDAY)

    assert refusal(tell, told, by=town.huaiyin.actors["steward"]) == "letter.told_already"
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize(
    "role", ["far_steward", "handler", "owners_member", "org_member", "street_officer", "operator"]
)
def test_missing_and_not_yours_look_alike(town, role):
    here = town.huaiyin
    told, by = to_mute(here), here.actors[role]

    assert refusal(tell, told, by=by) == refusal(tell, 999_999, by=by) == "letter.missing"


def test_walls_stand_between_communities(town):
    told = to_mute(town.huaiyin)

    for role in ("steward", "desk", "secretary"):
        assert refusal(tell, told, by=town.liuan.actors[role]) == "letter.missing"
    assert refusal(tell, told, by=resident(town.huaiyin.community_id)) == "letter.missing"
    assert refusal(tell, told, by=system("x", town.huaiyin.community_id)) == "letter.missing"


def test_a_slip_is_the_desks_and_what_goes_by_wire_is_nobodys(town):
    here = town.huaiyin
    slip = written(here, "slip", household_id=here.households["13-2-501"])
    wire = written(here, "wire", person_id=here.persons["resident"], zone_id=here.zones["13-2"])

    assert refusal(tell, slip, by=here.actors["steward"]) == "letter.missing"
    assert refusal(tell, wire, by=here.actors["steward"]) == "letter.missing"
    assert refusal(tell, wire, by=here.actors["desk"]) == "letter.missing"
    tell(slip, by=here.actors["desk"], at=MONDAY)
    assert Letter.objects.get(pk=slip).state == State.TOLD


def test_what_a_gateway_took_is_sent(town):
    here = town.huaiyin
    sent = written(here, person_id=here.persons["resident"])

    carried(sent, way="mail", outcome=Outcome.SENT, by=LINLI, at=MONDAY)

    assert letter(sent).state == State.SENT
    assert refusal(carried, sent, way="mail", outcome=Outcome.SENT, by=LINLI) == "letter.told_already"
    assert refusal(carried, 999_999, way="mail", outcome=Outcome.SENT, by=LINLI) == "letter.missing"


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.NO_WAY])
@pytest.mark.parametrize(("zone", "way"), [("13-2", Way.VOICE), ("13-1", Way.SLIP), (None, Way.SLIP)])
def test_what_no_wire_can_bring_turns_to_voice_or_paper(town, outcome, zone, way):
    here = town.huaiyin
    turned = written(here, person_id=here.persons["resident"], zone_id=here.zones[zone] if zone else None)

    carried(turned, way="wire", outcome=outcome, why="no_gateway", by=LINLI, at=MONDAY)

    assert (letter(turned).way, letter(turned).state) == (way, State.WAITING)
    assert Entry.objects.filter(topic="letters.letter_turned").count() == 1
    tell(turned, by=here.actors["desk"], at=MONDAY)


def test_what_no_wire_can_bring_to_a_party_lies_on_its_table_if_somebody_sits_there(town):
    here = town.huaiyin
    empty = form_party("organisation", "槐荫卫生站", community_id=here.community_id, by=LINLI, at=MONDAY)
    seated, unseated = written(here, "a", party_id=here.parties["property"]), written(here, "b", party_id=empty)

    for turned in (seated, unseated):
        carried(turned, way="wire", outcome=Outcome.NO_WAY, why="no_gateway", by=LINLI, at=MONDAY)

    assert (letter(seated).way, letter(seated).state) == (Way.TABLE, State.SHOWN)
    assert [(slip.id, slip.party_name) for slip in slips(here.community_id)] == [(unseated, "槐荫卫生站")]
    assert refusal(tell, seated, by=here.actors["desk"]) == "letter.missing"


def test_what_has_failed_too_often_turns_too(town):
    here = town.huaiyin
    failing = written(here, person_id=here.persons["resident"], zone_id=here.zones["13-2"])

    for _ in range(MOST_FAILURES - 1):
        carried(failing, way="catcher", outcome=Outcome.FAILED, why="gateway_away", by=LINLI, at=MONDAY)
    assert letter(failing).way == Way.WIRE
    carried(failing, way="catcher", outcome=Outcome.FAILED, why="gateway_away", by=LINLI, at=MONDAY)

    assert letter(failing).way == Way.VOICE
    assert [each.outcome for each in deliveries("demand:12")] == ["failed"] * MOST_FAILURES


def test_the_list_of_a_steward_is_in_order_paged_and_asks_once(town):
    here = town.huaiyin
    for number in range(6):
        to_mute(here, f"k{number}", at=MONDAY + timedelta(minutes=6 - number))
    zones = here.actors["steward"].zones

    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = to_tell(zones, offset=1, limit=3)

    assert len(asked) == 1
    assert [row.key for row in page] == ["k4", "k3", "k2"]
    assert count_to_tell(zones) == 6
    with CaptureQueriesContext(connection) as asked:
        assert (to_tell([]), count_to_tell([])) == ((), 0)
    assert len(asked) == 0
