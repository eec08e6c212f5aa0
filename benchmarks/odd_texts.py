"""Makes texts that a reader must survive: news of our own, mutated, and forms that no newspaper prints."""

import json
import random
from collections.abc import Callable
from functools import cache
from importlib.resources import files

#: Characters that break readers: controls, marks of direction, joiners, surrogates, wide and combining ones.
ODD = "\x00\x01\x07\x0b\x0c\x1b\x1c\x85\u00a0\u00ad\u0301\u200b\u200d\u200f\u202a\u202e\u2028\u2066\u2069\ufeff\ufffd"
ODD += "\ud800\udfff\U0001f4a3\U000e0041\u0130\u1e9e\ufb01\u2167½٣०五"
#: Words of several scripts and languages.
FOREIGN = (
    "قُتل أربعة أشخاص في انفجار ببغداد يوم الاثنين",
    "در انفجار بغداد چهار نفر کشته شدند",
    "Взрыв в Грозном унёс жизни 12 человек",
    "Une bombe a explosé à Bamako lundi",
    "Una bomba explotó en Bogotá el 3 de mayo de 2021",
    "2021年5月3日、バグダッドで爆弾が爆発した",
    "बम विस्फोट में 4 की मौत",
)
_BARE = """bomb killed and of the said ( ) -- - , . ; : Monday last week May 12 0 ½ Baghdad U.S. Iraqi police no not
could if by in near km north who that he they group claimed denied attack attacks attacked plot foiled"""
#: Words that rules look for.
PIECES = (
    *_BARE.split(),
    *("at least", "between", "3 May 2021", "2021-05-03", "two dozen", "1,000,000,000", "according to", "Islamic State"),
    *('"', "'", "“", "”"),
)


@cache
def samples() -> tuple[str, ...]:
    """The project's own sample reports."""
    lines = (files("vedette") / "samples" / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line)["text"] for line in lines if line.strip())


def odd_text(rng: random.Random) -> str:
    """One text, mostly of up to some thousand characters."""
    text = rng.choice(_MAKERS)(rng)
    for _ in range(rng.choice((0, 0, 1, 2, 5))):
        text = rng.choice(_CHANGES)(text, rng)
    return text


def long_text(rng: random.Random, chars: int) -> str:
    """A text of so many characters."""
    parts: list[str] = []
    size = 0
    while size < chars:
        parts.append(odd_text(rng) + rng.choice(("\n", "\n\n", " ", "")))
        size += len(parts[-1])
    return "".join(parts)[:chars]


def _news(rng: random.Random) -> str:
    return rng.choice(samples())


def _words(rng: random.Random) -> str:
    return " ".join(rng.choices(PIECES, k=rng.randrange(1, 300)))


def _table(rng: random.Random) -> str:
    cells = ("Date", "2021-05-03", "Place", "Baghdad", "killed", "12", "", "n/a", "IED", "|", "-")
    cut = rng.choice(("\t", " | ", ",", "    "))
    return "\n".join(cut.join(rng.choices(cells, k=rng.randrange(1, 9))) for _ in range(rng.randrange(1, 120)))


def _headlines(rng: random.Random) -> str:
    first = [text.split(".")[0][:90] for text in rng.choices(samples(), k=rng.randrange(1, 40))]
    return "\n".join(f"{rng.choice(('* ', '- ', '1. ', ''))}{line}" for line in first)


def _live_blog(rng: random.Random) -> str:
    return "\n".join(f"{n % 24:02}:{n % 60:02} GMT {text[:200]}" for n, text in enumerate(rng.choices(samples(), k=20)))


def _nested(rng: random.Random) -> str:
    depth = rng.randrange(1, 400)
    opening, closing = rng.choice(
        (("(", ")"), ("“", "”"), ("he said that ", " he said"), ("'", "'"), ("[", "]"), ("the son of ", ""))
    )
    return opening * depth + _news(rng)[:300] + closing * depth


def _repeated(rng: random.Random) -> str:
    return rng.choice((*PIECES, "a", "-", "A.", "killed and ", "bomb attack ", "12 ", "\n")) * rng.randrange(1, 3000)


def _foreign(rng: random.Random) -> str:
    return " ".join(rng.choices((*FOREIGN, *PIECES), k=rng.randrange(1, 60)))


def _characters(rng: random.Random) -> str:
    return "".join(
        chr(rng.randrange(0x11_0000)) if rng.random() < 0.3 else rng.choice(ODD) for _ in range(rng.randrange(1, 200))
    )


_MAKERS: tuple[Callable[[random.Random], str], ...] = (
    _news,
    _news,
    _words,
    _words,
    _table,
    _headlines,
    _live_blog,
    _nested,
    _repeated,
    _foreign,
    _characters,
)


def _insert_odd(text: str, rng: random.Random) -> str:
    for _ in range(rng.randrange(1, 12)):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(ODD) * rng.choice((1, 1, 3)) + text[at:]
    return text


def _shuffle_words(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    rng.shuffle(words)
    return " ".join(words)


def _drop_spaces(text: str, _rng: random.Random) -> str:
    return text.replace(" ", "")


def _splice(text: str, rng: random.Random) -> str:
    other = _MAKERS[rng.randrange(len(_MAKERS))](rng)
    at = rng.randrange(len(text) + 1)
    return text[:at] + other[: rng.randrange(len(other) + 1)] + text[at:]


def _cut(text: str, rng: random.Random) -> str:
    return text[: rng.randrange(1, len(text) + 1)] if text else "x"


def _wrap(text: str, _rng: random.Random) -> str:
    return "\n".join(text[at : at + 60] for at in range(0, len(text), 60))


_CHANGES: tuple[Callable[[str, random.Random], str], ...] = (
    _insert_odd,
    _insert_odd,
    _shuffle_words,
    _drop_spaces,
    _splice,
    _splice,
    _cut,
    lambda text, _: text.upper(),
    lambda text, _: text.lower(),
    lambda text, _: text.title(),
    lambda text, _: text.replace(". ", ".\n"),
    _wrap,
    lambda text, _: text[::-1],
    lambda text, _: text.replace("\n", "\r\n"),
    lambda text, _: text.replace(".", ""),
)
