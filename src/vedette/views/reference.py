"""Writes the reference page of the commands: `python -m vedette.views.reference FILE [--check]`."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from vedette.views.cli import build_app

#: Where the page goes when no file is named.
PAGE = Path("docs/reference/commands.md")


def commands_page() -> str:
    """The page: every command with its arguments and options, as `--help` tells them."""
    top = typer.main.get_command(build_app())
    lines = ["# Commands", "", "Made from the commands themselves; `vedette COMMAND --help` says the same.", ""]
    lines += [
        "Results go to stdout, everything else to stderr. Exit status: 0 done; 1 done, with problems found in the"
    ]
    lines += ["data; 2 used wrongly; 3 could not finish (disk full, database gone); 130 interrupted.", ""]
    for name, command in _commands(top, "vedette"):
        lines += [f"## {name}", "", *_paragraphs(command.help or ""), *_parameters(command), ""]
    return "\n".join(lines).rstrip() + "\n"


def _commands(group: Any, name: str) -> Iterator[tuple[str, Any]]:
    for own, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from _commands(command, f"{name} {own}")
        else:
            yield f"{name} {own}", command


def _paragraphs(text: str) -> list[str]:
    found: list[str] = []
    for line in text.strip().splitlines():
        words = re.sub(r"\[/?bold\]", "", line.strip())
        if words.startswith("Example:"):
            words = f"Example: `{words.removeprefix('Example:').strip()}`"
        found.append(words)
    return [*found, ""]


def _parameters(command: Any) -> list[str]:
    rows = ["| argument or option | meaning |", "|---|---|"]
    for parameter in command.params:
        if "--help" in parameter.opts:
            continue
        is_option = parameter.param_type_name == "option"
        names = ", ".join(f"`{one}`" for one in parameter.opts) if is_option else f"`{parameter.name.upper()}`"
        default = "" if parameter.default in (None, False, True) or callable(parameter.default) else parameter.default
        shown = f" (default `{default}`)" if is_option and str(default) else ""
        help_text = (parameter.help or "").replace("|", "\\|")
        rows.append(f"| {names} | {help_text}{shown} |")
    return rows if len(rows) > 2 else []


def main(arguments: list[str]) -> int:
    """Exit status: 0 written or up to date, 1 out of date (with `--check`)."""
    check = "--check" in arguments
    path = next((Path(one) for one in arguments if not one.startswith("-")), PAGE)
    if check:
        return 0 if path.is_file() and path.read_text(encoding="utf-8") == commands_page() else 1
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(commands_page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
