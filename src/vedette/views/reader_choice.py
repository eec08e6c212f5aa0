"""Which reader reads: the rules, or a model of the user's that the rules hold to the text."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated

import typer

from vedette.run.read import AskedModel


class ReaderKind(StrEnum):
    """What reads reports."""

    RULES = "rules"
    LLM = "llm"


ReaderName = Annotated[
    ReaderKind,
    typer.Option(
        "--reader",
        help="What reads: the rules here, or a model behind VEDETTE_LLM_URL, to which reports are sent.",
    ),
]


@contextmanager
def open_reader(kind: ReaderKind, pipeline: str | None) -> Iterator[AskedModel | None]:
    """The model's reader, None for the rules; says at the end what was spent.

    Raises:
        UsageError: The settings of the model are missing or wrong.
    """
    if kind is ReaderKind.RULES:
        yield None
        return
    from vedette.run.llm_read import LlmReader  # its HTTP library is loaded only where it is asked for
    from vedette.run.llm_settings import read_settings

    settings = read_settings()
    reader = LlmReader(settings, pipeline=pipeline)
    print(f"vedette: what the gate lets through is sent to {settings.endpoint.partition('?')[0]}", file=sys.stderr)
    try:
        yield reader
    finally:
        reader.close()
        print(f"vedette: asked the model with {reader.spent()}", file=sys.stderr)
