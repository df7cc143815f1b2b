"""A photograph comes out as nothing but its pixels, upright and small; what only looks like one is refused."""

from io import BytesIO

import pytest
from PIL import Image

from linli.files.rules import kinds
from linli.files.rules.cleaning import clean
from linli.kernel.refused import Refused
from tests.files import samples

PHOTOGRAPHS = ["JPEG", "PNG", "WEBP", "HEIF"]


def opened(cleaned):
    return Image.open(BytesIO(cleaned.content))


def refusal(content, name="a.jpg"):
    with pytest.raises(Refused) as refused:
        clean(content, name)
    return refused.value.code


def is_red(colour):
    return colour[0] > 180 and colour[1] < 80


@pytest.mark.parametrize("built", PHOTOGRAPHS)
def test_position_maker_author_and_serial_number_are_gone(built):
    before = samples.photograph(built)
    assert any(secret in before for secret in samples.SECRETS)

    cleaned = clean(before, "IMG_0001.jpg")

    assert [secret for secret in (*samples.SECRETS, b"Exif", b"eXIf", b"GPS") if secret in cleaned.content] == []
    assert not opened(cleaned).getexif()
    assert not {"comment", "Where", "exif", "xmp", "icc_profile"} & set(opened(cleaned).info)


@pytest.mark.parametrize("built", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, (2, 2)), (2, (-3, 2)), (3, (-3, -3)), (4, (2, -3)), (5, (2, 2)), (6, (-3, 2)), (7, (-3, -3)), (8, (2, -3))],
)
def test_a_photograph_stands_upright(built, orientation, corner):
    image = opened(clean(samples.photograph(built, orientation=orientation), "")).convert("RGB")

    assert image.size == ((64, 48) if orientation < 5 else (48, 64))
    place = (corner[0] % image.width, corner[1] % image.height)
    assert is_red(image.getpixel(place))


def test_a_large_photograph_is_made_small_and_a_small_one_is_not_made_large():
    large = clean(samples.photograph(size=(5000, 3000), orientation=6), "")
    small = clean(samples.photograph(size=(64, 48), orientation=1), "")

    assert (large.width, large.height, large.media_type) == (1200, 2000, "image/jpeg")
    assert (small.width, small.height) == (64, 48)
    assert opened(large).size == (1200, 2000)


def test_what_can_be_seen_through_stays_so():
    image = Image.new("RGBA", (30, 20), (10, 20, 30, 40))
    out = BytesIO()
    image.save(out, "PNG")

    cleaned = clean(out.getvalue(), "")

    assert cleaned.media_type == "image/png"
    assert opened(cleaned).getpixel((5, 5)) == (10, 20, 30, 40)


def test_a_screenshot_stays_png_where_that_is_smaller_and_a_picture_of_noise_becomes_jpeg():
    plain = BytesIO()
    Image.new("RGB", (400, 300), (250, 250, 250)).save(plain, "PNG")

    assert clean(plain.getvalue(), "").media_type == "image/png"
    assert clean(samples.noise((400, 300)), "").media_type == "image/jpeg"


def test_a_gif_is_its_first_frame():
    cleaned = clean(samples.drawing(), "")

    assert getattr(opened(cleaned), "n_frames", 1) == 1
    assert (cleaned.width, cleaned.height) == (40, 30)
    assert samples.NOTE not in cleaned.content


@pytest.mark.parametrize("mode", ["L", "CMYK", "1", "P", "I;16"])
def test_every_way_of_writing_colours_can_be_opened(mode):
    out = BytesIO()
    image = Image.new("I;16", (20, 20), 0x8000) if mode == "I;16" else Image.new("RGB", (20, 20), "white").convert(mode)
    image.save(out, "JPEG" if mode in {"L", "CMYK"} else "PNG")

    light = opened(clean(out.getvalue(), "")).convert("RGB").getpixel((3, 3))

    assert light[0] == pytest.approx(0x80 if mode == "I;16" else 255, abs=2)


def test_an_archive_or_a_page_behind_the_end_of_a_picture_is_gone():
    cleaned = clean(samples.photograph() + b"PK\3\4evil<script>alert(1)</script>", "a.jpg")

    assert b"script" not in cleaned.content
    assert b"PK\3\4" not in cleaned.content


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("size", [(30000, 30000), (9000, 8000), (65500, 1200)])
def test_a_picture_that_would_unfold_into_too_much_is_refused_before_it_does(size):
    bomb = samples.bomb(*size)
    assert len(bomb) < 200_000

    assert refusal(bomb, "a.png") == "file.too_big"


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"PK\3\4" + bytes(100),
        b"%PDF-1.7\n",
        b"MZ" + bytes(100),
        b"RIFF\0\0\0\0AVI LIST",
        b"xxxx\0\0\0\0WEBP",
        b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf",
        "见附件".encode(),
        b"\xff",
        b"\0",
    ],
)
def test_what_is_no_picture_sound_or_film_may_not_come_in_whatever_its_name(content):
    assert refusal(content, "photo.jpg") == "file.not_allowed"


@pytest.mark.parametrize(
    "content",
    [
        samples.photograph(size=(600, 400))[:900],
        samples.photograph("PNG", size=(600, 400))[:200],
        b"\xff\xd8\xff\xe0" + bytes(64),
        b"GIF89a/*" + bytes(20) + b"*/=1;alert(1);//",
        b"RIFF\x20\0\0\0WEBPVP8 " + bytes(20),
        b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + bytes(40),
    ],
)
def test_what_only_begins_like_a_picture_is_broken(content):
    assert refusal(content) == "file.broken"


def test_nothing_is_empty():
    assert refusal(b"") == "file.empty"


@pytest.mark.parametrize("name", ["a.jpg\0.html", "a\r\nSet-Cookie: x.jpg", "a\x1b[2J.jpg"])
def test_a_name_with_marks_that_nobody_types_is_refused(name):
    assert refusal(samples.photograph(), name) == "file.not_allowed"


@pytest.mark.parametrize("name", ["", "照片 (1).html", "../../etc/passwd", "👨‍👩‍👧.jpeg", "x" * 5000])
def test_any_other_name_does_no_harm(name):
    assert clean(samples.photograph(), name).media_type == "image/jpeg"


def test_a_picture_of_too_many_bytes_is_refused_unopened(monkeypatch):
    monkeypatch.setitem(kinds.LARGEST, kinds.Kind.PICTURE, 1000)

    with pytest.raises(Refused) as refused:
        clean(samples.noise((100, 100)), "")

    assert refused.value.code == "file.too_big"


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_a_photograph_whose_notes_are_broken_is_still_a_photograph():
    whole = samples.photograph()
    place = whole.index(b"Exif\0\0") + 10
    broken = whole[:place] + b"\xff" * 40 + whole[place + 40 :]

    assert clean(broken, "").width == 64
