"""The triggers as data."""

from vedette.reading.inflect import forms_of, noun_forms
from vedette.reading.lexicon import find_matches, load_patterns
from vedette.vocab.load import load_table


def test_forms_of_verbs() -> None:
    assert {"ambush", "ambushes", "ambushed", "ambushing"} <= forms_of("ambush")
    assert {"shot", "shooting"} <= forms_of("shoot")
    assert {"seize", "seized", "seizing"} <= forms_of("seize")


def test_forms_of_nouns() -> None:
    assert noun_forms("casualty") == {"casualty", "casualties"}
    assert noun_forms("gunman") == {"gunman", "gunmen"}


def test_a_gap_stands_for_a_few_words() -> None:
    (match,) = [m for m in find_matches(["he", "blew", "the", "old", "bridge", "up"]) if m.pattern.words == "blow ~ up"]
    assert (match.start, match.end) == (1, 6)


def test_triggers_of_several_words_are_found() -> None:
    assert "suicide car bomb" in [m.pattern.words for m in find_matches(["a", "suicide", "car", "bomb"])]


def test_there_are_several_hundred_triggers() -> None:
    assert len(load_patterns()) > 600


def test_every_kind_and_mode_is_in_the_codebook() -> None:
    kinds = load_table("codebook")["kinds"]
    for entry in {pattern.entry for pattern in load_patterns()}:
        known = {**kinds[entry.kind].get("modes", {}), **kinds[entry.kind].get("own_modes", {})}
        assert entry.mode is None or entry.mode in known, entry.name
        assert entry.role in ("act", "harm", "means", "plot", "doer"), entry.name


def test_every_condition_names_a_field() -> None:
    fields = load_table("kinds")
    for entry in {pattern.entry for pattern in load_patterns()}:
        assert set(entry.not_in) | set(entry.needs) <= set(fields), entry.name
