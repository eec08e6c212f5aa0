"""Tells a text's language."""

from functools import cache
from typing import Any

#: Letters below which a text is too short to tell from: headlines keep None.
MIN_LETTERS = 60
#: Code points looked at; more does not change the answer.
LOOKED_AT = 3_000
#: Normalised probability from which the answer counts.
SURE = 0.95


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def tell_language(text: str) -> str | None:
    """ISO 639-1 code, None when the text is too short or too mixed to tell."""
    head = text[:LOOKED_AT]
    if sum(1 for char in head if char.isalpha()) < MIN_LETTERS:
        return None
    code, p = _identifier().classify(head.lower())
    return str(code) if p >= SURE else None
