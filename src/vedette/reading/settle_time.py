"""Chooses which of a report's dates is an event's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from vedette.model.time import DateMention, When
from vedette.reading.attach import heads_above, same_clause, spoken_beside, tokens_at
from vedette.reading.clauses import clause_head
from vedette.reading.days_between import between
from vedette.reading.parse import span_of
from vedette.reading.scene import EventDraft, Scene

#: Words before a date that make it an end or a beginning of something else.
_NOT_ITS_DAY = frozenset(("until", "since", "till"))


#: Verbs whose day is that of the saying, although nothing hangs from them that is said ("Speaking in May").
_SPEAKING = frozenset(("speak", "talk", "testify", "write", "address"))

#: Verbs of what is said of an act later: their day is not the act's ("claimed the attack on Thursday").
_AFTERWARDS = frozenset(("claim", "condemn", "denounce", "blame", "deny", "admit", "mourn"))

#: Prepositions between a charge or a sentence and the act.
_CHARGES = frozenset(("for", "over", "of", "with"))

#: Words that open a clause on what went on at the time of an act ("as he spoke on Friday").
_WHILE = frozenset(("as", "while", "when"))

#: Words before a dateline's date at most.
DATELINE_WORDS = 6

#: First year of acts that reports of today tell of; an earlier one is a number of something else, or of the far past.
FIRST_YEAR = 1800

#: What a day counted from another weighs: more than any that stands nearby.
_COUNTED = 10.0

#: Length of the TIMEX3 value of a year.
YEAR_CHARS = 4


@dataclass(frozen=True)
class _Candidate:
    date: DateMention
    score: float


def choose_date(mentions: Sequence[EventDraft], scene: Scene) -> When | None:
    """The days of the event, None where no date of its sentences is its own."""
    candidates = [candidate for mention in mentions for candidate in _candidates(mention, mentions, scene)]
    best = max(candidates, key=lambda c: (c.score, -c.date.span.start), default=None)
    if best is None or best.score <= 0:
        return None
    return When(best.date.start, best.date.end, best.date.span)


def _candidates(mention: EventDraft, mentions: Sequence[EventDraft], scene: Scene) -> Iterator[_Candidate]:
    apart = between(mention, scene)
    for date in scene.dates_by_sentence.get(mention.sentence.index, ()):
        if date.kind not in ("DATE", "TIME") or (date.start is None and date.end is None):
            continue
        if date.start is not None and date.start.year < FIRST_YEAR:
            continue
        words = tokens_at(date.span, mention.sentence)
        if apart is not None and words is not None and not apart.holds(words.root):
            counted = apart.counted(date)
            if counted is not None:
                yield _Candidate(counted, _COUNTED)
            continue
        if words is not None and not _is_dateline(words, mention) and not spoken_beside(date.span, mention, scene):
            score = _score(words.root, date, mention, scene)
            late = mention is not mentions[0]
            doubtful = late and mention.trigger.pos_ == "NOUN" and words.start > mention.trigger.i
            yield _Candidate(date, score - 0.5 * late - 3 * doubtful)


def _is_dateline(words: TokenSpan, mention: EventDraft) -> bool:
    """Whether the date opens the sentence before a dash ("AHVAZ, Sept 23 - …"): the day of writing."""
    doc, tokens = words.doc, mention.sentence.tokens
    if words.start - tokens.start > DATELINE_WORDS or words.end >= tokens.end or mention.trigger.i < words.end:
        return False
    return doc[words.end].text in ("-", "–", "—", "--") and bool(doc[words.end - 1].whitespace_)


def _score(token: Token, date: DateMention, mention: EventDraft, scene: Scene) -> float:
    trigger = mention.trigger
    score = 1 + max(0.0, 2 - abs(token.i - trigger.i) / 8)
    if _said_on(token, mention, scene):
        return -5
    if same_clause(token, trigger):
        score += 3
    elif clause_head(token).dep_ == "conj" and clause_head(token).head.i == clause_head(trigger).i:
        score -= 2
    if any(head.i == trigger.i for head in heads_above(token)):
        score += 2
    if len(date.value or "") == YEAR_CHARS and _is_of_another_noun(token, trigger):
        score -= 8
    if _is_of_inner_verb(token, trigger):
        score -= 4
    if _is_of_the_charge(token, trigger):
        score -= 8
    if any(head.lower_ in _NOT_ITS_DAY for head in list(heads_above(token))[:2]):
        score -= 3
    return score


def _is_of_another_noun(token: Token, trigger: Token) -> bool:
    """Whether the date only tells which thing is meant ("the 1979 revolution"), not when the act was."""
    modifies = token.dep_ in ("nummod", "amod", "compound", "poss", "nmod") and token.head.pos_ in ("NOUN", "PROPN")
    return modifies and token.head.i != trigger.i and not any(head.i == trigger.i for head in token.head.subtree)


def _is_of_inner_verb(token: Token, trigger: Token) -> bool:
    """Whether the date hangs from a verb told within the act ("jailed for attacking a bus in 2018")."""
    if trigger.pos_ != "VERB":
        return False
    for head in heads_above(token):
        if head.i == trigger.i:
            return False
        if head.pos_ == "VERB" and head.dep_ in ("pcomp", "acl", "relcl") and not head.is_ancestor(trigger):
            return any(above.i == clause_head(trigger).i for above in heads_above(head))
    return False


def _is_of_the_charge(token: Token, trigger: Token) -> bool:
    """Whether the date is that of a charge or a sentence for the act ("hanged on Monday for planning a bombing")."""
    for deed in (trigger, *heads_above(trigger)):
        if deed.dep_ == "pcomp" and deed.head.lower_ in _CHARGES:
            return not deed.head.is_ancestor(token)
    return False


def _is_told_by(verb: Token, mention: EventDraft, scene: Scene) -> bool:
    """Whether the verb is that of a statement which tells of the act ("On Monday officials announced the arrest")."""
    trigger = span_of(mention.trigger)
    return any(
        s.cue and s.cue.overlaps(span_of(verb)) and not s.cue.overlaps(trigger)
        for s in scene.speech_by_sentence.get(mention.sentence.index, ())
    )


def _said_on(token: Token, mention: EventDraft, scene: Scene) -> bool:
    """Whether the date hangs from the word of saying rather than from the act."""
    act = clause_head(mention.trigger)
    under = [token]
    for head in heads_above(token):
        if head.i == mention.trigger.i:
            return False
        below = under[-1]
        if head.dep_ == "advcl" and any(c.dep_ in ("mark", "advmod") and c.lower_ in _WHILE for c in head.children):
            return False
        under.append(head)
        aside = below.dep_ in ("prep", "npadvmod", "advmod") and token.i < mention.trigger.i
        if head.pos_ == "VERB" and head.i != act.i and head.is_ancestor(act) and not _is_told_by(head, mention, scene):
            return False
        if head.i == act.i and head.lemma_.lower() in _AFTERWARDS and mention.trigger.pos_ == "NOUN":
            return True
        if head.i == act.i and not (aside and _is_told_by(head, mention, scene)):
            return False
        if head.i == act.i or head.lemma_.lower() in _SPEAKING:
            return True
        if any(
            s.cue and s.cue.overlaps(span_of(head)) for s in scene.speech_by_sentence.get(mention.sentence.index, ())
        ):
            return True
    return False
