"""The data that a brief holds: findings and cited passages, as JSON within the page."""

import json
import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from vedette.model.alert import Alert
from vedette.model.approach import Approach
from vedette.model.case import Case
from vedette.model.findings import AlertStanding, Correction, Findings
from vedette.model.ids import sha256_hex
from vedette.model.occasion import Occasion
from vedette.model.plain import from_plain, to_plain
from vedette.model.reading import Reading
from vedette.model.report import Copy, Report, Unreadable
from vedette.model.watch import Watch
from vedette.model.wire import Json, reading_from_json, reading_to_json
from vedette.model.zone import ZoneCheck
from vedette.views.brief.passages import Passage

#: Changes when data of an older brief can no longer be read.
FORMAT = "vedette-brief 1"
#: What would end the script element, start another tag or break a line of script; and what UTF-8 cannot hold.
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class BriefContent:
    """All that the page of a brief is made from."""

    findings: Findings
    #: The passages at hand, the whole texts' where `full_text`.
    passages: tuple[Passage, ...]
    #: When it was made (UTC), None where that is not told.
    made_at: datetime | None
    #: Whether whole texts stand in it, or cited sentences only.
    full_text: bool
    #: Version of Vedette that wrote it.
    version: str
    #: Whether the rules behind the values stand in it.
    explain: bool = False


def content_to_json(content: BriefContent) -> Json:
    """The data block: readings in the contract's form, the rest by the model's own names."""
    findings = content.findings
    return {
        "format": FORMAT,
        "version": content.version,
        "made_at": content.made_at.isoformat() if content.made_at else None,
        "full_text": content.full_text,
        **({"explain": True} if content.explain else {}),
        "readings": [_reading_to_json(one, explain=content.explain) for one in findings.readings],
        "passages": [
            {"report": p.report_id, "part": p.part, "start": p.start, "text": p.text, "sha256": sha256_hex(p.text)}
            for p in content.passages
        ],
        "unreadable": to_plain(findings.unreadable),
        "copies": to_plain(findings.copies),
        "cases": to_plain(findings.cases),
        "watch": to_plain(findings.watch.without_contacts()) if findings.watch else None,
        "zone_checks": to_plain(findings.zone_checks),
        "occasions": to_plain(findings.occasions),
        "alerts": to_plain(findings.alerts),
        "distance_checks": to_plain(findings.distance_checks),
        "approaches": to_plain(findings.approaches),
        **{key: to_plain(found) for key in ("corrections", "standings") if (found := getattr(findings, key))},
    }


def content_from_json(found: Json) -> BriefContent:
    """What `content_to_json` wrote; the reports' texts are not in it, their passages are.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: `found` is not the data of a brief.
    """
    if found["format"] != FORMAT:
        raise ValueError(f"its data are in the form {found['format']!r}, this version reads {FORMAT!r}")
    made_at = found["made_at"]
    return BriefContent(
        findings=Findings(
            readings=tuple(_reading(one) for one in found["readings"]),
            unreadable=_many(Unreadable, found["unreadable"]),
            copies=_many(Copy, found["copies"]),
            cases=_many(Case, found["cases"]),
            watch=from_plain(Watch, found["watch"]) if found["watch"] is not None else None,
            zone_checks=_checks(found["zone_checks"]),
            occasions=_many(Occasion, found["occasions"]),
            alerts=_many(Alert, found["alerts"]),
            distance_checks=_checks(found.get("distance_checks", ())),  # older briefs have none, nor approaches
            approaches=_many(Approach, found.get("approaches", ())),
            corrections=_many(Correction, found.get("corrections", ())),
            standings=_many(AlertStanding, found.get("standings", ())),
        ),
        passages=tuple(Passage(p["report"], p["part"], p["start"], p["text"]) for p in found["passages"]),
        made_at=datetime.fromisoformat(made_at) if made_at is not None else None,
        full_text=found["full_text"] is True,
        version=found["version"],
        explain=found.get("explain") is True,
    )


def without_texts(findings: Findings, *, explain: bool = False) -> Findings:
    """The findings as they come back from the data: without texts, and without the rules behind the values unless
    they are to be explained."""
    back = (_reading(_reading_to_json(one, explain=explain)) for one in findings.readings)
    return replace(findings, readings=tuple(back))


def data_script(content: BriefContent) -> str:
    """The data block's JSON, safe within a script element and in UTF-8."""
    written = json.dumps(content_to_json(content), ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", written)


def _reading_to_json(reading: Reading, *, explain: bool) -> Json:
    found = reading_to_json(reading, explain=explain)
    found["report"]["notes"] = list(reading.report.notes)
    return found


def _reading(found: Json) -> Reading:
    return reading_from_json(found, from_plain(Report, {**found["report"], "text": "", "taken_from": None}))


def _checks(found: Any) -> tuple[tuple[str, tuple[ZoneCheck, ...]], ...]:
    return tuple((str(event), _many(ZoneCheck, checks)) for event, checks in found)


def _many(kind: type[Any], found: Any) -> tuple[Any, ...]:
    return tuple(from_plain(kind, one) for one in found)
