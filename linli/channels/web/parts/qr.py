"""An address as a QR code, sharp on paper: in the page itself, or a picture of its own."""

from io import BytesIO

import segno
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe


def qr(address: str) -> SafeString:
    """The code as SVG; words beside it must say what it opens, for a reader it is a picture without a name."""
    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(omitsize=True, border=2, svgclass=None, lineclass=None)
    hidden = svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return mark_safe(hidden)  # noqa: S308 (made of squares only: the address is not in it as text)


def qr_picture(address: str) -> bytes:
    """The code as an SVG file, for an address of its own."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=2, xmldecl=False, omitsize=True)
    return drawn.getvalue()


def whole(request: HttpRequest, path: str) -> str:
    """A path with the scheme and the host by which it was asked for."""
    return request.build_absolute_uri(path)
