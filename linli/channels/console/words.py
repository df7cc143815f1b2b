"""The console's language: Chinese, or English where the locale says so; known before any setting is read."""

import argparse
import gettext
import os
from pathlib import Path

import linli

CATALOGUES = Path(linli.__file__).parent / "locale"

# What argparse says by itself, in Chinese. It takes every sentence through its own `_`.
ARGPARSE = {
    "usage: ": "用法：",
    "positional arguments": "要写的",
    "options": "可选的",
    "show this help message and exit": "显示这段说明",
    "%(prog)s: error: %(message)s\n": "%(prog)s：%(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "the following arguments are required: %s": "还要写：%s",
    "unrecognized arguments: %s": "不认识：%s",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)r，可以写：%(choices)s",
    "invalid %(type)s value: %(value)r": "%(value)r 不对",
    "expected one argument": "后面要写一个值",
    "not allowed with argument %s": "不能和 %s 一起用",
    "one of the arguments %s is required": "要写其中一个：%s",
}


def language() -> str:
    """``en`` or ``zh-hans``, by the locale; a locale that names no language has the house's own."""
    told = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh-hans" if told.startswith(("zh", "C", "POSIX")) or not told else "en"


def _(words: str) -> str:
    """The sentence in the console's language."""
    languages = ["en"] if language() == "en" else ["zh_Hans"]
    return gettext.translation("django", CATALOGUES, languages, fallback=True).gettext(words)


def speak_through_argparse() -> None:
    """Let argparse speak the console's language too."""
    if language() != "en":
        argparse._ = lambda words: ARGPARSE.get(words, words)  # type: ignore[attr-defined]
