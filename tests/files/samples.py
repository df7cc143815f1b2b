"""Files made for tests: honest ones in each format, with notes in them that nobody must keep."""

import struct
import wave
import zlib
from io import BytesIO

from PIL import Image
from PIL.PngImagePlugin import PngInfo

SECRETS = (b"+39.9056+116.3914", b"SN12345", "张三".encode(), b"ACME")
NOTE = b"|".join(SECRETS)
POSITION = {1: "N", 2: (39.0, 54.0, 20.34), 3: "E", 4: (116.0, 23.0, 29.12)}


def photograph(built="JPEG", size=(64, 48), *, orientation=6, mode="RGB", **options):
    """A picture whose left upper corner is red, with position, maker, author and serial number in its notes."""
    image = Image.new(mode, size, (120, 160, 90) if mode == "RGB" else (120, 160, 90, 255))
    image.paste((220, 20, 20), (0, 0, size[0] // 2, size[1] // 2))
    exif = image.getexif()
    exif[0x0112], exif[0x010F], exif[0x013B] = orientation, "ACME", "张三".encode()
    exif.get_ifd(0x8825).update(POSITION)
    exif.get_ifd(0x8769)[0xA431] = "SN12345"
    if built == "JPEG":
        options["comment"] = NOTE
    if built == "PNG":
        options["pnginfo"] = PngInfo()
        options["pnginfo"].add_text("Where", NOTE.decode())
    return _saved(image, built, exif=exif, **options)


def noise(size, built="PNG"):
    """A picture that no format makes small."""
    return _saved(Image.effect_noise(size, 90).convert("RGB"), built)


def drawing():
    """Two frames of a GIF."""
    frames = [Image.new("P", (40, 30), colour) for colour in (1, 2)]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], comment=NOTE)
    return out.getvalue()


def _saved(image, built, **options):
    out = BytesIO()
    image.save(out, built, **options)
    return out.getvalue()


def bomb(width, height):
    """A PNG that unfolds into so many black pixels."""
    row = b"\0" + b"\0" * ((width + 7) // 8)
    squeeze = zlib.compressobj(9)
    pixels = b"".join(squeeze.compress(row) for _ in range(height)) + squeeze.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _chunk(name, held):
    return struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))


def wav():
    """A tenth of a second of silence, with a note behind it."""
    out = BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(1600))
    held = out.getvalue() + b"LIST" + struct.pack("<I", len(NOTE)) + NOTE + b"\0" * (len(NOTE) % 2)
    return held[:4] + struct.pack("<I", len(held) - 8) + held[8:]


def box(name, *held):
    """A box of an ISO file."""
    content = b"".join(held)
    return struct.pack(">I", len(content) + 8) + name + content


def track(kind):
    """A track of that kind, with the moments of its making."""
    head = box(b"tkhd", b"\0\0\0\7", struct.pack(">II", 3_800_000_000, 3_800_000_000), bytes(72))
    times = box(b"mdhd", b"\0\0\0\0", struct.pack(">II", 3_800_000_000, 3_800_000_000), bytes(12))
    handler = box(b"hdlr", bytes(8), kind, bytes(12), b"h\0")
    return box(b"trak", head, box(b"mdia", times, handler), box(b"udta", box(b"name", NOTE)))


def iso(*kinds, brand=b"isom", notes_outside=True):
    """An ISO file with tracks of these kinds; its position stands where telephones write it."""
    where = box(b"udta", box(b"\xa9xyz", b"\0\x11\x15\xc7", NOTE))
    head = box(b"mvhd", b"\0\0\0\0", struct.pack(">II", 3_800_000_000, 3_800_000_000), bytes(88))
    movie = box(b"moov", head, *(track(kind) for kind in kinds), where, box(b"meta", NOTE))
    outside = box(b"uuid", bytes(16), NOTE) if notes_outside else b""
    return box(b"ftyp", brand, bytes(4), brand) + outside + box(b"mdat", b"samples") + movie


def element(name, held, *, length=None):
    """An element of WebM; of unknown length with `length` UNKNOWN."""
    return bytes.fromhex(name) + (length or (0x10000000 | len(held)).to_bytes(4, "big")) + held


UNKNOWN = b"\x01" + b"\xff" * 7


def webm(*kinds, doc_type=b"webm"):
    """What a browser records: segment and clusters of unknown length, and tags."""
    tracks = b"".join(element("ae", element("d7", b"\1") + element("83", bytes([kind]))) for kind in kinds)
    tags = element("1254c367", element("7373", NOTE))
    cluster = element("1f43b675", element("e7", b"\0") + element("a3", b"\x81\0\0\x80sample"), length=UNKNOWN)
    held = element("1654ae6b", tracks) + tags + cluster + cluster + tags
    return element("1a45dfa3", element("4282", doc_type)) + element("18538067", held, length=UNKNOWN)


def mp3():
    """Five frames of silence between two labels."""
    frame = bytes.fromhex("fffb9000") + bytes(413)  # 128 kbit/s at 44.1 kHz: 417 bytes
    label = b"ID3\4\0\0" + bytes([0, 0, len(NOTE) >> 7, len(NOTE) & 0x7F]) + NOTE
    return label + frame * 5 + (b"TAG" + NOTE).ljust(128, b"\0")


def aac():
    """Five frames of AAC as it is sent."""
    length = 40
    head = bytes([0xFF, 0xF1, 0x50, 0x80 | length >> 11, length >> 3 & 0xFF, (length & 7) << 5 | 0x1F, 0xFC])
    return (head + bytes(length - 7)) * 5


def amr():
    """Five frames of a telephone's recorder."""
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * 5


def ogg(first=b"OpusHead"):
    """Three pages."""
    return b"".join(
        b"OggS\0\0" + bytes(8) + b"ABCD" + number.to_bytes(4, "little") + bytes(4) + bytes([1, len(held)]) + held
        for number, held in enumerate((first + bytes(11), b"OpusTags" + bytes(8), bytes(30)))
    )
