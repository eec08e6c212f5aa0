"""The words of a speaker: noun phrase, office, name and organisation."""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.reading.parse import entities_in
from vedette.reading.speech_words import speaker_nouns, words_of

#: Tokens of a noun phrase that are looked at; longer ones are lists.
_LONGEST_PHRASE = 30
_LEFT = {"det", "amod", "compound", "nmod", "poss", "nummod", "quantmod", "advmod", "predet", "punct"}
_PREPOSITIONS = {"of", "for", "in", "at", "from", "on", "to", "with", "near", "close"}
_ORGANISATION_LABELS = {"ORG", "NORP", "GPE"}


@dataclass(frozen=True)
class Person:
    """What a noun phrase tells of a person."""

    #: The person's name, as words; kept only where an office goes with it.
    name: str | None
    #: The public office, None when none is told.
    office: str | None
    #: What the person is otherwise ("spokesman", "shopkeeper").
    is_a: str | None


def noun_phrase(head: Token) -> TokenSpan:
    """The phrase around a head noun: determiners, modifiers, owners and prepositional phrases, no clauses."""
    start, end = head.i, head.i + 1
    for child in head.lefts:
        if child.dep_ in _LEFT and (child.dep_ != "punct" or child.text == "-"):
            start = min(start, child.left_edge.i)
            break
    for child in head.rights:
        if _widens(child, head):
            end = child.right_edge.i + 1
        elif child.dep_ in {"case", "compound", "nummod", "flat", "nmod"}:
            end = max(end, child.i + 1)
        elif child.dep_ != "cc" or child.i + 1 == len(child.doc) or child.nbor().dep_ != "conj":
            break
    sentence_start, sentence_end = head.sent.start, head.sent.end
    start, end = max(start, sentence_start, head.i - _LONGEST_PHRASE), min(end, sentence_end, head.i + _LONGEST_PHRASE)
    while start < head.i and (head.doc[start].is_punct or head.doc[start].is_space):
        start += 1
    return head.doc[start:end]


def _widens(child: Token, head: Token) -> bool:
    """Whether what follows a head noun belongs to its phrase: "of the army", "close to the palace"."""
    if child.dep_ in {"prep", "agent"}:
        return child.lower_ in _prepositions(head) and not _has_clause(child)
    if child.dep_ == "amod":
        return child.lower_ in {"close", "familiar"}
    names_itself = child.lemma_ in {"call", "sign", "style"} and child.tag_ == "VBG"
    return child.dep_ == "acl" and (names_itself or child.lower_ in {"briefed", "familiar", "based"})


def _prepositions(head: Token) -> set[str]:
    documents = speaker_nouns("document")
    return _PREPOSITIONS | {"by"} if head.lemma_.lower() in documents else _PREPOSITIONS


def with_list(head: Token) -> TokenSpan:
    """The phrase with what is joined to it by "and" ("witnesses and medics")."""
    phrase = noun_phrase(head)
    last = next((child for child in head.rights if child.dep_ == "conj"), None)
    if last is None or last.pos_ not in {"NOUN", "PROPN", "PRON"}:
        return phrase
    other = noun_phrase(last)
    if other.end <= phrase.end or other.end - phrase.start > _LONGEST_PHRASE:
        return phrase
    return head.doc[phrase.start : other.end]


def _has_clause(preposition: Token) -> bool:
    return any(child.dep_ in {"pcomp"} for child in preposition.rights)


def is_speaker_word(head: Token) -> bool:
    """Whether a word names somebody who can speak: a known noun, an office, a name or a pronoun."""
    known = speaker_nouns("organisation", "medium", "document", "described", "spokesperson")
    return (
        head.pos_ in {"PROPN", "PRON"}
        or head.lower_ in known
        or head.lemma_.lower() in known
        or is_office(head.lower_)
        or head.ent_type_ in {"ORG", "PERSON", "GPE", "NORP"}
    )


def is_document(head: Token) -> bool:
    """Whether a word names a paper, poll or recording that speaks for whoever made it."""
    return head.lemma_.lower() in speaker_nouns("document") and head.pos_ in {"NOUN", "PROPN"}


def is_office(word: str) -> bool:
    """Whether the word ends the name of a public office or is a rank of general or flag officers."""
    return word in words_of("offices", "offices", "heads") or word in words_of("offices", "offices", "ranks")


def _is_title(word: str) -> bool:
    return is_office(word) or word in words_of("offices", "offices", "other_titles")


def office_in(tokens: Sequence[Token]) -> str | None:
    """The office that the tokens name ("Defense Minister"), ranks only where no other office stands there."""
    words = [token.lower_ for token in tokens]
    phrase = _office_phrase(tokens, words)
    if phrase:
        return phrase
    heads = words_of("offices", "offices", "heads")
    ranks = words_of("offices", "offices", "ranks")
    civil = [n for n, word in enumerate(words) if _singular(tokens[n]) in heads or word in heads]
    if civil:
        return _office_words(tokens, civil[-1])
    military = [n for n, word in enumerate(words) if word in ranks]
    return " ".join(tokens[n].text for n in military) if military else None


def _singular(token: Token) -> str:
    return str(token.lemma_.lower())


def _office_phrase(tokens: Sequence[Token], words: list[str]) -> str | None:
    joined = f" {' '.join(words)} "
    for phrase in words_of("offices", "offices", "phrases"):
        at = joined.find(f" {phrase} ")
        if at >= 0:
            first = joined[: at + 1].count(" ") - 1
            return _office_words(tokens, first + phrase.count(" "))
    return None


def _office_words(tokens: Sequence[Token], last: int) -> str:
    """The run of modifiers that ends in the office at `last`: back to an owner, a country or a determiner."""
    first = last
    while first > 0:
        before = tokens[first - 1]
        if before.pos_ not in {"NOUN", "PROPN", "ADJ"} and before.text not in {"-", "/"}:
            break
        if before.ent_type_ in {"GPE", "NORP", "PERSON"} or before.lower_ in {"then", "former"}:
            break
        first -= 1
    run = tokens[first : last + 1]
    return str(run[0].doc[run[0].i : run[-1].i + 1].text)


def is_public(office: str, organisation: str | None) -> bool:
    """Whether an office is a public one: "president" is, but not of a company."""
    last = office.lower().split()[-1]
    if organisation is None or last not in words_of("offices", "offices", "private_too"):
        return True
    words = set(organisation.lower().replace("’s", "").replace("'s", "").split())
    return bool(words & words_of("offices", "offices", "bodies"))


def person_in(phrase: TokenSpan) -> Person:
    """What the phrase tells of a person: the name after the titles, the office, or a plain noun."""
    tokens = [token for token in phrase if not token.is_space]
    name = _name_tokens(tokens)
    before = tokens[: tokens.index(name[0])] if name else tokens
    office = office_in(before)
    is_a = next((t.text for t in reversed(before) if t.pos_ == "NOUN" and t.dep_ not in {"pobj", "poss"}), None)
    words = str(phrase.doc[name[0].i : name[-1].i + 1].text) if name else None
    return Person(words, office, is_a)


def _name_tokens(tokens: Sequence[Token]) -> list[Token]:
    """The run of capitalised words at the end of a phrase that follows its titles."""
    run: list[Token] = []
    for token in reversed(tokens):
        joins = token.text in {"-", "'", "’"} or token.lower_ in {
            "al",
            "bin",
            "ibn",
            "de",
            "van",
            "von",
            "ul",
            "el",
            "ben",
        }
        if not (token.pos_ == "PROPN" or token.ent_type_ == "PERSON" or joins) or _is_title(token.lower_):
            break
        if token.lower_ in speaker_nouns("organisation", "medium", "document", "described"):
            break
        run.append(token)
    run.reverse()
    while run and not run[0].text[:1].isupper() and run[0].lower_ not in {"al", "el"}:
        run.pop(0)
    return [] if _is_led_to(tokens[: len(tokens) - len(run)]) else run


def _is_led_to(before: Sequence[Token]) -> bool:
    """Whether a preposition leads to what follows: "the mayor of Northport" names no mayor."""
    last = next((t for t in reversed(before) if t.pos_ not in {"DET", "ADJ"}), None)
    return last is not None and last.pos_ == "ADP"


def organisation_in(phrase: TokenSpan, head: Token) -> str | None:
    """The organisation, force or country that the phrase names beside its head."""
    for entity in entities_in(phrase):
        if entity.label_ in _ORGANISATION_LABELS and not (entity.start <= head.i < entity.end):
            if head.lower_ in entity.text.lower().split():
                continue
            return trim_name(entity)
    nouns = speaker_nouns("organisation")
    for token in phrase:
        if token.i != head.i and token.lower_ in nouns and token.dep_ in {"compound", "nmod", "poss", "pobj", "amod"}:
            inner = noun_phrase(token)
            return trim_name(inner)
    return None


def trim_name(phrase: TokenSpan) -> str:
    """The phrase as a name: without article, owner's pronoun, possessive ending and outer or open punctuation."""
    start, end = phrase.start, phrase.end
    doc = phrase.doc
    while start < end - 1 and (
        doc[start].pos_ in {"DET", "PUNCT"} or doc[start].dep_ == "det" or doc[start].tag_ == "PRP$"
    ):
        start += 1
    while end - 1 > start and (doc[end - 1].tag_ == "POS" or doc[end - 1].is_punct):
        end -= 1
    words = str(doc[start:end].text)
    return words if words.count("(") == words.count(")") else words.partition(" (")[0].strip("()") or words
