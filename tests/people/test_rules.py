"""Who may do what, and how a telephone is written."""

import pytest
from cryptography.fernet import Fernet, InvalidToken
from hypothesis import given
from hypothesis import strategies as some

from linli.cases.rules.calling import ORDER
from linli.cases.rules.life import LIFE, Hands, Step
from linli.kernel.refused import Refused
from linli.people.rules import (
    MAY,
    ROLE_OF,
    PartyKind,
    Power,
    Role,
    digests,
    mail_told,
    masked,
    may,
    name_told,
    opened,
    phone_told,
    plain_phone,
    sealed,
)

KEYS = [Fernet.generate_key().decode() for _ in range(3)]
MOBILES = some.from_regex(r"\A1[3-9][0-9]{9}\Z")
FILLING = some.text(" -–—\t\u00a0\u200b\u202a\u202c\u3000()（）.·", max_size=3)
WIDE = str.maketrans("0123456789+", "０１２３４５６７８９＋")

# Read each row aloud: "a handler may see its table, handle, and open a contact, and nothing else".
TABLE = {
    "desk": {
        *("see_inbox", "take_down", "assess", "dispatch", "handle", "decide", "escalate", "call_back", "correct"),
        *("group", "open_contact", "tell", "see_table", "hand_cards"),
    },
    "owners_member": {"see_table", "handle", "open_contact"},
    "handler": {"see_table", "handle", "open_contact"},
    "org_member": {"see_table", "handle", "open_contact"},
    "steward": {"see_zone", "take_down", "tell", "call_back", "open_contact"},
    "stand_in": {"see_zone", "take_down", "tell", "call_back", "open_contact"},
    "street_officer": {"see_street", "see_table", "handle", "decide", "call_back", "entrust", "open_contact"},
    "operator": set(),
}
TABLE["secretary"] = TABLE["desk"] | {"entrust"}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("power", list(Power))
def test_a_role_may_do_what_its_row_says(role, power):
    assert may(role, power) == (power in TABLE[role])


@pytest.mark.parametrize("role", [None, "", "resident", "system", "SECRETARY"])
def test_who_has_no_role_may_do_nothing(role):
    assert not any(may(role, power) for power in Power)


def test_every_power_is_somebody_s_and_every_role_has_its_row():
    assert set(MAY) == set(Role)
    assert frozenset().union(*MAY.values()) == set(Power)


def test_every_party_has_its_role():
    assert set(ROLE_OF) == set(PartyKind)
    assert len(set(ROLE_OF.values())) == len(PartyKind)


def test_every_step_that_somebody_takes_can_be_taken_by_some_role():
    taken = {step: row.power for step, row in LIFE.items() if row.hands is not Hands.LINLI and row.power}

    assert {step for step, power in taken.items() if not any(may(role, Power(power)) for role in Role)} == set()


def test_every_party_may_handle_what_it_leads_and_everybody_in_the_order_of_callers_may_call():
    assert all(may(role, Power.HANDLE) for role in ROLE_OF.values())
    assert all(may(role, Power.CALL_BACK) for role in ORDER)


def test_those_who_decide_may_decide():
    deciders = {ROLE_OF[kind] for kind in (PartyKind.BRANCH, PartyKind.COMMITTEE, PartyKind.STREET)}

    assert all(may(role, Power.DECIDE) for role in deciders)
    assert {role for role in Role if may(role, Power(LIFE[Step.ENTRUST].power or ""))} == {
        Role.SECRETARY,
        Role.STREET_OFFICER,
    }


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("13800006621", "13800006621"),
        ("138 0000 6621", "13800006621"),
        ("138-0000-6621", "13800006621"),
        ("+86 138 0000 6621", "13800006621"),
        ("＋８６１３８００００６６２１", "13800006621"),
        ("8613800006621", "13800006621"),
        ("0086-13800006621", "13800006621"),
        ("\u202a+86 138\u00a00000\u00a06621\u202c", "13800006621"),
        ("(010)6800 1002", "01068001002"),
        ("+86 10 68001002", "01068001002"),
        ("010 68001002", "01068001002"),
        ("68001002", "68001002"),
        ("12345", "12345"),
        ("400-800-1234", "4008001234"),
        ("+86 400 800 1234", "4008001234"),
        ("+852 2345 6789", "+85223456789"),
        ("0085223456789", "+85223456789"),
    ],
)
def test_one_telephone_has_one_form(words, plain):
    assert plain_phone(words) == plain


@pytest.mark.parametrize(
    "words",
    [None, "", "  ", "110", "没有电话", "138000066x1", "+", "00", "1" * 16, "+0123456", "٣٤٥٦٧٨٩", "13800006621,22"],
)
def test_what_is_no_telephone_has_none(words):
    assert plain_phone(words) is None


@given(
    mobile=MOBILES,
    filling=some.lists(FILLING, min_size=12, max_size=12),
    before=some.sampled_from(["", "+86", "86", "0086"]),
    wide=some.booleans(),
)
def test_however_a_mobile_is_written_it_is_the_same(mobile, filling, before, wide):
    written = before + "".join(gap + digit for gap, digit in zip(filling, f"{mobile}", strict=False)) + filling[-1]

    assert plain_phone(written.translate(WIDE) if wide else written) == mobile


@given(some.one_of(some.text(), some.from_regex(r"\A(\+|00)?(86)?[0-9 ()-]{3,18}\Z")))
def test_what_is_plain_stays_as_it_is(words):
    plain = plain_phone(words)

    assert plain is None or plain_phone(plain) == plain


def test_what_is_no_telephone_is_refused_without_repeating_it():
    with pytest.raises(Refused) as told:
        phone_told("我的电话是13800006621")

    assert (told.value.code, told.value.facts) == ("phone.not_understood", {})
    assert "6621" not in str(told.value)


def test_a_mask_shows_the_end_and_nothing_else():
    assert masked("6621") == "*******6621"
    assert masked(None) is None


@given(some.text(max_size=40))
def test_what_is_sealed_is_opened_with_any_of_the_keys_and_with_no_other(words):
    old, new, other = KEYS

    seal = sealed(words, [old])

    assert opened(seal, [new, old]) == words
    with pytest.raises(InvalidToken):
        opened(seal, [other])


def test_a_digest_is_the_same_for_the_same_number_and_key_only():
    old, new, _ = KEYS

    assert digests("13800006621", [old]) == digests("13800006621", [old])
    assert digests("13800006621", [new, old])[1] == digests("13800006621", [old])[0]
    assert digests("13800006621", [new, old])[0] != digests("13800006621", [old])[0]
    assert digests("13800006622", [old]) != digests("13800006621", [old])


def test_names_and_addresses_are_kept_in_one_form():
    assert name_told("  冯 德山\u3000") == "冯 德山"
    assert name_told(" \u200b\n") is None
    assert mail_told("ａ@example.org") == "a@example.org"
    with pytest.raises(Refused, match=r"person\.name_too_long"):
        name_told("长" * 41)
    for wrong in ("a@b", "a b@example.org", "@example.org", "a@example.org\nBcc: b@example.org", "a@x." + "y" * 260):
        with pytest.raises(Refused, match=r"mail\.not_understood"):
            mail_told(wrong)
