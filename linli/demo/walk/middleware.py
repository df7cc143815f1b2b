"""Before every page of the demonstration: the visitor's clock, and the words that the walk would say for them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from linli.channels import clock
from linli.channels.web.middleware import JUMP
from linli.demo.reading import MORNING
from linli.demo.walk.progress import suggestions


class Rehearsal:
    """Starts the visitor's clock where the story starts, and suggests what a form of the walk may hold."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request on the clock of this visitor."""
        if not request.path.startswith(("/static/", "/healthz", "/readyz")):
            if JUMP not in request.session:
                request.session[JUMP] = (MORNING - clock.now()).total_seconds()
            if request.method == "GET":
                _suggest(request)
        return self.get_response(request)


def _suggest(request: HttpRequest) -> None:
    told = suggestions(request)
    if told:
        asked = request.GET.copy()
        for name, value in told.items():
            asked.setdefault(name, value)
        request.GET = asked  # type: ignore[assignment]
