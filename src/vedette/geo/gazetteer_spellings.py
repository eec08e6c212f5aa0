"""The folded names under which a place is kept."""

import re
from collections.abc import Iterable

from vedette.geo.gazetteer_names import fold, without_article

#: Latin with its diacritics, or Arabic: the scripts that reports read by Vedette are in.
_LATIN = re.compile(r"[\u0020-\u024f\u1e00-\u1eff\u02b0-\u02ff\u2010-\u2019.\u0300-\u036f]+")
_ARABIC = re.compile(r"[\u0600-\u06ff\u200c ]+")
#: Codes of airports and railways that GeoNames lists among the names.
_CODE = re.compile(r"[A-Z]{2,5}|[A-Z]{2}[A-Z0-9]{1,3}")
_NOISE = re.compile(r"\d|[(),/;]")
_BEGINS_SMALL = re.compile(r"(?:al|el|as|ash|ad|ar|az|an|at|l|d)[-' ’]")
_PROVINCE_WORD = re.compile(
    r"^(?:muhafazat|provincia|provincia de|province of|departamento de|departement de|state of|estado de|ostan e?|"
    r"wilayat?|"
    r"governorate of|oblast|regiao|region of|provinsi|wilaya de|gouvernorat de|region de|ولایت|استان|محافظة|محافظه)\s+"
    r"|\s+(?:province|governorate|state|oblast|region|division|muhafazah|prefecture|sheng|shi|department|district|krai|"
    r"voivodeship|autonomous region|oblysy|viloyati|ili|county|eyaleti|pradesh region)$"
)


def spellings(kind: str, own: Iterable[str], others: Iterable[str]) -> dict[str, int]:
    """Folded name → rank: 0 its own name, 1 another, 2 its name without an article or a word such as Province.

    Args:
        kind: Of place, in the model's words.
        own: Names that are its own.
        others: Other names; those in scripts that are not read, and codes, are left out.
    """
    ranked: dict[str, int] = {}
    for name in own:
        _add(ranked, fold(name), 0)
    for name in others:
        if is_kept(name):
            _add(ranked, fold(name), 1)
    if kind in ("province", "district"):
        for name, rank in list(ranked.items()):
            _add(ranked, _PROVINCE_WORD.sub("", name), max(rank, 1))
    for name in list(ranked):
        bare = without_article(name)
        if bare:
            _add(ranked, bare, 2)
    return ranked


def without_province_word(name: str) -> str:
    """The folded name without a word such as Province at either end.

    >>> without_province_word("Diyala Governorate")
    'diyala'
    """
    return _PROVINCE_WORD.sub("", fold(name))


def is_kept(name: str) -> bool:
    """Whether another name of a place is one that a report may call it by."""
    if _ARABIC.fullmatch(name):
        return len(name) >= 2
    if not _LATIN.fullmatch(name) or _NOISE.search(name) or len(name) < 3 or len(name) > 40:
        return False
    if _CODE.fullmatch(name):
        return name in ("NYC",)
    return name[0].isupper() or bool(_BEGINS_SMALL.match(name))


def _add(ranked: dict[str, int], folded: str, rank: int) -> None:
    if len(folded) >= 2 and (len(folded) >= 3 or rank == 0):
        ranked.setdefault(folded, rank)
