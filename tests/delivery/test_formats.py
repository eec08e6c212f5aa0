import base64
import hashlib
import hmac
import json
import re
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from html.parser import HTMLParser

import feedparser
import pytest
import stix2
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from tests.alerts import alert, channel, message
from tests.delivery.telling import NASTY, nasty, told
from vedette.delivery.atom import render_feed
from vedette.delivery.render import files_of, read_parts, render
from vedette.delivery.told import Told, citations, clean, web_address
from vedette.delivery.webhook import signature_headers
from vedette.errors import BadInputError
from vedette.model.alert import Reason
from vedette.model.event import Actor, Role
from vedette.model.message import Channel
from vedette.model.span import Span

MAIL = channel("m", kind="email", address="desk@aid.example", settings=(("sender", "vedette@harbour.example"),))
ALL = [
    channel("w"),
    MAIL,
    channel("n", kind="ntfy", address="https://ntfy.example/harbour"),
    channel("s", kind="slack"),
    channel("a", kind="atom", address="out/"),
    channel("c", kind="cap", address="out/"),
    channel("i", kind="ics", address="out/alerts.ics"),
    channel("x", kind="stix", address="out/"),
]


def files(of: Channel, *parts: Told, before: tuple[Told, ...] = ()) -> dict[str, bytes]:
    old = [one for told_ in before for one in read_parts(render(of, [told_], "k").body)]
    return files_of(
        of, "Harbour watch", {"northport": "Around Northport"}, old, read_parts(render(of, parts, "k").body)
    )


@pytest.mark.parametrize("of", ALL, ids=lambda of: of.kind)
def test_the_same_message_gives_the_same_bytes(of: Channel) -> None:
    assert render(of, [told()], "k") == render(of, [told()], "k")


@pytest.mark.parametrize("of", ALL, ids=lambda of: of.kind)
@given(words=st.text(max_size=60))
def test_any_text_can_be_rendered(of: Channel, words: str) -> None:
    about = alert(title=words, reasons=(Reason(words, "r1", Span(0, max(1, len(words)))),))
    made = replace(told(message(about=about, why=words), text=words or "x"), watch_name=words or "w")
    payload = render(of, [made], "k")
    if of.kind in ("atom", "cap", "ics", "stix"):
        files_of(of, words, {}, [], read_parts(payload.body))


def test_a_webhook_gets_the_message_with_the_words_it_rests_on() -> None:
    found = json.loads(render(channel(), [told()], "k").body)
    (one,) = found["messages"]
    assert (found["schema"], found["key"], one["kind"]) == ("vedette.message/1", "k", "alert")
    (zone,) = one["alert"]["zones"]
    assert (zone["zone_id"], zone["state"], zone["p_inside"]) == ("northport", "inside", 0.99)
    assert one["reasons"][0]["quote"].startswith("Bombing at the harbour")
    assert one["on_whose_word"] == "fact"


def test_a_signature_is_checked_as_the_standard_says() -> None:
    secret = base64.b64encode(b"0123456789abcdef01234567").decode()
    headers = signature_headers(f"whsec_{secret}".encode(), "key", b"body", 1_700_000_000)
    signed = hmac.new(b"0123456789abcdef01234567", b"key.1700000000.body", hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(signed).decode()}"
    assert headers["webhook-timestamp"] == "1700000000"


def test_a_mail_has_text_and_html_and_is_in_its_thread() -> None:
    later = told(message("a", 3), before=(message("a"), message("a", 2)))
    mail = message_from_bytes(render(MAIL, [later], "key-a3").body, policy=default)
    assert mail["Message-ID"] == "<key-a3@harbour.example>"
    assert mail["In-Reply-To"] == "<key-a2@harbour.example>"
    assert mail["References"].split() == ["<key-a1@harbour.example>", "<key-a2@harbour.example>"]
    assert mail["Date"] == "Sun, 01 Mar 2026 14:00:00 +0000"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None and "“Bombing at the harbour" in plain.get_content()
    assert html is not None and "<q>Bombing at the harbour" in html.get_content()


def test_no_header_and_no_tag_comes_out_of_a_report() -> None:
    mail = message_from_bytes(render(MAIL, [nasty()], "k").body, policy=default)
    assert set(mail.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"),
    }
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    html = mail.get_body(("html",))
    assert html is not None
    tags: set[str] = set()

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            tags.add(tag)

    Tags().feed(html.get_content())
    assert tags <= set(re.findall(r"\w+", "html head meta body h2 h3 p table tr th td ul li br q small"))


@pytest.mark.parametrize("address", ["a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example", "nobody", "Ä@b.c"])
def test_a_mail_address_that_hides_another_is_refused(address: str) -> None:
    with pytest.raises(BadInputError, match="no mail address"):
        render(replace(MAIL, address=address), [told()], "k")


def test_slack_reads_nothing_into_what_a_report_says() -> None:
    found = json.loads(render(channel(kind="slack"), [nasty()], "k").body)
    assert all(block["text"]["type"] == "plain_text" for block in found["blocks"])
    assert found["mrkdwn"] is False
    for mark in ("<!channel>", "@here", "](https://", "<script>"):
        assert mark not in found["text"]


def test_ntfy_gets_its_topic_title_and_priority() -> None:
    of = channel(kind="ntfy", address="https://ntfy.example/harbour")
    found = json.loads(render(of, [told(message(level="high"))], "k").body)
    assert (found["topic"], found["priority"], found["click"][:24]) == ("harbour", 5, "https://gazette.example/")
    assert "\n" not in found["title"]
    ended = told(message("a", 2, kind="cancel"), before=(message("a"),))
    assert json.loads(render(of, [ended], "k").body)["priority"] == 3


def test_a_long_message_is_cut_for_those_who_take_short_ones_only() -> None:
    reasons = tuple(Reason(f"{n} " + "ž" * 200) for n in range(60))
    made = told(message(about=alert(reasons=reasons)))
    assert len(json.loads(render(channel(kind="ntfy"), [made], "k").body)["message"].encode()) <= 3800
    blocks = json.loads(render(channel(kind="slack"), [made], "k").body)["blocks"]
    assert all(len(block["text"]["text"].encode()) <= 3000 for block in blocks)


def test_atom_feeds_of_watch_zone_and_case_hold_what_belongs_to_them() -> None:
    of = channel(kind="atom", address="out/")
    other = told(message("b", about=alert("b", zones=())))
    found = files(of, told(message("a", 2), before=(message("a"),)), before=(told(), other))
    assert set(found) == {"watch.atom", "zone-northport.atom", "case-a.atom"}
    feeds = {name: feedparser.parse(content) for name, content in found.items()}
    assert not any(feed.bozo for feed in feeds.values())
    ids = {name: [entry.id.rsplit(":", 1)[1] for entry in feed.entries] for name, feed in feeds.items()}
    assert ids == {"watch.atom": ["a2", "b1", "a1"], "zone-northport.atom": ["a2", "a1"], "case-a.atom": ["a2", "a1"]}
    entry = feeds["watch.atom"].entries[0]
    assert entry.where == {"type": "Point", "coordinates": (20.02, 10.01)}
    assert feeds["watch.atom"].feed.updated == "2026-03-01T13:00:00Z"
    assert feeds["zone-northport.atom"].feed.title == "Harbour watch: Around Northport"


def test_the_id_of_a_feed_is_an_address_whatever_a_watch_is_called() -> None:
    assert b"<id>urn:vedette:feed:watch:W%C3%A4chter%20%3Cb%3E</id>" in render_feed((), "watch:Wächter <b>", "t", "a")


def test_a_feed_stays_a_feed_whatever_a_report_says() -> None:
    (content,) = files(channel(kind="atom", address="out.xml"), nasty()).values()
    feed = feedparser.parse(content)
    assert not feed.bozo and len(feed.entries) == 1
    assert (
        feed.entries[0].title.startswith("[medium] <script>alert(1)</script>") or "&lt;script" in feed.entries[0].title
    )
    assert "links" not in feed.entries[0]


def test_a_calendar_revises_its_event_and_cancels_it() -> None:
    of = channel(kind="ics", address="out/alerts.ics")
    end = told(message("a", 3, kind="cancel"), before=(message("a"), message("a", 2)))
    (content,) = files(of, end, before=(told(message("b")), told(), told(message("a", 2)))).values()
    events = {str(event["UID"]): event for event in Calendar.from_ical(content).walk("VEVENT")}
    assert set(events) == {"a@vedette", "b@vedette"}
    assert (events["a@vedette"]["SEQUENCE"], events["a@vedette"]["STATUS"]) == (2, "CANCELLED")
    assert (events["b@vedette"]["SEQUENCE"], events["b@vedette"]["STATUS"]) == (0, "CONFIRMED")


def test_a_calendar_holds_one_event_whatever_a_report_says() -> None:
    (content,) = files(channel(kind="ics", address="out/alerts.ics"), nasty()).values()
    assert len(list(Calendar.from_ical(content).walk("VEVENT"))) == 1


def test_stix_holds_the_incident_its_place_and_no_private_person() -> None:
    made = told()
    actors = (
        Actor(Role.PERPETRATOR, Span(0, 3), "Example Front", "example-front"),
        Actor(Role.TARGET, Span(0, 3), "Somebody Unlisted"),
        Actor(Role.VICTIM, Span(0, 3), None, None, "two men"),
    )
    made = replace(made, events=tuple(replace(one, actors=actors) for one in made.events))
    (content,) = files(channel(kind="stix", address="out/"), made).values()
    bundle = stix2.parse(content.decode(), version="2.1")
    found = {one.type: one for one in bundle.objects if one.type != "identity"}
    names = {one.name for one in bundle.objects if one.type == "identity"}
    assert set(found) == {"incident", "report", "location", "relationship"}
    assert names == {"Vedette: Harbour watch", "Example Front"}
    assert found["location"].precision == 5000


def test_stix_ids_stay_and_a_cancel_revokes() -> None:
    of = channel(kind="stix", address="out.json")
    first = json.loads(files(of, told())[""])
    end = told(message("a", 2, kind="cancel"), before=(message("a"),))
    second = json.loads(files(of, end, before=(told(),))[""])
    assert {one["id"] for one in first["objects"]} == {one["id"] for one in second["objects"]}
    assert first["id"] != second["id"]
    (incident,) = [one for one in second["objects"] if one["type"] == "incident"]
    assert incident["revoked"] and incident["created"] == "2026-03-01T12:00:00.000Z"


def test_a_digest_holds_all_its_messages() -> None:
    both = [told(), told(message("b"))]
    assert len(json.loads(render(channel(), both, "k").body)["messages"]) == 2
    mail = message_from_bytes(render(MAIL, both, "k").body, policy=default)
    assert mail["Subject"] == "Harbour watch: 2 messages"
    assert set(files(channel(kind="cap", address="out"), *both)) == {"vedette-a1.xml", "vedette-b1.xml"}


def test_reports_that_are_not_to_be_passed_on_are_counted_and_not_quoted() -> None:
    made = replace(told(), reports=(), n_withheld=1)
    for of in ALL:
        assert b"Bombing" not in render(of, [made], "k").body
    assert json.loads(render(channel(), [made], "k").body)["messages"][0]["n_withheld"] == 1


def test_a_quote_shows_the_words_around_it() -> None:
    long = "word " * 100 + "BOMB" + " word" * 100
    made = told(message(about=alert(reasons=(Reason("it says so", "r1", Span(500, 504)),))), text=long)
    (one,) = citations(made)
    assert one.quote is not None and one.quote.startswith("… word") and one.quote.endswith("word …")
    assert "BOMB" in one.quote and len(one.quote) <= 320


def test_erased_words_are_not_quoted() -> None:
    made = told()
    gone = replace(made, reports=tuple(replace(one, text="") for one in made.reports))
    assert all(one.quote is None for one in citations(gone))


@given(st.text())
def test_cleaned_text_holds_nothing_that_a_format_cannot_carry(text: str) -> None:
    found = clean(text + NASTY)
    assert not any(ord(one) < 0x20 and one not in "\t\n" for one in found)
    assert not any(0xD800 <= ord(one) <= 0xDFFF or one in "\u202e\ufeff\uffff" for one in found)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://me:pass@gazette.example/a@b", "https://gazette.example/a@b"),
        ("javascript:alert(1)", None),
        ("https://a.example/<b>", None),
        ("https://a.example/\nb", None),
        (None, None),
    ],
)
def test_only_web_addresses_become_links(url: str | None, shown: str | None) -> None:
    assert web_address(url) == shown
