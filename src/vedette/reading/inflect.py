"""Forms of English words, so that the vocabulary lists base forms only."""

from functools import cache

from vedette.vocab.load import load_table

_VOWELS = frozenset("aeiou")


@cache
def forms_of(word: str) -> frozenset[str]:
    """The word and its inflected forms, in lower case: plural, third person, past and -ing.

    >>> sorted(forms_of("bomb"))
    ['bomb', 'bombed', 'bombing', 'bombs']
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
    return f"{base}ed", f"{base}ing"
