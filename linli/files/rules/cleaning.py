"""From what came in to what is kept, or a refusal."""

import unicodedata
from collections.abc import Callable

from linli.files.rules.boxes import clean_iso
from linli.files.rules.elements import clean_webm
from linli.files.rules.kinds import LARGEST, LARGEST_OF_ALL, PICTURES, Cleaned, Format, Kind, recognised
from linli.files.rules.pictures import redrawn
from linli.files.rules.sounds import clean_aac, clean_amr, clean_mp3, clean_ogg, clean_wav
from linli.kernel.refused import Refused

RECORDINGS: dict[Format, Callable[[bytes], Cleaned | None]] = {
    Format.ISO: clean_iso,
    Format.WEBM: clean_webm,
    Format.MP3: clean_mp3,
    Format.AAC: clean_aac,
    Format.OGG: clean_ogg,
    Format.WAV: clean_wav,
    Format.AMR: clean_amr,
}


def clean(content: bytes, name: str) -> Cleaned:
    """What is kept of a photograph, a recording or a short film, whatever its name says it is.

    Raises Refused: `file.empty`; `file.too_big` (with `most`, in MB) for too many bytes and for pictures that would
    unfold into too many pixels; `file.not_allowed` for everything else that comes; `file.broken` for what ends too
    early or is not what its first bytes promise.
    """
    if not content:
        raise Refused("file.empty")
    if len(content) > LARGEST_OF_ALL:
        raise _too_big(Kind.FILM)
    built = recognised(content)
    # No telephone puts such marks into a name; who does wants somebody to read it as another one.
    if built is None or any(unicodedata.category(mark) == "Cc" for mark in name):
        raise Refused("file.not_allowed")
    if built in PICTURES:
        if len(content) > LARGEST[Kind.PICTURE]:
            raise _too_big(Kind.PICTURE)
        return redrawn(content, built)
    cleaned = RECORDINGS[built](content)
    if cleaned is None:
        raise Refused("file.broken")
    if len(content) > LARGEST[cleaned.kind]:
        raise _too_big(cleaned.kind)
    return cleaned


def _too_big(kind: Kind) -> Refused:
    return Refused("file.too_big", kind=str(kind), most=LARGEST[kind] >> 20)
