"""The chain of captures: links are appended, never changed; what was noticed, erased and stamped stands beside it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, or_, select, update

from vedette.model.capture import NO_LINK, Capture, ChangeKind, Erasure, Kept, Page, PageChange, Stamp
from vedette.model.ids import sha256_hex
from vedette.store.reports import CHUNK
from vedette.store.tables import reports
from vedette.store.tables_captures import capture_erasures, captures, page_changes, stamps
from vedette.store.tables_intake import sightings

#: HTTP statuses that say that a page is no longer there.
GONE = (404, 410)
#: Rows that are loaded at a time.
_BATCH = 1000


def append_capture(
    connection: Connection,
    kept: Kept,
    *,
    feed_id: str | None = None,
    report_id: str | None = None,
    text_sha256: str | None = None,
) -> Capture:
    """The new link at the end of the chain; with it a `page_changes` row where the page was another one before.

    Call it in the visit's transaction, after the WARC record was written and synced (`evidence.warc.WarcFolder.keep`).
    `Store.begin` lets one writer at a time in, on both databases: so several writers make one chain, without gaps or
    forks, and the primary key refuses a fork by any other way.

    Args:
        connection: The visit's transaction, from `Store.begin`.
        kept: What `WarcFolder.keep` gave.
        feed_id: Feed whose visit brought it.
        report_id: Report that was made from it: give it for pages, not for a feed that holds many.
        text_sha256: `Report.text_sha256` of that report. Pages are compared by it, where both have one.
    """
    head = find_head(connection)
    capture = Capture(
        number=head.number + 1 if head else 1,
        previous_hash=head.link_hash if head else NO_LINK,
        kept=kept,
        url_sha256=sha256_hex(kept.url),
        feed_id=feed_id,
        report_id=report_id,
        text_sha256=text_sha256,
    )
    before = _find_page(connection, kept.url)
    connection.execute(captures.insert().values(**_row(capture)))
    if before is not None:
        _note_change(connection, before, capture)
    return capture


def find_head(connection: Connection) -> Capture | None:
    """The last link, None where the chain is empty."""
    row = connection.execute(select(captures).order_by(captures.c.number.desc()).limit(1)).mappings().first()
    return _capture(row) if row else None


def chain(connection: Connection) -> Iterator[tuple[Capture, str]]:
    """All links in order, each with the hash that was recorded for it."""
    after = -1
    while True:
        query = select(captures).where(captures.c.number > after).order_by(captures.c.number).limit(_BATCH)
        rows = connection.execute(query).mappings().all()
        for row in rows:
            yield _capture(row), row["link_hash"]
        if len(rows) < _BATCH:
            return
        after = rows[-1]["number"]


def captures_of_report(connection: Connection, report_id: str) -> list[Capture]:
    """The captures that a report was made from, in order."""
    query = select(captures).where(captures.c.report_id == report_id).order_by(captures.c.number)
    return [_capture(row) for row in connection.execute(query).mappings()]


def pages_of_reports(connection: Connection, report_ids: Sequence[str]) -> list[Page]:
    """The web pages that these reports were made from, in the order first captured; erased ones left out."""
    found: dict[str, Page] = {}
    for start in range(0, len(report_ids), CHUNK):
        urls = select(captures.c.url).where(captures.c.report_id.in_(report_ids[start : start + CHUNK]))
        query = select(captures).where(captures.c.url.in_(urls), captures.c.status.is_not(None))
        for row in connection.execute(query.order_by(captures.c.number)).mappings():
            known = found.get(row["url"])
            if known is None and row["report_id"] is None:
                continue
            found[row["url"]] = Page(
                url=row["url"],
                report_id=known.report_id if known else row["report_id"],
                feed_id=known.feed_id if known else row["feed_id"],
                first_at=known.first_at if known else row["fetched_at"],
                last_at=row["fetched_at"],
                text_sha256=row["text_sha256"],
            )
    return list(found.values())


def captures_of_feeds(connection: Connection, report_id: str) -> list[Capture]:
    """The captures of whole feeds in which a report was seen, in order: it may stand in each of them."""
    feeds = (
        select(sightings.c.feed_id)
        .join(reports, sightings.c.report_row == reports.c.row)
        .where(reports.c.report_id == report_id)
    )
    query = select(captures).where(captures.c.report_id.is_(None), captures.c.feed_id.in_(feeds))
    return [_capture(row) for row in connection.execute(query.order_by(captures.c.number)).mappings()]


def marks_of_report(connection: Connection, report_id: str) -> list[str]:
    """The addresses and titles of a report in all its versions: by these it is found in what was captured."""
    query = select(reports.c.url, reports.c.title).where(reports.c.report_id == report_id)
    return sorted({mark for row in connection.execute(query) for mark in row if mark})


def changes(connection: Connection, report_id: str | None = None, since: datetime | None = None) -> list[PageChange]:
    """What was noticed of captured pages, in order: changed, gone, back.

    Args:
        connection: A transaction.
        report_id: Of this report's page only; None: of all.
        since: UTC instant from which; None: from the beginning.
    """
    query = select(page_changes).order_by(page_changes.c.row)
    if report_id is not None:
        query = query.where(page_changes.c.report_id == report_id)
    if since is not None:
        query = query.where(page_changes.c.noticed_at >= since)
    return [
        PageChange(r["url"] or "", r["kind"], r["number"], r["before_number"], r["noticed_at"], r["report_id"])
        for r in connection.execute(query).mappings()
    ]


def record_erasure(connection: Connection, number: int, by: str, why: str, erased_at: datetime) -> bool:
    """Whether it was new that this content is erased. Its address goes with it, the hash of the address stays.

    The content itself is erased by `run.capturing.erase_report_content`, which calls this.
    """
    if connection.execute(select(capture_erasures.c.row).filter_by(number=number)).first() is not None:
        return False
    row = {"number": number, "erased_by": by, "why": why, "erased_at": erased_at}
    connection.execute(capture_erasures.insert().values(**row))
    connection.execute(update(captures).where(captures.c.number == number).values(url=None))
    noticed = or_(page_changes.c.number == number, page_changes.c.before_number == number)
    connection.execute(update(page_changes).where(noticed).values(url=None))
    return True


def erasures(connection: Connection) -> dict[int, Erasure]:
    """Number of a link → who erased its content, when and why."""
    rows = connection.execute(select(capture_erasures)).mappings()
    return {r["number"]: Erasure(r["number"], r["erased_by"], r["why"], r["erased_at"]) for r in rows}


def erased_places(connection: Connection) -> list[tuple[str, int, Erasure]]:
    """WARC file and byte of each content that was erased, with who, when and why."""
    query = select(captures.c.warc_file, captures.c.warc_offset, capture_erasures)
    rows = connection.execute(query.join(captures, captures.c.number == capture_erasures.c.number)).mappings()
    return [
        (r["warc_file"], r["warc_offset"], Erasure(r["number"], r["erased_by"], r["why"], r["erased_at"])) for r in rows
    ]


def warc_files(connection: Connection) -> list[str]:
    """Names of the WARC files with contents that were not erased, sorted."""
    gone = select(capture_erasures.c.number)
    query = select(captures.c.warc_file).where(captures.c.number.not_in(gone)).distinct()
    return sorted(connection.execute(query).scalars())


def add_stamp(connection: Connection, stamp: Stamp, recorded_at: datetime) -> None:
    """Records a time stamp."""
    row = {
        "number": stamp.number,
        "link_hash": stamp.link_hash,
        "tsa": stamp.tsa,
        "stamped_at": stamp.stamped_at,
        "answer": stamp.answer,
    }
    connection.execute(stamps.insert().values(**row, recorded_at=recorded_at))


def all_stamps(connection: Connection) -> list[Stamp]:
    """All time stamps, in the order recorded."""
    rows = connection.execute(select(stamps).order_by(stamps.c.row)).mappings()
    return [Stamp(r["number"], r["link_hash"], r["tsa"], r["stamped_at"], bytes(r["answer"])) for r in rows]


def _find_page(connection: Connection, url: str) -> Capture | None:
    """The latest capture of an address from which a report was made, or that said that it is gone."""
    query = select(captures).where(captures.c.url == url).order_by(captures.c.number.desc()).limit(20)
    rows = connection.execute(query).mappings()
    return next((_capture(row) for row in rows if row["report_id"] or row["status"] in GONE), None)


def _note_change(connection: Connection, before: Capture, now: Capture) -> None:
    kind = _change(before, now)
    report = now.report_id or before.report_id or _report_before(connection, now)
    if kind is None or report is None:
        return
    row = {"url": now.kept.url, "kind": kind, "number": now.number, "before_number": before.number}
    connection.execute(page_changes.insert().values(**row, report_id=report, noticed_at=now.kept.fetched_at))


def _report_before(connection: Connection, capture: Capture) -> str | None:
    """The last report that was made from the address: a page that is gone makes none any more."""
    query = (
        select(captures.c.report_id)
        .where(captures.c.url == capture.kept.url, captures.c.report_id.is_not(None))
        .order_by(captures.c.number.desc())
        .limit(1)
    )
    return connection.execute(query).scalar()


def _change(before: Capture, now: Capture) -> ChangeKind | None:
    """What became of a page between two captures. An answer that is neither the page nor "gone" tells nothing."""
    was_gone, is_gone = before.kept.status in GONE, now.kept.status in GONE
    if is_gone or was_gone:
        return None if is_gone and was_gone else "gone" if is_gone else "back" if now.report_id else None
    if now.report_id is None:
        return None
    if before.text_sha256 and now.text_sha256:
        return "changed" if before.text_sha256 != now.text_sha256 else None
    return "changed" if before.kept.sha256 != now.kept.sha256 else None


def _row(capture: Capture) -> dict[str, object]:
    kept = capture.kept
    return {
        "number": capture.number,
        "previous_hash": capture.previous_hash,
        "link_hash": capture.link_hash,
        "url": kept.url,
        "url_sha256": capture.url_sha256,
        "fetched_at": kept.fetched_at,
        "content_sha256": kept.sha256,
        "n_bytes": kept.n_bytes,
        "status": kept.status,
        "warc_file": kept.warc_file,
        "warc_offset": kept.warc_offset,
        "record_sha256": kept.record_sha256,
        "feed_id": capture.feed_id,
        "report_id": capture.report_id,
        "text_sha256": capture.text_sha256,
    }


def _capture(row: RowMapping) -> Capture:
    kept = Kept(
        url=row["url"] or "",
        fetched_at=row["fetched_at"],
        sha256=row["content_sha256"],
        n_bytes=row["n_bytes"],
        status=row["status"],
        warc_file=row["warc_file"],
        warc_offset=row["warc_offset"],
        record_sha256=row["record_sha256"],
    )
    report, text_hash = row["report_id"], row["text_sha256"]
    return Capture(row["number"], row["previous_hash"], kept, row["url_sha256"], row["feed_id"], report, text_hash)
