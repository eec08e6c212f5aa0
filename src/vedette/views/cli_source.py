"""`vedette source`: the feeds of a watch."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from vedette.errors import FetchError, UsageError
from vedette.model.counted import counted
from vedette.model.feed import Feed, FeedState
from vedette.run.addresses import check_url, show_url
from vedette.sources.opml import read_opml
from vedette.store.store import Store
from vedette.store.visits import find_feed_states
from vedette.views.output import write_whole
from vedette.vocab.starter_sources import REGIONS, starter_sources
from vedette.watching.feed_toml import FOLDER_KINDS, FeedToAdd, add_feeds
from vedette.watching.watch_file import load_watch, parse_watch

app = typer.Typer(help="The feeds of a watch: list, add, import from a feed reader, begin with a list by region.")

WatchFile = Annotated[Path, typer.Argument(metavar="WATCH.toml", help="The watch.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_(
    file: WatchFile,
    store: Annotated[str | None, typer.Option(metavar="URL", envvar="VEDETTE_STORE", help="The store.")] = None,
    json_: Json = False,
) -> None:
    """List the feeds of a watch, and with --store how each stands.

    Example: vedette source list WATCH.toml --store sqlite:///vedette.db
    """
    feeds = load_watch(file).feeds
    states: dict[str, FeedState] = {}
    if store:
        with Store(store) as opened, opened.look() as connection:
            states = find_feed_states(connection, feeds)
    if json_:
        print(json.dumps([_to_json(feed, states.get(feed.id)) for feed in feeds], ensure_ascii=False))
        return
    for feed in feeds:
        print(f"{feed.name} ({feed.kind}): {show_url(feed.address)}{_standing(states.get(feed.id), bool(store))}")


def _to_json(feed: Feed, state: FeedState | None) -> dict[str, object]:
    return {
        "id": feed.id,
        "name": feed.name,
        "kind": feed.kind,
        "address": show_url(feed.address),
        "every_seconds": feed.every_seconds,
        "countries": list(feed.countries),
        "visited_at": _iso(state.visited_at if state else None),
        "answered_at": _iso(state.answered_at if state else None),
        "next_at": _iso(state.next_at if state else None),
        "failures": state.n_failures if state else None,
    }


def _iso(at: datetime | None) -> str | None:
    return f"{at.isoformat(timespec='seconds')}Z" if at else None


def _standing(state: FeedState | None, asked: bool) -> str:
    if state is None:
        return ", never visited" if asked else ""
    answered = f"answered {_iso(state.answered_at)}" if state.answered_at else "never answered"
    failures = f", {state.n_failures} visits failed since" if state.n_failures else ""
    return f", {answered}{failures}, next {_iso(state.next_at)}"


@app.command()
def add(
    file: WatchFile,
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="URL, or path relative to the watch.")],
    name: Annotated[str, typer.Option(metavar="NAME", help="Name of the outlet, as its reports shall bear it.")],
    kind: Annotated[
        str | None,
        typer.Option(metavar="KIND", help="feed, page, folder, mail, telegram; a feed or folder by default."),
    ] = None,
    every: Annotated[str | None, typer.Option(metavar="15m", help="How often it is visited at most.")] = None,
    follow: Annotated[bool, typer.Option("--follow", help="Fetch the page behind each entry too.")] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="It lies on this machine or a private network.")
    ] = False,
    sender: Annotated[list[str] | None, typer.Option(metavar="ADDRESS", help="Sender whose mail is read.")] = None,
    country: Annotated[list[str] | None, typer.Option(metavar="CC", help="Country that it reports on.")] = None,
) -> None:
    """Add a feed to a watch.

    Example: vedette source add WATCH.toml https://gazette.example/rss.xml --name "Example Gazette" --every 15m
    """
    is_url = address.startswith(("http://", "https://"))
    feed = FeedToAdd(
        name=name,
        kind=kind or ("feed" if is_url else "folder"),
        address=address,
        every=every,
        follow=follow,
        allow_private=allow_private,
        senders=tuple(sender or ()),
        countries=tuple(country or ()),
    )
    _write(file, [feed])


@app.command("import-opml")
def import_opml(
    opml: Annotated[Path, typer.Argument(metavar="FILE.opml", help="The list, as a feed reader exports it.")],
    file: WatchFile,
    folder: Annotated[str | None, typer.Option(metavar="NAME", help="Only what lies in this folder of it.")] = None,
) -> None:
    """Add the feeds of a feed reader's list (OPML) to a watch.

    Those whose address cannot be asked are named and left out.

    Example: vedette source import-opml subscriptions.opml WATCH.toml
    """
    try:
        content = opml.read_bytes()
    except OSError as error:
        raise UsageError(f"{opml}: cannot be read: {error.strerror}", str(opml)) from error
    listed = [one for one in read_opml(content, str(opml)) if folder is None or folder in one.folders]
    if not listed:
        raise UsageError(f"{opml}: no feeds were found{' in that folder' if folder else ''}", str(opml))
    able = []
    for one in listed:
        try:
            check_url(one.url)
        except FetchError as error:
            print(f"vedette: {one.name}: left out: {error.message}", file=sys.stderr)
        else:
            able.append(FeedToAdd(one.name, "feed", one.url))
    _write(file, able)


@app.command()
def starter(
    region: Annotated[
        str | None, typer.Argument(metavar="REGION", help=f"{', '.join(REGIONS)}; all by default.")
    ] = None,
    to: Annotated[Path | None, typer.Option(metavar="WATCH.toml", help="Add those with a feed to this watch.")] = None,
    json_: Json = False,
) -> None:
    """List public news sources to begin a watch with. Their addresses were not visited when the list was made.

    Example: vedette source starter middle_east --to WATCH.toml
    """
    found = starter_sources(region)
    if to is not None:
        _write(to, [FeedToAdd(one.name, "feed", one.feed, countries=one.countries) for one in found if one.feed])
    elif json_:
        print(json.dumps([asdict(one) for one in found], ensure_ascii=False))
    else:
        for one in found:
            where = ", ".join(one.countries) or "the world"
            print(f"{one.name} ({where}): {one.feed or 'no address is known for certain'}")
    if any(one.feed and not one.checked for one in found):
        print(
            "vedette: these addresses were not checked: look whether each answers before you rely on it",
            file=sys.stderr,
        )


def _write(file: Path, feeds: Iterable[FeedToAdd]) -> None:
    """Adds those that the watch has not; the file stays as it is when it would be no watch any more."""
    watch = load_watch(file)
    known = {feed.address for feed in watch.feeds}
    asked = list(feeds)
    new = [one for one in asked if _address(one, file) not in known]
    text = add_feeds(file.read_text(encoding="utf-8"), new)
    parse_watch(text, str(file), file.parent)
    if new:
        mode = file.stat().st_mode
        write_whole(file, text)
        file.chmod(mode)
    print(f"{counted(len(new), 'feed', 'feeds')} added to {file}, {len(asked) - len(new)} known already")


def _address(feed: FeedToAdd, file: Path) -> str:
    return str((file.parent / feed.address).absolute()) if feed.kind in FOLDER_KINDS else feed.address
