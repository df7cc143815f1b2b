"""One step: once for one form, and again with everything typed when it is refused."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse

from linli.channels.web.case.page import seen_by, show
from linli.channels.web.case.stepping import Tried, case_address, not_filled_in
from linli.channels.web.posting import key_of, once_or_again
from linli.channels.web.refusals import sentence
from linli.channels.web.requests import Asked
from linli.kernel.refused import Refused


def taken(
    asked: Asked,
    case_id: int,
    name: str,
    form: forms.Form | None,
    act: Callable[[], str | None],
    said: str,
) -> HttpResponse:
    """Take the step by `act`, say so and go on: to where `act` says, else to the case.

    The one who asks must have been let in to the case before. `name` is the offer that the form belongs to.
    """

    def doing(key: str) -> str:
        onward = act()
        said_and_done(asked, said)
        return onward or case_address(case_id)

    def again(refused: Refused) -> HttpResponse:
        moved = refused.facts.get("steps") if refused.code == "case.moved_meanwhile" else None
        return tell(sentence(refused), moved if isinstance(moved, int) else 0)

    def tell(words: str, moved: int = 0) -> HttpResponse:
        tried = Tried(name, key_of(asked), words, form, moved)
        return show(asked, seen_by(asked, case_id), tried=tried, status=422)

    if form is not None and not form.is_valid():
        return tell(not_filled_in())
    return once_or_again(asked, doing, again)


def said_and_done(asked: Asked, words: str) -> None:
    """Say on the next page what was done."""
    messages.success(asked, words)
