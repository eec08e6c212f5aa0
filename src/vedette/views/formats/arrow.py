"""pyarrow, where it is installed, and what Vedette's columns are in it."""

import importlib
from typing import Any

from vedette.errors import MissingExtraError
from vedette.views.formats.batch import Kind


def arrow_module(name: str) -> Any:
    """pyarrow or a module of it.

    Raises:
        MissingExtraError: It is not installed.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise MissingExtraError("Parquet needs pyarrow: pip install 'vedette[parquet]'") from error


def arrow_type(kind: Kind) -> Any:
    """The Arrow type of a kind of column."""
    arrow = arrow_module("pyarrow")
    made = {"int": arrow.int64, "float": arrow.float64, "bool": arrow.bool_, "bytes": arrow.binary}
    return made.get(kind, arrow.string)()


def kind_of(type_: Any) -> Kind:
    """The kind of an Arrow column."""
    types = arrow_module("pyarrow.types")
    if types.is_boolean(type_):
        return "bool"
    if types.is_integer(type_):
        return "int"
    if types.is_floating(type_):
        return "float"
    return "bytes" if types.is_binary(type_) or types.is_large_binary(type_) else "text"
