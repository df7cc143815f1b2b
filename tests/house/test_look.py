"""The tokens of the style sheet hold the contrast that old eyes need, in both schemes; colours stand in them alone."""

import re
from itertools import product

import pytest

from tests.house import plan

SHEET = (plan.PRODUCT / "channels/web/static/linli/linli.css").read_text(encoding="utf-8")
# What is written, on what it is written: 7:1 (WCAG 2.2, 1.4.6).
WORDS = {
    *product(("ink", "soft", "accent", "late"), ("paper", "sheet")),
    *product(("ink", "soft"), ("wash", "soon-wash", "late-wash", "done-wash", "accent-wash")),
    *((f"{kind}", f"{kind}-wash") for kind in ("accent", "late", "soon", "done")),
    *((f"on-{kind}", kind) for kind in ("accent", "late", "strip")),
}
# The rim of what can be pressed or filled in: 3:1 (WCAG 2.2, 1.4.11).
RIMS = set(product(("edge", "soft", "accent"), ("paper", "sheet")))


def tokens(scheme: str) -> dict[str, str]:
    blocks = re.findall(r":root[^{]*\{([^}]*)\}", SHEET)
    dark = next(block for block in blocks if "color-scheme: dark" in block)
    light = next(block for block in blocks if "color-scheme: light" in block)
    found = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", light))
    return found | (dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", dark)) if scheme == "dark" else {})


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_stands_out_seven_to_one(scheme):
    known = tokens(scheme)

    weak = {f"{word} on {ground}": contrast(known[word], known[ground]) for word, ground in WORDS}

    assert {pair: round(ratio, 2) for pair, ratio in weak.items() if ratio < 7} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_rim_stands_out_three_to_one(scheme):
    known = tokens(scheme)

    assert [pair for pair in RIMS if contrast(known[pair[0]], known[pair[1]]) < 3] == []


def test_colours_stand_in_the_tokens_and_nowhere_else():
    tokens_end = SHEET.index("/* ---------- base")

    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", re.sub(r"@media print.*", "", SHEET[tokens_end:], flags=re.DOTALL)) == []
