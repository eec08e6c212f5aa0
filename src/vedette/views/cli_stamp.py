"""`vedette stamp`: a time stamp over the end of the chain of captures."""

import json
from typing import Annotated

import typer

from vedette.errors import FetchError
from vedette.run.clock import SystemClock
from vedette.run.stamping import stamp_head
from vedette.views.open_store import open_there
from vedette.views.options import DEFAULT_STORE, StoreUrl

STAMP_HELP = """Have an authority stamp the last link of the chain of captures with the time (RFC 3161).

It is sent a hash, nothing else. The stamp shows that all captures so far were there at that time, and that none was
changed or cut off since; vedette verify checks it.

Example: vedette stamp --tsa https://tsa.example/tsr"""


def stamp(
    tsa: Annotated[str, typer.Option("--tsa", metavar="URL", envvar="VEDETTE_TSA", help="The authority's address.")],
    store: StoreUrl = DEFAULT_STORE,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="It may lie on this machine or a private network.")
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Prints the stamp; says so where nothing is new."""
    with open_there(store) as opened:
        try:
            made = stamp_head(opened, tsa, SystemClock().now(), allow_private=allow_private)
        except FetchError as error:
            # The library speaks of the setting of watch files, and here there is none.
            raise FetchError(error.message.replace("allow_private = true", "--allow-private"), tsa) from error
    if json_:
        found = {"link": made.number, "hash": made.link_hash, "at": f"{made.stamped_at.isoformat()}Z"} if made else None
        print(json.dumps({"stamp": found}))
    elif made is None:
        print("nothing to stamp: there are no captures since the last stamp")
    else:
        print(f"link {made.number:,} was there on {made.stamped_at:%Y-%m-%d %H:%M:%S} UTC, says {made.tsa}")
