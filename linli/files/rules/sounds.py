"""Recordings in formats that are nothing but sound: walked through as far as each allows, their notes cut off."""

from collections.abc import Callable

from linli.files.rules.kinds import Cleaned

ENOUGH = 3  # frames in a row: that many do not fit by chance
ID3_HEADER, ID3_AT_END = 10, 128
WHOLE = 0xFFFFFFFF  # a recorder that never came back to write the length

# ISO/IEC 11172-3 and 13818-3: kbit/s of layer III by their index, for MPEG 1 and for MPEG 2 and 2.5.
MPEG_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
MPEG_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
SAMPLES_A_SECOND = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
# RFC 4867, 5.3: bytes of a frame with its head, by its type, narrow band and wide band.
AMR_NARROW = {0: 13, 1: 14, 2: 16, 3: 18, 4: 20, 5: 21, 6: 27, 7: 32, 8: 6, 15: 1}
AMR_WIDE = {0: 18, 1: 24, 2: 33, 3: 37, 4: 41, 5: 47, 6: 51, 7: 59, 8: 61, 9: 6, 14: 1, 15: 1}
OGG_HEAD = 27
OGG_SOUNDS = (b"OpusHead", b"\x01vorbis", b"Speex   ")


def clean_mp3(content: bytes) -> Cleaned | None:
    """The frames of MPEG layer III, or of AAC behind the same label; no ID3 before or behind them."""
    start = _behind_labels(content)
    end = len(content) - ID3_AT_END if content[-ID3_AT_END:].startswith(b"TAG") else len(content)
    frames = content[start:end]
    if start and (aac := clean_aac(frames)):
        return aac
    return Cleaned(frames, "audio/mpeg") if _in_a_row(frames, _mp3_frame) else None


def clean_aac(content: bytes) -> Cleaned | None:
    """The frames of AAC as they are sent (ADTS, ISO/IEC 13818-7)."""
    return Cleaned(content, "audio/aac") if _in_a_row(content, _aac_frame) else None


def clean_amr(content: bytes) -> Cleaned | None:
    """The frames of a telephone's own recorder (RFC 4867)."""
    for mark, lengths in ((b"#!AMR\n", AMR_NARROW), (b"#!AMR-WB\n", AMR_WIDE)):
        if content.startswith(mark):
            place, frames = len(mark), 0
            while place < len(content):
                length = lengths.get(content[place] >> 3 & 15)
                if length is None or content[place] & 0x83:
                    return None
                place += length
                frames += place <= len(content)  # a recorder that was stopped may leave half a frame
            return Cleaned(content, "audio/amr") if frames >= ENOUGH else None
    return None


def clean_ogg(content: bytes) -> Cleaned | None:
    """Opus, Vorbis or Speex in whole pages (RFC 3533). The recorder's own short label stays in it."""
    place, pages = 0, 0
    while place < len(content):
        end = _page_end(content, place)
        if end is None or (pages == 0 and not content.startswith(OGG_SOUNDS, place + OGG_HEAD + 1)):
            return None
        place, pages = end, pages + 1
    return Cleaned(content, "audio/ogg") if pages > 1 else None


def clean_wav(content: bytes) -> Cleaned | None:
    """Form, length and samples, nothing else that a RIFF file may hold."""
    place = 12
    kept: dict[bytes, bytes] = {}
    while place + 8 <= len(content):
        name, length = content[place : place + 4], int.from_bytes(content[place + 4 : place + 8], "little")
        held = content[place + 8 : place + 8 + length]
        if len(held) < length and not (name == b"data" and length == WHOLE):
            return None
        if name in {b"fmt ", b"fact", b"data"}:
            kept.setdefault(name, held)
        place += 8 + len(held) + len(held) % 2
    if not kept.get(b"fmt ") or not kept.get(b"data"):
        return None
    body = b"".join(
        name + len(kept[name]).to_bytes(4, "little") + kept[name] + b"\0" * (len(kept[name]) % 2)
        for name in (b"fmt ", b"fact", b"data")
        if name in kept
    )
    return Cleaned(b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WAVE" + body, "audio/wav")


def _page_end(content: bytes, place: int) -> int | None:
    head = place + OGG_HEAD
    if head > len(content) or not content.startswith(b"OggS\0", place):
        return None
    lengths = content[head : head + content[head - 1]]
    end = head + len(lengths) + sum(lengths)
    return end if lengths and end <= len(content) else None


def _behind_labels(content: bytes) -> int:
    place = 0
    while content.startswith(b"ID3", place) and place + ID3_HEADER <= len(content):
        length = 0
        for part in content[place + 6 : place + 10]:
            length = length << 7 | part & 0x7F
        place += ID3_HEADER + length
    return place


def _in_a_row(frames: bytes, length_of: Callable[[bytes], int]) -> bool:
    place = 0
    for _ in range(ENOUGH):
        length = length_of(frames[place : place + 7])
        if not length or place + length > len(frames):
            return False
        place += length
    return True


def _mp3_frame(head: bytes) -> int:
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:  # in step, layer III
        return 0
    version, rate, speed = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or rate in {0, 15} or speed == 3:
        return 0
    kbits, factor = (MPEG_1[rate], 144) if version == 3 else (MPEG_2[rate], 72)
    return factor * kbits * 1000 // SAMPLES_A_SECOND[version][speed] + (head[2] >> 1 & 1)


def _aac_frame(head: bytes) -> int:
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return 0
    return (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
