"""The kinds of event data that can be imported."""

from vedette.errors import UsageError
from vedette.sources.datasets.acled import ACLED
from vedette.sources.datasets.adapter import Adapter
from vedette.sources.datasets.cap import CAP
from vedette.sources.datasets.gdelt import GDELT
from vedette.sources.datasets.gtd import GTD
from vedette.sources.datasets.mapped import CSV, HXL
from vedette.sources.datasets.stix import STIX
from vedette.sources.datasets.ucdp import UCDP

ADAPTERS: dict[str, Adapter] = {one.kind: one for one in (UCDP, GDELT, ACLED, GTD, CAP, STIX, HXL, CSV)}


def get_adapter(kind: str) -> Adapter:
    """The adapter of a kind.

    Raises:
        UsageError: There is no such kind.
    """
    try:
        return ADAPTERS[kind]
    except KeyError:
        raise UsageError(f"there is no kind {kind!r} of event data: it is one of {', '.join(ADAPTERS)}") from None
