"""Verifies a store offline: the chain of captures, their contents, the stamps, and the texts of its reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from vedette.evidence.chain_check import ChainCheck, ChainProblem, check_chain
from vedette.model.ids import sha256_hex
from vedette.store.captures import all_stamps, chain, changes, erasures
from vedette.store.erasure import Erasure, list_erasures
from vedette.store.store import Store
from vedette.store.tables import erasures as report_erasures
from vedette.store.tables import reports


@dataclass(frozen=True, slots=True)
class StoreCheck:
    """What holds of a store and what does not."""

    chain: ChainCheck
    #: Of the chain and of the reports' texts.
    problems: tuple[ChainProblem, ...]
    #: Reports whose text matches its hash.
    n_reports: int
    #: Reports whose words were erased, by whom, when and why.
    erased: tuple[Erasure, ...]
    #: Pages that were noticed to have changed or gone since.
    n_changed: int
    n_gone: int


def verify_store(
    store: Store, folder: Path, roots: Sequence[bytes] = (), anchors: Mapping[int, str] | None = None
) -> StoreCheck:
    """What holds of a store and what does not. It asks nobody: all it needs lies in the store and the folder.

    Args:
        store: The store.
        folder: Its folder of captures.
        roots: Certificates (PEM) of stamping authorities that are trusted.
        anchors: Number → hash of links that somebody wrote down.
    """
    with store.look() as connection:
        stamps = all_stamps(connection)
        checked = check_chain(chain(connection), folder, erasures(connection), stamps, roots, anchors)
        n_reports, changed = _check_reports(connection)
        noticed = [one.kind for one in changes(connection)]
        return StoreCheck(
            chain=checked,
            problems=(*checked.problems, *changed),
            n_reports=n_reports,
            erased=tuple(list_erasures(connection)),
            n_changed=noticed.count("changed"),
            n_gone=noticed.count("gone"),
        )


def _check_reports(connection: Connection) -> tuple[int, list[ChainProblem]]:
    """How many texts match their hash, and which do not; erased ones left out."""
    gone = select(report_erasures.c.report_row)
    query = select(reports.c.report_id, reports.c.text, reports.c.text_sha256)
    query = query.where(reports.c.row.not_in(gone), reports.c.text_sha256 != "")
    n_whole, problems = 0, []
    for report_id, text, stated in connection.execution_options(yield_per=500).execute(query):
        if sha256_hex(text) == stated:
            n_whole += 1
        else:
            words = f"report {report_id}: its text was changed: it does not match its hash"
            problems.append(ChainProblem("report", None, words))
    return n_whole, problems
