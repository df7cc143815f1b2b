"""Lists that are shown a piece at a time, by offset: the address of the piece before and of the next."""

from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from linli.channels.web.requests import Asked


class Piecewise(Protocol):
    """What `cases.queries.views.Page` has, and anything like it."""

    @property
    def total(self) -> int: ...  # noqa: D102
    @property
    def offset(self) -> int: ...  # noqa: D102
    @property
    def size(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Pages:
    """What `parts/offsets.html` shows."""

    previous: str | None
    next: str | None
    first: int
    last: int
    total: int


def offset_of(asked: Asked, name: str = "offset") -> int:
    """Where the piece that was asked for begins; the beginning for anything that is no number."""
    told = asked.GET.get(name, "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 8 else 0


def pages(page: Piecewise, path: str, **kept: str | None) -> Pages:
    """The neighbours of a piece; `kept` are the filters that stay in the address."""
    after = page.offset + page.size
    return Pages(
        previous=at(path, max(page.offset - page.size, 0), **kept) if page.offset else None,
        next=at(path, after, **kept) if after < page.total else None,
        first=min(page.offset + 1, page.total),
        last=min(after, page.total),
        total=page.total,
    )


def at(path: str, offset: int = 0, **kept: str | None) -> str:
    """The address of the piece that begins there; what is empty is left out."""
    told = {name: value for name, value in kept.items() if value} | ({"offset": str(offset)} if offset else {})
    return f"{path}?{urlencode(told)}" if told else path
