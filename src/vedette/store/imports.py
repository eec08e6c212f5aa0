"""Imports in the store: what each file of event data brought."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, select

from vedette.model.imported import FileProfile, Import
from vedette.store import tables
from vedette.store.tables_imports import imports, refused_rows

#: Ids asked for in one question; SQLite takes up to 32,766 values.
_ASKED = 1000


def add_import(connection: Connection, one: Import, recorded_at: datetime) -> None:
    """Records an import with the rows that it refused."""
    inserted = connection.execute(
        imports.insert().values(
            kind=one.kind,
            dataset=one.dataset,
            file=one.file,
            sha256=one.sha256,
            n_rows=one.n_rows,
            n_new=one.n_new,
            n_changed=one.n_changed,
            n_known=one.n_known,
            n_refused=one.n_refused,
            dropped=json.dumps(dict(one.dropped)),
            lost=json.dumps(dict(one.lost)),
            profile=json.dumps(asdict(one.profile)),
            held_back=bool(one.held_back),
            why="\n".join(one.held_back),
            recorded_at=recorded_at,
        )
    )
    key = inserted.inserted_primary_key
    assert key is not None  # a single row was inserted
    rows = [{"import_row": int(key[0]), **asdict(line)} for line in one.refused]
    if rows:
        connection.execute(refused_rows.insert(), rows)


def past_imports(connection: Connection, kind: str, dataset: str, limit: int = 50) -> list[Import]:
    """The newest imports of a kind and dataset that were taken in, newest first, without their refused rows."""
    query = (
        select(imports)
        .where(imports.c.kind == kind, imports.c.dataset == dataset, imports.c.held_back.is_(False))
        .order_by(imports.c.row.desc())
        .limit(limit)
    )
    return [
        Import(
            kind=row["kind"],
            dataset=row["dataset"],
            file=row["file"],
            sha256=row["sha256"],
            n_rows=row["n_rows"],
            n_new=row["n_new"],
            n_changed=row["n_changed"],
            n_known=row["n_known"],
            n_refused=row["n_refused"],
            profile=FileProfile(**json.loads(row["profile"])),
            dropped=json.loads(row["dropped"]),
            lost=json.loads(row["lost"]),
        )
        for row in connection.execute(query).mappings()
    ]


def known_reports(connection: Connection, report_ids: Sequence[str]) -> set[str]:
    """Those of the ids that the store has a report of, in whatever version."""
    column = tables.reports.c.report_id
    found: set[str] = set()
    for at in range(0, len(report_ids), _ASKED):
        found.update(connection.execute(select(column).where(column.in_(report_ids[at : at + _ASKED]))).scalars())
    return found
