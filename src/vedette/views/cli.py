"""The command line: `vedette …`. Results go to stdout, everything else to stderr."""

import errno
import os
import signal
import sys
from types import FrameType
from typing import NoReturn

import typer

from vedette.errors import VedetteError
from vedette.views import cli_brief, cli_occasion, cli_read, cli_start, cli_zone

app = typer.Typer(
    name="vedette",
    help="Reads public news reports, codes what happened and on whose word, and watches zones and occasions.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("demo", help=cli_start.DEMO_HELP)(cli_start.demo)
app.command("init", help=cli_start.INIT_HELP)(cli_start.init)
app.command("read", help=cli_read.READ_HELP)(cli_read.read)
app.command("brief", help=cli_brief.BRIEF_HELP)(cli_brief.brief)
app.command("verify", help=cli_brief.VERIFY_HELP)(cli_brief.verify)
app.add_typer(cli_zone.app, name="zone")
app.add_typer(cli_occasion.app, name="occasion")


@app.callback(invoke_without_command=True)
def _version(
    context: typer.Context, version: bool = typer.Option(False, "--version", help="Print the version and stop.")
) -> None:
    if version:
        from vedette import __version__

        print(f"vedette {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help())
        raise typer.Exit(2)


def main() -> NoReturn:
    """Runs the command. Exit status: 0 done; 1 done, with problems found in the data; 2 used wrongly; 3 could not
    finish; 130 interrupted."""
    signal.signal(signal.SIGINT, _interrupted)
    try:
        app()
    except VedetteError as error:
        _say(error.message)
        sys.exit(error.exit_status)
    except BrokenPipeError:
        # The reader of our output has gone: nothing more to say, and Python must not try again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _say(f"output could not be written: {error.strerror}")
        sys.exit(3)
    sys.exit(0)


def _interrupted(_number: int, _frame: FrameType | None) -> NoReturn:
    _say("interrupted")
    sys.exit(130)


def _say(message: str) -> None:
    print(f"vedette: {message}", file=sys.stderr)


if __name__ == "__main__":
    main()
