"""What may come in: kinds with their largest sizes, and formats known by their own first bytes."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a file is to a neighbour."""

    PICTURE = "picture"
    SOUND = "sound"
    FILM = "film"


# The most that comes in, in bytes. A photograph of a telephone has 3 to 8 MB, ten minutes of speech 1 to 10 MB, one
# minute of film from a telephone 20 to 100 MB: half a minute shows what drips.
LARGEST = {Kind.PICTURE: 15 << 20, Kind.SOUND: 20 << 20, Kind.FILM: 50 << 20}
LARGEST_OF_ALL = max(LARGEST.values())

# Telephones take up to 50 million pixels; a picture of 64 million needs 256 MB while it is opened.
MOST_PIXELS = 64_000_000
LONGEST_SIDE = 2000  # pixels of what is kept: enough to read a meter by, and to print on A4
QUALITY = 85  # of JPEG


class Format(StrEnum):
    """How a file is built, whatever it is called."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    HEIC = "heic"
    ISO = "iso"  # mp4, m4a, mov, 3gp: the ISO base media file format
    WEBM = "webm"
    MP3 = "mp3"
    AAC = "aac"
    OGG = "ogg"
    WAV = "wav"
    AMR = "amr"


PICTURES = frozenset({Format.JPEG, Format.PNG, Format.WEBP, Format.GIF, Format.HEIC})
# Brands of ISO files that hold one picture coded by HEVC (ISO/IEC 23008-12).
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
# Brands of ISO files that we do not open: AVIF pictures and Canon's raw ones.
OTHER_BRANDS = frozenset({b"avif", b"avis", b"crx "})

# Read each row aloud: "a file with these bytes at this place is built so"; the first row that fits is right.
SIGNATURES: tuple[tuple[int, bytes, Format], ...] = (
    (0, b"\xff\xd8\xff", Format.JPEG),
    (0, b"\x89PNG\r\n\x1a\n", Format.PNG),
    (0, b"GIF87a", Format.GIF),
    (0, b"GIF89a", Format.GIF),
    (8, b"WEBP", Format.WEBP),
    (8, b"WAVE", Format.WAV),
    (4, b"ftyp", Format.ISO),
    (0, b"\x1a\x45\xdf\xa3", Format.WEBM),
    (0, b"OggS", Format.OGG),
    (0, b"#!AMR", Format.AMR),
    (0, b"ID3", Format.MP3),
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What is kept of a file: nothing that tells where, when, by whom or with what it was made."""

    content: bytes
    media_type: str
    width: int | None = None
    height: int | None = None

    @property
    def kind(self) -> Kind:
        """What it is to a neighbour."""
        family = self.media_type.partition("/")[0]
        return {"image": Kind.PICTURE, "audio": Kind.SOUND}.get(family, Kind.FILM)


def recognised(content: bytes) -> Format | None:
    """How the file is built, by its first bytes; None for everything that may not come in."""
    for place, mark, built in SIGNATURES:
        if content.startswith(mark, place):
            if built in {Format.WEBP, Format.WAV} and not content.startswith(b"RIFF"):
                return None
            return _iso(content) if built is Format.ISO else built
    # MPEG audio has no mark of its own: eleven bits that are set, then version and layer. Layer 0 is AAC's frame.
    if len(content) > 2 and content[0] == 0xFF and content[1] & 0xE0 == 0xE0:
        return Format.AAC if content[1] & 0xF6 == 0xF0 else Format.MP3
    return None


def _iso(content: bytes) -> Format | None:
    brand = content[8:12]
    if brand in OTHER_BRANDS:
        return None
    return Format.HEIC if brand in HEIC_BRANDS else Format.ISO
