"""Finds statements by prepositions ("according to"), nouns ("the army's claim that …") and adverbs ("reportedly")."""

from collections.abc import Iterator

from spacy.tokens import Token

from vedette.model.span import Span
from vedette.model.statement import Manner
from vedette.reading.parse import Sentence, span_of
from vedette.reading.speakers_phrase import is_speaker_word, noun_phrase
from vedette.reading.speech import StatementDraft
from vedette.reading.speech_content import stretch
from vedette.reading.speech_subject import subject_of
from vedette.reading.speech_words import load_phrases, speech_nouns, speech_verbs, words_of


def drafts_without_verb(sentence: Sentence) -> Iterator[StatementDraft]:
    """The statements that prepositions, nouns and adverbs of a sentence show, in order."""
    phrases = load_phrases()
    for token in sentence.tokens:
        draft = None
        for words in phrases.get(token.lower_, ()):
            draft = _by_preposition(token, words, sentence)
            if draft is not None:
                break
        if draft is None and token.pos_ == "NOUN":
            draft = _by_noun(token, sentence)
        if draft is None and token.pos_ == "ADV":
            draft = _by_adverb(token, sentence)
        if draft is not None:
            yield draft


def _by_preposition(token: Token, words: tuple[str, ...], sentence: Sentence) -> StatementDraft | None:
    """ "According to the ministry, …": the speaker follows, the rest of the clause is said."""
    end = token.i + len(words)
    doc = token.doc
    if end >= sentence.tokens.end or tuple(t.lower_ for t in doc[token.i : end]) != words:
        return None
    head = _speaker_after(end, sentence)
    if head is None:
        return None
    passing = " ".join(words) in words_of("cues", "prepositions", "passing_on")
    cue = span_of(doc[token.i : end])
    phrase_end = noun_phrase(head).end
    said = _rest_of_clause(token.i, phrase_end, sentence)
    by = subject_of(token) if passing and token.pos_ == "VERB" else None
    if by is not None and by.i == head.i:
        by = None
    if by is not None and not is_speaker_word(head):
        reasons = stretch(end, head.right_edge.i + 1, sentence)
        return StatementDraft(by, Manner.SAID, cue, reasons, f"object: {token.lemma_}", cue)
    clause = Span(cue.start, span_of(doc[phrase_end - 1]).end, cue.part)
    return StatementDraft(head, Manner.SAID, cue, said, f"preposition: {' '.join(words)}", clause, by)


def _speaker_after(start: int, sentence: Sentence) -> Token | None:
    """Head of the first noun phrase that begins at `start`."""
    doc = sentence.tokens.doc
    for at in range(start, min(start + 12, sentence.tokens.end)):
        token = doc[at]
        if token.pos_ in {"NOUN", "PROPN", "PRON", "NUM"} and not (
            token.dep_ in {"compound", "nmod", "amod", "poss", "nummod"} and token.head.i > token.i
        ):
            return token
        if token.pos_ in {"VERB", "AUX", "PUNCT"} and token.dep_ not in {"amod", "compound", "punct"}:
            return None
    return None


def _rest_of_clause(start: int, end: int, sentence: Sentence) -> Span | None:
    """What stands beside the phrase `[start, end)`: after it at the head of a sentence, else before it."""
    tokens = sentence.tokens
    doc = tokens.doc
    opens = start - tokens.start <= 2 and all(t.pos_ not in {"VERB", "AUX"} for t in doc[tokens.start : start])
    if opens:
        comma = next((t.i for t in doc[end : tokens.end] if t.text == ","), end)
        return stretch(comma if comma - end < 15 else end, tokens.end, sentence)
    after = doc[end : tokens.end]
    goes_on = len(after) > 4 and after[0].text == "," and doc[start - 1].text == ","
    return stretch(tokens.start, tokens.end if goes_on else start, sentence)


def _by_noun(token: Token, sentence: Sentence) -> StatementDraft | None:
    """ "The army's claim that …", "a claim of responsibility by the group", "reports that …"."""
    manner = speech_nouns().get(token.lemma_.lower())
    if manner is None:
        return None
    said = _noun_content(token, sentence)
    owner = _owner(token)
    if said is None and owner is not None and _is_source(token):
        said = _rest_of_clause(token.head.i, token.i + 1, sentence)
    if said is None or (owner is None and token.lemma_.lower() not in words_of("cues", "nouns", "unowned")):
        return None
    if token.dep_ == "dobj" and token.head.lemma_ in speech_verbs() and owner is None:
        return None
    if _is_made(token):
        owner = owner or subject_of(token.head)
    cue = span_of(token)
    return StatementDraft(owner, manner, cue, said, f"noun: {token.lemma_}", cue)


def _is_made(token: Token) -> bool:
    """Whether somebody makes the statement: "issued a warning", "gave an account"."""
    return token.dep_ == "dobj" and token.head.lemma_ in words_of("cues", "nouns", "made_by")


def _is_source(token: Token) -> bool:
    """Whether a clause rests on the noun: "by the governor's count", "in the army's account"."""
    return token.dep_ == "pobj" and token.lemma_.lower() in words_of("cues", "nouns", "sources")


def _noun_content(token: Token, sentence: Sentence) -> Span | None:
    for child in token.rights:
        if child.dep_ in {"acl", "ccomp", "relcl"} and any(
            c.dep_ in {"mark", "nsubj", "nsubjpass"}
            and (c.lower_ == "that" or (child.dep_ == "acl" and c.dep_ != "mark"))
            for c in child.lefts
        ):
            if child.dep_ == "relcl" and not any(c.dep_ == "mark" for c in child.lefts):
                continue
            return stretch(child.left_edge.i, child.right_edge.i + 1, sentence)
        if child.dep_ == "acl" and child.tag_ == "VB":
            return stretch(child.left_edge.i, child.right_edge.i + 1, sentence)
        if child.dep_ == "prep" and child.lower_ in {"of", "about", "against"} and child.right_edge.i > child.i:
            return stretch(child.i + 1, child.right_edge.i + 1, sentence)
    return None


def _owner(token: Token) -> Token | None:
    for child in token.lefts:
        if child.dep_ == "poss":
            return child
        if child.dep_ == "compound" and child.ent_type_ in {"ORG", "GPE", "NORP", "PERSON"}:
            return child
    for child in token.rights:
        if child.dep_ in {"prep", "agent"} and child.lower_ in {"by", "from"}:
            return next((c for c in child.rights if c.dep_ == "pobj"), None)
    return subject_of(token.head) if _is_made(token) else None


def _by_adverb(token: Token, sentence: Sentence) -> StatementDraft | None:
    """ "Reportedly", "allegedly": the clause is said by nobody named."""
    for manner in (Manner.SAID, Manner.ACCUSED, Manner.CLAIMED):
        if token.lower_ in words_of("cues", "adverbs", manner.value):
            verb = token.head
            said = stretch(verb.left_edge.i, verb.right_edge.i + 1, sentence)
            cue = span_of(token)
            return StatementDraft(None, manner, cue, said, f"adverb: {token.lower_}", cue)
    return None
