import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import feedparser
import pytest

from tests.alerts import DECIDED_AT, alert, channel, message, watch
from tests.build import event, reading
from tests.run.receivers import Counting, SetClock, deliver, free_port, http_receiver
from vedette.delivery.webhook import signature_headers
from vedette.model.message import Channel, Delivery, Message, Payload
from vedette.model.watch import Watch
from vedette.run.delivering import Deliverer, Round, check_channels
from vedette.run.sending import NetworkSender
from vedette.store import outbox
from vedette.store.messages import add_messages
from vedette.store.outbox_review import list_deliveries
from vedette.store.store import Store

TEXT = "Bombing at the harbour of Northport on Sunday, the port authority said."
OWN = {"allow_private": True}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path}/vedette.db")


def decide(store: Store, on: Watch, *decided: Message) -> None:
    """One step of the watch: messages and their outbox rows in one transaction."""
    with store.begin() as connection:
        add_messages(connection, decided)
        outbox.enqueue(connection, on, decided, DECIDED_AT)


def rows(store: Store) -> list[Delivery]:
    with store.look() as connection:
        return list_deliveries(connection)


def test_a_webhook_gets_the_message_signed_and_with_its_words(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK_SECRET", "the secret")
    store.add_reading(reading(event(), text=TEXT), "reader", DECIDED_AT)
    with http_receiver() as receiver:
        on = watch(channel(address=receiver.url, secret_from="HOOK_SECRET", **OWN))
        decide(store, on, message())
        assert deliver(store, on, SetClock(DECIDED_AT), NetworkSender(wall=lambda: 99.0)) == Round(n_delivered=1)
        assert deliver(store, on, SetClock(DECIDED_AT), NetworkSender()) == Round()
    ((key, body),) = receiver.got
    assert json.loads(body)["messages"][0]["reasons"][0]["quote"] == TEXT
    expected = signature_headers(b"the secret", key, body, 99)
    assert expected.items() <= receiver.headers[0].items()
    assert rows(store)[0].state == "delivered"


def test_a_receiver_down_for_ten_minutes_loses_nothing_and_gets_all_in_order(store: Store) -> None:
    clock = SetClock(DECIDED_AT)
    with http_receiver() as receiver:
        on = watch(channel(address=receiver.url, **OWN))
    port_is_closed = Counting(NetworkSender())
    decide(store, on, *(message(f"alert{n}") for n in range(20)))
    while clock.at < DECIDED_AT + timedelta(minutes=10):
        deliver(store, on, clock, port_is_closed)
        if clock.at == DECIDED_AT + timedelta(minutes=5):
            decide(store, on, *(message(f"alert{n}", 2) for n in range(20)))
        clock.on(seconds=20)
    assert len(port_is_closed.sent) < 20  # one attempt a round, not one a message
    with http_receiver() as receiver:
        on = replace(on, channels=(replace(on.channels[0], address=receiver.url),))
        sender = NetworkSender()
        for _ in range(40):
            deliver(store, on, clock, sender)
            clock.on(seconds=60)
    told = [json.loads(body)["messages"][0]["id"] for _, body in receiver.got]
    assert sorted(told) == sorted(f"alert{n}{m}" for n in range(20) for m in (1, 2))
    assert all(told.index(f"alert{n}1") < told.index(f"alert{n}2") for n in range(20))
    assert {one.state for one in rows(store)} == {"delivered"}


def test_each_attempt_sends_the_same_bytes_under_the_same_key(store: Store) -> None:
    clock = SetClock(DECIDED_AT)
    with http_receiver() as receiver:
        receiver.answers = [(500, {}), (429, {"Retry-After": "300"})]
        on = watch(channel(address=receiver.url, **OWN))
        decide(store, on, message())
        deliver(store, on, clock, NetworkSender())
        store.add_reading(reading(event(), text=TEXT), "reader", DECIDED_AT)
        clock.on(seconds=10)
        deliver(store, on, clock, NetworkSender())
        clock.on(seconds=299)
        assert deliver(store, on, clock, NetworkSender()) == Round()
        clock.on(seconds=2)
        assert deliver(store, on, clock, NetworkSender()) == Round(n_delivered=1)
    assert len(receiver.got) == 3 and len(set(receiver.got)) == 1


def test_a_message_that_is_refused_dies_and_does_not_hold_up_others(store: Store) -> None:
    clock = SetClock(DECIDED_AT)
    with http_receiver() as receiver:
        on = watch(channel(address=receiver.url, **OWN))
        decide(store, on, message("a"), message("b"))
        receiver.answers = [(422, {})]
        assert deliver(store, on, clock, NetworkSender()) == Round(n_delivered=1, n_failed=1)
        for _ in range(outbox.MOST_REFUSALS - 1):
            receiver.answers = [(422, {})]
            clock.on(hours=1)
            deliver(store, on, clock, NetworkSender())
    dead, other = rows(store)
    assert (dead.state, other.state) == ("dead", "delivered")
    assert dead.failure == "channel one: 127.0.0.1: answered 422"


def test_a_private_address_is_not_asked_unless_allowed(store: Store) -> None:
    with http_receiver() as receiver:
        on = watch(channel(address=receiver.url))
        decide(store, on, message())
        assert deliver(store, on, SetClock(DECIDED_AT), NetworkSender()) == Round(n_failed=1)
    assert receiver.got == []
    assert "private network" in (rows(store)[0].failure or "")


def test_a_redirect_is_not_followed(store: Store) -> None:
    with http_receiver() as receiver:
        on = watch(channel(address=receiver.url, **OWN))
        decide(store, on, message())
        receiver.answers = [(302, {"Location": receiver.url})]
        deliver(store, on, SetClock(DECIDED_AT), NetworkSender())
    assert len(receiver.got) == 1


def test_a_receiver_that_never_answers_costs_its_time_limit_and_no_other_channel(store: Store) -> None:
    import socket

    with http_receiver() as receiver, socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        slow = f"http://127.0.0.1:{deaf.getsockname()[1]}/"
        on = watch(channel("slow", address=slow, **OWN), channel("quick", address=receiver.url, **OWN))
        decide(store, on, message("a"), message("b"))
        result = deliver(store, on, SetClock(DECIDED_AT), NetworkSender(seconds=0.3))
    assert result == Round(n_delivered=2, n_failed=1)
    assert "gave no answer within 0.3 s" in (rows(store)[0].failure or "")


def test_a_slow_receiver_keeps_no_other_channel_waiting(store: Store) -> None:
    let_go = threading.Event()

    class Slow(Counting):
        def send(self, channel: Channel, key: str, payload: Payload) -> None:
            if channel.id == "slow":
                let_go.wait(10)
            super().send(channel, key, payload)

    with http_receiver() as receiver:
        on = watch(channel("slow", address=receiver.url, **OWN), channel("quick", address=receiver.url, **OWN))
        decide(store, on, message("a"), message("a", 2))
        sender = Slow(NetworkSender())
        deliverer = Deliverer(store, on, SetClock(DECIDED_AT), sender, Path())
        assert [deliverer.deliver(0.3) for _ in range(3)] == [Round(1), Round(1), Round()]
        assert [name for name, _ in sender.sent] == ["quick", "quick"]
        let_go.set()
        assert sum((deliverer.deliver() for _ in range(2)), Round()) == Round(2)
        deliverer.close()
    assert {one.state for one in rows(store)} == {"delivered"}


def test_no_secret_stands_in_a_failure(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with http_receiver() as receiver:
        monkeypatch.setenv("SLACK_URL", receiver.url + "/T0/B0/secret")
        on = watch(channel(kind="slack", address="https://hooks.chat.example", secret_from="SLACK_URL", **OWN))
        decide(store, on, message())
        receiver.answers = [(500, {})]
        deliver(store, on, SetClock(DECIDED_AT), NetworkSender())
    assert receiver.paths == ["/hook/T0/B0/secret"]
    failure = rows(store)[0].failure or ""
    assert "answered 500" in failure and "secret" not in failure


def test_a_missing_secret_is_said_and_nothing_is_sent(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOOK_SECRET", raising=False)
    with http_receiver() as receiver:
        on = watch(channel(address=receiver.url, secret_from="HOOK_SECRET", **OWN))
        decide(store, on, message())
        deliver(store, on, SetClock(DECIDED_AT), NetworkSender())
    assert receiver.got == []
    assert "HOOK_SECRET: holds no secret" in (rows(store)[0].failure or "")


def test_ntfy_is_posted_to_its_server_with_its_token(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NTFY", "tk_1")
    with http_receiver() as receiver:
        address = receiver.url.replace("/hook", "/harbour")
        on = watch(channel(kind="ntfy", address=address, secret_from="NTFY", **OWN))
        decide(store, on, message())
        deliver(store, on, SetClock(DECIDED_AT), NetworkSender())
    assert receiver.paths == ["/"]
    assert receiver.headers[0]["authorization"] == "Bearer tk_1"


def test_a_channel_that_the_watch_no_longer_has_leaves_a_dead_letter(store: Store) -> None:
    decide(store, watch(channel("old")), message())
    assert deliver(store, watch(), SetClock(DECIDED_AT), NetworkSender()) == Round(n_failed=1, n_dead=1)
    assert rows(store)[0].failure == "the watch has no such channel any more"


def test_the_end_of_an_alert_that_never_arrived_is_not_told(store: Store) -> None:
    with http_receiver() as receiver:
        on = watch(channel(address=receiver.url, **OWN))
        decide(store, on, message())
        receiver.answers = [(410, {})] * outbox.MOST_REFUSALS
        clock = SetClock(DECIDED_AT)
        for _ in range(outbox.MOST_REFUSALS):
            deliver(store, on, clock, NetworkSender())
            clock.on(hours=1)
        decide(store, on, message("a", 2, kind="cancel"))
        assert deliver(store, on, clock, NetworkSender()) == Round()
    assert [one.state for one in rows(store)] == ["dead", "dropped"]


def test_files_are_kept_up_to_date_and_whole(store: Store, tmp_path: Path) -> None:
    kinds = {"atom": "feeds", "cap": "cap", "ics": "alerts.ics", "stix": "stix"}
    on = watch(*(channel(kind, kind=kind, address=path) for kind, path in kinds.items()))
    clock, out = SetClock(DECIDED_AT), tmp_path / "out"
    for one in (message("a"), message("b"), message("a", 2), message("a", 3, kind="cancel")):
        decide(store, on, one)
        assert deliver(store, on, clock, NetworkSender(), folder=out).n_delivered == 4
    found = sorted(str(path.relative_to(out)) for path in out.rglob("*") if path.is_file())
    assert found == [
        "alerts.ics",
        *(f"cap/vedette-{name}.xml" for name in ("a1", "a2", "a3", "b1")),
        *("feeds/case-a.atom", "feeds/case-b.atom", "feeds/watch.atom", "feeds/zone-northport.atom"),
        *("stix/alert-a.json", "stix/alert-b.json"),
    ]
    feed = feedparser.parse((out / "feeds/watch.atom").read_bytes())
    assert [entry.id.rsplit(":")[-1] for entry in feed.entries] == ["a3", "a2", "b1", "a1"]
    assert "STATUS:CANCELLED" in (out / "alerts.ics").read_text()


def test_a_folder_that_cannot_be_written_is_tried_again(store: Store, tmp_path: Path) -> None:
    (tmp_path / "feeds").write_text("a file is in the way")
    on = watch(channel(kind="atom", address="feeds"))
    decide(store, on, message())
    clock = SetClock(DECIDED_AT)
    assert deliver(store, on, clock, NetworkSender(), folder=tmp_path) == Round(n_failed=1)
    (tmp_path / "feeds").unlink()
    clock.on(seconds=30)
    assert deliver(store, on, clock, NetworkSender(), folder=tmp_path) == Round(n_delivered=1)


def test_a_setting_that_does_not_fit_is_said(store: Store) -> None:
    on = watch(channel(kind="cap", address="out", settings=(("status", "actual"),)))
    decide(store, on, message())
    deliver(store, on, SetClock(DECIDED_AT), NetworkSender())
    assert "status 'actual'" in (rows(store)[0].failure or "")


def test_licensed_reports_are_passed_on_only_where_the_channel_says_so(store: Store) -> None:
    bound = reading(event(), text=TEXT)
    store.add_reading(replace(bound, report=replace(bound.report, rights="licensed")), "reader", DECIDED_AT)
    with http_receiver() as receiver:
        no = channel("no", address=receiver.url, **OWN)
        yes = replace(no, id="yes", settings=(("licensed", "yes"),))
        decide(store, watch(no, yes), message())
        deliver(store, watch(no, yes), SetClock(DECIDED_AT), NetworkSender())
    quoted = sorted(TEXT in body.decode() for _, body in receiver.got)
    assert quoted == [False, True]


def test_a_process_killed_between_sending_and_recording_sends_the_same_again(store: Store, tmp_path: Path) -> None:
    script = f"""
import os, signal
from tests.run.test_delivering import *
on = watch(channel(address=sys.argv[1], **OWN))
real = outbox.mark_delivered
outbox.mark_delivered = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)
deliver(Store("sqlite:///{tmp_path}/vedette.db"), on, SetClock(DECIDED_AT), NetworkSender())
"""
    with http_receiver() as receiver:
        on = watch(channel(address=receiver.url, **OWN))
        decide(store, on, message())
        done = subprocess.run([sys.executable, "-c", script, receiver.url], env={**os.environ, "PYTHONPATH": "."})
        assert done.returncode == -signal.SIGKILL
        assert deliver(store, on, SetClock(DECIDED_AT), NetworkSender()) == Round(n_delivered=1)
    assert len(receiver.got) == 2 and len(set(receiver.got)) == 1


def test_mails_arrive_threaded_and_a_refused_recipient_is_said(store: Store) -> None:
    from aiosmtpd.controller import Controller

    got: list[bytes] = []

    class Handler:
        async def handle_RCPT(self, server: object, session: object, envelope: object, address: str, _: object) -> str:
            if address.startswith("nobody"):
                return "550 no such mailbox"
            envelope.rcpt_tos.append(address)  # type: ignore[attr-defined]
            return "250 OK"

        async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
            got.append(envelope.content)  # type: ignore[attr-defined]
            return "250 OK"

    server = Controller(Handler(), hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        port = server.port
        given = (("server", f"127.0.0.1:{port}"), ("tls", "none"), ("sender", "vedette@harbour.example"))
        mail = channel("mail", kind="email", address="desk@aid.example", settings=given, **OWN)
        on = watch(mail, replace(mail, id="other", address="nobody@aid.example"))
        decide(store, on, message("a"), message("a", 2))
        clock = SetClock(DECIDED_AT)
        assert deliver(store, on, clock, NetworkSender()) == Round(n_delivered=1, n_failed=1)
        assert deliver(store, on, clock, NetworkSender()) == Round(n_delivered=1)
    finally:
        server.stop()
    first, second = (message_from_bytes(one, policy=default) for one in got)
    assert second["In-Reply-To"] == first["Message-ID"]
    assert any("refused the recipient (550)" in (one.failure or "") for one in rows(store))


def test_mail_goes_under_tls_with_a_password_and_never_in_clear(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import ssl

    import trustme
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import AuthResult

    authority = trustme.CA()
    ours = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(ours)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    got: list[bytes] = []

    class Handler:
        async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
            got.append(envelope.content)  # type: ignore[attr-defined]
            return "250 OK"

    def log_in(_server: object, _session: object, _envelope: object, mechanism: str, data: object) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"me", b"the password"))  # type: ignore[attr-defined]

    server = Controller(
        Handler(),
        hostname="localhost",
        port=free_port(),
        tls_context=ours,
        require_starttls=True,
        auth_required=True,
        authenticator=log_in,
    )
    server.start()
    monkeypatch.setenv("MAIL_PASSWORD", "the password")
    try:
        port = server.port
        given = {"server": f"localhost:{port}", "user": "me", "sender": "vedette@harbour.example"}

        def mail(name: str, tls: str) -> Channel:
            settings = tuple({**given, "tls": tls}.items())
            return channel(
                name, kind="email", address="desk@aid.example", secret_from="MAIL_PASSWORD", settings=settings, **OWN
            )

        on = watch(mail("good", "starttls"), mail("clear", "none"))
        decide(store, on, message())
        assert deliver(store, on, SetClock(DECIDED_AT), NetworkSender(tls=trusting)) == Round(1, 1)
        decide(store, watch(mail("unknown", "starttls")), message("b"))
        deliver(store, watch(mail("unknown", "starttls")), SetClock(DECIDED_AT), NetworkSender())
    finally:
        server.stop()
    assert len(got) == 1
    failures = {one.channel_id: one.failure or "" for one in rows(store)}
    assert "never sent without TLS" in failures["clear"]
    assert "certificate cannot be trusted" in failures["unknown"]


def test_an_alert_without_its_readings_is_still_told(store: Store) -> None:
    with http_receiver() as receiver:
        on = watch(channel(address=receiver.url, **OWN))
        decide(store, on, message(about=alert(report_ids=("gone",))))
        assert deliver(store, on, SetClock(DECIDED_AT), NetworkSender()) == Round(n_delivered=1)


def test_what_is_wrong_with_channels_is_said_before_anything_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOOK_SECRET", raising=False)
    monkeypatch.setenv("SLACK_ADDRESS", "no address")
    on = watch(
        channel("good"),
        channel("secret", secret_from="HOOK_SECRET"),
        channel("mail", kind="email", address="desk@aid.example", settings=(("sender", "a@b.example"),)),
        channel("tls", kind="email", address="desk@aid.example", settings=(("server", "b"), ("tls", "yes"))),
        channel("cap", kind="cap", address="out", settings=(("status", "actual"),)),
        channel("file", address="file:///etc/passwd"),
        channel("slack", kind="slack", secret_from="SLACK_ADDRESS"),
        channel("private", address="http://192.168.1.4/hook", allow_private=False),
        channel("own", address="http://localhost:8065/hook", allow_private=False),
    )
    found = check_channels(on)
    assert [line.split(":")[0] for line in found] == [
        f"channel {name}" for name in ("secret", "mail", "tls", "cap", "file", "slack", "private", "own")
    ]
