"""One HTML file from findings: it opens offline, loads nothing from outside, and is sealed."""

import base64
import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from vedette import __version__
from vedette.evidence.seal import seal, seal_tag
from vedette.model.findings import Findings
from vedette.views.brief.data import BriefContent, data_script, without_texts
from vedette.views.brief.page import lines_of, page_of
from vedette.views.brief.passages import passages_in
from vedette.views.brief.words import STAGE_WORDS, STAGES, count_words, day_words, days_words

#: Characters that no page can hold or that would hide or turn words around: shown as U+FFFD.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def render_brief(
    findings: Findings, *, made_at: datetime | None = None, full_text: bool = False, explain: bool = False
) -> str:
    """The brief: one sealed HTML file. The same findings always give the same file.

    Args:
        findings: What the reports give.
        made_at: When it is made, to be shown; None shows nothing.
        full_text: Whether the reports' whole texts stand in it, or only the sentences that are cited.
        explain: Whether the rules behind the values of each event stand in it.
    """
    passages = tuple(passages_in(one.report for one in findings.readings))
    made_at = made_at.astimezone(UTC).replace(microsecond=0) if made_at else None
    told = without_texts(findings, explain=explain)
    whole = BriefContent(told, passages, made_at, full_text, __version__, explain)
    citations = lines_of(whole).citations
    cited = [
        one.passage
        for report in dict.fromkeys(reading.report.id for reading in findings.readings)
        for one in citations.of_report(report)
    ]
    return render_content(replace(whole, passages=tuple(cited)))


def render_content(content: BriefContent) -> str:
    """The sealed file for the content that stands in it."""
    page = page_of(content)
    css, js = _asset("brief.css"), _asset("brief.js")
    return seal(
        _environment()
        .get_template("brief.html.j2")
        .render(
            page=page,
            findings=page.findings,
            number=page.sources.numbers,
            css=css,
            js=js,
            data=data_script(content),
            seal=seal_tag(),
            policy=_policy(css, js),
        )
    )


def shown(words: object) -> str:
    """Words as a page can hold them: control characters, direction overrides and lone surrogates made visible."""
    return _UNSHOWABLE.sub("\ufffd", str(words).replace("\r\n", "\n"))


def _policy(css: str, js: str) -> str:
    """A content security policy that allows this very style and script, and nothing to be loaded."""
    return (
        f"default-src 'none'; style-src '{_hash(css)}'; script-src '{_hash(js)}'; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _asset(name: str) -> str:
    return (files("vedette.views.brief") / "assets" / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("vedette.views.brief", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalize,
    )
    made.globals.update(stages=STAGES, stage_words=STAGE_WORDS, count=count_words, day=day_words, days=days_words)
    made.filters.update(num=lambda value: f"{round(float(value), 2):g}")
    return made


def _finalize(value: object) -> object:
    """Every plain string that a template prints goes through `shown`; markup is the template's own."""
    return shown(value) if type(value) is str else value
