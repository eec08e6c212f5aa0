"""Which wording of a phrase a coder would give."""

from collections.abc import Iterator, Set

from benchmarks.muc4_phrases import Phrase


def of_wording(phrase: Phrase, words: str, kinds: Set[str], slot: str) -> Iterator[str]:
    """Features of one wording of a phrase as a fill of a slot."""
    tokens = words.lower().split()
    whole = phrase.words.lower().split()
    have = "+".join(sorted({kind for told in phrase.wordings.values() for kind in told}))
    for kind in kinds:
        yield f"{slot}:{kind}"
        yield f"{slot}:{kind}:{phrase.sort}"
        yield f"{slot}:{kind}:{whole[-1]}"
        yield f"{slot}:{kind}:of {len(whole)}"
        yield f"{slot}:{kind}:{have}"
    yield f"{slot}:long:{min(len(tokens), 9)}"
    yield f"{slot}:more:{len(tokens) - len(whole)}"
    yield f"{slot}:first:{tokens[0]}"
    yield f"first:{tokens[0]}"
    yield f"{slot}:first ends:{tokens[0][-2:]}:{len(tokens) > 1}"
    yield f"{slot}:first:{tokens[0] if tokens[0].isalpha() else '9'}:{tokens[-1]}"
    yield f"{slot}:last:{tokens[-1]}"
    if len(tokens) > 1:
        yield f"{slot}:second:{tokens[1]}"
        yield f"{slot}:last but one:{tokens[-2]}"
    left_out = [t for t in whole if t not in tokens]
    yield from (f"{slot}:without:{t}" for t in left_out)
    yield from (f"{slot}:added:{t}" for t in tokens if t not in whole)
    yield f"{slot}:marks:{sum(not c.isalnum() and c != ' ' for c in words) > 0}"
    yield f"{slot}:commas:{',' in words}"
