"""A person is known once, and nobody reads a telephone but by the one door."""

import io
import logging

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection

from linli.audit.models import Entry
from linli.kernel.actor import resident
from linli.kernel.refused import Refused
from linli.people.access import mail_of, phone_of
from linli.people.actions import know_person, settle_home
from linli.people.errands import reseal
from linli.people.models import Person
from linli.people.queries import find_by_phone, homes_of, living_in, names, people, person
from linli.people.rules import Tie
from tests.cast import LINLI, MONDAY, PHONE


def dump() -> str:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        cells = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            cells += [bytes(cell) if isinstance(cell, memoryview) else cell for row in cursor for cell in row]
    return " ".join(cell.decode("latin-1") if isinstance(cell, bytes) else str(cell) for cell in cells)


def test_the_telephone_and_the_mail_stand_nowhere_in_the_database(town):
    who = know_person(
        town.huaiyin.community_id, name="邹奶奶", phone="139 1234 5678", mail="zou@example.org", by=LINLI, at=MONDAY
    )

    whole = dump()
    told = io.StringIO()
    call_command("dumpdata", "people", stdout=told)

    assert "邹奶奶" in whole
    for secret in ("13912345678", PHONE, "13800001163", "zou@example.org"):
        assert secret not in whole
        assert secret not in told.getvalue()
    assert phone_of(who) == "13912345678"
    assert mail_of(who) == "zou@example.org"


def test_the_log_seals_that_somebody_is_known_and_not_who(town):
    know_person(town.huaiyin.community_id, name="邹奶奶", phone="13912345678", by=LINLI, at=MONDAY)

    bodies = " ".join(Entry.objects.values_list("body", flat=True))

    for secret in ("邹奶奶", "13912345678", "5678", "何淑琴", "haozhiming"):
        assert secret not in bodies


def test_nothing_about_a_person_is_told_by_accident(town, caplog):
    caplog.set_level(logging.DEBUG)
    who = Person.objects.get(pk=town.huaiyin.persons["resident"])

    seen = f"{who} {who!r} {person(who.pk)!r}"
    with pytest.raises(Refused) as refused:
        know_person(town.huaiyin.community_id, phone="电话13912345678", by=LINLI, at=MONDAY)

    assert PHONE not in seen
    assert "12345678" not in f"{refused.value} {refused.value.facts} {caplog.text}"


def test_the_same_name_with_the_same_telephone_is_the_same_person(town):
    here = town.huaiyin.community_id
    first = know_person(here, name="邹奶奶", phone="13912345678", by=LINLI, at=MONDAY)

    assert know_person(here, name=" 邹奶奶 ", phone="+86 139-1234-5678", by=LINLI, at=MONDAY) == first
    assert know_person(here, name="邹爷爷", phone="13912345678", by=LINLI, at=MONDAY) != first
    assert know_person(here, phone="13912345678", by=LINLI, at=MONDAY) != first
    assert know_person(town.liuan.community_id, name="邹奶奶", phone="13912345678", by=LINLI, at=MONDAY) != first


def test_two_people_of_one_name_without_a_telephone_are_two(town):
    here = town.huaiyin.community_id

    assert know_person(here, name="王芳", by=LINLI, at=MONDAY) != know_person(here, name="王芳", by=LINLI, at=MONDAY)


def test_a_mail_address_that_comes_later_is_kept_with_the_person(town):
    here = town.huaiyin.community_id
    first = know_person(here, name="邹奶奶", phone="13912345678", by=LINLI, at=MONDAY)

    again = know_person(here, name="邹奶奶", phone="13912345678", mail="zou@example.org", by=LINLI, at=MONDAY)

    assert again == first
    assert mail_of(first) == "zou@example.org"
    assert person(first).has_mail


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({}, "person.nothing_told"),
        ({"name": " "}, "person.nothing_told"),
        ({"name": "长" * 41}, "person.name_too_long"),
        ({"phone": "不告诉你"}, "phone.not_understood"),
        ({"name": "王芳", "mail": "wangfang"}, "mail.not_understood"),
    ],
)
def test_what_cannot_be_kept_is_refused(town, told, code):
    with pytest.raises(Refused) as refused:
        know_person(town.huaiyin.community_id, **told, by=LINLI, at=MONDAY)

    assert refused.value.code == code


def test_people_are_found_by_their_telephone_in_their_own_community_only(town):
    here, there = town.huaiyin, town.liuan

    found = find_by_phone(here.community_id, "＋86 138 0000 6621")

    assert [(who.id, who.name, who.masked_phone) for who in found] == [
        (here.persons["resident"], "冯德山", "*******6621")
    ]
    assert find_by_phone(there.community_id, PHONE) == ()
    assert find_by_phone(here.community_id, "没有") == ()


def test_a_resident_and_a_desk_know_people_of_their_own_community_only(town):
    for by in (town.liuan.actors["desk"], resident(town.liuan.community_id)):
        with pytest.raises(Refused, match=r"community\.missing"):
            know_person(town.huaiyin.community_id, name="王芳", by=by, at=MONDAY)
        with pytest.raises(Refused, match=r"person\.missing"):
            settle_home(
                town.huaiyin.persons["resident"], town.huaiyin.households["13-2-101"], Tie.OWNER, by=by, at=MONDAY
            )


def test_a_home_is_in_the_person_s_own_community(town):
    with pytest.raises(Refused, match=r"place\.unknown"):
        settle_home(town.huaiyin.persons["resident"], town.liuan.households["1-1-101"], "lives", by=LINLI, at=MONDAY)
    with pytest.raises(Refused, match=r"home\.tie_unknown"):
        settle_home(town.huaiyin.persons["mute"], town.huaiyin.households["13-2-101"], "guest", by=LINLI, at=MONDAY)


def test_who_only_owns_a_flat_does_not_live_in_it(town):
    who, flat = town.huaiyin.persons["resident"], town.huaiyin.households["3-1-101"]
    settle_home(who, flat, Tie.OWNER, by=LINLI, at=MONDAY)
    again = settle_home(who, flat, Tie.OWNER, by=LINLI, at=MONDAY)

    assert again == settle_home(who, flat, Tie.OWNER, by=LINLI, at=MONDAY)
    assert living_in(flat, at=MONDAY) == ()
    assert homes_of(who, at=MONDAY) == (town.huaiyin.households["13-2-501"], flat)
    assert [one.id for one in living_in(town.huaiyin.households["13-2-501"], at=MONDAY)] == [who]


def test_people_are_read_at_once_and_nobody_costs_no_question(town, django_assert_num_queries):
    ids = list(town.huaiyin.persons.values())
    with django_assert_num_queries(1):
        assert set(people(ids)) == set(ids)
    with django_assert_num_queries(1):
        assert names(ids)[town.huaiyin.persons["mute"]] == "方老太"
    with django_assert_num_queries(0):
        assert people([]) == names([]) == {}


def test_keys_can_be_changed_while_people_stay_known(town, settings):
    here = town.huaiyin.community_id
    old, new = settings.LINLI_FIELD_KEYS, [Fernet.generate_key().decode()]
    who = town.huaiyin.persons["resident"]

    settings.LINLI_FIELD_KEYS = [*new, *old]
    assert [one.id for one in find_by_phone(here, PHONE)] == [who]
    assert know_person(here, name="冯德山", phone=PHONE, by=LINLI, at=MONDAY) == who
    fresh = know_person(here, name="邹奶奶", phone="13912345678", by=LINLI, at=MONDAY)
    known = Person.objects.exclude(phone=None).count()
    assert reseal(by=LINLI, at=MONDAY) == known
    settings.LINLI_FIELD_KEYS = new

    assert [one.id for one in find_by_phone(here, PHONE)] == [who]
    assert [phone_of(one) for one in (who, fresh)] == [PHONE, "13912345678"]
