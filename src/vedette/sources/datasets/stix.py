"""STIX 2.1 bundles: reports, incidents and notes in prose, as reports to be read. Individuals are dropped.

Source: OASIS STIX 2.1.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vedette.errors import BadInputError, UnreadableReportError, UsageError
from vedette.model.report import Report
from vedette.sources.datasets.adapter import Adapter
from vedette.sources.datasets.row import RefusedRow, RowSaid
from vedette.sources.made import Defaults, Parts, make_report

#: Bytes of a bundle.
MAX_BYTES = 200_000_000
#: Types whose prose is read; `note` and `opinion` hold it in `content` and `explanation`.
_READ = ("report", "incident", "note", "opinion", "grouping", "campaign")


def _read(path: Path, _mapping: Path | None) -> Iterator[RowSaid | RefusedRow | Report]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInputError(f"{path}: over {MAX_BYTES // 1_000_000} MB: split the bundle", str(path))
        bundle = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be opened: {error.strerror}", str(path)) from error
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadInputError(f"{path}: not valid JSON: {error}", str(path)) from error
    objects = bundle.get("objects") if isinstance(bundle, dict) and bundle.get("type") == "bundle" else None
    if not isinstance(objects, list):
        raise BadInputError(f"{path}: no STIX bundle", str(path))
    names = {
        one["id"]: str(one["name"])
        for one in objects
        if isinstance(one, dict)
        and one.get("type") == "identity"
        and one.get("identity_class") != "individual"
        and isinstance(one.get("id"), str)
        and "name" in one
    }
    for number, one in enumerate(objects, 1):
        yield _code(one, number, path, names) if isinstance(one, dict) else RefusedRow(number, None, "not an object")


def _code(one: dict[str, Any], number: int, path: Path, names: dict[str, str]) -> Report | RefusedRow:
    kind, stix_id = one.get("type"), one.get("id")
    if not isinstance(kind, str) or not isinstance(stix_id, str):
        return RefusedRow(number, None, "no type or no id")
    if kind == "identity" and one.get("identity_class") == "individual":
        return RefusedRow(number, stix_id, "an individual: no record is kept of persons")
    if kind not in _READ:
        return RefusedRow(number, stix_id, f"a STIX {kind} has no counterpart here")
    if one.get("revoked") is True:
        return RefusedRow(number, stix_id, "it was revoked")
    prose = [one.get(key) for key in ("name", "abstract", "description", "content", "explanation")]
    links = one.get("external_references")
    url = next((link.get("url") for link in links if isinstance(link, dict)), None) if isinstance(links, list) else None
    parts = Parts(
        text="\n\n".join(words for words in prose if isinstance(words, str) and words),
        taken_from=f"{path}, object {number}",
        id=stix_id,
        title=one["name"] if isinstance(one.get("name"), str) else None,
        published=next((one[k] for k in ("published", "created") if isinstance(one.get(k), str)), None),
        source=names.get(str(one.get("created_by_ref"))),
        url=url if isinstance(url, str) else None,
    )
    try:
        return make_report(parts, Defaults())
    except UnreadableReportError as error:
        return RefusedRow(number, stix_id, error.message)


STIX = Adapter("stix", "STIX", "STIX 2.1 bundles: the prose of reports, incidents and notes is read", _read)
