"""Checks a brief: its bytes against its seal, and what it shows against the data it holds."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from jinja2 import TemplateError

from vedette import __version__
from vedette.errors import BadInputError, VedetteError
from vedette.evidence.seal import check_seal
from vedette.model.approach import Approach
from vedette.model.ids import sha256_hex
from vedette.model.watch import Watch
from vedette.model.wire import Json
from vedette.model.zone import ZoneCheck
from vedette.run.pipeline import check_distances, check_zones
from vedette.views.brief.data import BriefContent, content_from_json
from vedette.views.brief.items import items_of
from vedette.views.brief.page import counts_of
from vedette.views.brief.render import render_content
from vedette.watching.approach import find_approaches
from vedette.watching.match import Material, find_alerts

_MARKS = (b'<meta name="vedette-seal"', b'id="vedette-data"', b'<meta name="generator" content="Vedette')
_DATA = re.compile(r'<script type="application/json" id="vedette-data">(.*?)</script>', re.DOTALL)
_COUNT = re.compile(r'<data data-count="([a-z-]+)" value="(-?\d+)">([^<]*)</data>')
#: Kilometres and probability by which a recomputed figure may differ: a unit of the last digit that the data hold.
_KM, _P = 1e-3, 2e-4
#: The same for figures that rest on draws: share of a rate (and km a day), and probability.
_RATE, _P_DRAWN = 0.05, 0.01
#: What data that do not fit together make a check stumble with.
_MALFORMED = (ValueError, LookupError, TypeError, AttributeError, AssertionError, ArithmeticError)
_UNFIT = (*_MALFORMED, TemplateError, VedetteError)
#: Characters of the page that are quoted around the first difference.
_AROUND = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a brief that does not hold."""

    #: `seal, encoding, data, passage, count, zone, alert, approach, link, page`.
    code: str
    #: What does not hold, in words for the user.
    words: str


def verify_brief(html: str | bytes) -> list[Problem]:
    """What does not hold in a brief; empty where everything does.

    The seal is a hash over every byte: it shows accident and careless change, not a forger who seals anew. The rest is
    recomputed from the data inside: passages, counts, distances, alerts, and the whole page.

    Raises:
        BadInputError: It is no brief.
    """
    data = html.encode("utf-8", "surrogatepass") if isinstance(html, str) else html
    if not any(mark in data for mark in _MARKS):
        raise BadInputError(
            "is no brief: it bears neither Vedette's seal nor its data; give a file that `vedette brief` wrote"
        )
    problems = list(_check_seal(data))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return [*problems, Problem("encoding", f"byte {error.start:,} is not UTF-8: the file was changed")]
    return [*problems, *_check_text(text)]


def _check_seal(data: bytes) -> Iterator[Problem]:
    check = check_seal(data)
    if check.stated is None:
        yield Problem("seal", "the seal is missing or stands there twice: the file was changed")
    elif not check.holds:
        hint = "; its line ends were changed" if b"\r\n" in data else ""
        yield Problem(
            "seal",
            f"the file was changed after it was sealed{hint}:"
            f" the seal says {check.stated[:16]}…, its bytes give {check.found[:16]}…",
        )


def _check_text(text: str) -> Iterator[Problem]:
    found = _DATA.findall(text)
    if len(found) != 1:
        yield Problem("data", "the data block is missing or stands there twice: nothing can be recomputed")
        return
    try:
        block: Json = json.loads(found[0])
        content = content_from_json(block)
    except (*_MALFORMED, RecursionError) as error:
        yield Problem(
            "data", f"the data block cannot be read ({type(error).__name__}: {error!s:.200}): nothing can be recomputed"
        )
        return
    for check in (_check_passages, _check_links, _check_zones, _check_alerts, _check_approaches):
        yield from _guarded(check, block, content)
    yield from _guarded(lambda _, content: _check_counts(text, content), block, content)
    yield from _guarded(lambda _, content: _check_page(text, content), block, content)


def _guarded(
    check: Callable[[Json, BriefContent], Iterator[Problem]], block: Json, content: BriefContent
) -> list[Problem]:
    """A check's problems; data that make it stumble are a problem themselves."""
    try:
        return list(check(block, content))
    except _UNFIT as error:
        return [Problem("data", f"the data do not fit together ({type(error).__name__}: {error!s:.200})")]


def _check_passages(block: Json, content: BriefContent) -> Iterator[Problem]:
    known = {one.report.id: one.report for one in content.findings.readings}
    for stated, passage in zip(block["passages"], content.passages, strict=True):
        if stated["sha256"] != sha256_hex(passage.text):
            yield Problem(
                "passage",
                f"a sentence of report {passage.report_id} (from character {passage.start}) does not match its hash:"
                f" {passage.text[:80]!r}",
            )
        if passage.report_id not in known:
            yield Problem("passage", f"a sentence belongs to report {passage.report_id}, which is not in the data")
    if content.full_text:
        for report in known.values():
            whole = "".join(p.text for p in content.passages if p.report_id == report.id and p.part == "text")
            if report.text_sha256 and sha256_hex(whole) != report.text_sha256:
                yield Problem("passage", f"the text of report {report.id} does not match its hash")


def _check_links(_: Json, content: BriefContent) -> Iterator[Problem]:
    """Everything that is named by its id must be there."""
    findings = content.findings
    reports = {one.report.id for one in findings.readings}
    events = {event.id for one in findings.readings for event in one.events}
    for copy in findings.copies:
        if not {copy.report_id, copy.original_id} <= reports:
            yield Problem(
                "link", f"a copy names report {copy.report_id} or {copy.original_id}, which is not in the data"
            )
    copied = {copy.report_id for copy in findings.copies}
    for case in findings.cases:
        if not set(case.event_ids) <= events:
            yield Problem("link", f"case “{case.title}” names an event that is not in the data")
        if case.n_sources > max(1, len(set(case.report_ids) - copied)):
            yield Problem(
                "link", f"case “{case.title}” counts {case.n_sources} independent sources, its reports allow fewer"
            )
    for event_id, _checks in findings.zone_checks:
        if event_id not in events:
            yield Problem("link", f"a zone was checked for event {event_id}, which is not in the data")


def _check_zones(_: Json, content: BriefContent) -> Iterator[Problem]:
    findings = content.findings
    if findings.watch is None:
        return
    events = {event.id: event for one in findings.readings for event in one.events}
    anew = dict(check_zones(tuple(events.values()), findings.watch.zones))
    yield from _compare_checks(findings.zone_checks, anew, findings.watch)
    yield from _compare_checks(
        findings.distance_checks, dict(check_distances(findings.readings, findings.watch)), findings.watch
    )


def _compare_checks(
    stated_checks: Iterable[tuple[str, tuple[ZoneCheck, ...]]], anew: Mapping[str, tuple[ZoneCheck, ...]], watch: Watch
) -> Iterator[Problem]:
    names = {zone.id: zone.name for zone in watch.zones}
    for event_id, stated in stated_checks:
        for one, other in zip(stated, anew.get(event_id, ()), strict=True):
            if not _same_check(one, other):
                yield Problem(
                    "zone",
                    f"event {event_id} to zone “{names.get(one.zone_id, one.zone_id)}”:"
                    f" the data say {_words(one)}, recomputed it is {_words(other)}",
                )


def _same_check(one: ZoneCheck, other: ZoneCheck) -> bool:
    return (
        one.zone_id == other.zone_id
        and one.state == other.state
        and _near(one.distance_km, other.distance_km, _KM)
        and _near(one.p_inside, other.p_inside, _P)
    )


def _near(one: float | None, other: float | None, by: float) -> bool:
    return one is other if one is None or other is None else abs(one - other) <= by


def _words(check: ZoneCheck) -> str:
    if check.distance_km is None or check.p_inside is None:
        return check.state
    return f"{check.state}, {check.distance_km:.3f} km, p {check.p_inside:.4f}"


def _check_alerts(_: Json, content: BriefContent) -> Iterator[Problem]:
    findings = content.findings
    if findings.watch is None:
        if findings.alerts:
            yield Problem("alert", "there are alerts without a watch")
        return
    made = Material(
        findings.readings,
        findings.copies,
        findings.cases,
        dict(findings.zone_checks),
        findings.occasions,
        dict(findings.distance_checks),
    )
    anew = {one.id: one for one in find_alerts(findings.watch, made)}
    for alert in findings.alerts:
        other = anew.pop(alert.id, None)
        if other is None:
            yield Problem("alert", f"the events do not give the alert “{alert.title}”")
        elif content.version == __version__ and other != alert:
            yield Problem(
                "alert",
                f"the alert “{alert.title}” differs from what its events give (level, sources, zones or reasons)",
            )
    for other in anew.values():
        yield Problem("alert", f"the alert “{other.title}” is missing: the events give it")


def _check_approaches(_: Json, content: BriefContent) -> Iterator[Problem]:
    findings = content.findings
    if findings.watch is None or content.version != __version__:
        return  # another version may test otherwise
    checks = dict(findings.zone_checks)
    found = find_approaches(findings.readings, findings.watch, checks, cases=findings.cases, copies=findings.copies)
    anew = {one.id: one for one in found}
    for approach in findings.approaches:
        other = anew.pop(approach.id, None)
        if other is None or not _same_approach(approach, other):
            yield Problem("approach", f"the events do not give the approach of “{approach.name}” as it stands there")
    for other in anew.values():
        yield Problem("approach", f"the approach of “{other.name}” is missing: the events give it")


def _same_approach(one: Approach, other: Approach) -> bool:
    """Whether two are the same but for draws: another version of the generator may draw places and orders otherwise."""
    rates = ("km_per_day", "km_per_day_low", "km_per_day_high")
    by = _RATE * max(abs(getattr(one, rate)) for rate in rates) + _RATE
    near = all(_near(getattr(one, rate), getattr(other, rate), by) for rate in rates)
    drawn = {name: getattr(one, name) for name in (*rates, "p_chance")}
    return near and _near(one.p_chance, other.p_chance, _P_DRAWN) and replace(other, **drawn) == one


def _check_counts(text: str, content: BriefContent) -> Iterator[Problem]:
    counts = counts_of(content.findings, items_of(content.findings))
    for name, value, words in _COUNT.findall(text):
        if counts.get(name) != int(value) or not words.startswith(f"{int(value):,} "):
            yield Problem("count", f"the page counts “{words}” ({name}), the data give {counts.get(name)}")


def _check_page(text: str, content: BriefContent) -> Iterator[Problem]:
    """The page made anew from the data, by the version that made it; another version may lay it out otherwise."""
    if content.version != __version__:
        return
    anew = _without_seal(render_content(content))
    shown = _without_seal(text)
    if shown == anew:
        return
    at = next((n for n, (a, b) in enumerate(zip(shown, anew, strict=False)) if a != b), min(len(shown), len(anew)))
    line = shown.count("\n", 0, at) + 1
    yield Problem(
        "page",
        f"line {line} is not what the data give:"
        f" the page has {_excerpt(shown, at)!r}, the data give {_excerpt(anew, at)!r}",
    )


def _without_seal(text: str) -> str:
    return re.sub(r'(<meta name="vedette-seal" content="sha256-)[0-9a-f]{64}', r"\g<1>", text, count=1)


def _excerpt(text: str, at: int) -> str:
    return text[max(0, at - _AROUND // 2) : at + _AROUND]
