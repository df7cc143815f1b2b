"""How a step is asked for by a form, and what is shown when it is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.channels.web.parts.guards import View, for_any_seat, for_power
from linli.channels.web.requests import Asked
from linli.people.rules import Power


@dataclass(frozen=True, slots=True)
class Tried:
    """A step that was asked for and refused: which, with what typed, why; `moved` is how far others went meanwhile."""

    name: str
    key: str
    refusal: str
    form: forms.Form | None = None
    moved: int = 0


def step(power: Power | None) -> Callable[[View], View]:
    """An address that takes a step by POST.

    Whoever comes to it otherwise (signed in again in the middle of it) is led to the case, where the form stands.
    """

    def made(view: View) -> View:
        @wraps(view)
        def taken(request: HttpRequest, case_id: int, **more: Any) -> HttpResponseBase:
            if request.method != "POST":
                return redirect("case", case_id)
            return view(cast(Asked, request), case_id, **more)

        guard = for_power(power) if power else for_any_seat
        return guard(require_http_methods(["GET", "HEAD", "POST"])(taken))

    return made


def case_address(case_id: int) -> str:
    """Where the case is."""
    return reverse("case", args=[case_id])


def not_filled_in() -> str:
    """The sentence above a form in which an answer is missing."""
    return _("还差一点，请看标红的地方。您写的都还在。")
