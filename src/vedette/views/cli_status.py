"""`vedette status`: whether the watch lives, and what it can and cannot see."""

import json
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from vedette.model.plain import to_plain
from vedette.model.watch import Watch
from vedette.run.alert_desk import find_alerts_told
from vedette.run.feed_watching import load_histories
from vedette.run.holding import BEAT_SECONDS
from vedette.run.news import count_licensed
from vedette.run.read import now
from vedette.run.standing import Standing, look_at
from vedette.store.messages import Cursor, find_cursor, followed_watches
from vedette.store.store import Store
from vedette.store.watch_lock import find_lock, find_taken_at
from vedette.views.open_store import open_there
from vedette.views.options import DEFAULT_STORE, StoreUrl
from vedette.watching.states import MISSED_VISITS
from vedette.watching.told import Told
from vedette.watching.watch_file import load_watch

STATUS_HELP = """Say whether a watch lives, and of each source and zone if it is quiet, not watched, or cannot be told.

Exit status 1 when something is wrong: no process holds the watch, a source is not watched, a channel fails or
a delivery is dead, the disk is nearly full. Without a watch file it tells of the store alone.

Example: vedette status WATCH.toml"""


@dataclass(frozen=True)
class _Status:
    """All that is shown."""

    watch: Watch | None
    stands: Standing
    standing: tuple[Told, ...]
    cursors: dict[str, Cursor]
    #: Who holds the watch, None: nobody; and whether it gave a sign of life while we looked.
    holder: str | None
    lives: bool
    #: Reports of the alerts' window that could matter and raise none, since they are under a licence.
    n_licensed: int = 0


def status(
    watch: Annotated[
        Path | None, typer.Argument(metavar="WATCH.toml", help="The watch; left out: the store alone.")
    ] = None,
    store: StoreUrl = DEFAULT_STORE,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Prints it; exits 1 when something is wrong."""
    loaded = load_watch(watch) if watch else None
    with open_there(store) as opened:
        found = _look(opened, loaded)
    troubles = _troubles(found)
    if json_:
        print(json.dumps(_to_json(found, troubles)))
    else:
        _print(found, troubles)
    if troubles:
        raise typer.Exit(1)


def _look(store: Store, watch: Watch | None) -> _Status:
    at = now()
    holder, lives = _sign_of_life(store, watch) if watch else (None, False)
    with store.look() as connection:
        began_at = find_taken_at(connection, watch.key) if watch and lives else None
        histories = load_histories(connection, watch, at) if watch else {}
        cursors = _cursors(connection, watch)
        n_licensed = count_licensed(connection, watch, at - timedelta(days=watch.alerts.window_days)) if watch else 0
    told = find_alerts_told(store, watch.key if watch else None)
    standing = tuple(one for one in told.values() if one.lives)
    stands = look_at(store, watch, histories, at, began_at)
    return _Status(watch, stands, standing, cursors, holder, lives, n_licensed)


def _cursors(connection: Connection, watch: Watch | None) -> dict[str, Cursor]:
    keys = [watch.key] if watch else followed_watches(connection)
    return {key: cursor for key in keys if (cursor := find_cursor(connection, key)) is not None}


def _sign_of_life(store: Store, watch: Watch) -> tuple[str | None, bool]:
    """Who holds the watch, and whether its count went on while we waited for a beat and a half at most."""
    with store.look() as connection:
        first = find_lock(connection, watch.key)
    if first is None:
        return None, False
    deadline = time.monotonic() + 1.5 * BEAT_SECONDS
    while time.monotonic() < deadline:
        time.sleep(0.2)
        with store.look() as connection:
            if find_lock(connection, watch.key) not in (None, first):
                return first[0], True
    return first[0], False


def _troubles(found: _Status) -> list[str]:
    """What is wrong, in words."""
    troubles = []
    if found.watch is not None and found.holder is None and not _is_visited(found):
        troubles.append("no process runs this watch (vedette watch)")
    elif found.holder is not None and not found.lives:
        troubles.append(f"the process that holds this watch ({found.holder}) gives no sign of life")
    troubles += found.stands.troubles()
    return troubles


def _is_visited(found: _Status) -> bool:
    """Whether feeds were visited lately though nobody holds the watch: it may be run from time to time (--once)."""
    if found.stands.survey is None or found.watch is None:
        return False
    visits = [one.visited_at for one in found.stands.survey.sources if one.visited_at is not None]
    patience = max([3600.0, *(MISSED_VISITS * feed.every_seconds for feed in found.watch.feeds)])
    return bool(visits) and (found.stands.at - max(visits)).total_seconds() <= patience


def _to_json(found: _Status, troubles: list[str]) -> dict[str, Any]:
    stands = found.stands
    return {
        "at": stands.at.isoformat(),
        "watch": found.watch.key if found.watch else None,
        "holder": found.holder,
        "lives": found.lives if found.watch else None,
        "sources": to_plain(stands.survey.sources) if stands.survey else [],
        "zones": to_plain(stands.survey.zones) if stands.survey else [],
        "queue": {"n": stands.n_queued, "since": to_plain(stands.queued_since)},
        "outbox": {"waiting": stands.n_waiting, "dead": len(stands.dead)},
        "dead_letters": [{"key": one.key, "channel": one.channel_id, "failure": one.failure} for one in stands.dead],
        "alerts": [
            {"id": one.last.alert_id, "level": one.last.alert.level, "state": one.state, "title": one.last.alert.title}
            for one in found.standing
        ],
        "left_out_under_licence": found.n_licensed,
        "followed_to": {key: cursor.followed_to.isoformat() for key, cursor in found.cursors.items()},
        "disk": {"free_bytes": stands.free_bytes, "store_bytes": stands.store_bytes},
        "troubles": troubles,
    }


def _print(found: _Status, troubles: list[str]) -> None:
    stands = found.stands
    if found.watch is not None:
        life = "runs" if found.lives else "gives no sign of life" if found.holder else "is held by nobody now"
        print(f"the watch “{found.watch.name}” {life}{f' ({found.holder})' if found.holder else ''}")
    if stands.survey is not None:
        for zone in stands.survey.zones:
            standing = sum(any(one.zone_id == zone.zone_id for one in told.last.alert.zones) for told in found.standing)
            alerts = f"; alerts that stand: {standing}" if standing else ""
            print(f"  zone {zone.name}: {zone.state}: {zone.why}{alerts}")
        for source in stands.survey.sources:
            visited = f", last visit {source.visited_at:%Y-%m-%d %H:%M} UTC" if source.visited_at else ""
            print(f"  source {source.name}: {source.state}: {source.why}{visited}")
    print(f"waiting to be read: {stands.n_queued}; deliveries waiting: {stands.n_waiting}, dead: {len(stands.dead)}")
    for one in stands.dead:
        print(f"  dead: {one.key} to {one.channel_id}: {one.failure}")
    new = sum(one.state == "new" for one in found.standing)
    print(f"alerts that stand: {len(found.standing)}, of which nobody has looked at {new}")
    if found.n_licensed:
        print(f"reports that raise no alert, since they are under a licence: {found.n_licensed} (licensed in [alerts])")
    if stands.free_bytes is not None and stands.store_bytes is not None:
        print(f"the store has {stands.store_bytes / 1e6:,.0f} MB, {stands.free_bytes / 1e9:,.1f} GB are free")
    for trouble in troubles:
        print(f"wrong: {trouble}")
    if not troubles:
        print("nothing is wrong")
