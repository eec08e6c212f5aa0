"""Reads one mention of a harm: whom it befell and how many."""

from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.reading.harm_voice import befallen, done_to, is_active, is_past, phrase_before, phrase_of
from vedette.reading.harm_words import HARMS, HarmWords, harm_of, harm_words
from vedette.reading.inflect import forms_of
from vedette.reading.people_counted import Count, count_people
from vedette.reading.persons import PEOPLE, Sort, sort_of
from vedette.vocab.load import load_table

#: Last words of phrases that say that somebody died.
_DEADLY_ENDS = frozenset(("death", "dead", "alive", "ineffective"))

#: Marks that end what a number counts.
_STOPS = frozenset((".", ";", ",", "—", "–", "\n"))


@dataclass(frozen=True)
class Harm:
    """One figure: which harm, how many, and by which words."""

    harm: str
    count: Count
    #: Whether the word is a toll ("death toll"), which stands for all.
    is_toll: bool = False


def read_harms(words: TokenSpan, sentence: TokenSpan, *, takes: bool = False) -> list[Harm]:
    """The figures that a trigger's words give: several for "killed or wounded 20".

    Args:
        words: The trigger's words.
        sentence: Their sentence.
        takes: Whether the words tell of an arrest or an abduction, by whichever verb ("in custody", "taken from").
    """
    if words[0].lower_ in forms_of("sentence"):
        return []
    if len(words) > 1 and words[-1].lower_ in _DEADLY_ENDS:
        return _of_phrase("killed", words[0], sentence)
    if words[0].lower_ in forms_of("shoot"):
        return _shot(words[0], sentence)
    tolls = [token for token in words if any(token.lower_ in harm_words(harm).tolls for harm in HARMS)]
    for token in tolls or words:
        found = harm_of(token)
        if found and not (takes and words[0].pos_ == "ADP"):
            return _figures(token, found, sentence)
    if not takes:
        return []
    verb = words[0].head if words[0].pos_ == "ADP" else next((t for t in words if t.pos_ == "VERB"), words[0])
    return _of_phrase("detained", verb, sentence)


def several_hurt(sentence: TokenSpan) -> Count | None:
    """More than one, where a sentence tells of injuries or of the wounded without a number; None where it does not."""
    known = load_table("tolls")["several"]["injured"]
    for token in sentence:
        if token.lower_ not in known or any(child.lower_ in ("no", "his", "her") for child in token.children):
            continue
        after = token.doc[token.i + 1] if token.i + 1 < sentence.end else None
        before = token.doc[max(sentence.start, token.i - 3) : token.i]
        counted = any(t.like_num or t.lower_ in ("no", "without", "of", "to", "a") or t.pos_ == "AUX" for t in before)
        if (
            (token.pos_ in ("NOUN", "ADJ", "VERB") or token.tag_ == "NNPS")
            and not counted
            and (after is None or after.pos_ not in ("NOUN", "PROPN"))
        ):
            return Count(2, None, token.i, token.i + 1, exact=False)
    return None


def _shot(verb: Token, sentence: TokenSpan) -> list[Harm]:
    """The figure of people shot, of whom it is not told whether they died; only where a number tells it."""
    count = count_people(done_to(verb, sentence) if is_active(verb, sentence) else befallen(verb, sentence))
    if count is None or not count.exact:
        return []
    return [Harm("killed", Count(0, count.high, count.start, count.end, exact=True))]


def _of_phrase(harm: str, verb: Token, sentence: TokenSpan) -> list[Harm]:
    """The figure of "hacked to death", "shot dead", "in custody": of its verb."""
    active = verb.pos_ == "VERB" and is_active(verb, sentence)
    count = count_people(done_to(verb, sentence) if active else befallen(verb, sentence))
    return [Harm(harm, count)] if count else []


def _figures(token: Token, harm: str, sentence: TokenSpan) -> list[Harm]:
    known = harm_words(harm)
    if token.lower_ in known.tolls:
        count = _first_count(token.doc[token.i + 1 : min(sentence.end, token.i + 14)])
        return [Harm(harm, count, is_toll=True)] if count and count.exact else []
    partner, joiner = _joined_harm(token, sentence)
    count = _count(token, known, sentence)
    if count is None or (token.lower_ in _taking() and (not _counts_people(count, token) or _is_beside(count, token))):
        return []
    if partner and joiner:
        finite = token.tag_ in ("VBZ", "VBP") and joiner == ","
        return _either(harm, partner, "and" if finite else joiner, count)
    return [Harm(harm, count)]


def _is_beside(count: Count, verb: Token) -> bool:
    """Whether a number stands outside what a verb of taking has for its object ("seize Northport, thousands flee")."""
    taken = [c for c in verb.rights if c.dep_ == "dobj"]
    return bool(taken) and not any(c.left_edge.i <= count.start <= c.right_edge.i for c in taken)


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
        partner = harm_of(other)
        if partner and {partner, harm_of(token)} == {"killed", "injured"} and other.tag_[:2] == token.tag_[:2]:
            return partner, joiner.lower_
    return None, None


def _at(token: Token, step: int, sentence: TokenSpan) -> Token | None:
    at = token.i + step
    return token.doc[at] if sentence.start <= at < sentence.end else None


def _count(token: Token, known: HarmWords, sentence: TokenSpan) -> Count | None:
    times = next((c for c in token.lefts if c.lower_ in _multiples()), None)
    if times is not None and token.lower_ in known.nouns:
        n = _multiples()[times.lower_]
        return Count(n, n, times.i, times.i + 1, exact=True)
    if token.lower_ in known.nouns and token.lower_ not in known.verbs:
        return _of_noun(token, sentence)
    if token.lower_ in known.states:
        return _put_at(token, sentence) or count_people(phrase_before(token, sentence))
    if token.lower_.endswith("ing") and token.pos_ == "NOUN":
        return _of_noun(token, sentence)
    if any(t.lower_ in ("number", "toll", "total") for t in phrase_before(token, sentence)):
        return _first_count(token.doc[token.i + 1 : min(sentence.end, token.i + 14)])
    befell, done = count_people(befallen(token, sentence)), count_people(done_to(token, sentence))
    befell = befell or _others_before(token, sentence)
    if not is_active(token, sentence) or (is_past(token) and befell and befell.exact and not (done and done.exact)):
        return befell
    return done


def _others_before(token: Token, sentence: TokenSpan) -> Count | None:
    """One for "another held", several for "others injured", behind those told first."""
    before = _at(token, -1, sentence)
    if before is None or before.lower_ not in ("another", "others"):
        return None
    low, high = (1, 1) if before.lower_ == "another" else (2, None)
    return Count(low, high, before.i, before.i + 1, exact=False)


def _put_at(token: Token, sentence: TokenSpan) -> Count | None:
    """The figure of "put the dead at five"."""
    after = _at(token, 1, sentence)
    if after is None or after.lower_ != "at":
        return None
    return _first_count(token.doc[after.i + 1 : min(sentence.end, after.i + 4)])


def _of_noun(token: Token, sentence: TokenSpan) -> Count | None:
    """Of "the killing of two men": 2; of "two deaths", "six earlier killings": the number before."""
    of = next((c for c in token.children if c.dep_ == "prep" and c.lower_ == "of"), None)
    if of is not None and any(c.dep_ == "pobj" for c in of.children):
        return count_people(phrase_of(next(c for c in of.children if c.dep_ == "pobj"), sentence))
    owner = next((c for c in token.children if c.dep_ == "poss"), None)
    if owner is not None:
        return count_people(phrase_of(owner, sentence))
    before = token.doc[max(sentence.start, token.left_edge.i) : token.i + 1]
    count = count_people(before)
    return count if count and count.exact else None


def _multiples() -> dict[str, int]:
    """Words before a noun for a killing that say how many it befell ("double murder")."""
    known: dict[str, int] = load_table("tolls")["numbers"]["multiples"]
    return known


def _first_count(tokens: TokenSpan) -> Count | None:
    """The figure that words of counting lead to; what stands after a stop or a comma counts something else."""
    near = list(takewhile(lambda word: word.text not in _STOPS, tokens))
    return count_people(near) if near else None
