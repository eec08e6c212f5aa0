"""Fixtures that several tests share."""

import pytest
from spacy.language import Language

from vedette.reading.language_pipeline import load_pipeline


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The best English pipeline that is installed."""
    return load_pipeline()
