"""The inner loops of distances compiled by numba, where it is installed (the extra `fast`); results are the same."""

import importlib
import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

#: Fewer points than this are measured by numpy: loading the compiler costs half a second, compiling (once) some more.
WORTH_COMPILING = 200_000

_chosen: ContextVar[str | None] = ContextVar("kernels", default=None)


def kernels(n_points: int) -> Any:
    """The module of compiled loops, None where numpy should do the work.

    Args:
        n_points: How many points wait.
    """
    chosen = _chosen.get()
    if chosen is not None:
        return _compiled() if chosen == "numba" else None
    return _compiled() if n_points >= WORTH_COMPILING else None


@contextmanager
def using(name: str) -> Iterator[bool]:
    """Within it, `numba` or `numpy` does the work whatever the number of points; yields whether it is installed."""
    token = _chosen.set(name)
    try:
        yield name == "numpy" or _compiled() is not None
    finally:
        _chosen.reset(token)


@contextmanager
def for_parts(n_points: int) -> Iterator[None]:
    """Within it, parts of so many points are measured by the loops that all of them together are worth."""
    if kernels(n_points) is None:
        yield
    else:
        with using("numba"):
            yield


@cache
def _compiled() -> Any:
    if importlib.util.find_spec("numba") is None:
        return None
    return importlib.import_module("vedette.geo.compiled")
