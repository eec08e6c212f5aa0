"""`vedette alert …`: alerts as people work on them."""

import json
from collections.abc import Iterable
from typing import Annotated, Any

import typer

from vedette.errors import UsageError
from vedette.model.case import Judgement
from vedette.model.message import Message
from vedette.model.plain import to_plain
from vedette.run.alert_desk import Precision, find_alerts_told, measure_precision, messages_of, quote
from vedette.run.read import now
from vedette.store.store import Store
from vedette.views.open_store import open_there
from vedette.views.options import DEFAULT_STORE, StoreUrl
from vedette.views.rehearsal_words import message_line
from vedette.watching.told import Told

app = typer.Typer(
    help="List, show and judge the alerts of a watch.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_STATES = ("new", "seen", "confirmed", "false", "closed")
_AlertId = Annotated[str, typer.Argument(metavar="ALERT", help="Id of the alert, or how it begins.")]
_By = Annotated[str, typer.Option(metavar="NAME", help="Who judges; kept.")]
_Why = Annotated[str, typer.Option(metavar="WORDS", help="The reason; kept.")]
_Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command("list")
def list_alerts(
    state: Annotated[
        str | None, typer.Option(metavar="STATE", help=f"Only those in a state: {', '.join(_STATES)}.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Those that are cancelled or cleared too.")] = False,
    watch: Annotated[
        str | None, typer.Option(metavar="KEY", help="Only those of one watch (its name in small letters).")
    ] = None,
    store: StoreUrl = DEFAULT_STORE,
    json_: _Json = False,
) -> None:
    """Print the alerts that stand, the newest last, and how many of those judged were true.

    Example: vedette alert list --state new
    """
    if state is not None and state not in _STATES:
        raise UsageError(f"--state {state}: choose one of {', '.join(_STATES)}")
    with open_there(store) as opened:
        told = find_alerts_told(opened, watch)
    precision = measure_precision(told.values())
    shown = [one for one in told.values() if (all_ or one.lives) and state in (None, one.state)]
    if json_:
        print(json.dumps({"alerts": [_to_json(one) for one in shown], "precision": to_plain(precision)}))
        return
    for one in shown:
        print(f"{one.last.alert_id} {one.state:9} {message_line(one.last)}")
    print(_precision_words(precision))


@app.command("show")
def show_alert(alert: _AlertId, store: StoreUrl = DEFAULT_STORE, json_: _Json = False) -> None:
    """Print an alert with every message of it, what people judged, and its reasons down to the words.

    Example: vedette alert show 3f2a9c0d
    """
    with open_there(store) as opened:
        told = _get(opened, alert)
        messages = messages_of(opened, told.last.alert_id)
        words = quote(opened, told.last.alert.reasons)
    if json_:
        reasons = [{**to_plain(one), "text": words.get(one)} for one in told.last.alert.reasons]
        found = {**_to_json(told), "messages": to_plain(messages), "reasons": reasons}
        print(json.dumps(found))
        return
    print(f"{told.last.alert_id}: {told.last.alert.title}, {told.last.alert.level}, {_state_words(told)}")
    _print_messages(messages)
    for reason in told.last.alert.reasons:
        text = f": “{words[reason]}”" if reason in words else ""
        print(f"  because {reason.words}{f' ({reason.report_id})' if reason.report_id else ''}{text}")
    print(f"  reports that are or were part of it: {', '.join(sorted(told.report_ids)) or 'none'}")


def _judge(alert: str, verdict: Any, by: str, why: str, store: str, *, as_json: bool) -> None:
    if not (by.strip() and why.strip()):
        raise UsageError("say who judges (--by) and why (--why): both are kept")
    with open_there(store) as opened:
        told = _get(opened, alert)
        opened.add_judgement(Judgement(told.last.alert_id, by.strip(), verdict, why.strip()), now())
        told = _get(opened, told.last.alert_id)
    if as_json:
        print(json.dumps(_to_json(told)))
    else:
        print(f"{told.last.alert_id}: {_state_words(told)}")


@app.command("seen")
def see(
    alert: _AlertId, by: _By = "", why: _Why = "seen", store: StoreUrl = DEFAULT_STORE, json_: _Json = False
) -> None:
    """Acknowledge an alert: it is not escalated.

    Example: vedette alert seen 3f2a9c0d --by 'A. Example'
    """
    _judge(alert, "seen", by, why, store, as_json=json_)


@app.command("confirm")
def confirm(
    alert: _AlertId, by: _By = "", why: _Why = "", store: StoreUrl = DEFAULT_STORE, json_: _Json = False
) -> None:
    """Say that an alert is true.

    Example: vedette alert confirm 3f2a9c0d --by 'A. Example' --why 'the field office saw it'
    """
    _judge(alert, "confirmed", by, why, store, as_json=json_)


@app.command("false")
def refute(
    alert: _AlertId, by: _By = "", why: _Why = "", store: StoreUrl = DEFAULT_STORE, json_: _Json = False
) -> None:
    """Say that an alert is not true: who was told gets a cancel.

    Example: vedette alert false 3f2a9c0d --by 'A. Example' --why 'it was a drill'
    """
    _judge(alert, "false", by, why, store, as_json=json_)


@app.command("close")
def close(alert: _AlertId, by: _By = "", why: _Why = "", store: StoreUrl = DEFAULT_STORE, json_: _Json = False) -> None:
    """End an alert that is dealt with: who was told gets an all-clear.

    Example: vedette alert close 3f2a9c0d --by 'A. Example' --why 'everybody is back'
    """
    _judge(alert, "closed", by, why, store, as_json=json_)


def _get(store: Store, given: str) -> Told:
    told = find_alerts_told(store)
    found = [one for alert_id, one in told.items() if alert_id.startswith(given)]
    if len(found) != 1:
        number = "no alert" if not found else f"{len(found)} alerts"
        raise UsageError(f"{given}: {number} with that id; vedette alert list --all shows them", given)
    return found[0]


def _to_json(told: Told) -> dict[str, Any]:
    last = told.last
    return {
        "id": last.alert_id,
        "watch": last.watch_id,
        "lives": told.lives,
        "state": told.state,
        "judged_at": told.judged_at.isoformat() if told.judged_at else None,
        "by": told.by,
        "why": told.why,
        "opened_at": told.opened_at.isoformat(),
        "escalated": told.escalated,
        "report_ids": sorted(told.report_ids),
        "last": to_plain(last),
    }


def _print_messages(messages: Iterable[Message]) -> None:
    for message in messages:
        print(f"  {message.number}. {message_line(message)}")


def _state_words(told: Told) -> str:
    standing = "stands" if told.lives else told.last.kind.replace("_", "-")
    if told.judged_at is None:
        return f"{standing}, nobody has judged it"
    return f"{standing}; {told.state} by {told.by} at {told.judged_at:%Y-%m-%d %H:%M} UTC: {told.why}"


def _precision_words(precision: Precision) -> str:
    if precision.share is None:
        return "none was judged yet: how many are true is not known"
    n = precision.n_confirmed + precision.n_false
    return (
        f"alerts that were judged: {n}, and true of these {precision.n_confirmed}: "
        f"{precision.share:.0%} ({precision.low:.0%} to {precision.high:.0%}, 95 %)"
    )
