"""Checks the vocabulary's data files: `python -m vedette.vocab.lint` exits 1 and names each file and entry at fault."""

import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from vedette.vocab.lint_codebook import lint_codebook
from vedette.vocab.lint_findings import Problem, lint_header, lint_values
from vedette.vocab.lint_groups import lint_groups

#: The data that ships.
DATA = Path(__file__).parent / "data"


def lint(data: Path = DATA) -> tuple[Problem, ...]:
    """Everything that is wrong in the data files of a folder, by file and entry."""
    tables: dict[str, Mapping[str, Any]] = {}
    problems: list[Problem] = []
    for path in sorted(data.rglob("*.toml")):
        file = path.relative_to(data).as_posix()
        text = path.read_text(encoding="utf-8")
        problems.extend(lint_header(file, text))
        try:
            tables[file] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            problems.append(Problem(file, "file", f"not valid TOML: {error}"))
    for file, table in tables.items():
        problems.extend(lint_values(file, table))
        problems.extend(_lint_schema(file, table, data))
    at_fault = {problem.file for problem in problems}
    sound = {f: t["group"] for f, t in tables.items() if f.startswith("groups/") and f not in at_fault}
    return tuple(sorted({*problems, *lint_codebook(tables), *lint_groups(sound)}))


def _lint_schema(file: str, table: Mapping[str, Any], data: Path) -> Iterator[Problem]:
    """What does not fit the file's schema, where it has one."""
    path = _schema_of(file, data / "schemas")
    if path is None:
        return
    schema = json.loads(path.read_text(encoding="utf-8"))
    for error in Draft202012Validator(schema).iter_errors(table):
        yield Problem(file, _entry(table, list(error.absolute_path)), error.message[:120])


def _schema_of(file: str, schemas: Path) -> Path | None:
    """`groups.json` for files of the folder groups; `places_words.json`, else `places.json` for `places_words.toml`."""
    name = file.split("/")[0].removesuffix(".toml")
    paths = (schemas / f"{name}.json", schemas / f"{name.split('_')[0]}.json")
    return next((path for path in paths if path.is_file()), None)


def _entry(table: Any, way: list[str | int]) -> str:
    """The way to a value, entries with an id by their id."""
    words: list[str] = []
    for step in way:
        table = table[step]
        words.append(str(table["id"]) if isinstance(table, Mapping) and "id" in table else str(step))
    return ".".join(words) or "file"


def main() -> int:
    """Exit status: 0 when all is well, 1 when something is wrong."""
    problems = lint()
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"vocabulary: {len(problems)} problems in {len(list(DATA.rglob('*.toml')))} files")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
