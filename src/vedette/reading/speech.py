"""Finds statements by their verb: who is its subject, and what is said."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from vedette.model.span import Span
from vedette.model.statement import Manner
from vedette.reading.parse import Sentence, span_of
from vedette.reading.speakers_phrase import noun_phrase
from vedette.reading.speech_words import SpeechVerb, speaker_nouns, speech_verbs, threat_words

#: Steps up the tree in search of a subject that verbs share.
_STEPS = 5
_SUBJECTS = {"nsubj", "csubj"}
_PASSING_ON = {"quote", "cite", "describe"}


@dataclass(frozen=True)
class StatementDraft:
    """A statement before its speaker is told."""

    #: Head of the speaker's words, None where the report leaves the speaker out.
    head: Token | None
    manner: Manner
    cue: Span
    #: What is said, None where only a quotation beside it can tell.
    content: Span | None
    rule: str
    #: The clause of speaking (speaker and cue), beside which a quotation may stand.
    clause: Span
    #: Head of the words of who passes it on.
    passed_on_by: Token | None = None


def drafts_by_verb(sentence: Sentence) -> Iterator[StatementDraft]:
    """The statements that verbs of a sentence show, in order of the verbs."""
    verbs = speech_verbs()
    for token in sentence.tokens:
        verb = verbs.get(token.lemma_.lower())
        if verb is None or (token.pos_ not in {"VERB", "AUX"} and not token.tag_.startswith("VB")):
            continue
        draft = _passed_on(token, sentence) or _draft(token, verb, sentence)
        if draft is not None:
            yield draft


def _draft(token: Token, verb: SpeechVerb, sentence: Sentence) -> StatementDraft | None:
    head = subject_of(token)
    if head is None and not _is_passive(token):
        return None
    if head is not None and head.lower_ in {"i", "you"} and verb.is_thought:
        return None
    said, rule = _what_is_said(token, verb, head, sentence)
    if said is None and (verb.is_thought or head is None or (verb.quote_only and not _ends_clause(token))):
        return None
    cue = _cue(token, verb)
    clause = _clause(token, head, cue)
    manner = _manner(token, verb, said)
    return StatementDraft(head, manner, cue, said, f"{rule}: {token.lemma_}", clause)


def _is_passive(token: Token) -> bool:
    """Whether the speaker may be left out: "is accused of", "the attack, blamed on rebels"."""
    passive = any(child.dep_ in {"nsubjpass", "auxpass"} for child in token.lefts)
    return token.tag_ == "VBN" and (passive or token.dep_ == "acl")


def _ends_clause(token: Token) -> bool:
    """Whether nothing hangs on the verb that would make it more than a tag beside a quotation."""
    return not any(child.dep_ in {"dobj", "attr", "acomp"} for child in token.rights)


def subject_of(verb: Token) -> Token | None:
    """Head of the words of who speaks: subject, agent of a passive, or the subject that the verb shares."""
    token = verb
    for _ in range(_STEPS):
        found = _own_subject(token, verb)
        if found is not None:
            return _antecedent(found, token)
        if any(child.dep_ == "nsubjpass" for child in token.lefts) and token is verb:
            return None
        if token.dep_ in {"conj", "xcomp", "advcl", "parataxis"}:
            token = token.head
        elif (token.dep_ == "acl" and token.tag_ == "VBG") or token.dep_ == "relcl":
            return token.head if token.head.pos_ in {"NOUN", "PROPN", "PRON"} else None
        elif token.dep_ == "pcomp" and token.head.head.pos_ in {"VERB", "AUX"}:
            token = token.head.head
        elif token.dep_ in {"aux", "auxpass"}:
            token = token.head
        else:
            return None
    return None


def _own_subject(token: Token, verb: Token) -> Token | None:
    agent = _agent(token)
    if agent is not None and token is verb:
        return agent
    passive = token is not verb and any(child.dep_ == "nsubjpass" for child in token.children)
    for child in token.children:
        if child.dep_ in _SUBJECTS and child.pos_ in {"NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET", "X"}:
            return child
        if passive and child.dep_ == "nsubjpass":
            return child
    return _inverted(token) if token is verb else None


def _agent(token: Token) -> Token | None:
    for child in token.rights:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by" and token.tag_ == "VBN"):
            return next((c for c in child.rights if c.dep_ == "pobj"), None)
    return None


def _inverted(token: Token) -> Token | None:
    """The speaker of `"…", said the minister` where the parser took it for an object."""
    if token.lemma_ not in {"say", "add", "ask", "report", "write", "claim", "warn", "explain", "tell", "state"}:
        return None
    follows = token.i > token.sent.start and token.nbor(-1).text[-1:] in "\"'”’,»!?"
    if not follows:
        return None
    return next((c for c in token.rights if c.dep_ in {"dobj", "attr", "oprd"} and c.pos_ in {"NOUN", "PROPN"}), None)


def _antecedent(subject: Token, verb: Token) -> Token:
    if subject.tag_ in {"WDT", "WP"} and verb.dep_ == "relcl" and verb.head.pos_ in {"NOUN", "PROPN", "PRON"}:
        return verb.head
    return subject


def _what_is_said(token: Token, verb: SpeechVerb, head: Token | None, sentence: Sentence) -> tuple[Span | None, str]:
    """The stretch that is said, and the rule that found it."""
    clause = next((c for c in token.children if c.dep_ == "ccomp" and _may_be_said(c, verb)), None)
    if clause is not None:
        return _clause_content(clause, token, head, sentence), "clause"
    before = _sentence_before(token, head, sentence)
    if before is not None:
        return before, "clause before"
    infinitive = next((c for c in token.rights if c.dep_ == "xcomp"), None)
    if infinitive is not None and (verb.takes_infinitive or (infinitive.tag_ == "VBG" and verb.takes_object)):
        return stretch(token.i + 1, infinitive.right_edge.i + 1, sentence), "infinitive"
    return _object_content(token, verb, head, sentence)


def _may_be_said(clause: Token, verb: SpeechVerb) -> bool:
    return not verb.quote_only or any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.lefts)


def _object_content(token: Token, verb: SpeechVerb, head: Token | None, sentence: Sentence) -> tuple[Span | None, str]:
    for child in token.rights:
        if child.dep_ in {"prep", "prt"} and child.lower_ in verb.fixed and child.right_edge.i > child.i:
            start = _accused_start(token) if verb.manner is Manner.ACCUSED else child.i + 1
            return stretch(start, child.right_edge.i + 1, sentence), "preposition"
    patient = next((c for c in token.children if c.dep_ in {"dobj", "nsubjpass"} and c is not head), None)
    if verb.takes_object and patient is not None:
        if patient.dep_ == "nsubjpass":
            end = token.i if verb.manner is not Manner.ACCUSED else _right_end(token)
            return stretch(patient.left_edge.i, end, sentence), "passive"
        return stretch(patient.left_edge.i, _right_end(token), sentence), "object"
    return None, "quotation"


def _accused_start(token: Token) -> int:
    patient = next((c for c in token.children if c.dep_ in {"dobj", "nsubjpass"}), None)
    return patient.left_edge.i if patient is not None else token.i + 1


def _right_end(token: Token) -> int:
    """Past the last word that belongs to the verb's object and its prepositions; clauses beside it stay out."""
    end = token.i + 1
    for child in token.rights:
        if child.dep_ in {"punct", "conj", "cc", "advcl"}:
            break
        end = child.right_edge.i + 1
    return end


def _clause_content(clause: Token, verb: Token, head: Token | None, sentence: Sentence) -> Span:
    start, end = clause.left_edge.i, clause.right_edge.i + 1
    low = min(verb.i, noun_phrase(head).start) if head is not None else verb.i
    high = max(verb.i, head.i) if head is not None else verb.i
    if clause.i < verb.i:
        start = min(start, clause.left_edge.i)
        end = _medial_end(low, high, sentence) if _is_medial(low, high, sentence) else low
    return stretch(start, end, sentence) or span_of(clause)


def _is_medial(low: int, high: int, sentence: Sentence) -> bool:
    """Whether the sentence goes on after a clause of speaking set off by commas."""
    tokens = sentence.tokens
    doc = tokens.doc
    return high + 2 < tokens.end and doc[high + 1].text == "," and low - 1 > tokens.start


def _medial_end(low: int, high: int, sentence: Sentence) -> int:
    return sentence.tokens.end


def _sentence_before(token: Token, head: Token | None, sentence: Sentence) -> Span | None:
    """What stands before ", X said" at the end of a sentence, where the parser did not see it as a clause."""
    tokens = sentence.tokens
    low = min(token.i, noun_phrase(head).start) if head is not None and head.sent == token.sent else token.i
    if head is None or low - 1 <= tokens.start or tokens.doc[low - 1].text not in {",", "”", '"', "''"}:
        return None
    if token.lemma_ not in {"say", "report", "add", "claim", "warn", "announce", "state", "write", "confirm"}:
        return None
    last = max(token.i, noun_phrase(head).end - 1)
    if tokens.end - last > 6 or any(c.dep_ == "dobj" and c is not head for c in token.rights):
        return None
    return stretch(tokens.start, low, sentence)


def stretch(start: int, end: int, sentence: Sentence) -> Span | None:
    """The tokens `[start, end)` within the sentence, without punctuation at the ends; None when nothing is left."""
    tokens = sentence.tokens
    start, end = max(start, tokens.start), min(end, tokens.end)
    doc = tokens.doc
    while start < end and (doc[start].is_space or doc[start].text in {",", ":", ";", "-", "–", "—", "."}):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].text in {",", ":", ";", "-", "–", "—", "."}):
        end -= 1
    return span_of(doc[start:end]) if end > start else None


def _cue(token: Token, verb: SpeechVerb) -> Span:
    """The verb with its auxiliaries and its fixed particle."""
    start = end = token.i
    for child in token.lefts:
        if child.dep_ in {"aux", "auxpass", "neg"} and child.i >= token.i - 4:
            start = min(start, child.i)
    if any(t.dep_ in _SUBJECTS for t in token.doc[start : token.i]):
        start = token.i
    for child in token.rights:
        if child.i == token.i + 1 and (child.dep_ == "prt" or child.lower_ in verb.fixed):
            end = child.i
    return span_of(token.doc[start : end + 1])


def _clause(token: Token, head: Token | None, cue: Span) -> Span:
    if head is None or head.doc is not token.doc or head.sent != token.sent:
        return cue
    phrase = span_of(noun_phrase(head))
    return Span(min(phrase.start, cue.start), max(phrase.end, cue.end), cue.part)


def _manner(token: Token, verb: SpeechVerb, said: Span | None) -> Manner:
    verbs, words = threat_words()
    if token.lemma_ in verbs:
        if any(t.lower_ in words or t.lemma_ in words for t in token.subtree):
            return Manner.THREATENED
        return verb.manner
    denies = any(c.dep_ == "prt" and c.lower_ == "out" for c in token.rights) and token.lemma_ == "rule"
    return Manner.DENIED if denies else verb.manner


def _passed_on(token: Token, sentence: Sentence) -> StatementDraft | None:
    """ "State TV quoted the minister as saying …", "the minister was quoted by state TV as saying …"."""
    if token.lemma_ not in _PASSING_ON:
        return None
    as_word = next(
        (c for c in token.subtree if c.lower_ == "as" and c.dep_ in {"prep", "mark"} and c.i > token.i), None
    )
    saying = next((c for c in as_word.rights if c.dep_ == "pcomp"), None) if as_word is not None else None
    verb = speech_verbs().get(saying.lemma_.lower()) if saying is not None else None
    if saying is None or verb is None:
        return None
    passive = next((c for c in token.children if c.dep_ == "nsubjpass"), None)
    quoted = passive or next((c for c in token.rights if c.dep_ == "dobj"), None)
    if quoted is None:
        return None
    said, _ = _what_is_said(saying, verb, None, sentence)
    by = _agent(token) if passive is not None else subject_of(token)
    cue = span_of(token.doc[token.i : saying.i + 1]) if saying.i - token.i < 12 else span_of(token)
    clause = Span(min(span_of(quoted).start, cue.start), max(span_of(quoted).end, cue.end), cue.part)
    quoted = _antecedent(quoted, token)
    return StatementDraft(quoted, verb.manner, cue, said, f"passed on: {token.lemma_}", clause, by)


def is_medium(head: Token) -> bool:
    """Whether a word names a newspaper, station or agency."""
    return head.lemma_.lower() in speaker_nouns("medium")
