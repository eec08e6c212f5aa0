"""`vedette init`: a watch to begin with."""

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from vedette.errors import UsageError
from vedette.views.output import write_whole

INIT_HELP = """Write a watch with a comment on every setting, to be edited.

Example: vedette init WATCH.toml"""


def init(
    path: Annotated[Path, typer.Argument(metavar="WATCH.toml", help="Where the watch goes.")] = Path("WATCH.toml"),
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Writes the template; refuses to write over a file without `force`."""
    if path.exists() and not force:
        raise UsageError(f"{path} is there already: choose another name, or --force to write over it", str(path))
    write_whole(path, (files("vedette") / "samples" / "watch-template.toml").read_text(encoding="utf-8"))
    print(f"wrote {path}: edit it, then run vedette brief REPORTS --watch {path} -o brief.html")
