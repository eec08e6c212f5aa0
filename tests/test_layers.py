"""Imports point one way, stages are plain functions, and files stay small."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

SRC = Path(__file__).parent.parent / "src" / "vedette"
#: From the top down; rooms of one row do not import one another.
ROWS = (
    {"__main__"},
    {"views"},
    {"run"},
    {"sources", "reading", "linking", "grading", "watching", "assessing", "delivery", "evidence", "store"},
    {"geo", "calendars"},
    {"vocab"},
    {"model"},
    {"errors"},
)
#: What a plain function over iterables has no business with.
PLAIN = {"reading", "linking", "grading", "watching", "assessing"}
OUTSIDE = {"socket", "sqlalchemy", "requests", "httpx", "urllib.request", "http.client", "sqlite3"}
CLOCK = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}
VAGUE = ("utils", "util", "common", "helpers", "helper", "manager", "managers", "misc")
#: Lines of a file and of a function, blank ones and docstrings counted.
FILE_LINES, FUNCTION_LINES = 500, 60

FILES = sorted(SRC.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(SRC).as_posix()


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def row(name: str) -> int:
    return next(number for number, rooms in enumerate(ROWS) if name in rooms)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of every module imported; `from vedette import x` counts as `vedette.x` where x is a room."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = ["vedette", *path.relative_to(SRC).parent.parts]
                base = ".".join([*parts[: len(parts) - node.level + 1], *([base] if base else [])])
            yield node.lineno, base
            if base == "vedette":
                yield from ((node.lineno, f"vedette.{a.name}") for a in node.names if (SRC / a.name).exists())


def own_room(path: Path) -> str:
    parts = path.relative_to(SRC).parts
    return parts[0].removesuffix(".py")


def test_every_room_has_its_row() -> None:
    rooms = {own_room(path) for path in FILES} - {"__init__"}
    assert rooms <= set().union(*ROWS), "give the new room its row in ROWS and in the architecture document"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_imports_point_down(path: Path) -> None:
    here = own_room(path)
    if here == "__init__":
        return
    for line, module in imports(path):
        there = room(module) if module.startswith("vedette") else ""
        if there in {"", "__version__", here}:
            continue
        assert row(there) > row(here), f"{name_of(path)}:{line}: {here} may not import {there}"


@pytest.mark.parametrize("path", [p for p in FILES if own_room(p) in {"model", "errors"}], ids=name_of)
def test_the_model_needs_the_standard_library_only(path: Path) -> None:
    for line, module in imports(path):
        top = module.split(".")[0]
        assert top == "vedette" or top in sys.stdlib_module_names, f"{name_of(path)}:{line}: {module}"


@pytest.mark.parametrize("path", [p for p in FILES if own_room(p) in PLAIN], ids=name_of)
def test_stages_know_no_clock_network_or_database(path: Path) -> None:
    for line, module in imports(path):
        reached = {module, module.split(".")[0]}
        assert not reached & OUTSIDE, f"{name_of(path)}:{line}: imports {module}"
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            base = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            assert (base, node.attr) not in CLOCK, f"{name_of(path)}:{node.lineno}: reads the clock"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_room_is_named_vaguely(path: Path) -> None:
    words = {part.removesuffix(".py") for part in path.relative_to(SRC).parts}
    assert not words & set(VAGUE)
    assert not any(word.endswith(tuple(f"_{vague}" for vague in VAGUE)) for word in words)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_files_and_functions_stay_small(path: Path) -> None:
    n_lines = len(path.read_text(encoding="utf-8").splitlines())
    assert n_lines <= FILE_LINES, f"{name_of(path)} has {n_lines} lines"
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            n = node.end_lineno - node.lineno + 1
            assert n <= FUNCTION_LINES, f"{name_of(path)}:{node.lineno}: {node.name} has {n} lines"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_ids_never_come_from_the_salted_hash(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "hash":
            pytest.fail(f"{name_of(path)}:{node.lineno}: hash() differs between processes")
