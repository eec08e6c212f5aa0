"""`vedette occasion …`: the dates of crowded occasions, each with its authority."""

import json
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from vedette.calendars.occasions import find_occasions
from vedette.calendars.rules import load_occasion_rules
from vedette.model.occasion import Occasion, OccasionRule
from vedette.views.cli_occasion_ics import export, import_
from vedette.views.occasion_choice import IdOption, chosen_rules, stretch_given

app = typer.Typer(
    help="Dates of crowded occasions on their own calendars.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("export")(export)
app.command("import")(import_)


@app.callback()
def _occasion() -> None:
    """Dates of crowded occasions on their own calendars."""


@app.command("list")
def list_(
    from_: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="First day; default: today.")
    ] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="Last day; default: a year on.")] = None,
    ids: IdOption = None,
    json_: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List the dates with who fixes them and by how many days they may move.

    Example: [bold]vedette occasion list --from 2016-10-01 --to 2016-10-31 --id ashura[/bold]
    """
    found = find_occasions(chosen_rules(ids), *stretch_given(from_, to))
    if json_:
        for occasion in found:
            print(json.dumps(_plain(occasion), ensure_ascii=False))
    else:
        _show(found)


@app.command("rules")
def rules(
    json_: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List the occasions of the vocabulary: id, calendar, days, authority.

    Example: [bold]vedette occasion rules[/bold]
    """
    known = load_occasion_rules()
    if json_:
        for rule in known.values():
            print(json.dumps(_plain(rule), ensure_ascii=False))
        return
    table = Table("id", "name", "calendar", "when", "± days", "countries", "authority", box=None)
    for rule in known.values():
        table.add_row(
            rule.id,
            rule.name,
            rule.calendar,
            when_kept(rule),
            str(rule.days_uncertain),
            " ".join(rule.countries),
            rule.authority,
        )
    _console().print(table)


def when_kept(rule: OccasionRule) -> str:
    """When a rule comes round, in figures: `1/10`, `weekday 5`, `western_easter -2 to 1`."""
    days = f"{rule.days[0]} to {rule.days[-1]}" if _is_run(rule.days) else ", ".join(map(str, rule.days))
    if rule.calendar == "weekly":
        return f"weekday {days}"
    if rule.calendar == "listed":
        return f"{len(rule.dates)} days, {rule.dates[0].year} to {rule.dates[-1].year}"
    if rule.counted_from:
        return f"{rule.counted_from} {days}"
    if rule.nth_weekday:
        which, weekday = rule.nth_weekday
        return f"month {rule.month}, {'last' if which < 0 else which} weekday {weekday}"
    return f"month {rule.month}, day {days}"


def _is_run(days: tuple[int, ...]) -> bool:
    return len(days) > 2 and days[-1] - days[0] == len(days) - 1


def _plain(item: Occasion | OccasionRule) -> dict[str, Any]:
    return {key: _written(value) for key, value in asdict(item).items()}


def _written(value: Any) -> Any:
    """A value that `json` can write: days in ISO form, those within tuples too."""
    if isinstance(value, tuple):
        return [_written(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _show(found: tuple[Occasion, ...]) -> None:
    table = Table("from", "to", "± days", "occasion", "countries", "authority", box=None)
    for one in found:
        last = one.end_on.isoformat() if one.end_on != one.start_on else ""
        table.add_row(
            one.start_on.isoformat(), last, str(one.days_uncertain), one.name, " ".join(one.countries), one.authority
        )
    _console().print(table)


def _console() -> Console:
    """A console that does not fold its table when the result is piped into a file."""
    console = Console()
    return console if console.is_terminal else Console(width=240)
