"""Pieces of pages that ask for themselves again, and hear nothing while nothing has changed."""

import hashlib
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.safestring import SafeString

from linli.channels.web.requests import Asked


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a page with its tag, for `data-etag` beside `data-poll`."""

    html: SafeString
    etag: str


def piece(asked: Asked, template: str, context: dict[str, object]) -> Piece:
    """The piece as it stands now. Its template holds no form: a form's key would make every answer a new one."""
    html = render_to_string(template, context, request=asked)
    return Piece(html, quote_etag(hashlib.sha256(html.encode()).hexdigest()[:32]))


def polled(asked: Asked, found: Piece) -> HttpResponseBase:
    """The piece alone; 304 without a word to who has it already."""
    answer = HttpResponse(found.html, headers={"ETag": found.etag, "Cache-Control": "private, no-cache"})
    return get_conditional_response(asked, etag=found.etag, response=answer) or answer
