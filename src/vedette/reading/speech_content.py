"""Finds what is said: the clause, the infinitive, the object or the words before a verb of saying."""

from spacy.tokens import Token

from vedette.model.span import Span
from vedette.model.statement import Manner
from vedette.reading.parse import Sentence, span_of
from vedette.reading.speakers_phrase import is_document, is_speaker_word
from vedette.reading.speech_subject import SpeakingTag
from vedette.reading.speech_words import SpeechVerb, speaker_nouns, speech_verbs, threat_words, words_of

#: Tokens after a clause of speaking, up to a comma, past which the sentence goes on with what is said.
_LONGEST_ASIDE = 9
#: Tokens before a clause of speaking among which a joining word begins what is said.
_JOINT = 3
#: What polls, studies and reports do with an object that is a finding.
_FINDS = {"show", "find", "suggest", "indicate", "reveal", "put", "say"}
_EDGES = {",", ":", ";", "-", "–", "—", ".", "--"}


def what_is_said(
    token: Token, verb: SpeechVerb, head: Token | None, tag: SpeakingTag | None, sentence: Sentence
) -> tuple[Span | None, str]:
    """The stretch that is said, None where only a quotation can tell; and the rule that found it."""
    if tag is not None:
        return _beside_tag(tag, sentence), "clause before"
    clause = _clause(token, verb, head)
    if clause is not None and clause.i > token.i:
        return stretch(max(clause.left_edge.i, token.i + 1), clause.right_edge.i + 1, sentence), "clause"
    if clause is not None and head is not None:
        return stretch(clause.left_edge.i, min(clause.right_edge.i + 1, head.left_edge.i), sentence), "clause before"
    infinitive = next((c for c in token.rights if c.dep_ == "xcomp"), None)
    if infinitive is not None and _fits(infinitive, verb):
        return stretch(token.i + 1, infinitive.right_edge.i + 1, sentence), "infinitive"
    return _object_content(token, verb, head, sentence)


def _fits(infinitive: Token, verb: SpeechVerb) -> bool:
    has_to = any(c.lower_ == "to" for c in infinitive.lefts)
    return verb.takes_infinitive if has_to else verb.takes_object


def _clause(token: Token, verb: SpeechVerb, head: Token | None) -> Token | None:
    """The clause that depends on the verb: after it if there is one, before it only up to a comma."""
    clauses = [c for c in token.children if c.dep_ == "ccomp" and _may_be_said(c, verb, head)]
    after = next((c for c in clauses if c.i > token.i), None)
    if after is not None:
        return after
    return next((c for c in clauses if not any(m.dep_ == "mark" and m.lower_ != "that" for m in c.lefts)), None)


def _may_be_said(clause: Token, verb: SpeechVerb, head: Token | None) -> bool:
    if head is not None and is_document(head):
        return True
    return not verb.quote_only or any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.lefts)


def _beside_tag(tag: SpeakingTag, sentence: Sentence) -> Span | None:
    """What stands before a clause of speaking, and after it where the sentence goes on behind a comma."""
    tokens = sentence.tokens
    doc = tokens.doc
    end = max(tag.end, tag.head.right_edge.i + 1) if tag.head.i >= tag.end - 1 else tag.end
    aside = next((t.i for t in doc[end : min(end + _LONGEST_ASIDE, tokens.end)] if t.text == ","), None)
    first = next((t.i + 1 for t in reversed(doc[tokens.start : tag.start]) if t.text == ";"), tokens.start)
    # "They found it and thereby, police say, ended a plan", "a man who, they thought, was armed": the rest alone.
    first = next((t.i for t in doc[max(first, tag.start - _JOINT) : tag.start] if _joins(t)), first)
    last = next((t.i for t in doc[end : tokens.end] if t.text == ";"), tokens.end)
    goes_on = aside is not None and aside + 3 < last and not _goes_on_saying(doc[aside + 1])
    return stretch(first, last if goes_on else tag.start, sentence)


def _joins(token: Token) -> bool:
    """Whether what a clause of speaking right behind it bears on begins with the word."""
    return token.dep_ == "cc" or token.tag_ in {"WP", "WDT"}


def _goes_on_saying(token: Token) -> bool:
    return (token.tag_ == "VBG" and token.lemma_ in speech_verbs()) or token.tag_ in {"WP", "WDT", "CC"}


def _object_content(token: Token, verb: SpeechVerb, head: Token | None, sentence: Sentence) -> tuple[Span | None, str]:
    for child in token.rights:
        if child.dep_ in {"prep", "prt"} and child.lower_ in verb.fixed and child.right_edge.i > child.i:
            start = _start_of_object(token) if verb.manner is Manner.ACCUSED or token.lemma_ == "put" else child.i + 1
            return stretch(start, child.right_edge.i + 1, sentence), "preposition"
    patient = next((c for c in token.children if c.dep_ in {"dobj", "nsubjpass"} and c != head), None)
    if patient is not None and _is_no_message(token, verb, patient):
        return None, "quotation"
    if patient is not None and _gives_out(token, patient):
        return stretch(patient.left_edge.i, patient.right_edge.i + 1, sentence), "gives out"
    if verb.is_guarded and (head is None or not is_speaker_word(head)):
        return None, "quotation"
    if patient is not None and token.lemma_ == "tell" and any(c.dep_ == "dative" for c in token.rights):
        return stretch(patient.left_edge.i, _right_end(token), sentence), "object"
    if patient is not None and patient.dep_ == "dobj" and token.lemma_ == "say" and patient.i > token.i:
        return stretch(token.i + 1, patient.right_edge.i + 1, sentence), "clause"
    if patient is not None and head is not None and is_document(head) and token.lemma_ in _FINDS:
        return stretch(patient.left_edge.i, _right_end(token), sentence), "finding"
    if verb.takes_object and token.dep_ == "relcl" and token.head != head and any(token.rights):
        return stretch(token.head.left_edge.i, _right_end(token), sentence), "relative clause"
    if verb.takes_object and patient is not None:
        if patient.dep_ == "nsubjpass":
            before = min((c.i for c in token.lefts if c.dep_ in {"aux", "auxpass"}), default=token.i)
            end = before if verb.manner is not Manner.ACCUSED else _right_end(token)
            return stretch(patient.left_edge.i, end, sentence), "passive"
        return stretch(patient.left_edge.i, _right_end(token), sentence), "object"
    return None, "quotation"


def _is_no_message(token: Token, verb: SpeechVerb, patient: Token) -> bool:
    """Whether an object is not what is said: who is warned ("warned the group"), or what is put in danger."""
    if verb.manner is Manner.THREATENED:
        words = threat_words()[1]
        return patient.lower_ not in words and patient.lemma_ not in words
    if verb.manner is not Manner.WARNED:
        return False
    addressed = (
        patient.pos_ in {"PROPN", "PRON"}
        or patient.text.isupper()
        or patient.lemma_.lower() in speaker_nouns("described", "organisation")
    )
    return addressed and not any(c.i > patient.right_edge.i and c.dep_ in {"prep", "ccomp"} for c in token.rights)


def _gives_out(token: Token, patient: Token) -> bool:
    """Whether something that speaks is given out: "released a video of …", "published a list of …"."""
    return token.lemma_ in words_of("speech", "gives_out", "verbs") and (
        patient.lemma_.lower() in words_of("speech", "gives_out", "what")
    )


def _start_of_object(token: Token) -> int:
    patient = next((c for c in token.children if c.dep_ in {"dobj", "nsubjpass"}), None)
    return min(patient.left_edge.i, token.i + 1) if patient is not None else token.i + 1


def _right_end(token: Token) -> int:
    """Past the last word that belongs to the verb's object and its prepositions; clauses beside it stay out."""
    end = token.i + 1
    for child in token.rights:
        if child.dep_ in {"punct", "conj", "cc", "advcl"}:
            break
        end = child.right_edge.i + 1
    return end


def stretch(start: int, end: int, sentence: Sentence) -> Span | None:
    """The tokens `[start, end)` within the sentence, without punctuation at the ends; None when nothing is left."""
    tokens = sentence.tokens
    start, end = max(start, tokens.start), min(end, tokens.end)
    doc = tokens.doc
    while start < end and (doc[start].is_space or doc[start].text in _EDGES):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].text in _EDGES):
        end -= 1
    return span_of(doc[start:end]) if end > start else None
