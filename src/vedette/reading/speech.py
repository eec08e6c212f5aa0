"""Finds statements by their verb: who is its subject, and what is said."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from vedette.model.span import Span
from vedette.model.statement import Manner
from vedette.reading.nobody import is_nobody
from vedette.reading.parse import Sentence, span_of
from vedette.reading.speakers_phrase import is_speaker_word, noun_phrase
from vedette.reading.speech_content import what_is_said
from vedette.reading.speech_pleas import plea_of
from vedette.reading.speech_subject import agent_of, antecedent_of, speaking_tag, subject_of
from vedette.reading.speech_words import SpeechVerb, speech_verbs, threat_words, words_of

#: Manners that a passive shows even where it names nobody ("was blamed on rebels").
_UNSIGNED = {Manner.ACCUSED, Manner.DENIED, Manner.CLAIMED}
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
        if verb is None or not _is_verb(token, sentence):
            continue
        if token.lower_ in words_of("cues", "prepositions", "passing_on"):
            continue
        draft = _passed_on(token, sentence) or _pleaded(token, sentence) or _draft(token, verb, sentence)
        if draft is not None:
            yield draft


def _is_verb(token: Token, sentence: Sentence) -> bool:
    if token.pos_ in {"VERB", "AUX"} or token.tag_.startswith("VB"):
        return True
    return token.tag_ == "NNS" and speaking_tag(token, sentence) is not None


def _draft(token: Token, verb: SpeechVerb, sentence: Sentence) -> StatementDraft | None:
    tag = speaking_tag(token, sentence) if _can_be_tag(token, verb) else None
    if tag is not None and verb.quote_only and not is_speaker_word(tag.head):
        tag = None
    head = tag.head if tag is not None else subject_of(token)
    if (head is None and not _is_passive(token)) or _says_nothing(token, verb, head):
        return None
    if head is not None and not sentence.tokens.start <= head.i < sentence.tokens.end:
        return None
    said, rule = what_is_said(token, verb, head, tag, sentence)
    if said is None and (verb.is_thought or head is None or (verb.quote_only and not _ends_clause(token))):
        return None
    if head is None and verb.manner not in _UNSIGNED and (rule != "clause" or verb.takes_infinitive or _is_told(token)):
        return None
    cue = _cue(token, verb)
    clause = _clause(token, head, cue)
    manner = _manner(token, verb, said)
    return StatementDraft(head, manner, cue, said, f"{rule}: {token.lemma_}", clause)


def _pleaded(token: Token, sentence: Sentence) -> StatementDraft | None:
    """ "Both men pleaded not guilty to the bombing"."""
    plea, head = plea_of(token, sentence), subject_of(token)
    if plea is None or plea.charge is None or head is None:
        return None
    return StatementDraft(
        head, plea.manner, plea.cue, plea.charge, f"plea: {token.lemma_}", _clause(token, head, plea.cue)
    )


def _can_be_tag(token: Token, verb: SpeechVerb) -> bool:
    """Whether a verb may close or open a clause of speaking: it says, and nothing else hangs on it."""
    if any(c.dep_ == "ccomp" and token.doc[c.left_edge.i - 1].text != "," for c in token.rights):
        return False
    addressed = token.lemma_ in {"tell", "inform", "assure", "remind", "advise"}
    return addressed or not any(c.dep_ in {"xcomp", "dobj", "acomp"} and c.i > token.i + 1 for c in token.rights)


def _says_nothing(token: Token, verb: SpeechVerb, head: Token | None) -> bool:
    """Whether the verb attributes nothing to anybody else: "I think", "did not comment", "no group claimed"."""
    if head is not None and is_nobody(head):
        return True  # "No group has claimed it."
    bare = head is not None and (head.lower_ in {"i", "you", "there"} or head.like_num) and not any(head.children)
    if bare or (head is not None and _is_hidden_passive(token, head)):
        return True
    lefts = list(token.lefts)
    if verb.is_thought and head is not None and head.lower_ == "we":
        return True
    if verb.is_thought and any(c.dep_ == "aux" and c.lower_ == "to" for c in lefts):
        return True
    if head is not None and head.lower_ == "it" and any(c.dep_ == "aux" and c.lower_ == "to" for c in lefts):
        return True
    silent = token.lemma_ in words_of("speech", "silent", "words")
    return silent and any(c.dep_ == "neg" for c in lefts)


def _is_told(token: Token) -> bool:
    """Whether the subject of a passive is who hears it: "residents were told that"."""
    return token.lemma_ in {"tell", "inform", "remind", "assure", "notify", "convince", "persuade", "advise"}


def _is_hidden_passive(token: Token, head: Token) -> bool:
    """Whether the subject is who is spoken to or of: "India asked to stop", "army accused of torture", "is told"."""
    if head.i > token.i or any(c.dep_ in {"dobj", "dative", "agent"} for c in token.rights):
        return False
    if any(c.dep_ == "auxpass" for c in token.lefts) and head.dep_ == "nsubj" and head.head == token:
        return True
    if token.tag_ not in {"VBD", "VBN"} or any(c.dep_ == "aux" for c in token.lefts):
        return False
    follows = token.i + 1 < len(token.doc) and token.nbor().lower_
    return (token.lemma_ in {"ask", "urge", "tell", "order"} and follows == "to") or (
        token.lemma_ in {"accuse", "charge", "suspect"} and follows in {"of", "with"}
    )


def _is_passive(token: Token) -> bool:
    """Whether the speaker may be left out: "is accused of", "the attack, blamed on rebels"."""
    passive = any(child.dep_ in {"nsubjpass", "auxpass"} for child in token.lefts)
    return token.tag_ == "VBN" and (passive or token.dep_ == "acl")


def _ends_clause(token: Token) -> bool:
    """Whether nothing hangs on the verb that would make it more than a tag beside a quotation."""
    return not any(child.dep_ in {"dobj", "attr", "acomp"} for child in token.rights)


def _cue(token: Token, verb: SpeechVerb) -> Span:
    """The verb with its auxiliaries and its fixed particle."""
    start = end = token.i
    for child in token.lefts:
        if child.dep_ in {"aux", "auxpass", "neg"} and child.i >= token.i - 4:
            start = min(start, child.i)
    if any(t.dep_ in {"nsubj", "csubj"} for t in token.doc[start : token.i]):
        start = token.i
    for child in token.rights:
        if child.i == token.i + 1 and (child.dep_ == "prt" or child.lower_ in verb.fixed):
            end = child.i
    channel = _channel_after(token, end)
    return span_of(token.doc[start : (channel or end) + 1])


def _channel_after(token: Token, end: int) -> int | None:
    """The last word of "in a statement" where it follows the verb at once."""
    doc = token.doc
    for at in range(end + 1, min(end + 6, len(doc))):
        if doc[at].pos_ in {"VERB", "PUNCT", "PROPN"}:
            return None
        if doc[at].lemma_.lower() in words_of("cues", "sentence_links", "channels"):
            return at if doc[end + 1].lower_ in {"in", "on", "by"} else None
    return None


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
    if token.lemma_ == "rule" and any(c.dep_ == "prt" and c.lower_ == "out" for c in token.rights):
        return Manner.SAID if any(c.dep_ == "neg" for c in token.lefts) else Manner.DENIED
    if any(
        c.dep_ in {"oprd", "acomp", "ccomp", "attr", "dobj"} and c.lower_ in words_of("speech", "untrue", "words")
        for c in token.rights
    ):
        return Manner.DENIED
    return verb.manner


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
    said, _ = what_is_said(saying, verb, None, None, sentence)
    by = agent_of(token) if passive is not None else subject_of(token)
    cue = span_of(token.doc[token.i : saying.i + 1]) if saying.i - token.i < 12 else span_of(token)
    clause = Span(min(span_of(quoted).start, cue.start), max(span_of(quoted).end, cue.end), cue.part)
    quoted = antecedent_of(quoted, token)
    return StatementDraft(quoted, verb.manner, cue, said, f"passed on: {token.lemma_}", clause, by)
