"""Reads the vocabulary's data files, which ship in the package."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from vedette.errors import VocabularyError


@cache
def load_table(name: str) -> dict[str, Any]:
    """The TOML table of `vocab/data/NAME.toml`; `name` may hold a folder (`groups/middle_east`).

    Raises:
        VocabularyError: There is no such file, or it is not TOML.
    """
    path = files("vedette.vocab") / "data" / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise VocabularyError(f"vocabulary file {name}.toml is missing: reinstall Vedette", name) from error
    except tomllib.TOMLDecodeError as error:
        raise VocabularyError(f"vocabulary file {name}.toml is not valid TOML: {error}", name) from error
