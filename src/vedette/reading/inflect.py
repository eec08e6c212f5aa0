"""Forms of English words, so that the vocabulary lists base forms only."""

import re
from functools import cache

from vedette.vocab.load import load_table

_VOWELS = frozenset("aeiou")
#: Words of one syllable with a short vowel, whose last letter is doubled ("rob": "robbed").
_DOUBLES = re.compile("[^aeiou]*[aeiou][^aeiouwxy]")


@cache
def forms_of(word: str) -> frozenset[str]:
    """The word and its inflected forms, in lower case: plural, third person, past and -ing.

    >>> sorted(forms_of("bomb")), sorted(forms_of("rob"))
    (['bomb', 'bombed', 'bombing', 'bombs'], ['rob', 'robbed', 'robbing', 'robs'])
    """
    base = word.lower()
    irregular: dict[str, list[str]] = load_table("inflections")["forms"]
    if base in irregular:
        return frozenset((base, *irregular[base]))
    if not base.isalpha() and not base.replace("-", "").isalpha():
        return frozenset((base,))
    return frozenset((base, _with_s(base), *_past_and_ing(base)))


def noun_forms(word: str) -> frozenset[str]:
    """The word and its plural, in lower case.

    >>> sorted(noun_forms("casualty"))
    ['casualties', 'casualty']
    """
    base = word.lower()
    irregular: dict[str, list[str]] = load_table("inflections")["forms"]
    plural = {form for form in irregular.get(base, ()) if form.endswith(("s", "men"))}
    return frozenset((base, *(plural or {_with_s(base)})))


def _with_s(base: str) -> str:
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return f"{base[:-1]}ies"
    return f"{base}es" if base.endswith(("s", "x", "z", "ch", "sh")) else f"{base}s"


def _past_and_ing(base: str) -> tuple[str, str]:
    if base.endswith("ee"):
        return f"{base}d", f"{base}ing"
    if base.endswith("e"):
        return f"{base}d", f"{base[:-1]}ing"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return f"{base[:-1]}ied", f"{base}ing"
    if _DOUBLES.fullmatch(base):
        return f"{base}{base[-1]}ed", f"{base}{base[-1]}ing"
    return f"{base}ed", f"{base}ing"
