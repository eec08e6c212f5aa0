"""Lists of feeds from feed readers."""

import pytest

from vedette.errors import BadInputError
from vedette.sources.opml import ListedFeed, read_opml

LIST = b"""<?xml version="1.0"?><opml version="2.0"><head/><body>
<outline text="Gazette" type="rss" xmlUrl="http://gazette.example/feed"/>
<outline text="North"><outline text="Wire" title="The Wire" xmlURL="http://wire.example/feed"/>
<outline text="Again" xmlUrl="http://gazette.example/feed"/></outline><outline text="no feed"/></body></opml>"""


def test_feeds_come_with_their_folders_and_each_once() -> None:
    assert read_opml(LIST, "x.opml") == [
        ListedFeed("Gazette", "http://gazette.example/feed"),
        ListedFeed("The Wire", "http://wire.example/feed", ("North",)),
    ]


@pytest.mark.parametrize(
    "content",
    [b"", b"<rss/>", b"<opml/>", b"no XML", b'<!DOCTYPE o [<!ENTITY a "b">]><opml><body>&a;</body></opml>'],
)
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(BadInputError, match="no OPML"):
        read_opml(content, "x.opml")
