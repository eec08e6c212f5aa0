"""Tells whether the clause around a time expression speaks of the past or of what is to come."""

from typing import Literal

from spacy.tokens import Token

from vedette.reading.parse import Sentence
from vedette.reading.timex_words import W

Tense = Literal["past", "present", "future"]

#: Steps up the tree at most; broken parses can be deep.
_MAX_STEPS = 12


def tense_at(sentence: Sentence, start: int) -> Tense | None:
    """The tense of the clause that holds position `start` of the sentence's text, None where no verb tells it."""
    token = _token_at(sentence, start)
    if token is None or not token.doc.has_annotation("DEP"):
        return None
    if token.dep_ == "poss" and token.head.lemma_.lower() in W.tense["done"]:
        return "past"
    for _ in range(_MAX_STEPS):
        if _looks_ahead(token):
            return "future"
        if token.pos_ == "NOUN" and _is_of_done(token):
            return "past"
        if token.pos_ in ("VERB", "AUX") and (found := _tense_of_verb(token)) is not None:
            return found
        if token.head is token:
            return None
        token = token.head
    return None


def _is_of_done(noun: Token) -> bool:
    """Whether a day hangs by its preposition from a noun for what is done ("missing after a raid on Thursday")."""
    ahead = {child.lower_ for child in noun.children if child.dep_ == "amod"} & {"planned", "possible", "next"}
    return noun.lemma_.lower() in W.tense["done"] and not ahead and noun.dep_ == "pobj" and noun.head.lower_ == "after"


def _looks_ahead(preposition: Token) -> bool:
    """Whether a day, or its preposition, hangs on a plan or a deadline ("set for Friday", "gave them until Monday")."""
    word, above = preposition.lower_, preposition.head.lemma_.lower()
    if preposition.dep_ in ("dobj", "npadvmod"):
        followed = preposition.i + 1 < len(preposition.doc) and preposition.nbor().lower_ == "for"
        return followed and above in ("set", "fix", "schedule", "name")
    if word in ("for", "to"):
        return above in W.tense["planning"] or preposition.head.lower_ in W.tense["planning"]
    return word in ("until", "till", "by", "before") and above in W.tense["deadline"]


def _token_at(sentence: Sentence, start: int) -> Token | None:
    tokens = sentence.tokens
    base = tokens.start_char
    low, high = 0, len(tokens)
    while low < high:
        middle = (low + high) // 2
        if tokens[middle].idx - base + len(tokens[middle]) <= start:
            low = middle + 1
        else:
            high = middle
    return tokens[low] if low < len(tokens) else None


def _tense_of_verb(verb: Token) -> Tense | None:
    """The tense that a verb and its auxiliaries show; None where it hangs on the verb above ("trying", "to enter")."""
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    shown = {helper.lower_ for helper in helpers}
    tags = {helper.tag_ for helper in helpers} | {verb.tag_}
    if shown & W.tense["future"] and "have" not in shown:
        unable = "could" in shown and any(child.dep_ == "neg" for child in verb.children)
        return "past" if unable else "future"
    if verb.lemma_ == "be" and "been" not in shown and any(_is_infinitive(child) for child in verb.children):
        return "future" if verb.tag_ in ("VBZ", "VBP") else None
    if "to" in shown:
        return _tense_of_infinitive(verb)
    if tags & {"VBD"} or (verb.tag_ == "VBN" and shown & {"has", "have", "having", "'ve", "been"}):
        return "past"
    if verb.tag_ == "VBN":
        return "present" if tags & {"VBZ", "VBP"} else ("past" if verb.dep_ in ("acl", "ROOT") else None)
    if tags & {"VBZ", "VBP"}:
        going = verb.tag_ == "VBG"
        scheduled = verb.lemma_.lower() in W.tense["scheduled"] and _part(verb) == "text"
        return "future" if (going and shown & {"is", "are", "am"}) or scheduled else "present"
    return None


def _is_infinitive(token: Token) -> bool:
    """Whether it is the "disarm" of "are to disarm"."""
    return token.dep_ == "xcomp" and token.tag_ == "VB" and token.i - 2 == token.head.i


def _part(token: Token) -> str:
    """`title` or `text`: headlines tell of the past in the present tense."""
    return str(token.doc.user_data.get("part", "text"))


def _tense_of_infinitive(verb: Token) -> Tense | None:
    """What "to meet on Sunday" says: to come, unless the verb above implies that it was done or begun."""
    above = verb.head
    if any(child.lower_ == "have" for child in verb.children if child.dep_ == "aux"):
        return "past"
    if above is verb:
        return "future"
    to = next((child for child in verb.children if child.lower_ == "to"), None)
    if to is not None and to.i > 0 and to.nbor(-1).lower_ in ("first", "last", "only", "latest"):
        return None
    if above.lemma_.lower() in W.tense["implicative"] and above.pos_ in ("VERB", "AUX"):
        return None
    if verb.dep_ == "advcl" and above.lemma_.lower() not in W.tense["planning"] and above.tag_ in ("VBD", "VBN"):
        return None
    return "future"
