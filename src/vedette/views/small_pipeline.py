"""Says so when reports are read with the small language pipeline."""

import sys

from vedette.reading.language_pipeline import load_pipeline
from vedette.reading.parse import pipeline_name


def say_if_small(pipeline: str | None) -> None:
    """Prints a line on standard error when the pipeline in use is the small one that a plain install brings.

    Args:
        pipeline: The pipeline's package; None: the best installed.
    """
    name = pipeline_name(load_pipeline(pipeline))
    if "_sm" in name:
        print(
            f"vedette: reading with the small pipeline, {name}; a larger one (en_core_web_md, en_core_web_trf) is used "
            "when it is installed",
            file=sys.stderr,
        )
