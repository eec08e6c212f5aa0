"""The brief: what it shows, that it is one closed file, and that nothing is shown without its sentence."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.views.findings import at, event, findings, report
from vedette.model.findings import Findings
from vedette.model.place import Place
from vedette.model.reading import Reader, Reading
from vedette.views.brief import render_brief
from vedette.views.brief.data import content_from_json, content_to_json, without_texts

MADE = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


class Tags(HTMLParser):
    """Collects tags, ids, links and visible text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes.append((tag, dict(attrs)))
        self._hidden = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text.append(data)


def read(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    return tags


def words(html: str) -> str:
    return " ".join("".join(read(html).text).split())


@pytest.fixture(scope="module")
def brief() -> str:
    return render_brief(findings(), made_at=MADE)


def test_the_same_findings_give_the_same_file(brief: str) -> None:
    assert render_brief(findings(), made_at=MADE) == brief


def test_nothing_is_loaded_from_outside(brief: str) -> None:
    for tag, attrs in read(brief).attributes:
        assert tag not in ("img", "link", "iframe", "object", "embed", "base", "form")
        assert "style" not in attrs
        assert not any(name.startswith("on") for name in attrs)
        assert (attrs.get("href") or "#").startswith("#")
        assert "src" not in attrs


def test_every_link_leads_somewhere_and_no_id_stands_twice(brief: str) -> None:
    tags = read(brief).attributes
    ids = [attrs["id"] for _, attrs in tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {(attrs.get("href") or "#main")[1:] for tag, attrs in tags if tag in ("a", "use")} <= set(ids)


def test_the_policy_names_the_very_style_and_script(brief: str) -> None:
    policy = next(attrs["content"] for tag, attrs in read(brief).attributes if "http-equiv" in attrs)
    assert policy and policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_every_event_has_one_row_and_every_row_a_sentence(brief: str) -> None:
    rows = re.findall(r'<tr id="(e\d+)".*?</tr>', brief, re.DOTALL)
    assert len(rows) == 10  # eleven events, one of them told by a copy too
    for row in re.findall(r'<tr id="e\d+".*?</tr>', brief, re.DOTALL):
        assert re.search(r'href="#n\d+"', row)


def test_a_copy_is_counted_once(brief: str) -> None:
    assert "1 report repeats another and is counted once" in words(brief)
    assert "They tell of 6 events as real" in words(brief)


def test_conflicting_tolls_stand_side_by_side_with_their_speakers(brief: str) -> None:
    shown = words(brief)
    assert "9–12 killed" in shown
    assert "12 killed on the word of health directorate" in shown
    assert "at least 9 killed on the word of border guard (general)" in shown


def test_what_is_not_told_as_real_stands_apart(brief: str) -> None:
    apart = brief[brief.index("Not told as real events") :]
    for standing in ("told only as history", "denied to have happened", "possible only", "in general, no one event"):
        assert standing in apart


def test_a_place_that_is_not_found_is_listed_and_not_drawn(brief: str) -> None:
    shown = words(brief)
    assert "its place is not in the gazetteer" in shown
    assert "Places not found" in shown
    marks = re.search(r'<g class="marks">.*?</g>\n</svg>', brief, re.DOTALL)
    assert marks and "Nowhere" not in marks.group()


def test_several_events_at_one_place_make_one_mark(brief: str) -> None:
    assert brief.count('aria-label="Tehran ± 20 km: 3 events') == 1


def test_the_reports_own_words_stay_in_quotation_marks(brief: str) -> None:
    assert '<q dir="auto">a mourning procession</q>' in brief
    assert "<bdi>Example Front</bdi>" in brief  # a name of the vocabulary


def test_hostile_words_are_words(brief: str) -> None:
    tags = [tag for tag, _ in read(brief).attributes]
    assert tags.count("script") == 2
    assert tags.count("style") == 1
    assert "&lt;script&gt;document.title" in brief
    assert "{{ 7*7 }}" in words(brief)
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e]", brief)


def test_likelihood_never_stands_without_its_number(brief: str) -> None:
    for found in re.findall(r"possibly inside, [^<]*</bdi> <span class=\"note\">([^<]*)", brief):
        assert re.match(r"\(p 0\.\d\d\)", found)
    assert "possibly inside" in brief


def test_what_could_not_be_read_says_why(brief: str) -> None:
    assert "folder/photo.jpg: not_text – is a picture: give its text" in words(brief)


def test_a_watch_that_nothing_met_says_so() -> None:
    quiet = replace(findings(), alerts=())
    shown = words(render_brief(quiet))
    assert "Nothing in these reports met the watch." in shown
    assert "The nearest to a zone is" in shown


def test_without_a_watch_the_gravest_come_first() -> None:
    html = render_brief(findings(watch=False))
    first = html[html.index('class="gravest"') :]
    assert first.index("Khanaqin") < first.index("Tehran")
    assert "No watch was given" in words(html)


def test_no_reports_give_a_brief_that_says_so() -> None:
    shown = words(render_brief(Findings(())))
    assert "These reports tell of no event as real." in shown
    assert "0 reports" in shown


def test_only_cited_sentences_stand_in_it_unless_whole_texts_are_wanted() -> None:
    given_text = "Gunmen attacked a post. The weather was fine."
    one = report(1, given_text)
    found = Findings((Reading(one, Reader("0", None), (event(one, "attacked", "Gunmen attacked a post."),)),))
    assert "weather" not in render_brief(found)
    assert "The weather was fine." in words(render_brief(found, full_text=True))


def test_the_rules_behind_values_are_not_needed() -> None:
    one = report(1, "Gunmen attacked a post.")
    told = event(one, "attacked", "Gunmen attacked a post.")
    bare = Findings((Reading(one, Reader("0", None), (told,)),))
    explained = Findings((Reading(one, Reader("0", None), (replace(told, because=("a rule",)),)),))
    assert render_brief(bare) == render_brief(explained)


def test_the_data_inside_give_the_findings_back(brief: str) -> None:
    block = re.search(r'id="vedette-data">(.*?)</script>', brief, re.DOTALL)
    assert block
    content = content_from_json(json.loads(block.group(1)))
    assert content.findings == without_texts(findings())
    assert json.loads(json.dumps(content_to_json(content))) == json.loads(block.group(1))


def test_a_map_over_the_date_line_stays_narrow() -> None:
    one = report(1, "Gunmen attacked Westport. Gunmen raided Eastport.")
    told = [
        event(one, verb, sentence, where=Place(at(one, name), name, "FJ", None, -17.0, lon, 5.0))
        for verb, sentence, name, lon in (
            ("attacked", "Gunmen attacked Westport.", "Westport", 179.0),
            ("raided", "Gunmen raided Eastport.", "Eastport", -179.0),
        )
    ]
    html = render_brief(Findings((Reading(one, Reader("0", None), tuple(told)),)))
    view = re.search(r'id="map-svg" viewBox="[-\d.]+ [-\d.]+ ([\d.]+)', html)
    assert view and float(view.group(1)) < 400


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=()), min_size=1, max_size=60), st.text(max_size=20))
def test_any_text_makes_a_sound_file(body: str, title: str) -> None:
    one = report(1, body + "x", title=title or None, source=title or None)
    told = event(one, body[0], body)
    html = render_brief(Findings((Reading(one, Reader("0", None), (told,)),)), full_text=True)
    html.encode()
    tags = [tag for tag, _ in read(html).attributes]
    assert tags.count("script") == 2
    assert tags.count("tr") == 2
