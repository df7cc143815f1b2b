"""The telephone of the one who asked opens for who must speak to them, and for nobody else; each opening is sealed."""

import pytest

from linli.audit.models import Entry
from linli.cases.actions.handling import open_contact
from linli.cases.rules.life import State
from linli.kernel.refused import Refused
from tests.cast import MONDAY, PHONE, moved, tell

EVERYBODY = (
    *("secretary", "desk", "owners_member", "handler", "org_member"),
    *("steward", "stand_in", "far_steward", "street_officer", "operator"),
)


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        (State.RECEIVED, {"secretary", "desk"}),
        (State.IN_HAND, {"secretary", "desk", "handler"}),
        (State.DONE, {"secretary", "desk", "handler"}),
    ],
)
def test_it_opens_for_the_desk_and_for_the_lead(town, state, allowed, role):
    receipt = tell(town)
    at = moved(receipt.case_id, state) if state is not State.RECEIVED else MONDAY
    by = town.huaiyin.actors[role]
    before = Entry.objects.count()

    if role in allowed:
        assert open_contact(receipt.demand_id, by=by, at=at) == ("冯德山", PHONE)
        assert Entry.objects.latest("pk").topic == "cases.contact_opened"
        assert Entry.objects.latest("pk").actor == by.key
    else:
        with pytest.raises(Refused, match=r"demand\.missing"):
            open_contact(receipt.demand_id, by=by, at=at)
        assert Entry.objects.count() == before


@pytest.mark.parametrize("role", ["secretary", "desk", "handler", "steward"])
def test_it_opens_for_nobody_of_another_community(town, role):
    receipt = tell(town)
    at = moved(receipt.case_id, State.DONE)

    with pytest.raises(Refused, match=r"demand\.missing"):
        open_contact(receipt.demand_id, by=town.liuan.actors[role], at=at)
