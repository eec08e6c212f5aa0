"""Whether a report holds a second incident of a type."""

from collections.abc import Iterator

import numpy as np

from benchmarks.muc4_rank import TYPES, Floats, Weighed

#: How often a fill is also that of another incident of the type, where there is one (train part; targets: .02).
SHARED = {"perp_individuals": 0.48, "perp_organizations": 0.70, "instruments": 0.26}
#: Logits above which a sentence is counted.
_LOGITS = (-3.0, -2.0, -1.0, 0.0)
#: A fill counts from this logit on.
_LIKELY = -1.5


def again_numbers(weighed: Weighed, kind: str, p_types: Floats) -> Floats:
    """One row: what speaks for a second incident of a type.

    Args:
        weighed: The report.
        kind: The type.
        p_types: Probability of each type, and of any.
    """
    return np.array(list(_numbers(weighed, kind, p_types)))


def _numbers(weighed: Weighed, kind: str, p_types: Floats) -> Iterator[float]:
    shown, at = weighed.shown, TYPES.index(kind)
    logits = weighed.sentences[:, at]
    yield from p_types
    yield float(at)
    yield weighed.usual("again", kind)
    yield from ((logits > bound).sum() for bound in _LOGITS)
    yield float(np.sum(1 / (1 + np.exp(-logits))))
    yield from (*sorted(logits, reverse=True), *[-8.0] * 4)[:4]
    acts = [sentence for sentence, told in shown.acts if told == kind]
    yield from (float(len(acts)), float(len(set(acts))), float(shown.n_sentences), float(len(shown.acts)))
    surest = {i for i, logit in enumerate(logits) if logit > -1.0}
    yield float(max(surest, default=0) - min(surest, default=0))
    named = {name.words for name in shown.names if weighed.told_at(name.span, kind)[0] > -1.0}
    yield float(len(named))
    for logits in weighed.fills.T:
        places = [min(shown.phrases[i].sentences) for i in np.flatnonzero(logits > _LIKELY)]
        yield from (float(len(places)), float(np.std(places)) if places else 0.0)
        yield float(np.sum(1 / (1 + np.exp(-logits))))
