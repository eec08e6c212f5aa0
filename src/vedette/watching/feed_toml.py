"""Feeds written into a watch's TOML, at its end, so that nothing else in the file changes."""

import json
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeedToAdd:
    """A feed as a watch writes it."""

    name: str
    kind: str
    #: URL, or path relative to the watch file.
    address: str
    #: How often it is visited at most (`15m`), None: as the watch has it by default.
    every: str | None = None
    follow: bool = False
    allow_private: bool = False
    senders: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


#: Kinds of feed that lie in folders and files.
FOLDER_KINDS = ("folder", "mail", "telegram")


def add_feeds(text: str, feeds: Iterable[FeedToAdd]) -> str:
    """The watch's text with further `[[feeds]]` at its end."""
    blocks = "".join(f"\n[[feeds]]\n{_block(feed)}" for feed in feeds)
    return text.rstrip("\n") + "\n" + blocks if blocks else text


def _block(feed: FeedToAdd) -> str:
    key = "path" if feed.kind in FOLDER_KINDS else "url"
    lines = [f"name = {_string(feed.name)}", f"kind = {_string(feed.kind)}", f"{key} = {_string(feed.address)}"]
    if feed.every:
        lines.append(f"every = {_string(feed.every)}")
    lines += [f"{name} = true" for name in ("follow", "allow_private") if getattr(feed, name)]
    for name in ("senders", "countries"):
        values = getattr(feed, name)
        if values:
            lines.append(f"{name} = [{', '.join(map(_string, values))}]")
    return "\n".join(lines) + "\n"


def _string(value: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's, but for the delete character."""
    clean = value.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(clean, ensure_ascii=False).replace("\x7f", "\\u007f")
