"""The plan of the house: its files, its houses, what stands in them; read from the disk, not imported."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCT = ROOT / "linli"

# Packages that are no house of the neighbourhood: what carries, shows, joins and shares.
GROUND = {"kernel", "database", "text", "config", "demo", "channels"}
ROOMS = {
    *("rules", "events", "models", "queries", "access", "actions", "reactions"),
    *("apps", "migrations", "errands", "admin", "rule_book"),
}


def files() -> list[Path]:
    """Every file of Python in the product."""
    return sorted(PRODUCT.rglob("*.py"))


def houses() -> list[str]:
    """The names of the houses, those of the ground left out."""
    folders = (folder for folder in PRODUCT.iterdir() if (folder / "__init__.py").exists())
    return sorted(folder.name for folder in folders if folder.name not in GROUND)


def name(file: Path) -> str:
    """The file's path from the top of the project."""
    return str(file.relative_to(ROOT))


def dotted(file: Path) -> str:
    """The module's name: ``linli.cases.rules.life``."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def in_room(room: str) -> list[Path]:
    """The files of one room in every house: ``actions.py`` or ``actions/*.py``."""
    return [file for house in houses() for file in _of_room(PRODUCT / house, room)]


@cache
def tree(file: Path) -> ast.Module:
    """The file, parsed."""
    return ast.parse(file.read_text(encoding="utf-8"))


def imported(file: Path) -> Iterator[str]:
    """The modules that the file imports, inside functions and for type checkers too."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def _of_room(folder: Path, room: str) -> Iterator[Path]:
    if (folder / f"{room}.py").exists():
        yield folder / f"{room}.py"
    yield from sorted((folder / room).rglob("*.py"))
