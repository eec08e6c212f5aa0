"""Finds the speaker of a verb of saying: its subject, a passive's agent, or the words set off with it by commas."""

from dataclasses import dataclass

from spacy.tokens import Token

from vedette.reading.parse import Sentence
from vedette.reading.speakers_phrase import is_speaker_word
from vedette.reading.speech_words import speaker_nouns

#: Steps up the tree in search of a subject that verbs share.
_STEPS = 5
_QUOTE_ENDS = {"”", '"', "''", "’", "'", "»"}
_MAIN = {"ROOT", "ccomp", "conj", "parataxis", "nsubj", "csubj"}
#: Tokens of a speaker between a comma and the verb; longer stretches are clauses.
_LONGEST_SPEAKER = 14
_SUBJECTS = {"nsubj", "csubj"}
_NOMINAL = {"NOUN", "PROPN", "PRON", "NUM"}
_PRONOUNS = {"both", "each", "all", "some", "many", "this"}
#: What stands between words said and the clause of speaking after them.
_BEFORE_TAG = {",", "”", '"', "''", "—", "–", "--", "’", "'", "!", "?", ";", "»"}


@dataclass(frozen=True)
class SpeakingTag:
    """A clause of speaking set off from what is said: ", police said", ", said the minister"."""

    head: Token
    #: First token of the clause, and one past its speaker and verb.
    start: int
    end: int


def speaking_tag(verb: Token, sentence: Sentence) -> SpeakingTag | None:
    """The clause of speaking that a verb closes or opens, set off by a comma or a quotation mark; else None."""
    if verb.tag_ not in {"VBD", "VBZ", "VBP", "VB", "VBN"} and not _closes(verb, sentence):
        return None
    if any(c.dep_ == "auxpass" for c in verb.lefts):
        return None
    tag = _speaker_then_verb(verb, sentence) or _verb_then_speaker(verb, sentence)
    return tag if tag and _leaves_a_clause(tag, sentence) else None


def _leaves_a_clause(tag: SpeakingTag, sentence: Sentence) -> bool:
    """Whether what stands before the tag can be said: it ends in a quotation mark, or holds a main clause."""
    tokens = sentence.tokens
    doc = tokens.doc
    if tag.start <= tokens.start:
        return False
    if doc[tag.start - 1].text in _QUOTE_ENDS:
        return True
    before = doc[tokens.start : tag.start]
    if before[0].dep_ == "mark" and before[0].lower_ not in {"that", "whether"}:
        return any(t.dep_ in _MAIN and t.pos_ in {"VERB", "AUX"} for t in before)
    if all(t.dep_ not in _MAIN for t in before) and any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in before):
        return False
    return before[0].tag_ not in {"IN", "TO"} or any(t.dep_ in _MAIN and t.pos_ in {"VERB", "AUX"} for t in before)


def _closes(verb: Token, sentence: Sentence) -> bool:
    """Whether a word that was taken for a plural ("the directorate reports.") ends its sentence."""
    return verb.tag_ == "NNS" and verb.i + 1 < sentence.tokens.end and verb.nbor().text in {".", ","}


def _speaker_then_verb(verb: Token, sentence: Sentence) -> SpeakingTag | None:
    doc, first = verb.doc, sentence.tokens.start
    end = verb.i
    while end > first and doc[end - 1].pos_ in {"AUX", "ADV", "PART"}:
        end -= 1
    start = end
    while start > first and end - start < _LONGEST_SPEAKER and doc[start - 1].text not in _BEFORE_TAG:
        if _opens_clause(doc[start - 1]):
            return None
        start -= 1
    if start <= first or start == end or doc[start - 1].text not in _BEFORE_TAG:
        return None
    head = doc[start:end].root
    if head.pos_ not in _NOMINAL and doc[end - 1].lower_ in speaker_nouns("organisation", "described"):
        head = doc[end - 1]
    subject = next((c for c in verb.lefts if c.dep_ in _SUBJECTS), None)
    if subject is not None and subject.i < start and subject.left_edge.i <= head.i <= subject.right_edge.i:
        head, start = subject, subject.left_edge.i
        if start <= first or doc[start - 1].text not in _BEFORE_TAG:
            return None
    return _tag(head.head if head.dep_ == "compound" and head.head.i < end else head, start, verb.i + 1)


#: Prepositions and conjunctions that a speaker's own words may hold.
_INSIDE = {"of", "for", "in", "at", "from", "on", "and", "near", "to", "with", "close"}


def _opens_clause(token: Token) -> bool:
    """Whether a word cannot stand within a speaker's own words (but "think-tank" may)."""
    if token.lower_ in _INSIDE or token.doc[token.i + 1].text == "-" or token.lower_ in speaker_nouns("organisation"):
        return False
    return token.tag_ in {"VBD", "VBZ", "VBP", "MD", "IN", "WDT", "WP", "CC"}


def _verb_then_speaker(verb: Token, sentence: Sentence) -> SpeakingTag | None:
    doc, tokens = verb.doc, sentence.tokens
    start = verb.i
    while start > tokens.start and doc[start - 1].pos_ == "AUX":
        start -= 1
    sets_off = start > tokens.start and doc[start - 1].text in _BEFORE_TAG
    if sets_off and doc[start - 1].text not in _QUOTE_ENDS and any(c.dep_ in _SUBJECTS for c in verb.lefts):
        return None
    if not sets_off and not _bare_inversion(verb):
        return None
    end = verb.i + 1
    while (
        end < tokens.end
        and end - verb.i <= _LONGEST_SPEAKER
        and doc[end].pos_ in {"DET", "ADJ", "NOUN", "PROPN", "NUM", "PRON", "PART"}
    ):
        end += 1
    if end == verb.i + 1:
        return None
    head = doc[verb.i + 1 : end].root
    tag = _tag(head, start, end)
    return tag if tag and (sets_off or head.lower_ in speaker_nouns("organisation", "described")) else None


def _bare_inversion(verb: Token) -> bool:
    """Whether "say police" stands without a comma, as in headlines."""
    return verb.lemma_ == "say" and not any(c.dep_ in _SUBJECTS and c.i < verb.i for c in verb.lefts)


def _tag(head: Token, start: int, end: int) -> SpeakingTag | None:
    if head.pos_ not in _NOMINAL and head.lower_ not in _PRONOUNS and not is_speaker_word(head):
        return None
    if head.lower_ in {"who", "which", "that", "what", "there"} or head.ent_type_ in {
        "DATE",
        "TIME",
        "CARDINAL",
        "MONEY",
    }:
        return None
    return SpeakingTag(head, start, end)


def subject_of(verb: Token) -> Token | None:
    """Head of the words of who speaks: subject, agent of a passive, or the subject that the verb shares."""
    token = verb
    for _ in range(_STEPS):
        found = _own_subject(token, verb)
        if found is not None:
            return antecedent_of(found, token)
        if any(child.dep_ == "nsubjpass" for child in token.lefts) and token is verb:
            return None
        if token.dep_ == "advcl" and token is verb and (document := _document_found(token)) is not None:
            return document
        if token.dep_ in {"conj", "xcomp", "advcl", "parataxis"}:
            token = token.head
        elif token.dep_ in {"acl", "relcl"} and token.tag_ == "VB":
            if token.head.head.lemma_ != "have":
                return None
            token = token.head.head
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
    agent = agent_of(token)
    if agent is not None and token is verb:
        return agent
    passive = token is not verb and any(child.dep_ == "nsubjpass" for child in token.children)
    for child in token.children:
        if child.dep_ in _SUBJECTS and child.pos_ in {"NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET", "X"}:
            return child
        if passive and child.dep_ == "nsubjpass":
            return child
    return _inverted(token) if token is verb else None


def _document_found(verb: Token) -> Token | None:
    """The paper in "found leaflets ordering them to leave"."""
    if verb.tag_ != "VBG":
        return None
    found = (c for c in verb.head.rights if c.dep_ == "dobj" and c.i < verb.i)
    return next((c for c in found if c.lemma_.lower() in speaker_nouns("document")), None)


def agent_of(token: Token) -> Token | None:
    """The doer that a passive names with "by"."""
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


def antecedent_of(subject: Token, verb: Token) -> Token:
    """What a relative pronoun stands for, else the subject itself."""
    if subject.tag_ in {"WDT", "WP"} and verb.dep_ == "relcl" and verb.head.pos_ in {"NOUN", "PROPN", "PRON"}:
        return verb.head
    return subject
