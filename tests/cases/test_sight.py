"""What each pair of eyes sees, cell by cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.cases.rules.sight import SEES, Part, Sight, Why, hides, parts, why_not
from linli.cases.rules.words import HideFrom

# Read aloud: "the lead sees the words, the files, the door and the answer; neither the name nor the telephone".
TABLE = """
              words files name door phone answer
desk            x     x    x    x    x     x
lead            x     x    .    x    .     x
assisting       x     x    .    .    .     x
steward         x     x    x    x    .     x
far_steward     .     .    .    .    .     x
street          x     .    .    .    .     x
requester       x     x    x    x    x     x
open            .     .    .    .    .     .
"""
HEAD, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [(row[0], part, mark == "x") for row in ROWS for part, mark in zip(HEAD, row[1:], strict=True)]
KINDS = {
    Sight.DESK: "branch",
    Sight.LEAD: "property",
    Sight.ASSISTING: "organisation",
    Sight.STREET: "street",
}
sights = st.sampled_from(Sight)
hidings = st.frozensets(st.sampled_from(HideFrom))
kinds = st.none() | st.sampled_from(("branch", "committee", "owners", "property", "organisation", "street"))


@pytest.mark.parametrize(("sight", "part", "seen"), CELLS)
def test_each_pair_of_eyes_sees_what_its_task_needs(sight, part, seen):
    shown = parts(Sight(sight), party_kind=None, hide_from=(), took_it_down=False)

    assert (Part(part) in shown) is seen


def test_the_table_has_every_cell():
    assert {(sight, part) for sight, part, _ in CELLS} == {(str(sight), str(part)) for sight in Sight for part in Part}


@pytest.mark.parametrize(("sight", "kind"), KINDS.items())
def test_who_is_not_to_know_sees_nothing_of_it(sight, kind):
    assert parts(sight, party_kind=kind, hide_from=(kind,), took_it_down=False) == frozenset()


@pytest.mark.parametrize("sight", [Sight.STEWARD, Sight.FAR_STEWARD])
def test_a_steward_who_is_not_to_know_sees_nothing_of_it(sight):
    assert parts(sight, party_kind=None, hide_from=("steward",), took_it_down=False) == frozenset()


def test_who_took_the_words_down_has_heard_them_though_they_are_hidden():
    shown = parts(Sight.STEWARD, party_kind=None, hide_from=("steward",), took_it_down=True)

    assert Part.WORDS in shown
    assert Part.PHONE not in shown


def test_nobody_is_hidden_from_themselves():
    assert (
        parts(Sight.REQUESTER, party_kind=None, hide_from=tuple(HideFrom), took_it_down=False) == SEES[Sight.REQUESTER]
    )


def test_the_residents_committee_cannot_be_hidden_from_for_it_answers():
    assert "committee" not in set(HideFrom)


@given(sights, kinds, hidings, hidings)
def test_hiding_from_more_shows_no_more(sight, kind, hidden, more):
    wide = parts(sight, party_kind=kind, hide_from=hidden, took_it_down=False)

    assert parts(sight, party_kind=kind, hide_from=hidden | more, took_it_down=False) <= wide


@given(kinds, hidings, st.booleans())
def test_an_open_page_shows_nothing_but_to_who_took_it_down(kind, hidden, took):
    shown = parts(Sight.OPEN, party_kind=kind, hide_from=hidden, took_it_down=took)

    assert shown == frozenset() or took


@given(st.sampled_from(Part), sights, st.booleans())
def test_a_part_that_is_not_shown_says_why(part, sight, hidden):
    why = why_not(part, sight, hidden=hidden)

    assert (why is Why.PUBLIC) == (sight is Sight.OPEN)
    assert sight is Sight.OPEN or (why is Why.ASKED) == hidden


def test_the_telephone_never_shows_whole_and_a_lead_must_open_it_first():
    assert why_not(Part.PHONE, Sight.LEAD, hidden=False) is Why.OPEN_FIRST
    assert why_not(Part.NAME, Sight.LEAD, hidden=False) is Why.OPEN_FIRST
    assert why_not(Part.PHONE, Sight.ASSISTING, hidden=False) is Why.NOT_NEEDED


@given(kinds, hidings)
def test_hiding_from_a_kind_of_party_hides_from_it_wherever_it_looks_from(kind, hidden):
    for sight in (Sight.LEAD, Sight.ASSISTING, Sight.DESK, Sight.STREET):
        assert hides(sight, kind, hidden) == (kind in hidden)
