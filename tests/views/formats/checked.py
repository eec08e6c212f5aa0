"""`zone check` on Iran–Iraq, 40 km, as the tests of the formats call it."""

from pathlib import Path

from typer.testing import CliRunner

from vedette.errors import VedetteError
from vedette.views.cli_zone import app

BORDER = ("--border", "IR:IQ", "--out-to-km", "40")


def check(*arguments: str | Path, status: int = 0, zone: tuple[str | Path, ...] = BORDER) -> tuple[str, str]:
    """What is said on standard output and on standard error."""
    done = CliRunner().invoke(app, ["check", *map(str, (*arguments, *zone))])
    if isinstance(done.exception, VedetteError):
        assert done.exception.exit_status == status, done.exception.message
        return done.stdout, done.exception.message
    assert done.exit_code == status, done.exception or done.stderr
    return done.stdout, done.stderr
