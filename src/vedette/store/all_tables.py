"""All tables of the store: importing this fills `metadata`."""

from importlib import import_module
from pkgutil import iter_modules

import vedette.store
from vedette.store.tables import metadata

__all__ = ["metadata"]

for _module in iter_modules(vedette.store.__path__):
    if _module.name.startswith("tables_"):
        import_module(f"vedette.store.{_module.name}")
