"""A watch over feeds that hang, lie, swell and break, beside one good feed."""

import itertools
import ssl
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import trustme
from sqlalchemy import func, select

from benchmarks.faults_spawner import ForkedWatch, Spawner
from benchmarks.job import Figures
from benchmarks.stream_texts import News, make_news
from benchmarks.stream_web import Desk, item, write_watch
from tests.web_server import Reply, WebServer, packed_bomb, rss
from tests.web_server import item as bare_item
from vedette.model.ids import content_id
from vedette.store.store import Store
from vedette.store.tables import reports
from vedette.store.tables_intake import queue, sightings, visits

#: Addresses under which one item stands; bytes that the gzip bomb unpacks to.
ADDRESSES, BOMB_BYTES = 50, 500_000_000
_UNDATED = "A car bomb exploded near a market in Basra, Iraq, killing 14 people, police said."
_SHARED = "Gunmen opened fire on a checkpoint in Kirkuk, Iraq, on 3 January 2026, killing 12 soldiers, police said."
_ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"&a;" * 10) for n in range(9))
    + b"]><rss version='2.0'><channel><item><title>&a8;</title></item></channel></rss>"
)


def visit_hostile_feeds(
    spawner: Spawner,
    folder: Path,
    n_items: int,
    patience: float,
    *,
    n_bytes: int = BOMB_BYTES,
    without: tuple[str, ...] = (),
) -> Figures:
    """What came of each feed, and whether the good one was served as if nothing were.

    Args:
        spawner: Starts the watch.
        folder: Where it lies.
        n_items: Entries of the endless feed.
        patience: Seconds for which the endless feed is waited for.
        n_bytes: What the bomb unpacks to.
        without: Feeds whose outcome is not waited for.
    """
    folder.mkdir(parents=True, exist_ok=True)
    authority = trustme.CA()
    server, tls_server, desk = WebServer(), WebServer(_context(authority)), Desk()
    pages = _pages(server, n_items, n_bytes)
    server.pages |= pages
    tls_server.pages["/tls"] = Reply(rss(bare_item(1, _UNDATED)))
    urls = {path: server.url(path) for path in pages} | {"/tls": tls_server.url("/tls", "localhost")}
    (folder / "WATCH.toml").write_text(write_watch(list(urls.values()), desk.url), encoding="utf-8")
    store_url = f"sqlite:///{folder.absolute()}/vedette.db"
    watch = spawner.start(folder, "--store", store_url, "--processes", "1", "--captures", str(folder / "captures"))
    try:
        watch.wait_until_watching()
        return _follow(watch, store_url, server, desk, urls, n_items, patience, len(urls) - len(without))
    finally:
        watch.kill()
        server.close()
        tls_server.close()
        desk.close()


def _publish_later(server: WebServer, desk: Desk) -> float:
    """Seconds from a report that the good feed publishes while the endless one's wait to be read, to its alert."""
    later = _good(1)
    began = time.monotonic()
    server.pages["/good"] = Reply(rss(item(_good(0)), item(later)))
    while later.number not in desk.told and time.monotonic() - began < 60.0:
        time.sleep(0.05)
    return time.monotonic() - began


def _follow(
    watch: ForkedWatch,
    store_url: str,
    server: WebServer,
    desk: Desk,
    urls: dict[str, str],
    n_items: int,
    patience: float,
    n_visited: int,
) -> Figures:
    began, most, good_s = time.monotonic(), 0, 0.0
    with Store(store_url) as store:
        while time.monotonic() - began < patience:
            most = max(most, watch.measure().pss)
            if desk.told and not good_s:
                good_s = time.monotonic() - began
            if good_s and _taken_in(store, urls["/endless"]) >= n_items and len(_outcomes(store, urls)) >= n_visited:
                break
            time.sleep(0.2)
        endless_s = time.monotonic() - began
        later_s = _publish_later(server, desk)
        outcomes = _outcomes(store, urls)
        figures: Figures = {"good_told_s": round(good_s, 1), "items": n_items, "items_taken_in_s": round(endless_s, 1)}
        figures |= {"later_told_s": round(later_s, 1)}
        figures |= {"items_taken_in": _taken_in(store, urls["/endless"]), "most_mb": round(most / 1e6)}
        figures |= _counts(store, urls)
    figures |= {"lives": watch.lives, "alerts": sum(kind == "alert" for kind, _ in desk.messages.values())}
    return figures | {f"{path[1:]}": outcome for path, outcome in outcomes.items()}


def _pages(server: WebServer, n_items: int, n_bytes: int) -> dict[str, Reply | Callable[[], Reply]]:
    news = make_news(5, datetime.now(UTC).date(), (("ordinary", 1),))
    shorts = (replace(one, text=one.text.split(". ")[0] + ".") for one in itertools.islice(news, n_items))
    endless = rss(*map(item, shorts))
    many = [bare_item("x", _SHARED, link=f"https://gazette.example/many/{n}00000") for n in range(1, ADDRESSES + 1)]
    gzipped = {"Content-Encoding": "gzip", "Content-Type": "application/rss+xml"}
    return {
        "/good": Reply(rss(item(_good(0)))),
        "/drip": Reply(rss(bare_item(1, _UNDATED)), drip=1.0),
        "/drip-head": Reply(rss(bare_item(1, _UNDATED)), drip=1.0, drip_headers=True),
        "/endless": Reply(endless),
        "/bomb": Reply(packed_bomb(n_bytes), headers=gzipped),
        "/entities": Reply(_ENTITIES),
        "/loop": Reply(b"", 302, {"Location": server.url("/loop")}),
        "/cut": Reply(rss(bare_item(1, _UNDATED))[:60], headers={"Content-Length": "5000"}),
        "/noise": Reply(bytes(range(256)) * 200),
        "/undated": Reply(rss(bare_item("9000001", _UNDATED, day=None, link="https://gazette.example/9000001"))),
        "/many": Reply(rss(*many)),
    }


def _good(at: int) -> News:
    """The reports of the good feed, by number."""
    return next(itertools.islice(make_news(6, datetime.now(UTC).date(), (("matters", 1),)), at, None))


def _context(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context


def _feed_id(url: str) -> str:
    return content_id("feed", "feed", url)


def _taken_in(store: Store, url: str) -> int:
    query = select(func.count()).select_from(sightings).where(sightings.c.feed_id == _feed_id(url))
    with store.look() as connection:
        return int(connection.execute(query).scalar_one())


def _outcomes(store: Store, urls: dict[str, str]) -> dict[str, str]:
    """Path → outcome of the first visit to each feed, with what went wrong."""
    names = {_feed_id(url): path for path, url in urls.items()}
    query = select(visits.c.feed_id, visits.c.outcome, visits.c.message).order_by(visits.c.row.desc())
    with store.look() as connection:
        rows = connection.execute(query).all()
    return {names[row.feed_id]: f"{row.outcome}: {row.message}" if row.message else row.outcome for row in rows}


def _counts(store: Store, urls: dict[str, str]) -> Figures:
    undated = reports.c.reported_on.is_(None) & (reports.c.url == "https://gazette.example/9000001")
    shared = select(sightings.c.report_row).where(sightings.c.feed_id == _feed_id(urls["/many"]))
    with store.look() as connection:
        waiting = connection.execute(select(func.count()).select_from(queue)).scalar_one()
        return {
            "waiting": waiting,
            "undated_kept_undated": connection.execute(select(func.count()).where(undated)).scalar_one(),
            "addresses": len(connection.execute(shared).all()),
            "reports_under_them": len(set(connection.execute(shared).scalars())),
        }
