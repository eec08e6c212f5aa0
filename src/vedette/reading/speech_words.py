"""The words by which reports attribute, from the vocabulary's tables."""

from dataclasses import dataclass, replace
from functools import cache

from vedette.model.statement import Manner
from vedette.vocab.load import load_table


@dataclass(frozen=True)
class SpeechVerb:
    """How one verb attributes."""

    manner: Manner
    #: Whether a plain object counts as what is said.
    takes_object: bool
    #: Whether an infinitive counts as what is said.
    takes_infinitive: bool
    #: Whether it is a verb of belief, expectation or feeling.
    is_thought: bool
    #: Whether it needs a quotation or a clause that opens with "that".
    quote_only: bool
    #: Whether its object counts only with a subject that is known to speak.
    is_guarded: bool
    #: Prepositions and particles after it that lead to what is said.
    fixed: frozenset[str]


@cache
def speech_verbs() -> dict[str, SpeechVerb]:
    """Each attributing verb, by its dictionary form."""
    table = load_table("speech")
    rare = frozenset(table["quote_only"]["words"])
    guarded = frozenset(table["guarded"]["words"])
    verbs: dict[str, SpeechVerb] = {}
    for name, frames in table["verbs"].items():
        manner = Manner.SAID if name == "thought" else Manner(name)
        words = [*frames["clause"], *frames["object"], *frames.get("to", ())]
        for word in words:
            if word in verbs and manner is Manner.SAID:
                continue
            verbs[word] = SpeechVerb(
                manner,
                word in frames["object"],
                word in frames.get("to", ()),
                name == "thought",
                word in rare,
                word in guarded,
                frozenset(table["fixed"].get(word, ())),
            )
    return _merge_said(verbs, table["verbs"]["said"])


def _merge_said(verbs: dict[str, SpeechVerb], said: dict[str, list[str]]) -> dict[str, SpeechVerb]:
    """The table itself: words of the list `said` keep the stronger manner that a later list gives them."""
    for word in said["object"]:
        verb = verbs[word]
        verbs[word] = replace(verb, takes_object=True)
    return verbs


@cache
def speech_nouns() -> dict[str, Manner]:
    """Each attributing noun ("claim", "denial") with its manner."""
    nouns = load_table("cues")["nouns"]
    return {
        word: Manner(name)
        for name, words in nouns.items()
        if name not in {"unowned", "made_by", "sources"}
        for word in words
    }


@cache
def words_of(table: str, section: str, name: str) -> frozenset[str]:
    """One list of a table as a set."""
    return frozenset(load_table(table)[section][name])


@cache
def speaker_nouns(*kinds: str) -> frozenset[str]:
    """The nouns of these kinds in the table of speakers."""
    table = load_table("speakers")
    return frozenset(word for kind in kinds for word in table[kind])


@cache
def threat_words() -> tuple[frozenset[str], frozenset[str]]:
    """Verbs of promising that may threaten, and the words in what is said that make them a threat."""
    table = load_table("speech")["threat"]
    return frozenset(table["verbs"]), frozenset(table["words"])


@cache
def load_phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The attributing prepositions, by their first word, each as its words."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in load_table("cues")["prepositions"]["phrases"]:
        words = tuple(phrase.split())
        found[words[0]] = (*found.get(words[0], ()), words)
    return found
