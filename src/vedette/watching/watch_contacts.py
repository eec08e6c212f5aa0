"""Feeds, channels, settings of alerts and rules of a watch, from its TOML."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import time
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from vedette.model.event import OnWhoseWord, Stage
from vedette.model.feed import Feed
from vedette.model.ids import content_id
from vedette.model.message import Channel
from vedette.model.watch import AlertSettings, Rule
from vedette.model.zone import Zone
from vedette.vocab.groups import groups_by_id
from vedette.vocab.groups_of_states import state_codes
from vedette.watching.watch_words import unknown_key

#: Seconds of a unit of duration.
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
#: Keys of a channel that are fields of their own; all others are its settings.
_CHANNEL_KEYS = {"id", "kind", "to", "least_level", "secret_from", "digest", "escalation_only", "allow_private"}
#: Further settings of each kind of channel, and of all.
_CHANNEL_SETTINGS: dict[str, set[str]] = {
    "email": {"server", "sender", "tls", "user"},
    "cap": {"sender", "status", "scope", "restriction", "addresses", "contact"},
}
_ALL_CHANNELS = {"licensed"}
#: Settings of alerts that are taken as they are written.
_PLAIN_SETTINGS = ("window_days", "escalate_level", "uncorroborated", "p_silent", "licensed")
#: Kinds of channel that write files.
_FILE_CHANNELS = {"atom", "cap", "ics", "stix"}
#: Kinds of feed that lie in folders and files, and those that lie on the net; the others may be either.
_FOLDERS, _NET = {"folder", "mail", "telegram"}, {"feed", "page", "cap"}


class MisfitError(ValueError):
    """A row that the schema lets pass and that makes no sense: which key, and why."""

    def __init__(self, path: list[str | int], words: str) -> None:
        super().__init__(words)
        self.path, self.words = path, words


def read_feeds(rows: Iterable[Mapping[str, Any]], folder: Path | None) -> tuple[Feed, ...]:
    """The feeds, in the order written.

    Args:
        rows: The tables under `[[feeds]]`.
        folder: Where relative paths begin, None: the current folder.

    Raises:
        MisfitError: A row makes no sense.
    """
    feeds: dict[str, Feed] = {}
    for number, row in enumerate(rows):
        feed = _feed(row, folder, number)
        if feed.id in feeds:
            same = (
                f"with the id {feed.id!r}"
                if "id" in row
                else f"of the kind {feed.kind} with the address {feed.address}"
            )
            raise MisfitError(["feeds", number, "id" if "id" in row else "name"], f"there is another feed {same}")
        feeds[feed.id] = feed
    return tuple(feeds.values())


def _feed(row: Mapping[str, Any], folder: Path | None, number: int) -> Feed:
    kind = row["kind"]
    if "path" in row and kind in _NET:
        raise MisfitError(["feeds", number, "path"], f"a {kind} needs url, not path")
    if "url" in row and kind in _FOLDERS:
        raise MisfitError(["feeds", number, "url"], f"a {kind} needs path, not url")
    if "senders" in row and kind != "mail":
        raise MisfitError(["feeds", number, "senders"], "senders belong to feeds of the kind mail")
    if kind == "mail" and not row.get("senders"):
        raise MisfitError(["feeds", number, "kind"], "mail needs senders: other mail is never opened")
    if "url" in row:
        _check_url(row["url"], number)
    elif "://" in row["path"]:
        raise MisfitError(["feeds", number, "path"], f"{row['path']}: an address, where a folder or file is asked for")
    for code in row.get("countries", ()):
        if code not in state_codes():
            raise MisfitError(["feeds", number, "countries"], f"{code}: there is no country of this ISO 3166-1 code")
    every = read_duration(row.get("every", "15m"))
    if every < 1:
        raise MisfitError(["feeds", number, "every"], "a feed is visited once a second at most")
    address = row["url"] if "url" in row else _absolute(row["path"], folder)
    return Feed(
        id=row.get("id") or content_id("feed", kind, address),
        name=row["name"],
        kind=kind,
        address=address,
        every_seconds=every,
        follow=row.get("follow", False),
        senders=tuple(row.get("senders", ())),
        allow_private=row.get("allow_private", False),
        token_from=row.get("token_from"),
        countries=tuple(row.get("countries", ())),
    )


def _check_url(url: str, number: int) -> None:
    """Nothing, when it is an address that may be asked."""
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_web = False
    if not is_web:
        words = "url: not an address that can be asked: it begins with https:// or http:// and names a host"
        raise MisfitError(["feeds", number, "url"], words)
    if "@" in parts.netloc:
        words = "url: holds a user or password: leave them out and name the token with token_from"
        raise MisfitError(["feeds", number, "url"], words)


def read_channels(rows: Iterable[Mapping[str, Any]], folder: Path | None) -> tuple[Channel, ...]:
    """The channels, in the order written; arguments and errors as in `read_feeds`."""
    channels: dict[str, Channel] = {}
    for number, row in enumerate(rows):
        if row["id"] in channels:
            raise MisfitError(["channels", number, "id"], f"there is another channel {row['id']!r}")
        known = _CHANNEL_KEYS | _ALL_CHANNELS | _CHANNEL_SETTINGS.get(row["kind"], set())
        for key in row.keys() - known:
            raise MisfitError(["channels", number, key], f"{row['kind']}: {unknown_key(key, known)}")
        channels[row["id"]] = Channel(
            id=row["id"],
            kind=row["kind"],
            address=_absolute(row["to"], folder) if row["kind"] in _FILE_CHANNELS else row["to"],
            least_level=row.get("least_level", "low"),
            secret_from=row.get("secret_from"),
            settings=tuple((key, value) for key, value in row.items() if key not in _CHANNEL_KEYS),
            digest=row.get("digest", False),
            escalation_only=row.get("escalation_only", False),
            allow_private=row.get("allow_private", False),
        )
    return tuple(channels.values())


def read_settings(row: Mapping[str, Any]) -> AlertSettings:
    """The settings under `[alerts]`; errors as in `read_feeds`."""
    timezone = row.get("timezone", "UTC")
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        near = get_close_matches(timezone, sorted(available_timezones()), 1)
        guess = f": did you mean {near[0]!r}?" if near else ": give an IANA name, such as 'Asia/Tehran'"
        raise MisfitError(["alerts", "timezone"], f"there is no time zone {timezone!r}{guess}") from error
    given = {key: row[key] for key in _PLAIN_SETTINGS if key in row}
    quiet = tuple(_clock(one) for one in row.get("quiet_hours", ()))
    settings = AlertSettings(
        cool_down_seconds=read_duration(row.get("cool_down", "30m")),
        quiet_hours=(quiet[0], quiet[1]) if quiet else None,
        timezone=timezone,
        digest_at=tuple(_clock(one) for one in row.get("digest_at", ())),
        brief_at=tuple(_clock(one) for one in row.get("brief_at", ())),
        escalate_after_seconds=read_duration(row["escalate_after"]) if "escalate_after" in row else None,
        expire_after_days=read_duration(row.get("expire_after", "7d")) / _UNITS["d"],
        **given,
    )
    if settings.expire_after_days == 0:
        raise MisfitError(["alerts", "expire_after"], "an alert that expires at once warns nobody: give some hours")
    if settings.expire_after_days > settings.window_days:
        where = "expire_after" if "expire_after" in row else "window_days"
        raise MisfitError(["alerts", where], "an alert cannot outlive window_days: let it expire sooner, or widen them")
    return settings


def read_alert_rules(
    rows: Iterable[Mapping[str, Any]], zones: Iterable[Zone], occasions: Collection[str], channels: Collection[str]
) -> tuple[Rule, ...]:
    """The rules, in the order written. Errors as in `read_feeds`.

    Args:
        rows: The tables under `[[rules]]`.
        zones: Of the watch: a rule names them by id or name, and lists of sites by theirs.
        occasions: Ids of its occasions.
        channels: Ids of its channels.
    """
    zones, rules = list(zones), dict[str, Rule]()
    for number, row in enumerate(rows):
        there = [name for name in row.get("zones", ()) if _zone_ids(name, zones)]
        known: dict[str, Collection[str]] = {"zones": there, "occasions": occasions, "channels": channels}
        for key, names in known.items():
            for name in row.get(key, ()):
                if name not in names:
                    raise MisfitError(["rules", number, key], f"{key}: this watch has no {name!r}")
        for group in row.get("groups", ()):
            if group not in groups_by_id():
                raise MisfitError(["rules", number, "groups"], f"there is no group {group!r} in the vocabulary")
        if row["name"] in rules:
            raise MisfitError(["rules", number, "name"], f"there is another rule {row['name']!r}")
        if not {"least_level", "raise", "lower", "silence", "channels"} & set(row):
            words = "a rule needs something to do: least_level, raise, lower, silence or channels"
            raise MisfitError(["rules", number, "name"], words)
        rules[row["name"]] = _rule(row, zones)
    return tuple(rules.values())


def _zone_ids(name: str, zones: Iterable[Zone]) -> tuple[str, ...]:
    """The zone of this id or name; of a list of sites all of them, whose ids begin with that of the list."""
    found = tuple(zone.id for zone in zones if name in (zone.id, zone.name))
    slug = re.sub(r"\W+", "-", name.lower()).strip("-")
    return found or tuple(zone.id for zone in zones if zone.id.startswith(f"{slug}-"))


def _rule(row: Mapping[str, Any], zones: Iterable[Zone]) -> Rule:
    return Rule(
        name=row["name"],
        zones=tuple(zone_id for name in row.get("zones", ()) for zone_id in _zone_ids(name, zones)),
        occasions=tuple(row.get("occasions", ())),
        kinds=tuple(row.get("kinds", ())),
        stages=tuple(Stage(one) for one in row.get("stages", ())),
        groups=tuple(row.get("groups", ())),
        killed=row.get("killed"),
        on_whose_word=tuple(OnWhoseWord(one) for one in row.get("on_whose_word", ())),
        least_sources=row.get("least_sources"),
        most_sources=row.get("most_sources"),
        least_level=row.get("least_level"),
        raised_by=row.get("raise", 0) - row.get("lower", 0),
        silence=row.get("silence", False),
        channels=tuple(row.get("channels", ())),
    )


def read_duration(text: str) -> float:
    """Seconds of a duration as a watch writes it.

    >>> read_duration("15m")
    900.0
    """
    found = re.fullmatch(r"(\d+) ?([smhd])", text)
    if found is None:
        raise ValueError(f"{text!r} is no duration: write a number and s, m, h or d")
    return int(found[1]) * _UNITS[found[2]]


def _clock(text: str) -> time:
    return time.fromisoformat(text)


def _absolute(path: str, folder: Path | None) -> str:
    return str(((folder or Path()) / path).absolute())
