"""Finds who is told beside an act to have laid, fired or sent it: "They may have been laid by the militia"."""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice

from spacy.tokens import Token

from vedette.reading.doers_telling import arguments_telling, enemy_fell, is_arresting
from vedette.reading.group_at import group_at
from vedette.reading.noun_phrases import antecedent, counted_noun
from vedette.reading.parse import Sentence
from vedette.reading.persons import Sort, singular, sort_of
from vedette.reading.role_classes import class_of, is_verbal
from vedette.reading.roles import Argument
from vedette.reading.scene import EventDraft, Scene
from vedette.reading.voice import is_passive
from vedette.vocab.load import load_table

#: Sorts of what is laid, fired or done.
_DONE = frozenset({Sort.WEAPON, Sort.ACT, Sort.PRONOUN})
#: Sentences behind the act in which those who did it are called after it.
_AFTER = 2
#: Words between "named" and "as its author".
_NEAR = 10
#: Such words looked at in one sentence.
_MOST = 12
#: Classes of what forces do when they make arrests.
_SEIZING = frozenset({"arrest", "abduct", "attack", "take", "kill", "hurt", "free", "repel"})
_PASSIVE = frozenset({"nsubjpass", "nsubj"})
#: Modes of taking people, and classes of what those who take them do beside it.
_TAKING = frozenset({"abduct", "hijack"})
_RAIDING = frozenset({"attack", "kill", "hurt", "bomb", "destroy", "damage", "place", "abduct"})


def arguments_after(mention: EventDraft, scene: Scene) -> Iterator[Argument]:
    """The by-agents of what the sentence and the next one say was done with the means of the act, and threateners."""
    at = mention.sentence.index
    for sentence in scene.parsed.sentences[at : at + 2]:
        if sentence.paragraph == mention.sentence.paragraph:
            yield from _senders(sentence)
    for sentence in scene.parsed.sentences[at : at + 1 + _AFTER]:
        yield from _named_after_it(sentence, mention)
    yield from arguments_telling(mention, scene)
    if is_verbal(mention.trigger) and not is_passive(mention.trigger):
        return
    if mention.mode == "arrest" or enemy_fell(mention):
        yield from _acting_beside(mention, scene, _acts_as_force)
    elif mention.mode in _TAKING and is_verbal(mention.trigger):
        yield from _acting_beside(mention, scene, _attacks)


def _acting_beside(mention: EventDraft, scene: Scene, acts: Callable[[Token, Scene], bool]) -> Iterator[Argument]:
    """Who acts in the sentence, else in the one before: "Police raided the flat. A man was detained"."""
    at = mention.sentence.index
    for sentence in (scene.parsed.sentences[n] for n in (at, at - 1) if n >= 0):
        doer = next((t for t in sentence.tokens if t.dep_ == "nsubj" and acts(t, scene)), None)
        if doer is not None:
            yield Argument("perpetrator", antecedent(doer), None, "fact", f"“{doer.head}” beside it")
            return


def _attacks(token: Token, scene: Scene) -> bool:
    """Whether fighters do violence: "Gunmen stormed the school. Thirty pupils were taken"."""
    verb, noun = token.head, counted_noun(antecedent(token))
    if noun is None or not is_verbal(verb) or is_passive(verb) or class_of(verb).name not in _RAIDING:
        return False
    group = group_at(noun, scene)
    return sort_of(noun) is Sort.PERPETRATOR or (group is not None and group.kind == "armed_group")


def _acts_as_force(token: Token, scene: Scene) -> bool:
    verb = token.head
    seizes = is_verbal(verb) and (verb.lemma_ in _words("finding") or class_of(verb).name in _SEIZING)
    return seizes and is_arresting(token, scene)


def _named_after_it(sentence: Sentence, mention: EventDraft) -> Iterator[Argument]:
    """Words made from the act ("the kidnappers"), and whoever is named as its author or said to have done it."""
    nouns = _doer_nouns().get(class_of(mention.trigger).name, frozenset())
    behind = sentence is not mention.sentence
    for token in _telling(sentence):
        if not behind and token.i <= mention.trigger.i:
            continue
        definite = any(c.lower_ == "the" for c in token.lefts)
        if singular(token) in nouns and token.pos_ == "NOUN" and definite and token.dep_ not in {"compound", "amod"}:
            yield Argument("perpetrator", token, None, "fact", "called after what was done")
        elif token.lemma_ in {"name", "identify"} and is_verbal(token) and _as_author(token):
            for child in (c for c in token.children if c.dep_ == "dobj"):
                yield Argument("perpetrator", antecedent(child), None, "accused", f"“{token}” as its author")
        elif behind and token.lemma_ == "do" and token.pos_ == "VERB" and any(c.lower_ == "it" for c in token.rights):
            for child in (c for c in token.lefts if c.dep_ == "nsubj" and c.pos_ in {"NOUN", "PROPN"}):
                yield Argument("perpetrator", child, None, _word(token), f"“{token} it”")


def _telling(sentence: Sentence) -> list[Token]:
    """The first words of a sentence that can name a doer after an act, found once a sentence."""
    tokens = sentence.tokens
    known: dict[int, list[Token]] = tokens.doc.user_data.setdefault("telling_doers", {})
    if tokens.start not in known:
        found = (t for t in tokens if t.lemma_.lower() in _all_telling() or singular(t) in _all_telling())
        known[tokens.start] = list(islice(found, _MOST))
    return known[tokens.start]


@cache
def _all_telling() -> frozenset[str]:
    return frozenset({"name", "identify", "do"}).union(_words("sending"), *_doer_nouns().values())


def _as_author(verb: Token) -> bool:
    links = [c for c in verb.subtree if c.dep_ == "prep" and c.lower_ == "as" and c.i - verb.i < _NEAR]
    return any(inner.lemma_.lower() in _words("authors") for link in links for inner in link.children)


@cache
def _doer_nouns() -> dict[str, frozenset[str]]:
    """Class of acts → nouns for those who do them."""
    return {name: frozenset(nouns) for name, nouns in load_table("roles")["called_after"].items()}


def _senders(sentence: Sentence) -> Iterator[Argument]:
    for verb in _telling(sentence):
        if verb.lemma_.lower() in _words("sending") and is_verbal(verb) and _is_of_the_act(verb):
            for agent in (a for by in verb.rights if by.dep_ == "agent" for a in by.children if a.dep_ == "pobj"):
                yield Argument("perpetrator", agent, None, _word(verb), f"by-agent of “{verb}”")


def _is_of_the_act(verb: Token) -> bool:
    return any(c.dep_ in _PASSIVE and sort_of(c) in _DONE for c in verb.lefts)


def _word(verb: Token) -> str:
    """How surely: "may have been laid by" is a possibility."""
    modal = any(c.tag_ == "MD" and c.lower_ in {"may", "might", "could"} for c in verb.lefts)
    return "possible" if modal else "fact"


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(load_table("roles")["carried"][key])
