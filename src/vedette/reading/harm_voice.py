"""Finds whom a harm befell: the phrase before a passive or a headline's participle, or after an active verb."""

from functools import cache

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.reading.harm_words import harm_of
from vedette.reading.people_counted import Tokens
from vedette.reading.persons import PEOPLE, Sort, sort_of
from vedette.vocab.load import load_table

#: Words before which an active verb has no object.
_ENDS = frozenset((".", ";", ":", "|", "–", "—", "-", "!", "?", "(", ")"))
#: Words behind a comma within which another harm is looked for.
_FAR = 6
#: Participles of harm that end in -t.
_PAST_IN_T = frozenset(("hurt", "shot", "cut", "hit", "burnt", "lost", "beset"))
#: Words with which a number that may not be exact begins.
_BEFORE_NUMBERS = frozenset(
    (
        "up",
        "over",
        "about",
        "around",
        "at",
        "nearly",
        "almost",
        "roughly",
        "approximately",
        "as",
        "well",
        "only",
        "under",
    )
)
#: Words that may stand between them and the number.
_UP_TO_NUMBER = frozenset(("least", "most", "many", "few", "over", "than", "to", "as", "a", "more"))
_ACTIVE_AUX = frozenset(("was", "were", "been", "be", "being", "is", "are", "get", "got", "gets"))


@cache
def _between() -> frozenset[str]:
    """Words between a phrase and what befell it ("were reported killed")."""
    return frozenset(load_table("tolls")["people"]["between"])


def is_past(token: Token) -> bool:
    """Whether the form may be a participle ("killed"), which headlines use without its auxiliary."""
    return token.lower_.endswith(("ed", "ain", "en", "ld", "ught")) or token.lower_ in _PAST_IN_T


def is_active(token: Token, sentence: TokenSpan) -> bool:
    """Whether a verb of harm says who did it rather than whom it befell ("killed five", not "five killed")."""
    low = token.lower_
    if low in ("die", "dies", "died", "dying", "perish", "perished"):
        return False
    before = [t.lower_ for t in token.doc[max(sentence.start, token.i - 3) : token.i] if t.text != "IS"]
    if any(word in _ACTIVE_AUX for word in before[-2:]) or any(
        c.dep_ in ("nsubjpass", "auxpass") for c in token.children
    ):
        return False
    if not is_past(token) or low == "shoot":
        return True
    after = _next_after_joined(token, sentence)
    if after is not None and after.text == "IS" and after.i + 1 < sentence.end:
        return True
    if (
        after is None
        or after.lower_ in _ENDS
        or after.is_punct
        or after.pos_ in ("ADP", "SCONJ", "VERB", "AUX", "CCONJ", "ADV")
    ):
        return after is not None and after.lower_ in _BEFORE_NUMBERS and _counts_next(after, sentence)
    return True


def _counts_next(token: Token, sentence: TokenSpan) -> bool:
    """Whether a number of people follows, or over what says how exact it is ("at least twenty", "as many as 30")."""
    words = [after.lower_ for after in token.doc[token.i : min(token.i + 6, sentence.end)]]
    if token.lower_ in ("at", "as", "well") and words[1:2] not in (["least"], ["most"], ["many"], ["over"], ["more"]):
        return False
    at = next((n for n, word in enumerate(words) if n and word not in _UP_TO_NUMBER), len(words))
    counts = at < len(words) and (token.doc[token.i + at].like_num or words[at] in ("dozen", "dozens", "scores"))
    return counts and not any(word in load_table("tolls")["numbers"]["not_people"] for word in words[at + 1 : at + 2])


def _next_after_joined(token: Token, sentence: TokenSpan) -> Token | None:
    """The word after the verb, or after another harm joined to it."""
    at = token.i + 1
    if at + 1 < sentence.end and token.doc[at].lower_ in ("or", "and", ",") and harm_of(token.doc[at + 1]):
        at += 2
    at += _length_of_end(token.doc[at : min(at + 2, sentence.end)])
    while at < sentence.end and token.doc[at].is_quote:
        at += 1
    return token.doc[at] if at < sentence.end else None


def _length_of_end(tokens: TokenSpan) -> int:
    """How many words say that what went before was deadly ("shot dead by", "hacked to death in")."""
    words = [token.lower_ for token in tokens]
    return 1 if words[:1] == ["dead"] else 2 if words == ["to", "death"] else 0


def befallen(token: Token, sentence: TokenSpan) -> Tokens:
    """The phrase that a passive or a headline's participle says the harm befell; empty where there is none."""
    subject = next((c for c in token.children if c.dep_ in ("nsubjpass", "nsubj") and c.i < token.i), None)
    before = phrase_before(token, sentence)
    if len(before) and _is_set_apart(before[0], sentence):
        return before
    if token.dep_ == "acl" and any(t.lower_ == "of" for t in before) and token.head.i >= before[0].i:
        return token.doc[max(before[0].i, _counted_over(token.head).left_edge.i) : before[-1].i + 1]
    if subject is not None and _is_behind_another(subject, before, token):
        return phrase_of(subject, sentence)
    if subject is None or (len(before) and subject.i >= before[0].i) or subject.lower_ in ("who", "which", "that"):
        return before
    phrase = phrase_of(subject, sentence) if subject.pos_ in ("NOUN", "PROPN", "NUM", "PRON") else before
    return before if len(before) and any(harm_of(word) for word in phrase) else phrase


def _is_behind_another(subject: Token, before: Tokens, verb: Token) -> bool:
    """Whether the words before a verb begin with a noun of another clause ("attacked in South Kivu, driver killed")."""
    if subject.pos_ not in ("NOUN", "PROPN") or not len(before):
        return False
    comma = next((at for at, token in enumerate(before) if at and token.text == ","), None)
    placed = comma is not None and before[comma - 1].dep_ == "pobj" and before[comma].i < subject.left_edge.i + 1
    return placed and not verb.is_ancestor(before[0])


def _counted_over(noun: Token) -> Token:
    """The people with a number of whom a noun behind "of" says only which ("two members of a group killed in")."""
    outer = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun
    counted = outer.i < noun.i and sort_of(outer) in PEOPLE and any(c.dep_ == "nummod" for c in outer.lefts)
    return outer if counted else noun


def phrase_of(noun: Token, sentence: TokenSpan) -> Tokens:
    """The noun with what stands before it, and what "and" joins to it."""
    ends = [noun, *(c for c in noun.conjuncts if c.i > noun.i and c.i - noun.i < 12)]
    start = max(sentence.start, noun.left_edge.i)
    last = ends[-1]
    numbers = [t for t in noun.subtree if t.i > noun.i and t.dep_ == "pobj" and t.head.lower_ == "of"]
    return (
        noun.doc[start : max(last.i, *(t.i for t in numbers), noun.i) + 1] if numbers else noun.doc[start : last.i + 1]
    )


def phrase_before(token: Token, sentence: TokenSpan) -> Tokens:
    """The phrase before a participle or a word of state, over what may stand between."""
    end = token.i
    while end > sentence.start and (token.doc[end - 1].lower_ in _between() or token.doc[end - 1].pos_ == "ADV"):
        end -= 1
    if end > sentence.start and harm_of(token.doc[end - 1]) and token.doc[end].lower_ in ("or", "and", ","):
        return phrase_before(token.doc[end - 1], sentence)
    start = _start_of_phrase(end, sentence)
    if _is_behind_noun(start, end, sentence):
        start = _start_of_phrase(start - 1, sentence)
    elif start > sentence.start and (harm_of(token.doc[start - 1]) or token.doc[start - 1].pos_ == "VERB"):
        start = next((t.i for t in reversed(token.doc[start:end]) if _is_set_apart(t, sentence)), start)
    return token.doc[start:end]


def _is_set_apart(token: Token, sentence: TokenSpan) -> bool:
    """Whether a word opens a clause of its own behind a comma or a colon ("Scores injured, 20 arrested")."""
    return token.i > sentence.start and token.nbor(-1).text in (",", ":")


def _start_of_phrase(end: int, sentence: TokenSpan) -> int:
    """Where the phrase that ends at a position begins: no further than the harm that others came to."""
    doc, start = sentence.doc, end
    while start > sentence.start and _within_phrase(doc[start - 1]) and not _ends_other_harm(doc[start - 1]):
        start -= 1
    return start


def _ends_other_harm(token: Token) -> bool:
    """Whether a comma or "and" sets the phrase apart from another harm ("one dead, two wounded")."""
    return token.lower_ in (",", "and", "&") and token.i > 0 and harm_of(token.nbor(-1)) is not None


def _is_behind_noun(start: int, end: int, sentence: TokenSpan) -> bool:
    """Whether a phrase without number says only where those before it are from ("six men from Easton shot")."""
    doc = sentence.doc
    if start - 2 < sentence.start or start == end or doc[start - 1].lower_ not in ("from", "in", "at", "near"):
        return False
    people = any(token.like_num or sort_of(token) in PEOPLE - {Sort.NAMED} for token in doc[start:end])
    return doc[start - 2].pos_ == "NOUN" and not people


def _within_phrase(token: Token) -> bool:
    if token.lower_ == "as":
        return any(word.lower_ in ("many", "few") for word in token.doc[max(0, token.i - 1) : token.i + 2])
    if token.lower_ in (
        "of",
        "and",
        "&",
        ",",
        "'",
        '"',
        "“",
        "”",
        "‘",
        "’",
        "than",
        "at",
        "least",
        "to",
        "up",
        "over",
        "or",
        "about",
        "around",
        "nearly",
        "almost",
        "some",
    ):
        if token.lower_ not in ("to", "at", "up", "over", "about", "around", "nearly", "almost", "some"):
            return True
        after = token.doc[token.i + 1 : token.i + 2]
        return token.lower_ == "some" or any(word.like_num or word.lower_ in ("least", "to", "a") for word in after)
    if token.lower_ in ("suspected", "alleged", "wanted", "accused", "armed", "would"):
        return token.i + 1 < len(token.doc)
    if token.lower_ in ("-",):
        return token.i > 0 and token.nbor(-1).whitespace_ != " "
    if token.pos_ in ("NOUN", "PROPN", "ADJ", "NUM", "DET", "PART", "PRON", "ADV") or token.text == "IS":
        return True
    return token.pos_ == "VERB" and token.tag_ in ("VBN", "VBG") and token.dep_ in ("amod", "compound")


def done_to(token: Token, sentence: TokenSpan) -> Tokens:
    """The phrase after an active verb of harm; empty where there is none."""
    after = _next_after_joined(token, sentence)
    if after is None:
        return ()
    end = after.i
    while end < sentence.end and _within_phrase(token.doc[end]) and not _begins_other_harm(token.doc[end], sentence):
        end += 1
    return token.doc[after.i : end]


def _begins_other_harm(token: Token, sentence: TokenSpan) -> bool:
    """Whether what follows tells of another harm: "kills one, injures six", "kills one, six wounded"."""
    doc = sentence.doc
    if token.lower_ not in (",", "and", "&"):
        follows = doc[token.i + 1] if token.i + 1 < sentence.end else None
        return harm_of(token) is not None and (follows is None or follows.is_punct or follows.pos_ in ("ADP", "CCONJ"))
    for after in doc[token.i + 1 : min(token.i + _FAR, sentence.end)]:
        if harm_of(after):
            return True
        if not (after.pos_ in ("NUM", "NOUN", "PROPN", "ADJ", "DET") or after.lower_ in ("at", "least", "another")):
            return False
    return False
