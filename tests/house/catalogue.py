"""The English catalogue: what stands in the sources, and `python -m tests.house.catalogue` that brings it up to date.

Sentences are Chinese in the source; `linli/locale/en` holds their English. New ones are added with nothing beside
them, for somebody to write; gone ones are taken out; what is written is compiled. Needs no gettext on the machine.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

from tests.house import plan

ENGLISH = plan.PRODUCT / "locale" / "en" / "LC_MESSAGES" / "django.po"
HEAD = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "en",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
# How many sentences a function takes, and whether a context stands before them.
SHAPES = {"gettext": (1, False), "ngettext": (2, False), "pgettext": (1, True), "npgettext": (2, True)}
TEXT = r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
IN_TEMPLATE = re.compile(rf"\b(gettext|ngettext|pgettext|npgettext|_)\({TEXT}(?:\s*,\s*{TEXT})?(?:\s*,\s*{TEXT})?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence to translate, as gettext knows it."""

    words: str
    plural: str | None = None
    context: str | None = None


def spoken() -> dict[Sentence, list[str]]:
    """Every sentence of the product with the files that say it, in the order of files."""
    told: dict[Sentence, list[str]] = {}
    for file in sorted([*plan.files(), *plan.PRODUCT.rglob("*.html"), *plan.PRODUCT.rglob("templates/**/*.txt")]):
        for sentence in _in_code(file) if file.suffix == ".py" else _in_template(file):
            places = told.setdefault(sentence, [])
            if plan.name(file) not in places:
                places.append(plan.name(file))
    return told


def written() -> polib.POFile:
    """The catalogue as it stands."""
    return polib.pofile(str(ENGLISH)) if ENGLISH.exists() else polib.POFile()


def key(entry: polib.POEntry) -> Sentence:
    """The sentence that the entry is about."""
    return Sentence(entry.msgid, entry.msgid_plural or None, entry.msgctxt)


def refreshed() -> polib.POFile:
    """The catalogue with every sentence of the product and no other, what was written kept."""
    known = {key(entry): entry for entry in written()}
    fresh = polib.POFile(wrapwidth=120)
    fresh.metadata = HEAD
    for sentence, places in spoken().items():
        entry = known.get(sentence) or polib.POEntry(msgid=sentence.words, msgctxt=sentence.context)
        if sentence.plural and not entry.msgid_plural:
            entry.msgid_plural, entry.msgstr_plural = sentence.plural, {0: "", 1: ""}
        entry.occurrences = [(place, "") for place in places]
        fresh.append(entry)
    return fresh


def _in_code(file: Path) -> Iterator[Sentence]:
    names = _names(file)
    for node in ast.walk(plan.tree(file)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            texts = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            yield from _sentence(names[node.func.id], texts)


def _names(file: Path) -> dict[str, str]:
    """What the file calls gettext and its kin: ``{"_": "gettext"}``."""
    names = {}
    for node in ast.walk(plan.tree(file)):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for alias in node.names:
                kind = alias.name.removesuffix("_lazy")
                if kind in SHAPES:
                    names[alias.asname or alias.name] = kind
        elif isinstance(node, ast.ImportFrom) and node.module == "linli.channels.console.words":
            names |= {"_": "gettext"}
    return names


def _in_template(file: Path) -> Iterator[Sentence]:
    for match in IN_TEMPLATE.finditer(templatize(file.read_text(encoding="utf-8"))):
        texts = [ast.literal_eval(text) for text in match.groups()[1:] if text]
        yield from _sentence("gettext" if match[1] == "_" else match[1], texts)


def _sentence(kind: str, texts: list[str]) -> Iterator[Sentence]:
    count, has_context = SHAPES[kind]
    context = texts.pop(0) if has_context and texts else None
    if len(texts) >= count:
        yield Sentence(texts[0], texts[1] if count == 2 else None, context)


if __name__ == "__main__":
    settings.configure()
    catalogue = refreshed()
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(ENGLISH))
    catalogue.save_as_mofile(str(ENGLISH.with_suffix(".mo")))
    print(f"{len(catalogue)} sentences, {len(catalogue.untranslated_entries())} to write")
