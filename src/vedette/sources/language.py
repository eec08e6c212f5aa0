"""Tells a text's language."""

from functools import cache
from typing import Any

#: Letters below which a text is too short to tell from: headlines keep None.
MIN_LETTERS = 60
#: Code points looked at; more does not change the answer.
LOOKED_AT = 3_000
#: Normalised probability from which the answer counts.
SURE = 0.95
#: Languages that are written in a script, and the code points of its letters.
_SCRIPTS = (
    (("ar", "fa", "ur", "ps", "ku", "ug"), "\u0600", "\u06ff"),
    (("ru", "uk", "bg", "be", "sr", "mk", "kk", "ky", "mn"), "\u0400", "\u04ff"),
    (("he",), "\u0590", "\u05ff"),
    (("hi", "mr", "ne"), "\u0900", "\u097f"),
    (("ja", "zh"), "\u3040", "\u9fff"),
)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def tell_language(text: str) -> str | None:
    """ISO 639-1 code, None when the text is too short or too mixed to tell.

    A text in letters that only some languages share is told among those, and from fewer letters.
    """
    head = text[:LOOKED_AT]
    letters = [char for char in head if char.isalpha()]
    for languages, first, last in _SCRIPTS:
        if letters and sum(first <= char <= last for char in letters) > 0.6 * len(letters):
            return _among(languages, head) if len(letters) >= MIN_LETTERS // 4 else None
    if len(letters) < MIN_LETTERS:
        return None
    code, p = _identifier().classify(head.lower())
    return str(code) if p >= SURE else None


def _among(languages: tuple[str, ...], text: str) -> str:
    """The likeliest of these."""
    return next(str(code) for code, _ in _identifier().rank(text.lower()) if code in languages)
