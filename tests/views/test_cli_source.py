"""`vedette source`."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from vedette.errors import VedetteError
from vedette.views.cli import build_app
from vedette.vocab.starter_sources import REGIONS, starter_sources
from vedette.watching.watch_file import load_watch


@pytest.fixture
def watch(tmp_path: Path) -> Path:
    path = tmp_path / "WATCH.toml"
    path.write_text('[watch]\nname = "Example"\n')
    path.chmod(0o600)
    return path


def run(*arguments: object) -> str:
    found = CliRunner().invoke(build_app("source"), ["source", *map(str, arguments)])
    if found.exception and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found.stdout


def test_feeds_are_added_once_and_listed(watch: Path) -> None:
    for _ in range(2):
        run("add", watch, "http://gazette.example/feed", "--name", "Example Gazette", "--every", "5m")
    run("add", watch, "inbox", "--name", "Box")
    listed = json.loads(run("list", watch, "--json", "--store", f"sqlite:///{watch.parent}/v.db"))
    assert [(one["name"], one["kind"], one["visited_at"]) for one in listed] == [
        ("Example Gazette", "feed", None),
        ("Box", "folder", None),
    ]
    assert watch.stat().st_mode & 0o777 == 0o600


def test_a_feed_that_makes_no_sense_leaves_the_watch_as_it_was(watch: Path) -> None:
    before = watch.read_text()
    with pytest.raises(VedetteError):
        run("add", watch, "Maildir", "--name", "Mail", "--kind", "mail")
    assert watch.read_text() == before


def test_a_readers_list_becomes_feeds(watch: Path) -> None:
    opml = watch.parent / "feeds.opml"
    opml.write_text(
        '<opml><body><outline text="North"><outline text="Gazette" xmlUrl="http://gazette.example/feed"/></outline>'
        '<outline text="Wire" xmlUrl="http://wire.example/feed"/></body></opml>'
    )
    assert run("import-opml", opml, watch, "--folder", "North").startswith("1 feed added")
    assert run("import-opml", opml, watch).startswith("1 feed added")
    assert [feed.name for feed in load_watch(watch).feeds] == ["Gazette", "Wire"]


def test_of_a_list_what_cannot_be_asked_is_named_and_left_out(watch: Path) -> None:
    opml = watch.parent / "feeds.opml"
    addresses = ("ftp://a.example/feed", "https://me:secret@b.example/feed", "https://c.example/feed")
    outlines = "".join(f'<outline text="x" xmlUrl="{one}"/>' for one in addresses)
    opml.write_text(f"<opml><body>{outlines}</body></opml>")
    found = CliRunner().invoke(build_app("source"), ["source", "import-opml", str(opml), str(watch)])
    assert [feed.address for feed in load_watch(watch).feeds] == ["https://c.example/feed"]
    assert "ftp://a.example/feed: not an http" in found.stderr and "b.example" in found.stderr
    assert "secret" not in found.stderr


@pytest.mark.parametrize("region", REGIONS)
def test_each_region_has_sources_that_make_a_watch(watch: Path, region: str) -> None:
    run("starter", region, "--to", watch)
    assert len(load_watch(watch).feeds) == sum(1 for one in starter_sources(region) if one.feed)


def test_no_starter_source_is_said_to_be_checked() -> None:
    assert not any(one.checked for one in starter_sources())
