"""The documents say what is true: examples run, links lead somewhere, every command and setting is told."""

import doctest
import importlib
import pkgutil
import re
from pathlib import Path

import pytest
import typer

import vedette
from vedette.views.cli import build_app
from vedette.views.reference import main as write_reference

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
MODULES = sorted(
    module.name for module in pkgutil.walk_packages(vedette.__path__, "vedette.") if ".migrations" not in module.name
)


def test_examples_in_docstrings_run() -> None:
    tried = 0
    for name in MODULES:
        found = doctest.testmod(importlib.import_module(name))
        tried += found.attempted
        assert found.failed == 0, name
    assert tried > 5


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), f"{page}: {target}"


def test_the_commands_page_is_up_to_date() -> None:
    assert write_reference([str(ROOT / "docs/reference/commands.md"), "--check"]) == 0, "run make docs"


def test_every_command_shows_an_example_and_explains_every_option() -> None:
    def walk(group: typer.main.TyperGroup, name: str) -> None:  # type: ignore[name-defined]
        for own, command in group.commands.items():
            if hasattr(command, "commands"):
                walk(command, f"{name} {own}")
                continue
            assert "Example:" in (command.help or ""), f"{name} {own}"
            for parameter in command.params:
                assert parameter.help or "--help" in parameter.opts, f"{name} {own} {parameter.opts}"

    walk(typer.main.get_command(build_app()), "vedette")


def test_commands_named_in_the_documents_exist() -> None:
    top = typer.main.get_command(build_app())
    for page in PAGES:
        for words in re.findall(r"(?:^|`|/)vedette ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE):
            assert words in top.commands, f"{page}: vedette {words}"


def test_every_environment_variable_is_told() -> None:
    used = {
        name
        for path in ROOT.glob("src/**/*.py")
        for name in re.findall(r"VEDETTE_[A-Z_]+", path.read_text(encoding="utf-8"))
    }
    told = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [name for name in sorted(used) if name not in told] == []
