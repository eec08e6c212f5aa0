"""Delivers what lies in the outbox: at least once, in order for each alert; a receiver that is down loses nothing."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from vedette.delivery.cap import read_cap_settings
from vedette.delivery.email_message import mail_address
from vedette.delivery.render import FILE_KINDS, KEPT_KINDS, Part, files_of, read_parts, render
from vedette.delivery.stix import check_stix
from vedette.errors import BadInputError, DeliveryError, MissingExtraError, OutputError, VedetteError
from vedette.model.message import Channel, Delivery, Payload
from vedette.model.watch import Watch
from vedette.run.addresses import check_reach, check_url
from vedette.run.clock import Clock
from vedette.run.fetch import read_secret
from vedette.run.file_writing import write_synced
from vedette.run.sending import Sender, mail_route
from vedette.run.telling import collect_told
from vedette.store import outbox
from vedette.store.outbox_review import drop, payloads_delivered
from vedette.store.store import Store

#: Messages from which a channel's files are made: older ones fall out of its feeds.
HISTORY = 300
#: Channels that are served at the same time.
_THREADS = 8


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of deliveries came to."""

    n_delivered: int = 0
    n_failed: int = 0
    #: Of those that failed, how many were given up.
    n_dead: int = 0

    def __add__(self, other: "Round") -> "Round":
        return Round(self.n_delivered + other.n_delivered, self.n_failed + other.n_failed, self.n_dead + other.n_dead)


def check_channels(watch: Watch) -> list[str]:
    """What is wrong with a watch's channels, in words, before anything is sent: settings that do not fit, secrets that
    cannot be read, a library that is missing. Empty where all is well."""
    found = []
    for channel in watch.channels:
        try:
            secret = read_secret(channel.secret_from)
            if channel.kind == "email":
                mail_route(channel)
                mail_address(channel.address, channel, "address")
            elif channel.kind == "cap":
                read_cap_settings(channel, watch.key)
            elif channel.kind == "stix":
                check_stix()
            elif channel.kind not in FILE_KINDS:
                url = secret if secret and channel.kind == "slack" else channel.address
                check_url(url)
                check_reach(url, channel.allow_private)
        except VedetteError as error:
            found.append(f"channel {channel.id}: {error.message.removeprefix(f'channel {channel.id}: ')}")
    return found


class Deliverer:
    """Rounds in which a receiver that takes its time keeps no other channel waiting, for as long as a watch runs.

    Args:
        store: The store.
        watch: The watch whose deliveries are sent.
        clock: Tells the time.
        sender: Carries what goes over the network.
        folder: Where paths of channels that keep files begin.
        limit: Deliveries that a round begins at most.
    """

    def __init__(
        self, store: Store, watch: Watch, clock: Clock, sender: Sender, folder: Path, limit: int = 200
    ) -> None:
        self._round = _Round(store, watch, clock, sender, folder)
        self._limit = limit
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="delivering")
        self._busy: dict[str, Future[Round]] = {}

    def deliver(self, patience: float = 1.0) -> Round:
        """What came of the deliveries that ended by now, begun in this round or before.

        Args:
            patience: Seconds to wait for those that are under way.

        Raises:
            StoreError: The store cannot be used; nothing is lost by it.
        """
        found = self._round.find_due(self._limit, tuple(self._busy))
        self._busy |= {one: self._pool.submit(self._round.serve, one, found[one]) for one in found}
        wait(self._busy.values(), timeout=patience)
        done = Round()
        for one, future in list(self._busy.items()):
            if future.done():
                del self._busy[one]
                done += future.result()
        return done

    def close(self) -> None:
        """Waits for what is under way."""
        self._pool.shutdown(wait=True)


@dataclass(frozen=True, slots=True)
class _Round:
    store: Store
    watch: Watch
    clock: Clock
    sender: Sender
    folder: Path

    def find_due(self, limit: int, without: Sequence[str] = ()) -> dict[str, list[Delivery]]:
        """Id of each channel → its deliveries that are due; digests whose time has come are closed first."""
        now = self.clock.now()
        with self.store.look() as connection:
            ripe = outbox.has_ripe_digest(connection, now)
        if ripe:
            with self.store.begin() as connection:
                outbox.close_digests(connection, now)
        found: dict[str, list[Delivery]] = {}
        with self.store.look() as connection:
            for one in outbox.due(connection, now, limit, self.watch.key, without):
                found.setdefault(one.channel_id, []).append(one)
        return found

    def serve(self, channel_id: str, found: Sequence[Delivery]) -> Round:
        """Tries the deliveries of one channel in order, until its receiver turns out to be down."""
        channel = next((one for one in self.watch.channels if one.id == channel_id), None)
        done = Round()
        for one in found:
            if channel is None:
                done += self._fail(one, DeliveryError("the watch has no such channel any more", one.channel_id), 1)
                continue
            try:
                done += self._try(channel, one)
            except DeliveryError as error:
                done += self._fail(one, error)
                if error.down:
                    self._postpone(one)
                    break
            except (BadInputError, MissingExtraError, OutputError) as error:
                done += self._fail(one, DeliveryError(error.message, channel.id))
        return done

    def _try(self, channel: Channel, one: Delivery) -> Round:
        payload = self._payload(channel, one)
        if payload is None:
            with self.store.begin() as connection:
                drop(connection, [one.key], "nothing of this alert had reached the channel")
            return Round()
        if channel.kind in FILE_KINDS:
            self._write_files(channel, one, payload)
        else:
            self.sender.send(channel, one.key, payload)
        with self.store.begin() as connection:
            keep = channel.kind in KEPT_KINDS
            outbox.mark_delivered(connection, one.key, self.clock.now(), keep_body=keep)
        return Round(n_delivered=1)

    def _payload(self, channel: Channel, one: Delivery) -> Payload | None:
        """What is sent: as it was made before the first attempt. None where there is nothing to tell."""
        with self.store.look() as connection:
            known = outbox.find_payload(connection, one.key)
            if known is not None:
                return known
            told = collect_told(connection, self.watch, channel, one)
        if not told:
            return None
        made = render(channel, told, one.key)
        with self.store.begin() as connection:
            return outbox.keep_payload(connection, one.key, made)

    def _write_files(self, channel: Channel, one: Delivery, payload: Payload) -> None:
        before: list[Part] = []
        if channel.kind in KEPT_KINDS:
            with self.store.look() as connection:
                kept = payloads_delivered(connection, one.watch_id, channel.id, HISTORY)
            before = [part for key, body in kept if key != one.key for part in read_parts(body)]
        zones = {zone.id: zone.name for zone in self.watch.zones}
        target = self.folder / Path(channel.address).expanduser()
        for name, content in files_of(channel, self.watch.name, zones, before, read_parts(payload.body)).items():
            write_synced(target / name if name else target, content)

    def _fail(self, one: Delivery, error: DeliveryError, most_attempts: int = outbox.MOST_ATTEMPTS) -> Round:
        with self.store.begin() as connection:
            state = outbox.mark_failed(
                connection,
                one.key,
                self.clock.now(),
                error.message,
                retry_after=error.retry_after_seconds,
                refused=error.refused,
                most_attempts=most_attempts,
            )
        return Round(n_failed=1, n_dead=int(state == "dead"))

    def _postpone(self, failed: Delivery) -> None:
        """All others wait as long as the one that failed, so that a dead receiver costs one attempt a round."""
        until = self.clock.now() + timedelta(seconds=outbox.wait_seconds(failed.key, failed.n_attempts + 1))
        with self.store.begin() as connection:
            outbox.postpone(connection, failed.watch_id, failed.channel_id, until)
