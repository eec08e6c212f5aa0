"""Feeds that are written into a watch."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from vedette.watching.feed_toml import FeedToAdd, add_feeds
from vedette.watching.watch_file import parse_watch

WATCH = '# Mine.\n[watch]\nname = "Example"\n\n[[feeds]]\nname = "First"\nkind = "feed"\nurl = "http://a.example/"\n'


def test_a_feed_is_added_at_the_end_and_the_rest_stays() -> None:
    feed = FeedToAdd("Second", "mail", "Maildir", "5m", senders=("news@gazette.example",), countries=("IQ",))
    text = add_feeds(WATCH, [feed])
    assert text.startswith(WATCH)
    first, second = parse_watch(text, "WATCH.toml").feeds
    assert (first.name, second.name, second.every_seconds) == ("First", "Second", 300.0)
    assert (second.senders, second.countries) == (("news@gazette.example",), ("IQ",))


def test_nothing_to_add_changes_nothing() -> None:
    assert add_feeds(WATCH, []) == WATCH


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_names_of_any_kind_come_back_as_they_were(name: str) -> None:
    found = tomllib.loads(add_feeds(WATCH, [FeedToAdd(name, "feed", "http://b.example/")]))
    assert found["feeds"][1]["name"] == name
