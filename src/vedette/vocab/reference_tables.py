"""The page on kinds, modes, contexts, stages, manners, bodies of states, weapons and occasions."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from vedette.model.event import OnWhoseWord, Reality, Stage
from vedette.model.statement import Manner
from vedette.vocab.groups_of_states import load_bodies
from vedette.vocab.load import load_table
from vedette.vocab.occasion_entries import load_occasion_entries

#: Not made by hand: says so to whoever opens the page.
MADE_BY = "<!-- Made from the vocabulary's data files by `make docs`; change those, not this page. -->"

_STAGES = {
    Stage.THREATENED: "somebody said that they would do it",
    Stage.PLANNED: "a plan or preparations are told",
    Stage.ATTEMPTED: "it was begun; how it ended is not told",
    Stage.FAILED: "it was begun and came to nothing by itself",
    Stage.FOILED: "somebody stopped it before its end",
    Stage.CARRIED_OUT: "it was done",
    Stage.HOAX: "it was made to look like an act, and was none",
}
_REALITY = {
    Reality.ACTUAL: "told as real, at its stage",
    Reality.POSSIBLE: "may be or come",
    Reality.NEGATED: "told not to have happened",
    Reality.GENERIC: "of no one time (such attacks are rare)",
}
_WORD = {
    OnWhoseWord.FACT: "the report tells it itself",
    OnWhoseWord.CLAIMED: "those who did it, or a side, say so",
    OnWhoseWord.ACCUSED: "somebody says so of somebody else",
    OnWhoseWord.SUSPECTED: "held for likely",
    OnWhoseWord.DENIED: "somebody says that it is not so",
    OnWhoseWord.POSSIBLE: "held for possible",
}
_MANNERS = {
    Manner.SAID: "said, without more",
    Manner.ANNOUNCED: "made known in public",
    Manner.CLAIMED: "said for oneself, or without proof",
    Manner.DENIED: "said not to be so",
    Manner.ACCUSED: "said against somebody",
    Manner.WARNED: "said of something that may come",
    Manner.THREATENED: "said that one will do it",
    Manner.CONFIRMED: "said to be so, after others",
}


def table_page() -> str:
    """The page `vocabulary.md`."""
    parts = [
        "# Vocabulary",
        MADE_BY,
        "What the fields of events and statements may hold, and the words behind them. Groups have pages of their own: "
        "[groups](vocabulary-groups.md).",
        *_codebook(),
        "## Stages",
        table(("stage", "meaning"), [(f"`{stage}`", _STAGES[stage]) for stage in Stage]),
        "## Reality",
        table(("reality", "meaning"), [(f"`{reality}`", _REALITY[reality]) for reality in Reality]),
        "## On whose word",
        table(("word", "meaning"), [(f"`{word}`", _WORD[word]) for word in OnWhoseWord]),
        "## Manners of saying",
        table(("manner", "meaning"), [(f"`{manner}`", _MANNERS[manner]) for manner in Manner]),
        *_weapons(),
        *_bodies(),
        *_occasions(),
        *_triggers(),
    ]
    return "\n\n".join(parts) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _codebook() -> list[str]:
    codebook = load_table("codebook")
    rows = [
        (f"`{kind}`", entry["means"], _codes(entry.get("modes", {})), _codes(entry.get("own_modes", {})))
        for kind, entry in codebook["kinds"].items()
    ]
    return [
        "## Kinds and modes",
        "Kinds, modes and contexts are PLOVER's; a few modes are our own.",
        table(("kind", "meaning", "modes", "our modes"), rows),
        "## Contexts",
        table(("context", "meaning"), [(f"`{name}`", means) for name, means in codebook["contexts"].items()]),
    ]


def _codes(meanings: Mapping[str, str]) -> str:
    return "; ".join(f"`{name}` ({means})" for name, means in meanings.items()) or "–"


def _weapons() -> list[str]:
    rows = [
        (f"`{weapon}`", entry["name"], entry["type"], _sample(entry["words"]))
        for weapon, entry in load_table("weapons").items()
    ]
    return ["## Weapons and means", table(("id", "name", "type", "words"), rows)]


def _bodies() -> list[str]:
    rows = [(f"`force:CC:{body.id}`", body.name, body.kind, _sample(body.words)) for body in load_bodies()]
    return [
        "## Bodies of states",
        "Found by pattern after a state's name or adjective (CC: its ISO 3166-1 code), unless listed by name.",
        table(("id", "name", "kind", "words"), rows),
    ]


def _occasions() -> list[str]:
    rows = [
        (f"`{rule}`", entry["name"], entry["calendar"], ", ".join(entry.get("countries", ())) or "–", entry["source"])
        for rule, entry in load_occasion_entries()[0].items()
    ]
    return ["## Occasions", table(("id", "name", "calendar", "countries", "source"), rows)]


def _triggers() -> list[str]:
    rows: list[Sequence[str]] = []
    for file in ("triggers_assault", "triggers_deeds", "triggers_coerce", "triggers_other"):
        for name, entry in load_table(file).items():
            if isinstance(entry, Mapping) and "kind" in entry:
                rows.append((name, f"`{entry['kind']}`", entry.get("mode") or "–", _sample(_words_of(entry))))
    return ["## Words that name an act", table(("entry", "kind", "mode", "words (the first of them)"), rows)]


def _words_of(entry: Mapping[str, Any]) -> list[str]:
    return [word for key in ("verbs", "nouns", "phrases") for word in entry.get(key, ())]


def _sample(words: Sequence[str], most: int = 12) -> str:
    """The first words, with "…" where there are more."""
    return ", ".join(words[:most]) + (" …" if len(words) > most else "")
