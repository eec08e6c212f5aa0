"""CAP 1.2 messages: the alerts of authorities, as reports to be read.

Source: OASIS Common Alerting Protocol 1.2.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from vedette.errors import BadInputError, UnreadableReportError, UsageError
from vedette.model.report import Report
from vedette.sources.datasets.adapter import Adapter
from vedette.sources.datasets.row import RefusedRow, RowSaid
from vedette.sources.made import Defaults, Parts, make_report

#: Bytes of a CAP file.
MAX_BYTES = 50_000_000
#: What a message's text is made of, in this order.
_TEXT = ("headline", "event", "description", "instruction")


def _read(path: Path, _mapping: Path | None) -> Iterator[RowSaid | RefusedRow | Report]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInputError(f"{path}: over {MAX_BYTES // 1_000_000} MB: no CAP file", str(path))
        root = fromstring(path.read_bytes(), forbid_dtd=True)
    except OSError as error:
        raise UsageError(f"{path}: cannot be opened: {error.strerror}", str(path)) from error
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise BadInputError(f"{path}: not XML that is taken: {error or type(error).__name__}", str(path)) from error
    alerts = [one for one in root.iter() if _tag(one) == "alert"]
    if not alerts:
        raise BadInputError(f"{path}: no CAP <alert> in it", str(path))
    for number, alert in enumerate(alerts, 1):
        yield _code(alert, number, path)


def _code(alert: Element, number: int, path: Path) -> Report | RefusedRow:
    identifier = _text(alert, "identifier")
    status = _text(alert, "status")
    if identifier is None:
        return RefusedRow(number, None, "no identifier")
    if status != "Actual":
        return RefusedRow(number, identifier, f"its status is {status!r}: only actual alerts are taken")
    infos = [one for one in alert if _tag(one) == "info"]
    info = next((one for one in infos if (_text(one, "language") or "en").lower().startswith("en")), None)
    info = info if info is not None else (infos[0] if infos else None)
    if info is None:
        return RefusedRow(number, identifier, "no <info> in it")
    lines = [words for tag in _TEXT if (words := _text(info, tag))]
    lines += [f"Area: {words}" for area in info if _tag(area) == "area" and (words := _text(area, "areaDesc"))]
    if _text(alert, "msgType") == "Cancel":
        lines.append("This message cancels an earlier one.")
    parts = Parts(
        text="\n\n".join(dict.fromkeys(lines)),
        taken_from=f"{path}, alert {number}",
        id=f"cap:{identifier}",
        title=_text(info, "headline"),
        published=_day(_text(alert, "sent")),
        source=_text(info, "senderName") or _text(alert, "sender"),
        url=_text(info, "web"),
    )
    try:
        return make_report(parts, Defaults())
    except UnreadableReportError as error:
        return RefusedRow(number, identifier, error.message)


def _tag(element: Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _text(element: Element, tag: str) -> str | None:
    found = next((one.text for one in element if _tag(one) == tag and one.text), None)
    return found.strip() or None if found else None


def _day(sent: str | None) -> date | None:
    try:
        return date.fromisoformat(sent[:10]) if sent else None
    except ValueError:
        return None


CAP = Adapter("cap", "CAP", "CAP 1.2 alerts (one, or a file of many): their text is read", _read)
