"""Pictures as files: SVG, PNG, or a page of HTML that calls no one."""

import importlib
import os
import tempfile
from html import escape
from pathlib import Path
from typing import Any

from vedette.errors import MissingExtraError, OutputError, UsageError
from vedette.views.output import write_whole

#: Pixels of a PNG for one of the drawing.
_ZOOM = 2.0

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>body {{ margin: 0; background: #fbfaf7 }} svg {{ display: block; max-width: 100%; height: auto; margin: 0 auto }}
</style></head>
<body>
{svg}</body></html>
"""


def check_picture_name(path: Path) -> None:
    """Nothing where the ending says which picture is wanted, and it can be made.

    Raises:
        UsageError: Another ending.
        MissingExtraError: PNG without the package that draws it.
    """
    if path.suffix.lower() not in (".svg", ".png", ".html"):
        raise UsageError(f"{path}: give a name that ends in .svg, .png or .html", str(path))
    if path.suffix.lower() == ".png":
        _rasteriser()


def write_picture(path: Path, svg: str, title: str) -> None:
    """Writes an SVG in the format of the name, whole or not at all.

    Raises:
        OutputError: It could not be written.
        MissingExtraError: PNG without the package that draws it.
    """
    ending = path.suffix.lower()
    if ending == ".png":
        _write_bytes(path, bytes(_rasteriser().svg_to_bytes(svg_string=svg, zoom=_ZOOM)))
    elif ending == ".html":
        write_whole(path, _PAGE.format(title=escape(title), svg=svg))
    else:
        write_whole(path, svg)


def _rasteriser() -> Any:
    try:
        return importlib.import_module("resvg_py")
    except ImportError as error:
        raise MissingExtraError("PNG needs resvg-py: pip install 'vedette[pictures]'; .svg and .html do not") from error


def _write_bytes(path: Path, content: bytes) -> None:
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        if temporary:
            temporary.unlink(missing_ok=True)
        raise OutputError(f"{path}: could not be written: {error.strerror}", str(path)) from error
