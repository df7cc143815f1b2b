"""What each pair of eyes sees of a demand: a table, read aloud by the tests cell by cell."""

from collections.abc import Collection
from enum import StrEnum

from linli.cases.rules.life import Step


class Sight(StrEnum):
    """As whom somebody looks at a case."""

    DESK = "desk"  # the residents' committee and the Party branch, who carry the loop
    LEAD = "lead"
    ASSISTING = "assisting"
    STEWARD = "steward"  # of the entrance, or the one who took it down
    FAR_STEWARD = "far_steward"  # of another entrance in the same case
    STREET = "street"
    REQUESTER = "requester"
    OPEN = "open"


class Part(StrEnum):
    """What a demand consists of, seen from outside."""

    WORDS = "words"
    FILES = "files"
    NAME = "name"
    DOOR = "door"
    PHONE = "phone"  # masked
    ANSWER = "answer"


class Why(StrEnum):
    """Why somebody does not see a part."""

    ASKED = "asked"  # the one who asked does not want them to know
    NOT_NEEDED = "not_needed"  # their task does not need it (PIPL 6)
    OPEN_FIRST = "open_first"  # can be opened, and the opening is recorded
    PUBLIC = "public"  # nobody is named on an open page


SEES: dict[Sight, frozenset[Part]] = {
    Sight.DESK: frozenset(Part),
    Sight.LEAD: frozenset({Part.WORDS, Part.FILES, Part.DOOR, Part.ANSWER}),
    Sight.ASSISTING: frozenset({Part.WORDS, Part.FILES, Part.ANSWER}),
    Sight.STEWARD: frozenset({Part.WORDS, Part.FILES, Part.NAME, Part.DOOR, Part.ANSWER}),
    Sight.FAR_STEWARD: frozenset({Part.ANSWER}),
    Sight.STREET: frozenset({Part.WORDS, Part.ANSWER}),
    Sight.REQUESTER: frozenset(Part),
    Sight.OPEN: frozenset(),
}
HIDDEN: frozenset[Part] = frozenset()  # of a demand whose teller does not want these eyes to know: nothing

# The steps whose words are for those who asked; what is written beside the others stays among those who handle it.
TOLD_TO_REQUESTERS = frozenset(
    {Step.PROGRESS, Step.OBSTACLE, Step.DECIDE, Step.REPORT_DONE, Step.REDIRECT, Step.ADD, Step.CONFIRM}
)
THREAD_OF_REQUESTERS = TOLD_TO_REQUESTERS | {
    Step.RECEIVE,
    Step.DISPATCH,
    Step.SIGN,
    Step.CONTACT,
    Step.ESCALATE,
    Step.CALL_BACK,
    Step.CLOSE,
}


def parts(sight: Sight, *, party_kind: str | None, hide_from: Collection[str], took_it_down: bool) -> frozenset[Part]:
    """The parts of a demand that these eyes see.

    Who took the words down has heard them: nothing is hidden from them that they said themselves.
    """
    if sight is Sight.REQUESTER or took_it_down:
        return SEES[Sight.STEWARD] if sight is not Sight.REQUESTER and sight is not Sight.DESK else SEES[sight]
    if hides(sight, party_kind, hide_from):
        return HIDDEN
    return SEES[sight]


def hides(sight: Sight, party_kind: str | None, hide_from: Collection[str]) -> bool:
    """Whether the one who asked wants to be hidden from these eyes."""
    if sight in {Sight.STEWARD, Sight.FAR_STEWARD} and "steward" in hide_from:
        return True
    return party_kind is not None and party_kind in hide_from


def why_not(part: Part, sight: Sight, *, hidden: bool) -> Why:
    """The reason that stands where a part is not shown."""
    if sight is Sight.OPEN:
        return Why.PUBLIC
    if hidden:
        return Why.ASKED
    if sight is Sight.LEAD and part in {Part.NAME, Part.PHONE}:
        return Why.OPEN_FIRST
    return Why.NOT_NEEDED
