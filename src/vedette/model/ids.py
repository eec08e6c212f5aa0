"""Ids that come from content, so that reading twice changes nothing."""

import hashlib

from vedette.model.span import Span


def content_id(*parts: str | int | None) -> str:
    """A 16-digit hexadecimal id made from the parts (SHA-256, parts kept apart by a unit separator).

    >>> content_id("a", 1) == content_id("a", 1)
    True
    >>> content_id("a", "b") == content_id("ab")
    False
    """
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def report_id(source: str | None, published: str | None, title: str | None, text: str) -> str:
    """Id of a report that brings none."""
    return content_id("report", source, published, title, text)


def event_id(report: str, kind: str, trigger: Span) -> str:
    """Id of an event: the report, the kind and the word that named it."""
    return content_id("event", report, kind, trigger.part, trigger.start, trigger.end)


def statement_id(report: str, content: Span, cue: Span | None) -> str:
    """Id of a statement: the report and the stretches of its content and cue."""
    at = (cue.part, cue.start, cue.end) if cue else (None, None, None)
    return content_id("statement", report, content.part, content.start, content.end, *at)


def sha256_hex(text: str) -> str:
    """SHA-256 of a text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
