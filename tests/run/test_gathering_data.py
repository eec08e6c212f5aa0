"""Feeds of event data: GDELT's update list, UCDP's API and CAP, from a server on this machine."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from threading import Event

import pytest

from tests.web_server import Reply, WebServer
from vedette.model.feed import Feed, Visit
from vedette.run.fetch import Fetcher
from vedette.run.visit_plan import Due
from vedette.run.visiting import FeedVisitor
from vedette.sources.datasets.gdelt_columns import EXPORT
from vedette.store import intake, visits
from vedette.store.store import Store

EVENT = {
    "GLOBALEVENTID": "1",
    "SQLDATE": "20210512",
    "EventCode": "190",
    "ActionGeo_Type": "4",
    "ActionGeo_FullName": "Northport, Baghdad, Iraq",
    "ActionGeo_CountryCode": "IZ",
    "ActionGeo_Lat": "33.3",
    "ActionGeo_Long": "44.4",
    "DATEADDED": "20210513000000",
}
CAP = """<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>a1</identifier><sender>office.example</sender>
<sent>2021-05-12T08:00:00+00:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope><info>
<event>Bomb threat</event><headline>Bomb threat at Northport market</headline>
<description>Police closed the market on Wednesday.</description></info></alert>"""


class StillClock:
    """A clock that stands."""

    def now(self) -> datetime:
        return datetime(2021, 5, 14, 12)

    def monotonic(self) -> float:
        return 0.0

    def wait(self, signal: Event, seconds: float) -> bool:
        return signal.is_set()


@pytest.fixture
def server() -> Iterator[WebServer]:
    one = WebServer()
    yield one
    one.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(f"sqlite:///{tmp_path}/vedette.db") as one:
        yield one


def visit(store: Store, kind: str, address: str, token_from: str | None = None) -> Visit:
    one = Feed("f", "Example data", kind, address, allow_private=True, token_from=token_from)  # type: ignore[arg-type]
    with store.look() as connection:
        state = visits.find_feed_states(connection, [one]).get(one.id)
    return FeedVisitor(store, Fetcher(pause_seconds=0), StillClock()).visit(Due(one, state, "due"))


def packed(row: dict[str, str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("1.export.CSV", "\t".join(row.get(column, "") for column in EXPORT) + "\n")
    return held.getvalue()


def listed(server: WebServer, body: bytes, md5: str | None = None) -> bytes:
    server.pages["/1.export.CSV.zip"] = Reply(body)
    return f"{len(body)} {md5 or hashlib.md5(body).hexdigest()} {server.url('/1.export.CSV.zip')}\n".encode()


def test_files_of_gdelts_list_are_taken_in_once(server: WebServer, store: Store) -> None:
    server.pages["/lastupdate.txt"] = Reply(listed(server, packed(EVENT)))
    found = visit(store, "gdelt", server.url("/lastupdate.txt"))
    assert (found.outcome, found.n_new) == ("new", 1)
    (reading,) = store.readings()
    assert reading.events[0].where and reading.events[0].where.country == "IQ"
    visit(store, "gdelt", server.url("/lastupdate.txt"))
    assert server.paths().count("/1.export.CSV.zip") == 1


def test_a_file_with_other_bytes_than_listed_is_not_taken_in(server: WebServer, store: Store) -> None:
    server.pages["/lastupdate.txt"] = Reply(listed(server, packed(EVENT), md5="0" * 32))
    found = visit(store, "gdelt", server.url("/lastupdate.txt"))
    assert found.outcome == "failed" and "MD5" in (found.message or "")
    assert not list(store.readings())


def test_what_is_no_list_is_said(server: WebServer, store: Store) -> None:
    server.pages["/lastupdate.txt"] = Reply(b"<html>moved</html>")
    assert "no update list" in (visit(store, "gdelt", server.url("/lastupdate.txt")).message or "")


def test_ucdps_pages_are_one_file_and_the_token_goes_along(
    server: WebServer, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UCDP_TOKEN", "secret")
    row = {
        "id": 1, "type_of_violence": 1, "side_a": "Army", "side_b": "Front", "where_prec": 1, "date_prec": 1,
        "country": "Iraq", "where_coordinates": "Northport", "latitude": 33.3, "longitude": 44.4,
        "date_start": "2021-05-12", "best": 1,
    }  # fmt: skip
    first = {"Result": [row], "NextPageUrl": server.url("/api?page=1")}
    server.pages["/api"] = Reply(json.dumps(first).encode())
    server.pages["/api?page=1"] = Reply(json.dumps({"Result": [{**row, "id": 2}], "NextPageUrl": ""}).encode())
    found = visit(store, "ucdp", server.url("/api"), "UCDP_TOKEN")
    assert found.message is None
    assert {reading.report.id for reading in store.readings()} == {"ucdp ged:1", "ucdp ged:2"}
    assert all(headers.get("x-ucdp-access-token") == "secret" for path, headers in server.asked if "api" in path)
    again = visit(store, "ucdp", server.url("/api"), "UCDP_TOKEN")
    assert again.n_new == 0 and again.outcome == "unchanged"


def test_a_next_page_on_another_host_is_not_asked(server: WebServer, store: Store) -> None:
    server.pages["/api"] = Reply(json.dumps({"Result": [], "NextPageUrl": "http://elsewhere.example/api"}).encode())
    assert "another host" in (visit(store, "ucdp", server.url("/api")).message or "")


def test_a_cap_alert_is_a_report_in_the_queue(server: WebServer, store: Store) -> None:
    server.pages["/cap.xml"] = Reply(CAP.encode())
    assert visit(store, "cap", server.url("/cap.xml")).n_new == 1
    with store.look() as connection:
        (queued,) = intake.queued_reports(connection)
    assert queued.report.id == "cap:a1" and queued.report.title == "Bomb threat at Northport market"


def test_refused_rows_are_named_in_the_log(server: WebServer, store: Store, caplog: pytest.LogCaptureFixture) -> None:
    server.pages["/cap.xml"] = Reply(CAP.replace("Actual", "Exercise").encode())
    found = visit(store, "cap", server.url("/cap.xml"))
    assert (found.n_new, found.n_refused) == (0, 1)
    (said,) = [one for one in caplog.records if one.message == "refused"]
    assert said.error.startswith("line 1 (a1): its status is 'Exercise'")  # type: ignore[attr-defined]
