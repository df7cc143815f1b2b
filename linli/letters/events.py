"""What befell a letter. What it says, and to whom, stays in its own table."""

from dataclasses import dataclass

from linli.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class LetterWritten(Event):
    """Something is to be said to somebody."""

    topic = "letters.letter_written"
    subject_kind = "letter"

    about: str
    words_code: str
    way: str


@dataclass(frozen=True, kw_only=True)
class LetterSent(Event):
    """A gateway took it."""

    topic = "letters.letter_sent"
    subject_kind = "letter"

    about: str
    way: str


@dataclass(frozen=True, kw_only=True)
class LetterFailed(Event):
    """A gateway did not take it this time; it is tried again."""

    topic = "letters.letter_failed"
    subject_kind = "letter"

    about: str
    way: str
    why: str | None


@dataclass(frozen=True, kw_only=True)
class LetterTurned(Event):
    """The wire could not be used: somebody must say it now, a slip must be printed, or a party's table shows it."""

    topic = "letters.letter_turned"
    subject_kind = "letter"

    about: str
    way: str
    why: str | None


@dataclass(frozen=True, kw_only=True)
class LetterTold(Event):
    """Somebody said it."""

    topic = "letters.letter_told"
    subject_kind = "letter"

    about: str
    way: str
    told_by_id: int | None
