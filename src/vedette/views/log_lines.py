"""Logs on standard error: a line for people, or a JSON object a line for machines."""

import json
import logging
import sys
from datetime import UTC, datetime

#: What every log record has; all else was given by who logged.
_OWN = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}


def start_logging(*, json_lines: bool) -> None:
    """Sends what a watch logs to standard error."""
    out = logging.StreamHandler(sys.stderr)
    out.setFormatter(_JsonLines() if json_lines else _Lines())
    log = logging.getLogger("vedette")
    log.handlers = [out]
    log.setLevel(logging.INFO)
    log.propagate = False


def _given(record: logging.LogRecord) -> dict[str, object]:
    return {key: value for key, value in vars(record).items() if key not in _OWN and value is not None}


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        given = " ".join(
            f"{key}={value!r}" if isinstance(value, str) else f"{key}={value}" for key, value in _given(record).items()
        )
        line = f"{at:%Y-%m-%d %H:%M:%S} {record.levelname.lower()} {record.getMessage()} {given}".rstrip()
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **_given(record),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
