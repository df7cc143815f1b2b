"""What a demand is made of: kinds, channels, categories, numbers, and how much may be said."""

import re
import unicodedata
from datetime import date
from enum import StrEnum

LONGEST_WORDS = 5000
LONGEST_TITLE = 60
LONGEST_NOTE = 2000
HEARD_EARLIER_DAYS = 14  # how far back a steward may date what was said at the door

UNSEEN = frozenset({"Cc", "Cf", "Cs"})
KEPT_MARKS = "\n\t\u200c\u200d"  # the joiners hold emoji and some scripts together


class Kind(StrEnum):
    """The nature of a demand (BJ-JS 2)."""

    ENQUIRY = "enquiry"
    HELP = "help"
    COMPLAINT = "complaint"
    REPORT = "report"
    SUGGESTION = "suggestion"
    PRAISE = "praise"


class Channel(StrEnum):
    """How the words reached us."""

    PAGE = "page"
    STEWARD = "steward"
    DESK = "desk"


class HideFrom(StrEnum):
    """From whom the one who asks wants to be hidden: kinds of parties, and the steward."""

    BRANCH = "branch"
    OWNERS = "owners"
    PROPERTY = "property"
    ORGANISATION = "organisation"
    STREET = "street"
    STEWARD = "steward"


def number(day: date, serial: int) -> str:
    """``1103-02``: the second demand of November 3rd."""
    return f"{day:%m%d}-{serial:02d}"


def read_number(words: str) -> tuple[int, int, int] | None:
    """Month, day and serial of a number as people type it (``1103-2``, ``１１０３－０２``, ``1103 02``); else None."""
    plain = unicodedata.normalize("NFKC", words).strip()
    found = re.fullmatch(r"(\d{2})(\d{2})\s*[-‐−—–_. ]?\s*(\d{1,4})", plain)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def clean(words: str | None) -> str | None:
    """The words as they were said, without what cannot be seen; None when nothing is left."""
    if words is None:
        return None
    kept = "".join(mark for mark in words if mark in KEPT_MARKS or unicodedata.category(mark) not in UNSEEN)
    seen = any(mark not in KEPT_MARKS and not mark.isspace() for mark in kept)
    return kept.strip() if seen else None


def short(words: str, length: int = 18) -> str:
    """The beginning of what was said, cut at the first full stop if it comes early."""
    line = re.split(r"[。！？!?\n]", words.strip(), maxsplit=1)[0].strip() or words.strip()
    return line if len(line) <= length else line[: length - 1] + "…"


# Without what looks alike when read aloud or by old eyes: 0 O, 1 I L, 2 Z, 5 S, 8 B.
CODE_MARKS = "34679ACDEFGHJKMNPQRTUVWXY"
CODE_LENGTH = 8


def normal_code(words: str) -> str:
    """The code of a receipt as it is kept, from how people type it: small letters, blanks and dashes do not matter."""
    plain = unicodedata.normalize("NFKC", words).upper()
    return "".join(mark for mark in plain if mark.isalnum())
