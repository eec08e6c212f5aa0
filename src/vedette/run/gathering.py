"""What gathers reports from feeds of each kind."""

from collections.abc import Callable, Iterator

from vedette.model.feed import FeedKind
from vedette.run.gathering_data import gather_data
from vedette.run.gathering_files import gather_folder, gather_mail, gather_telegram
from vedette.run.gathering_web import gather_feed, gather_page
from vedette.run.visitor import Batch, Visitor

#: Gives the batches of a visit, in order; each is taken in before the next is asked for.
Gatherer = Callable[[Visitor], Iterator[Batch]]


def gatherer_of(kind: FeedKind) -> Gatherer:
    """What gathers from feeds of a kind."""
    found: dict[FeedKind, Gatherer] = {
        "feed": gather_feed,
        "page": gather_page,
        "folder": gather_folder,
        "mail": gather_mail,
        "telegram": gather_telegram,
        "cap": gather_data,
        "gdelt": gather_data,
        "ucdp": gather_data,
    }
    return found[kind]
