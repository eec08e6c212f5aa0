"""`vedette outbox …`: what waits to be sent, and what could not be."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer

from vedette.errors import UsageError
from vedette.model.message import Delivery, DeliveryState
from vedette.run.clock import SystemClock
from vedette.store.outbox_review import drop as drop_deliveries
from vedette.store.outbox_review import list_deliveries
from vedette.store.outbox_review import retry as retry_deliveries
from vedette.store.store import Store
from vedette.views.open_store import open_there
from vedette.views.options import DEFAULT_STORE, StoreUrl

app = typer.Typer(
    help="See what waits to be sent and what could not be, and try it again or drop it.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_LIST_HELP = """List deliveries that gather, wait or are dead; exits 1 when some are dead.

Example: vedette outbox list --state dead"""
_RETRY_HELP = """Try dead deliveries again, from now on and as often as at first.

Not those that something later about the same alert has overtaken: drop them.

Example: vedette outbox retry --all"""
_DROP_HELP = """Give deliveries up for good.

Example: vedette outbox drop 0f3a9c1d2e4b5a68"""
_STATES: tuple[DeliveryState, ...] = ("gathering", "waiting", "delivered", "dead", "dropped")

Keys = Annotated[list[str] | None, typer.Argument(metavar="KEY", help="Keys, as outbox list prints them.")]
All = Annotated[bool, typer.Option("--all", help="All dead ones.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command("list", help=_LIST_HELP)
def list_command(
    state: Annotated[
        list[str] | None, typer.Option(metavar="STATE", help=f"Of {', '.join(_STATES)}; may be given twice.")
    ] = None,
    store: StoreUrl = DEFAULT_STORE,
    json_: Json = False,
) -> None:
    """Prints the deliveries, the latest last."""
    unknown = [one for one in state or () if one not in _STATES]
    if unknown:
        raise UsageError(f"--state {unknown[0]}: one of {', '.join(_STATES)}")
    wanted: Sequence[DeliveryState] = [one for one in _STATES if one in (state or ("gathering", "waiting", "dead"))]
    with open_there(store) as opened, opened.look() as connection:
        found = list_deliveries(connection, wanted)
    if json_:
        print(json.dumps({"deliveries": [_as_json(one) for one in found]}, ensure_ascii=False))
    else:
        for one in found:
            print(_line(one))
        print(f"{len(found):,} deliver{'y' if len(found) == 1 else 'ies'}")
    if any(one.state == "dead" for one in found):
        raise typer.Exit(1)


@app.command("retry", help=_RETRY_HELP)
def retry_command(keys: Keys = None, all_: All = False, store: StoreUrl = DEFAULT_STORE, json_: Json = False) -> None:
    """Says what is tried again and what is not; exits 1 when some are not."""
    with open_there(store) as opened:
        asked = _asked(opened, keys, all_)
        with opened.begin() as connection:
            again, late = retry_deliveries(connection, asked, SystemClock().now())
    unknown = [key for key in asked if key not in (*again, *late)]
    if json_:
        print(json.dumps({"retried": again, "overtaken": late, "not_dead": unknown}))
    else:
        print(f"{len(again):,} tried again")
        for key in late:
            print(f"{key}: not tried: something later about the same alert was sent")
        for key in unknown:
            print(f"{key}: no dead delivery has this key")
    if late or unknown:
        raise typer.Exit(1)


@app.command("drop", help=_DROP_HELP)
def drop_command(keys: Keys = None, all_: All = False, store: StoreUrl = DEFAULT_STORE, json_: Json = False) -> None:
    """Says what was dropped; exits 1 when a key is none that could be."""
    with open_there(store) as opened:
        asked = _asked(opened, keys, all_)
        with opened.begin() as connection:
            dropped = drop_deliveries(connection, asked, "dropped by hand")
    unknown = [key for key in asked if key not in dropped]
    if json_:
        print(json.dumps({"dropped": dropped, "not_found": unknown}))
    else:
        print(f"{len(dropped):,} dropped")
        for key in unknown:
            print(f"{key}: nothing with this key waits or is dead")
    if unknown:
        raise typer.Exit(1)


def _asked(store: Store, keys: Sequence[str] | None, all_: bool) -> list[str]:
    if bool(keys) == all_:
        raise UsageError("name the deliveries by their keys, or give --all")
    if keys:
        return list(keys)
    with store.look() as connection:
        return [one.key for one in list_deliveries(connection, ["dead"])]


def _line(one: Delivery) -> str:
    when = (
        f"due {_instant(one.due_at)}" if one.state in ("gathering", "waiting") else f"queued {_instant(one.queued_at)}"
    )
    tried = f", {one.n_attempts} attempt{'' if one.n_attempts == 1 else 's'}" if one.n_attempts else ""
    failure = f": {one.failure}" if one.failure else ""
    n = len(one.message_ids)
    what = f"{n} message{'' if n == 1 else 's'}"
    return f"{one.key}  {one.state}  {one.watch_id}/{one.channel_id}  {what}, {when}{tried}{failure}"


def _instant(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else "?"


def _as_json(one: Delivery) -> dict[str, object]:
    return {
        "key": one.key,
        "state": one.state,
        "watch": one.watch_id,
        "channel": one.channel_id,
        "messages": list(one.message_ids),
        "digest": one.digest,
        "due_at": f"{one.due_at.isoformat()}Z",
        "queued_at": f"{one.queued_at.isoformat()}Z" if one.queued_at else None,
        "delivered_at": f"{one.delivered_at.isoformat()}Z" if one.delivered_at else None,
        "attempts": one.n_attempts,
        "failure": one.failure,
    }
