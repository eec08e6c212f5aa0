"""The words that stand around place names, from the vocabulary."""

from functools import cache

from vedette.vocab.load import load_table


@cache
def kind_words() -> dict[str, str]:
    """Word (lower case) → kind of place that it asks for."""
    return {word: kind for kind, words in load_table("places_words")["kinds"].items() for word in words}


@cache
def placing_words() -> frozenset[str]:
    """Words after which a place is expected."""
    return frozenset(load_table("places_words")["before"]["words"])


@cache
def weak_words() -> frozenset[str]:
    """Words after which a place may stand, as may a person or a body."""
    return frozenset(load_table("places_words")["before"]["weak"])


@cache
def act_words() -> frozenset[str]:
    """Acts that are done to places, and words that may stand before one."""
    return frozenset(load_table("places_words")["before"]["acts"])


@cache
def attack_words() -> frozenset[str]:
    """Acts behind which "on" and a place may stand, as may a person."""
    return frozenset(load_table("places_words")["before"]["acts_on"])


@cache
def around_words() -> frozenset[str]:
    """Words such as countryside, that mean the land around a town."""
    return frozenset(load_table("places_words")["before"]["around"])


@cache
def never_alone() -> frozenset[str]:
    """Names that news uses for something else, unless a container follows."""
    return frozenset(load_table("places_words")["never"]["words"])


@cache
def short_forms() -> dict[str, tuple[str, str]]:
    """Short form as written → (full name, country)."""
    return {
        short: (full, country)
        for country, forms in load_table("places_abbreviations").items()
        for short, full in forms.items()
    }


@cache
def part_words() -> frozenset[str]:
    """Words before a name that say which part of it is meant."""
    return frozenset(load_table("places_words")["parts"]["words"])


@cache
def directions() -> frozenset[str]:
    """Directions, in lower case; of two words with a blank or a hyphen between."""
    return frozenset(load_table("places_words")["compass"]["words"])


@cache
def short_directions() -> frozenset[str]:
    """Directions as headlines shorten them before a name ("NW")."""
    return frozenset(load_table("places_words")["compass"]["short"])


@cache
def street_words() -> frozenset[str]:
    """Words of streets and buildings, which lie in a town that is named besides."""
    return frozenset(load_table("places_words")["streets"]["words"])


@cache
def trimmed_words() -> frozenset[str]:
    """Words at the ends of an entity that are no part of a name."""
    return frozenset(load_table("places_words")["trimmed"]["words"])


@cache
def inner_words() -> frozenset[str]:
    """Lower-case words that stand inside names."""
    return frozenset(load_table("places_words")["inner"]["words"])


@cache
def articles() -> frozenset[str]:
    """The Arabic article as it is written before a hyphen."""
    return frozenset(load_table("places_words")["inner"]["articles"])


@cache
def agent_verbs() -> frozenset[str]:
    """Lemmas of what a government or a body does."""
    return frozenset(load_table("places_words")["agents"]["verbs"])
