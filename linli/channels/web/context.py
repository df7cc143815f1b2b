"""What every page is dressed with."""

from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, object]:
    """Nothing yet."""
    return {}
