"""Reads one mention of a harm: whom it befell and how many."""

from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.reading.inflect import forms_of, noun_forms
from vedette.reading.people_counted import Count, Tokens, count_people
from vedette.reading.persons import PEOPLE, Sort, sort_of
from vedette.vocab.load import load_table

HARMS = ("killed", "injured", "detained")

#: Last words of phrases that say that somebody died.
_DEADLY_ENDS = frozenset(("death", "dead", "alive", "ineffective"))

#: Words before which an active verb has no object.
_ENDS = frozenset((".", ";", ":", "|", "–", "—", "-", "!", "?", "(", ")"))
_ACTIVE_AUX = frozenset(("was", "were", "been", "be", "being", "is", "are", "get", "got", "gets"))


@dataclass(frozen=True)
class HarmWords:
    """The words of one harm."""

    verbs: frozenset[str]
    states: frozenset[str]
    nouns: frozenset[str]
    tolls: frozenset[str]


@dataclass(frozen=True)
class Harm:
    """One figure: which harm, how many, and by which words."""

    harm: str
    count: Count
    #: Whether the word is a toll ("death toll"), which stands for all.
    is_toll: bool = False


@cache
def _between() -> frozenset[str]:
    """Words between a phrase and what befell it ("were reported killed")."""
    return frozenset(load_table("tolls")["people"]["between"])


@cache
def harm_words(harm: str) -> HarmWords:
    """The words of `killed`, `injured` or `detained`, in all forms."""
    table = load_table("tolls")[harm]
    return HarmWords(
        frozenset(form for verb in table["verbs"] for form in forms_of(verb.split()[0])),
        frozenset(state.split()[-1] for state in table["states"]),
        frozenset(form for noun in table["nouns"] for form in noun_forms(noun)),
        frozenset(noun.split()[-1] for noun in table["toll_nouns"]),
    )


def read_harms(words: TokenSpan, sentence: TokenSpan, *, takes: bool = False) -> list[Harm]:
    """The figures that a trigger's words give: several for "killed or wounded 20".

    Args:
        words: The trigger's words.
        sentence: Their sentence.
        takes: Whether the words tell of an arrest or an abduction, by whichever verb ("in custody", "taken from").
    """
    if len(words) > 1 and words[-1].lower_ in _DEADLY_ENDS:
        return _of_phrase("killed", words[0], sentence)
    if words[0].lower_ in forms_of("shoot"):
        return _shot(words[0], sentence)
    tolls = [token for token in words if any(token.lower_ in harm_words(harm).tolls for harm in HARMS)]
    for token in tolls or words:
        found = _harm_of(token)
        if found and not (takes and words[0].pos_ == "ADP"):
            return _figures(token, found, sentence)
    if not takes:
        return []
    verb = words[0].head if words[0].pos_ == "ADP" else next((t for t in words if t.pos_ == "VERB"), words[0])
    return _of_phrase("detained", verb, sentence)


def _shot(verb: Token, sentence: TokenSpan) -> list[Harm]:
    """The figure of people shot, of whom it is not told whether they died; only where a number tells it."""
    count = count_people(_object(verb, sentence) if is_active(verb, sentence) else _subject(verb, sentence))
    if count is None or not count.exact:
        return []
    return [Harm("killed", Count(0, count.high, count.start, count.end, exact=True))]


def _of_phrase(harm: str, verb: Token, sentence: TokenSpan) -> list[Harm]:
    """The figure of "hacked to death", "shot dead", "in custody": of its verb."""
    active = verb.pos_ == "VERB" and is_active(verb, sentence)
    count = count_people(_object(verb, sentence) if active else _subject(verb, sentence))
    return [Harm(harm, count)] if count else []


def _harm_of(token: Token) -> str | None:
    low = token.lower_
    for harm in HARMS:
        known = harm_words(harm)
        if low in known.states or low in known.verbs or low in known.nouns or low in known.tolls:
            return harm
    return None


def is_harm(token: Token) -> bool:
    """Whether the word is one for a harm ("killed", "wounding", "dead")."""
    return _harm_of(token) is not None


def _figures(token: Token, harm: str, sentence: TokenSpan) -> list[Harm]:
    known = harm_words(harm)
    if token.lower_ in known.tolls:
        count = _first_count(token.doc[token.i + 1 : min(sentence.end, token.i + 14)])
        return [Harm(harm, count, is_toll=True)] if count and count.exact else []
    partner, joiner = _joined_harm(token, sentence)
    count = _count(token, known, sentence)
    if count is None or (token.lower_ in _taking() and not _counts_people(count, token)):
        return []
    if partner and joiner:
        finite = token.tag_ in ("VBZ", "VBP") and joiner == ","
        return _either(harm, partner, "and" if finite else joiner, count)
    return [Harm(harm, count)]


@cache
def _taking() -> frozenset[str]:
    """Verbs of taking that take things as well as people."""
    return frozenset(form for verb in ("seize", "capture", "hold", "catch", "snatch") for form in forms_of(verb))


def _counts_people(count: Count, token: Token) -> bool:
    """Whether a figure counts people: a noun at it is one for them, or it is a number of nothing else."""
    near = list(takewhile(lambda word: not word.is_punct or word.is_quote, token.doc[count.start : count.end + 4]))
    nouns = [word for word in near if word.i != token.i and word.pos_ in ("NOUN", "PROPN")]
    sorts = [sort_of(word) for word in nouns]
    if any(sort in PEOPLE - {Sort.NAMED} for sort in sorts) or any(word.ent_type_ == "NORP" for word in nouns):
        return True
    return count.exact and not any(sort in (Sort.THING, Sort.WEAPON, Sort.PLACE) for sort in sorts)


def _either(harm: str, partner: str, joiner: str, count: Count) -> list[Harm]:
    """The figures of "kills and injures 7" (at least one each) and "killed or wounded 20"."""
    if count.high is None:
        return [Harm(harm, count), Harm(partner, count)]
    low = 1 if joiner == "and" else 0
    shared = Count(low, count.high, count.start, count.end, exact=True)
    return [Harm(harm, shared), Harm(partner, shared)]


def _joined_harm(token: Token, sentence: TokenSpan) -> tuple[str | None, str | None]:
    """The harm that "or", "and" or a comma joins to this one directly, and what joins them."""
    for step in (1, -1):
        joiner, other = _at(token, step, sentence), _at(token, 2 * step, sentence)
        if joiner is None or other is None or joiner.lower_ not in ("or", "and", ",", "/"):
            continue
        partner = _harm_of(other)
        if partner and {partner, _harm_of(token)} == {"killed", "injured"} and other.tag_[:2] == token.tag_[:2]:
            return partner, joiner.lower_
    return None, None


def _at(token: Token, step: int, sentence: TokenSpan) -> Token | None:
    at = token.i + step
    return token.doc[at] if sentence.start <= at < sentence.end else None


def _count(token: Token, known: HarmWords, sentence: TokenSpan) -> Count | None:
    if token.lower_ in known.nouns and token.lower_ not in known.verbs:
        return _of_noun(token, sentence)
    if token.lower_ in known.states:
        return _put_at(token, sentence) or count_people(_before(token, sentence))
    if token.lower_.endswith("ing") and token.pos_ == "NOUN":
        return _of_noun(token, sentence)
    if any(t.lower_ in ("number", "toll", "total") for t in _before(token, sentence)):
        return _first_count(token.doc[token.i + 1 : min(sentence.end, token.i + 14)])
    befell, done = count_people(_subject(token, sentence)), count_people(_object(token, sentence))
    if not is_active(token, sentence) or (_is_past(token) and befell and befell.exact and not (done and done.exact)):
        return befell
    return done


def _put_at(token: Token, sentence: TokenSpan) -> Count | None:
    """The figure of "put the dead at five"."""
    after = _at(token, 1, sentence)
    if after is None or after.lower_ != "at":
        return None
    return _first_count(token.doc[after.i + 1 : min(sentence.end, after.i + 4)])


def _is_past(token: Token) -> bool:
    """Whether the form may be a participle ("killed"), which headlines use without its auxiliary."""
    return token.lower_.endswith(("ed", "t", "ain", "en", "ld", "ught"))


def is_active(token: Token, sentence: TokenSpan) -> bool:
    """Whether a verb of harm says who did it rather than whom it befell ("killed five", not "five killed")."""
    low = token.lower_
    if low in ("die", "dies", "died", "dying", "perish", "perished"):
        return False
    before = [token.doc[i].lower_ for i in range(max(sentence.start, token.i - 3), token.i)]
    if any(word in _ACTIVE_AUX for word in before[-2:]) or any(
        c.dep_ in ("nsubjpass", "auxpass") for c in token.children
    ):
        return False
    if not _is_past(token) or low == "shoot":
        return True
    after = _next_after_joined(token, sentence)
    if after is not None and after.text == "IS" and after.i + 1 < sentence.end:
        return True
    if after is not None and after.text == "IS" and after.i + 1 < sentence.end:
        return True
    if (
        after is None
        or after.lower_ in _ENDS
        or after.is_punct
        or after.pos_ in ("ADP", "SCONJ", "VERB", "AUX", "CCONJ", "ADV")
    ):
        return after is not None and after.lower_ in ("up", "over", "about", "around") and _counts_next(after, sentence)
    return True


def _counts_next(token: Token, sentence: TokenSpan) -> bool:
    return any(t.like_num for t in token.doc[token.i + 1 : min(token.i + 3, sentence.end)])


def _next_after_joined(token: Token, sentence: TokenSpan) -> Token | None:
    """The word after the verb, or after another harm joined to it."""
    at = token.i + 1
    if at + 1 < sentence.end and token.doc[at].lower_ in ("or", "and", ",") and _harm_of(token.doc[at + 1]):
        at += 2
    while at < sentence.end and token.doc[at].is_quote:
        at += 1
    return token.doc[at] if at < sentence.end else None


def _subject(token: Token, sentence: TokenSpan) -> Tokens:
    subject = next((c for c in token.children if c.dep_ in ("nsubjpass", "nsubj") and c.i < token.i), None)
    before = _before(token, sentence)
    if token.dep_ == "acl" and any(t.lower_ == "of" for t in before) and token.head.i >= before[0].i:
        return token.doc[max(before[0].i, token.head.left_edge.i) : before[-1].i + 1]
    if subject is None or (len(before) and subject.i >= before[0].i) or subject.lower_ in ("who", "which", "that"):
        return before
    return _phrase(subject, sentence) if subject.pos_ in ("NOUN", "PROPN", "NUM", "PRON") else before


def _phrase(noun: Token, sentence: TokenSpan) -> Tokens:
    """The noun with what stands before it, and what "and" joins to it."""
    ends = [noun, *(c for c in noun.conjuncts if c.i > noun.i and c.i - noun.i < 12)]
    start = max(sentence.start, noun.left_edge.i)
    last = ends[-1]
    numbers = [t for t in noun.subtree if t.i > noun.i and t.dep_ == "pobj" and t.head.lower_ == "of"]
    return (
        noun.doc[start : max(last.i, *(t.i for t in numbers), noun.i) + 1] if numbers else noun.doc[start : last.i + 1]
    )


def _before(token: Token, sentence: TokenSpan) -> Tokens:
    """The phrase before a participle or a word of state, over what may stand between."""
    end = token.i
    while end > sentence.start and (token.doc[end - 1].lower_ in _between() or token.doc[end - 1].pos_ == "ADV"):
        end -= 1
    if end > sentence.start and _harm_of(token.doc[end - 1]) and token.doc[end].lower_ in ("or", "and", ","):
        return _before(token.doc[end - 1], sentence)
    start = end
    while start > sentence.start and _within_phrase(token.doc[start - 1]):
        start -= 1
    return token.doc[start:end]


def _within_phrase(token: Token) -> bool:
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
    ):
        return (
            token.lower_ not in ("to", "at", "up", "over")
            or token.nbor(1).like_num
            or token.nbor(1).lower_ == "least"
            or token.nbor(1).lower_ == "to"
        )
    if token.lower_ in ("-",):
        return token.i > 0 and token.nbor(-1).whitespace_ != " "
    if token.pos_ in ("NOUN", "PROPN", "ADJ", "NUM", "DET", "PART", "PRON", "ADV") or token.text == "IS":
        return True
    return token.pos_ == "VERB" and token.tag_ in ("VBN", "VBG") and token.dep_ in ("amod", "compound")


def _object(token: Token, sentence: TokenSpan) -> Tokens:
    after = _next_after_joined(token, sentence)
    if after is None:
        return ()
    end = after.i
    while end < sentence.end and _within_phrase(token.doc[end]):
        end += 1
    return token.doc[after.i : end]


def _of_noun(token: Token, sentence: TokenSpan) -> Count | None:
    """Of "the killing of two men": 2; of "two deaths", "six earlier killings": the number before."""
    of = next((c for c in token.children if c.dep_ == "prep" and c.lower_ == "of"), None)
    if of is not None and any(c.dep_ == "pobj" for c in of.children):
        return count_people(_phrase(next(c for c in of.children if c.dep_ == "pobj"), sentence))
    owner = next((c for c in token.children if c.dep_ == "poss"), None)
    if owner is not None:
        return count_people(_phrase(owner, sentence))
    before = token.doc[max(sentence.start, token.left_edge.i) : token.i + 1]
    count = count_people(before)
    return count if count and count.exact else None


def _first_count(tokens: TokenSpan) -> Count | None:
    return count_people(tokens) if len(tokens) else None
