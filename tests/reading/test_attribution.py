"""Statements: who says what, in which manner."""

import tomllib
from collections.abc import Callable
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from tests.build import report
from vedette.model.span import Span
from vedette.model.statement import Manner, Statement
from vedette.model.time import DateMention
from vedette.reading.attribution import find_statements
from vedette.reading.parse import parse
from vedette.reading.scene import GroupMention

Told = Callable[..., list[tuple[str | None, str, str | None, str]]]


def statements(nlp: Language, text: str, title: str | None = None) -> tuple[Statement, ...]:
    return find_statements(parse(report(text, title=title), nlp), ())


@pytest.fixture
def told(nlp: Language) -> Told:
    """Each statement of a text as (speaker's words, manner, cue, content)."""

    def tell(text: str, title: str | None = None) -> list[tuple[str | None, str, str | None, str]]:
        about = report(text, title=title)
        return [
            (
                about.words(s.speaker.span) if s.speaker.span else None,
                s.manner.value,
                about.words(s.cue) if s.cue else None,
                about.words(s.content),
            )
            for s in statements(nlp, text, title)
        ]

    return tell


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The governor said that two bombs had been found.",
            ("The governor", "said", "said", "that two bombs had been found"),
        ),
        ("The bag held explosives, police said.", ("police", "said", "said", "The bag held explosives")),
        ("The plot was made abroad, says Ardavia.", ("Ardavia", "said", "says", "The plot was made abroad")),
        (
            "The army announced the arrest of nine men.",
            ("The army", "announced", "announced", "the arrest of nine men"),
        ),
        ("Her office denied the report.", ("Her office", "denied", "denied", "the report")),
        ("The rebels threatened to burn the mill.", ("The rebels", "threatened", "threatened", "to burn the mill")),
        (
            "The ministry warned of attacks on the feast.",
            ("The ministry", "warned", "warned of", "attacks on the feast"),
        ),
        (
            "The militia accused the army of shelling the village.",
            ("The militia", "accused", "accused", "the army of shelling the village"),
        ),
        ("The attack was blamed on rebels.", (None, "accused", "was blamed", "The attack was blamed on rebels")),
        (
            "The Dawn Front claimed responsibility for the blast.",
            ("The Dawn Front", "claimed", "claimed", "responsibility for the blast"),
        ),
        ("Doctors confirmed that six had died.", ("Doctors", "confirmed", "confirmed", "that six had died")),
        (
            "The strike was carried out by rebels, according to the army.",
            ("the army", "said", "according to", "The strike was carried out by rebels"),
        ),
        (
            "According to residents, the shelling lasted an hour.",
            ("residents", "said", "According to", "the shelling lasted an hour"),
        ),
        ("Eleven died by the mayor's count.", ("the mayor's", "said", "count", "Eleven died")),
        (
            "The convoy, police said, had been looted.",
            ("police", "said", "said", "The convoy, police said, had been looted"),
        ),
    ],
)
def test_reads_speaker_manner_cue_and_content(told: Told, text: str, expected: tuple[str, str, str, str]) -> None:
    assert expected in told(text)


def test_a_quotation_is_taken_whole_over_sentences(told: Told) -> None:
    ((speaker, manner, cue, content),) = told("“We found the bag. Nobody was hurt,” said the mayor.")
    assert (speaker, manner, cue) == ("the mayor", "said", "said")
    assert content.startswith("“We found the bag.") and content.endswith("hurt,”")


def test_a_split_quotation_is_one_statement(told: Told) -> None:
    ((speaker, _, _, content),) = told('"The bridge is mined," the officer said, "and nobody may cross."')
    assert speaker == "the officer"
    assert "mined" in content and "nobody may cross" in content


@pytest.mark.parametrize(("opening", "closing"), [("«", "»"), ("„", "“"), ('"', '"'), ("‘", "’"), ("``", "''")])
def test_knows_quotation_marks_of_all_kinds(told: Told, opening: str, closing: str) -> None:
    found = told(f"{opening}The tunnel led to the barracks and was found in time,{closing} the colonel said.")
    assert any(speaker == "the colonel" and "tunnel" in content for speaker, _, _, content in found)


def test_a_quotation_in_the_next_paragraph_goes_on_from_the_speaker(nlp: Language) -> None:
    text = '"We were warned on Monday," the mayor said.\n\n"The school had been emptied by then and the road was shut."'
    first, second = statements(nlp, text)
    assert second.cue is None
    assert second.speaker == first.speaker


def test_borrowed_words_in_marks_are_no_statement(told: Told) -> None:
    assert told("The so-called 'iron ring' around the town held until dawn.") == []


@pytest.mark.parametrize(
    ("title", "speaker"),
    [
        ("Two killed in blast: police", "police"),
        ("Police: two killed in blast", "Police"),
        ("Shells kill two, says Ardavia", "Ardavia"),
        ("Blast kills five in market – ministry", "ministry"),
    ],
)
def test_headlines_set_their_speaker_off(told: Told, title: str, speaker: str) -> None:
    assert speaker in [words for words, *_ in told("", title=title)]


def test_a_label_before_a_colon_is_no_speaker(told: Told) -> None:
    assert told("", title="Analysis: the border at dusk") == []


def test_a_statement_in_the_title_says_so(nlp: Language) -> None:
    (found,) = statements(nlp, "Nothing more is known.", title="Two killed in blast: police")
    assert found.content.part == "title"


def test_a_quoted_speaker_names_who_passes_it_on(nlp: Language) -> None:
    text = "State TV quoted the minister as saying the plot was foiled."
    (found,) = statements(nlp, text)
    assert found.quoted_from is not None and found.quoted_from.span is not None
    assert found.speaker.role == "minister"
    assert report(text).words(found.quoted_from.span) == "State TV"


def test_who_is_cited_speaks_and_who_cites_passes_on(told: Told) -> None:
    found = told("The daily, citing a source close to the palace, said that the convoy was shot at.")
    assert ("a source close to the palace", "citing") in [(speaker, cue) for speaker, _, cue, _ in found]
    assert ("The daily", "said") in [(speaker, cue) for speaker, _, cue, _ in found]


def test_reportedly_names_no_speaker(nlp: Language) -> None:
    (found,) = statements(nlp, "The commander was reportedly wounded.")
    assert found.speaker.span is None


def test_the_holder_of_a_public_office_keeps_name_role_and_organisation(nlp: Language) -> None:
    (found,) = statements(nlp, "Ardavia's Defense Minister Brigadier General Milan Kostov said the line would hold.")
    assert (found.speaker.name, found.speaker.role) == ("Milan Kostov", "Defense Minister")
    assert found.speaker.organisation == "Ardavia"


@pytest.mark.parametrize(
    "text",
    [
        "Maria Keller, a shopkeeper, said the blast broke her windows.",
        "Resident John Harper said the road was shut.",
        "Peter Lang, president of the company, said the plant was safe.",
        "Army spokesman Thomas Berger said two men were held.",
    ],
)
def test_private_persons_have_no_name(nlp: Language, text: str) -> None:
    (found,) = statements(nlp, text)
    assert found.speaker.name is None


def test_an_unnamed_official_is_described(nlp: Language) -> None:
    (found,) = statements(nlp, "A security official said the device was found at noon.")
    assert (found.speaker.name, found.speaker.description) == (None, "security official")


def test_an_organisation_is_a_speaker_by_name(nlp: Language) -> None:
    (found,) = statements(nlp, "The intelligence ministry said a cell was broken up.")
    assert found.speaker.name == found.speaker.organisation == "intelligence ministry"


def test_a_pronoun_stands_for_the_last_speaker(nlp: Language) -> None:
    text = "Governor Anna Weiss said the bridge was shut. She added that the line was mined."
    _, second = statements(nlp, text)
    assert second.speaker.name == "Anna Weiss"
    assert second.speaker.span is not None and report(text).words(second.speaker.span) == "She"


def test_a_pronoun_without_anybody_before_it_stays_open(nlp: Language) -> None:
    (found,) = statements(nlp, "He said the bridge was shut.")
    assert found.speaker.name is None


def test_a_bare_surname_is_the_holder_named_before(nlp: Language) -> None:
    text = "Prime Minister Milan Kostov said the truce held. The army was ready, Kostov said."
    assert [s.speaker.name for s in statements(nlp, text)] == ["Milan Kostov", "Milan Kostov"]


def test_a_group_of_the_vocabulary_speaks_under_its_neutral_name(nlp: Language) -> None:
    text = "The Dawn Front said it would fight on."
    group = GroupMention(Span(4, 14), "dawn-front", "Front of the Dawn", "armed_group")
    (found,) = find_statements(parse(report(text), nlp), (group,))
    assert found.speaker.name == "Front of the Dawn"


def test_a_promise_of_violence_is_a_threat_and_another_is_not(nlp: Language) -> None:
    (threat,) = statements(nlp, "The rebels vowed to attack the convoy.")
    (promise,) = statements(nlp, "The mayor vowed to mend the road.")
    assert (threat.manner, promise.manner) == (Manner.THREATENED, Manner.SAID)


def test_dates_of_speaking_are_those_beside_the_cue_not_in_what_is_said(nlp: Language) -> None:
    text = "Speaking in May 2015, the minister said the plot had begun in 2012."
    may = DateMention(Span(12, 20), "2015-05", date(2015, 5, 1), date(2015, 5, 31))
    year = DateMention(Span(text.index("2012"), text.index("2012") + 4), "2012", date(2012, 1, 1), date(2012, 12, 31))
    (found,) = find_statements(parse(report(text), nlp), (), dates=(may, year))
    assert found.when is not None and found.when.start == date(2015, 5, 1)
    (undated,) = find_statements(parse(report(text), nlp), (), dates=(year,))
    assert undated.when is None


def test_what_the_report_says_itself_is_no_statement(told: Told) -> None:
    assert told("Rebels took the town on Friday. The road was cut and the market burned.") == []


def test_the_holder_of_an_office_in_a_place_is_not_named_after_it(nlp: Language) -> None:
    (found,) = statements(nlp, "The mayor of Northport said the bridge was shut.")
    assert (found.speaker.name, found.speaker.role) == (None, "mayor")


def test_a_surname_alone_is_a_person_and_no_organisation(nlp: Language) -> None:
    text = "Airline spokesman Joshua Freed said the flight was full. Later Freed said it was late."
    assert [s.speaker.name for s in statements(nlp, text)] == [None, None]


def test_who_is_told_something_does_not_say_it(told: Told) -> None:
    assert told("Residents were told that the road was mined.") == []


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.sampled_from("said police. \"'“”‘’«»:,-–\n\t()[]aéم他😀\x00 "), min_size=1, max_size=200))
def test_any_text_is_read_with_spans_inside_it(nlp: Language, text: str) -> None:
    for found in statements(nlp, text):
        assert 0 <= found.content.start < found.content.end <= len(text)
        assert found.cue is None or 0 <= found.cue.start < found.cue.end <= len(text)


def test_every_list_of_the_vocabulary_holds_a_word_once() -> None:
    for name in ("speech", "cues", "speakers", "offices"):
        text = (files("vedette.vocab") / "data" / f"{name}.toml").read_text(encoding="utf-8")
        for where, words in _lists(tomllib.loads(text), name):
            assert len(words) == len(set(words)), (where, sorted({w for w in words if words.count(w) > 1}))


def _lists(table: dict[str, object], where: str) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found.extend(_lists(value, f"{where}.{key}"))
        elif isinstance(value, list):
            found.append((f"{where}.{key}", value))
    return found


def test_a_speaker_who_goes_on_in_the_paragraph_speaks_on_the_same_day(nlp: Language) -> None:
    text = "Speaking in May 2015, Defence Minister Milan Kostov said the line held. Nobody had fled, Kostov said."
    may = DateMention(Span(12, 20), "2015-05", date(2015, 5, 1), date(2015, 5, 31))
    first, second = find_statements(parse(report(text), nlp), (), dates=(may,))
    assert first.when == second.when is not None


def test_semicolons_part_what_two_speakers_say(told: Told) -> None:
    found = told("The guard was stabbed by smugglers, says Ardavia; he fell by a colleague's hand, says Norland.")
    contents = {speaker: content for speaker, _, _, content in found}
    assert "colleague" not in contents["Ardavia"]
    assert "smugglers" not in contents["Norland"]


def test_a_verb_that_opens_its_sentence_is_no_tag(nlp: Language) -> None:
    for text in ("Said police.", "Two were held.\n\nSaid police on Monday.", "SAID POLICE THAT POLICE ."):
        assert find_statements(parse(report(text), nlp), ()) is not None
