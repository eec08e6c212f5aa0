"""The linter passes the data that ships, and names the file and entry of each thing that is wrong."""

from pathlib import Path

import pytest

from vedette.vocab.lint import DATA, lint

HEAD = "# Groups of an example. To add one, copy an entry. Source: made for a test.\ntitle = 'Example'\n"
GROUP = """
[[group]]
id = "example-front"
name = "Example Front"
kind = "armed_group"
countries = ["IQ"]
source = "made for a test"
"""


def problems(tmp_path: Path, text: str, *, file: str = "groups/example.toml") -> list[str]:
    """What the linter says of one file beside the schemas that ship."""
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    if not (tmp_path / "schemas").exists():
        (tmp_path / "schemas").symlink_to(DATA / "schemas")
    return [f"{problem.entry}: {problem.words}" for problem in lint(tmp_path)]


def test_the_data_that_ships_is_sound() -> None:
    assert [str(problem) for problem in lint()] == []


def test_a_sound_file_has_no_problems(tmp_path: Path) -> None:
    assert problems(tmp_path, HEAD + GROUP) == []


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ('affiliates = [{ id = "nobody", relation = "part_of", source = "s" }]', "'nobody' is no group"),
        ('affiliates = [{ id = "example-front", relation = "part_of", source = "s" }]', "its own affiliate"),
        ('claims = [{ claim = "backed_by", who = "nobody", disputed = true, source = "s" }]', "'nobody'"),
        ('claims = [{ claim = "backed_by", who = "force:IR:government", source = "s" }]', "'disputed' is a required"),
        ('aliases = ["EF"]', "needs_context = true or false"),
        ('aliases = ["Front of Examples", "Front of Examples"]', "stands twice"),
        ('aliases = [{ name = "Front of Examples", from = 2010, to = 2001 }]', "ends before it begins"),
        ('aliases = [" Front"]', "blanks at its ends"),
        ('aliases = [{ name = "Front", tone = "nasty" }]', "not valid under any of the given schemas"),
        ('colour = "red"', "Additional properties"),
    ],
)
def test_what_is_wrong_in_an_entry_is_named(tmp_path: Path, entry: str, words: str) -> None:
    said = problems(tmp_path, HEAD + GROUP + entry)
    assert any("example-front" in line and words in line for line in said), said


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('["IQ"]', '["QQ"]', "no ISO 3166-1 code"),
        ('"Example Front"', '"Example Terrorists"', "takes a side"),
        ('"example-front"', '"Example Front"', "does not match"),
        ('source = "made for a test"', "", "'source' is a required"),
        ('"armed_group"', '"gang"', "is not one of"),
        ('"example-front"', '"force:IR:army"', "add 'IR' to its countries"),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, before: str, after: str, words: str) -> None:
    assert any(words in line for line in problems(tmp_path, HEAD + GROUP.replace(before, after)))


def test_two_groups_may_not_share_a_name_by_themselves(tmp_path: Path) -> None:
    other = GROUP.replace("example-front", "other-front").replace("Example Front", "Other Front")
    shared = 'aliases = ["Front of Examples"]\n'
    assert any(
        "also a name of other-front" in line for line in problems(tmp_path, HEAD + GROUP + shared + other + shared)
    )
    told = 'aliases = [{ name = "Front of Examples", needs_context = true }]\n'
    assert problems(tmp_path, HEAD + GROUP + told + other + told) == []


def test_entries_are_sorted_and_ids_are_unique(tmp_path: Path) -> None:
    first = GROUP.replace("example-front", "a-front").replace("Example Front", "First Front")
    assert any("sort the entries" in line for line in problems(tmp_path, HEAD + GROUP + first))
    again = GROUP.replace("Example Front", "Again Front")
    assert any("stands in groups/example.toml too" in line for line in problems(tmp_path, HEAD + GROUP + again))


def test_a_file_needs_its_head(tmp_path: Path) -> None:
    said = problems(tmp_path, 'words = ["a"]\n', file="things.toml")
    assert len([line for line in said if line.startswith("head:")]) == 3


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    assert any("not valid TOML" in line for line in problems(tmp_path, "# add; source\n[", file="things.toml"))


def test_triggers_keep_to_the_codebook(tmp_path: Path) -> None:
    codebook = (
        '# add; source\n[kinds.ASSAULT]\nmeans = "m"\n[kinds.ASSAULT.modes]\nbeat = "b"\n[contexts]\ncrime = "c"\n'
    )
    problems(tmp_path, codebook, file="codebook.toml")
    trigger = '# add; source\n[{}]\nkind = "{}"\nmode = "{}"\ncontext = ["{}"]\n'
    good = trigger.format("beating", "ASSAULT", "beat", "crime")
    assert problems(tmp_path, good, file="triggers_example.toml") == []
    for wrong in (("HUG", "beat", "crime"), ("ASSAULT", "hug", "crime"), ("ASSAULT", "beat", "love")):
        said = problems(tmp_path, trigger.format("beating", *wrong), file="triggers_example.toml")
        assert any("codebook.toml" in line for line in said)
