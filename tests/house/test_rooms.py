"""Every file is where one would look first, and short enough to be read."""

import ast

import pytest

from tests.house import plan

LONGEST_FILE, LONGEST_FUNCTION = 350, 50
HAND_MADE = [file for file in plan.files() if "migrations" not in file.parts]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@pytest.mark.parametrize("house", plan.houses())
def test_a_house_has_no_rooms_but_those_that_every_house_may_have(house):
    folder = plan.PRODUCT / house

    rooms = {part.stem for part in folder.iterdir() if part.suffix == ".py" or part.is_dir()}

    assert rooms - plan.ROOMS - {"__init__", "__pycache__"} == set()


@pytest.mark.parametrize("house", sorted({*plan.houses(), *plan.GROUND} - {"text"}))
def test_a_house_says_its_one_job_in_one_sentence_and_exports_nothing(house):
    file = plan.PRODUCT / house / "__init__.py"

    words = ast.get_docstring(plan.tree(file)) or ""

    assert len(plan.tree(file).body) == 1
    assert words.count("\n") == 0
    assert words.endswith((".", ")."))


def test_rooms_that_became_folders_export_nothing_either():
    talkative = [
        plan.name(file)
        for file in HAND_MADE
        if file.name == "__init__.py" and any(not isinstance(node, ast.Expr) for node in plan.tree(file).body)
    ]

    assert talkative == []


def test_rules_events_and_the_kernel_know_no_django():
    files = [*plan.in_room("rules"), *plan.in_room("events"), *(plan.PRODUCT / "kernel").rglob("*.py")]

    assert files
    assert [plan.name(file) for file in files if any(name.startswith("django") for name in plan.imported(file))] == []


def test_no_house_reads_the_clock():
    readers = []
    for house in plan.houses():
        for file in (plan.PRODUCT / house).rglob("*.py"):
            for node in ast.walk(plan.tree(file)):
                if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today", "localtime"}:
                    readers.append(f"{plan.name(file)}:{node.lineno}")

    assert readers == []


def test_no_file_is_too_long():
    lengths = {plan.name(file): len(file.read_text(encoding="utf-8").splitlines()) for file in HAND_MADE}

    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_too_long():
    long = {}
    for file in HAND_MADE:
        for node in ast.walk(plan.tree(file)):
            if isinstance(node, FUNCTIONS):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    long[f"{plan.name(file)} {node.name}"] = length

    assert long == {}


def test_nothing_is_imported_inside_a_function_but_when_every_app_is_ready():
    hidden = []
    for file in HAND_MADE:
        if file.name == "apps.py":
            continue
        for node in ast.walk(plan.tree(file)):
            if isinstance(node, FUNCTIONS):
                inner = [part for part in ast.walk(node) if isinstance(part, (ast.Import, ast.ImportFrom))]
                hidden += [f"{plan.name(file)}:{part.lineno}" for part in inner]

    assert hidden == []


def test_migrations_are_numbered_and_have_one_end():
    for folder in plan.PRODUCT.rglob("migrations"):
        steps = sorted(file.stem for file in folder.glob("[0-9]*.py"))
        numbers = [int(step[:4]) for step in steps]
        assert numbers == list(range(1, len(steps) + 1)), plan.name(folder)
        assert {file.stem for file in folder.glob("*.py")} == {*steps, "__init__"}, plan.name(folder)
