"""The words of letters: what a gateway sends, and what a steward reads aloud at a door. They name no person."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from linli.channels import clock
from linli.channels.moments import said_at

Facts = Mapping[str, object]


def words_of(words_code: str, facts: Mapping[str, object], *, at: datetime | None = None) -> str:
    """What is said, in the active language; moments by the active time zone, as people say them at `at` (now).

    A code that has no sentence yet says at least that there is news, and where to ask.
    """
    number = str(facts.get("number") or "")
    known = SENTENCES.get(words_code)
    if known is None:
        return _("您说的事（%(number)s）有新的消息，请到社区问一声。") % {"number": number}
    return known(Told(facts, at or clock.now()))


def subject_of(words_code: str, facts: Mapping[str, object]) -> str:
    """The heading of a mail."""
    number = str(facts.get("number") or "")
    if words_code.startswith("person."):
        return _("邻里：编号%(number)s，轮到您") % {"number": number}
    if words_code.startswith("party."):
        return _("邻里：编号%(number)s，轮到你们") % {"number": number}
    return _("邻里：您说的事，编号%(number)s") % {"number": number}


class Told:
    """The facts of a letter, in the words that go into its sentence."""

    def __init__(self, facts: Facts, at: datetime) -> None:
        self._facts, self._at = facts, at
        self.number = str(facts.get("number") or "")
        self.party = str(facts.get("party") or _("办事的人"))
        self.words = str(facts.get("words") or "")
        self.route = str(facts.get("route") or "")
        self.route_number = str(facts.get("route_number") or "")

    @property
    def due(self) -> str | None:
        """Until when, as people say it; None when nothing was promised."""
        told = self._facts.get("due_at")
        return said_at(datetime.fromisoformat(str(told)), self._at) if told else None

    def fill(self, sentence: str) -> str:
        """The sentence with its gaps filled."""
        gaps = {name: getattr(self, name) for name in ("number", "party", "words", "route", "route_number", "due")}
        return sentence % gaps


def _received(told: Told) -> str:
    return told.fill(_("您说的事记下了，编号%(number)s。社区看过以后会告诉您谁来办。"))


def _dispatched(told: Told) -> str:
    if told.due is None:
        return told.fill(_("您说的事（%(number)s）交给%(party)s办了。"))
    return told.fill(_("您说的事（%(number)s）交给%(party)s办了，%(due)s前答复您。"))


def _progress(told: Told) -> str:
    return told.fill(_("您说的事（%(number)s）有进展。%(party)s说：“%(words)s”"))


def _obstacle(told: Told) -> str:
    return told.fill(_("您说的事（%(number)s）遇到难处，已经请人拿主意，没有放下。%(party)s说：“%(words)s”"))


def _done(told: Told) -> str:
    return told.fill(
        _(
            "您说的事（%(number)s）有答复了。%(party)s说：“%(words)s”"
            "是不是真的好了，由您说了算，社区还会来问一声；没好就说没好，接着办。"
        )
    )


def _redirected(told: Told) -> str:
    if not told.route_number:
        return told.fill(_("您说的事（%(number)s）不归社区管，该找：%(route)s。要帮忙就跟社区说一声。"))
    return told.fill(
        _("您说的事（%(number)s）不归社区管，该找：%(route)s，电话%(route_number)s。要帮忙就跟社区说一声。")
    )


def _party_dispatched(told: Told) -> str:
    if told.due is None:
        return told.fill(_("有一件事派给你们主办，编号%(number)s，请签收。"))
    return told.fill(_("有一件事派给你们主办，编号%(number)s，请签收；%(due)s前要有答复。"))


def _party_assist(told: Told) -> str:
    if told.due is None:
        return told.fill(_("有一件事请你们协办，编号%(number)s。"))
    return told.fill(_("有一件事请你们协办，编号%(number)s；%(due)s前要有答复。"))


def _party_decide(told: Told) -> str:
    return told.fill(_("编号%(number)s的事遇到难处，请你们拿主意。"))


def _party_decided(told: Told) -> str:
    return told.fill(_("编号%(number)s的事有人拿了主意，请接着办。"))


def _party_reopened(told: Told) -> str:
    return told.fill(_("编号%(number)s的事，说事的人说没好，请再去办。"))


def _party_reminded(told: Told) -> str:
    if told.due is None:
        return told.fill(_("编号%(number)s的事轮到你们，快到时限了。"))
    return told.fill(_("编号%(number)s的事轮到你们，%(due)s前要有动静。"))


def _party_climbed(told: Told) -> str:
    return told.fill(_("编号%(number)s的事，%(party)s到时没有动静，报到你们这里了。事还是他们的，请问一声。"))


def _person_reminded(told: Told) -> str:
    if told.due is None:
        return told.fill(_("编号%(number)s的事轮到您，快到时限了。"))
    return told.fill(_("编号%(number)s的事轮到您，%(due)s前要有动静。"))


SENTENCES: dict[str, Callable[[Told], str]] = {
    "demand.received": _received,
    "demand.dispatched": _dispatched,
    "demand.progress": _progress,
    "demand.obstacle": _obstacle,
    "demand.done": _done,
    "demand.redirected": _redirected,
    "party.dispatched": _party_dispatched,
    "party.assist": _party_assist,
    "party.decide": _party_decide,
    "party.decided": _party_decided,
    "party.reopened": _party_reopened,
    "party.reminded": _party_reminded,
    "party.climbed": _party_climbed,
    "person.reminded": _person_reminded,
}
