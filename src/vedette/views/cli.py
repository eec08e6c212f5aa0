"""The command line: `vedette …`. Results go to stdout, everything else to stderr."""

import errno
import os
import signal
import ssl
import sys
from importlib import import_module
from io import TextIOWrapper
from keyword import iskeyword
from types import FrameType
from typing import NoReturn

import typer

from vedette import __version__
from vedette.errors import VedetteError

#: Command → the module that holds it (`NAME` and `NAME_HELP`).
_COMMANDS = {
    "demo": "cli_demo",
    "init": "cli_init",
    "read": "cli_read",
    "brief": "cli_brief",
    "dealings": "cli_dealings",
    "import": "cli_import",
    "watch": "cli_watch",
    "verify": "cli_verify",
    "stamp": "cli_stamp",
    "search": "cli_search",
    "backup": "cli_backup",
    "restore": "cli_backup",
    "forget": "cli_forget",
    "rehearse": "cli_rehearse",
    "retract": "cli_retract",
    "status": "cli_status",
}
#: Group of commands → the module that holds its `app`.
_GROUPS = {
    "zone": "cli_zone",
    "occasion": "cli_occasion",
    "gazetteer": "cli_gazetteer",
    "source": "cli_source",
    "outbox": "cli_outbox",
    "alert": "cli_alert",
}


def build_app(first: str | None = None) -> typer.Typer:
    """The commands.

    Args:
        first: The first word of the command line. Where it names a command only that one's module is imported: the
            language pipeline's library alone takes over a second, which `zone check` should not wait for.
    """
    app = typer.Typer(
        name="vedette",
        help="Reads public news reports, codes what happened and on whose word, and watches zones and occasions.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(invoke_without_command=True)(_version)
    known = first in _COMMANDS or first in _GROUPS or first == "--version"
    for name, module in _COMMANDS.items():
        if not known or name == first:
            held = import_module(f"vedette.views.{module}")
            app.command(name, help=getattr(held, f"{name.upper()}_HELP"))(
                getattr(held, f"{name}_" if iskeyword(name) else name)
            )
    for name, module in _GROUPS.items():
        if not known or name == first:
            app.add_typer(import_module(f"vedette.views.{module}").app, name=name)
    return app


def _version(
    context: typer.Context, version: bool = typer.Option(False, "--version", help="Print the version and stop.")
) -> None:
    if version:
        print(f"vedette {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help())
        raise typer.Exit(2)


#: Why a file or folder cannot be made or opened that no command has said more about.
_NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENAMETOOLONG)


def main() -> NoReturn:
    """Runs the command. Exit status: 0 done; 1 done, with problems found in the data; 2 used wrongly; 3 could not
    finish; 130 interrupted."""
    signal.signal(signal.SIGINT, _interrupted)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that has not all letters gets them as escapes: a name must not end the command.
            stream.reconfigure(errors="backslashreplace")
    try:
        build_app(sys.argv[1] if len(sys.argv) > 1 else None)()
    except VedetteError as error:
        _say(error.message)
        sys.exit(error.exit_status)
    except BrokenPipeError:
        # The reader of our output has gone: nothing more to say, and Python must not try again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        if isinstance(error, ssl.SSLError):
            _say(f"the certificates in {os.environ.get('SSL_CERT_FILE', 'use')} could not be read: name a file in PEM")
            sys.exit(2)
        if error.errno in _NOT_ALLOWED and error.filename is not None:
            _say(f"{error.filename}: {error.strerror}")
            sys.exit(3)
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
