"""A picture, opened, turned upright, made small and drawn anew; nothing else of the file is kept.

The only module that knows Pillow. Whatever hides in a picture's file beside its pixels (position, serial number,
author, a preview of what was cut away, an archive behind the end) is not in what was drawn anew.
"""

import logging
from io import BytesIO
from threading import Lock

from PIL import Image
from pillow_heif import register_heif_opener

from linli.files.rules.kinds import LONGEST_SIDE, MOST_PIXELS, QUALITY, Cleaned, Format
from linli.kernel.refused import Refused

log = logging.getLogger(__name__)

register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
# A large picture needs a few hundred MB while it is opened: one after the other, in each process.
_one_at_a_time = Lock()

PILLOW = {Format.JPEG: "JPEG", Format.PNG: "PNG", Format.WEBP: "WEBP", Format.GIF: "GIF", Format.HEIC: "HEIF"}
# EXIF's orientation, and how to turn it upright (CIPA DC-008, 4.6.4 A).
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
WITHOUT_LOSS = frozenset({Format.PNG, Format.GIF})  # screenshots and drawings are often smaller as PNG


def redrawn(content: bytes, built: Format) -> Cleaned:
    """The picture's first frame, upright, at most 2000 px long, as JPEG; as PNG where it can be seen through.

    Raises Refused `file.too_big` before anything is unfolded, `file.broken` for what cannot be opened.
    """
    try:
        with _one_at_a_time:
            return _redrawn(content, built)
    except (Image.DecompressionBombError, MemoryError):
        raise _too_many_pixels() from None
    except Refused:
        raise
    except Exception as error:  # noqa: BLE001 (a file made to hurt lets a decoder raise anything)
        log.info("a picture could not be opened: %s", type(error).__name__)
        raise Refused("file.broken") from None


def _redrawn(content: bytes, built: Format) -> Cleaned:
    with Image.open(BytesIO(content), formats=(PILLOW[built],)) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise _too_many_pixels()
        if built is Format.JPEG:
            opened.draft(None, (LONGEST_SIDE, LONGEST_SIDE))  # unfolds an eighth to a half of it, never less than that
        image = _plain(opened)
        turn = TURNS.get(_orientation(opened))
    image = image.transpose(turn) if turn is not None else image
    image.info = {}  # what Pillow would carry over: comments, profiles, EXIF
    media_type, drawn = _drawn(image, without_loss=built in WITHOUT_LOSS)
    return Cleaned(drawn, media_type, image.width, image.height)


def _plain(opened: Image.Image) -> Image.Image:
    """Eight bits a colour, RGBA only where something can be seen through, and small."""
    if opened.mode.startswith("I;16"):
        image = opened.convert("I").point(lambda light: light / 256).convert("L").convert("RGB")
    elif opened.has_transparency_data:
        image = opened.convert("RGBA")
        if image.getchannel("A").getextrema() == (255, 255):
            image = image.convert("RGB")
    else:
        image = opened.convert("RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return image


def _orientation(opened: Image.Image) -> int:
    try:
        return int(opened.getexif().get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001 (a photograph whose notes are broken is still a photograph)
        return 1


def _drawn(image: Image.Image, *, without_loss: bool) -> tuple[str, bytes]:
    if image.mode == "RGBA":
        return "image/png", _saved(image, "PNG")
    jpeg = _saved(image, "JPEG", quality=QUALITY, progressive=True, optimize=True)
    png = _saved(image, "PNG") if without_loss else None
    return ("image/png", png) if png is not None and len(png) <= len(jpeg) else ("image/jpeg", jpeg)


def _saved(image: Image.Image, built: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, built, **options)
    return out.getvalue()


def _too_many_pixels() -> Refused:
    return Refused("file.too_big", kind="picture", most=MOST_PIXELS // 1_000_000)
