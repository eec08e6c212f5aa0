"""Small line plots as SVG, for the figures in `docs/`."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _HEIGHT = 460, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 16, 34, 52
_COLOURS = ("#1b5e9b", "#b3541e", "#3d7a3d", "#777777")


@dataclass(frozen=True)
class Axis:
    """One axis: what it shows, and where its marks stand."""

    title: str
    #: Place from 0 to 1 and word of each mark.
    marks: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Line:
    """One line through points, each from 0 to 1 on both axes."""

    name: str
    points: Sequence[tuple[float, float]]
    dashed: bool = False


def line_plot(title: str, across: Axis, upward: Axis, lines: Sequence[Line]) -> str:
    """An SVG picture of lines with their points."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        'font-size="12" fill="#222">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        f'<text x="{_WIDTH / 2}" y="20" text-anchor="middle" font-size="14">{escape(title)}</text>',
    ]
    for at, word in across.marks:
        x = _x(at)
        parts.append(f'<path d="M{x} {_y(0)}V{_y(1)}" stroke="#ddd"/>')
        parts.append(f'<text x="{x}" y="{_y(0) + 16}" text-anchor="middle">{escape(word)}</text>')
    for at, word in upward.marks:
        y = _y(at)
        parts.append(f'<path d="M{_x(0)} {y}H{_x(1)}" stroke="#ddd"/>')
        parts.append(f'<text x="{_x(0) - 6}" y="{y + 4}" text-anchor="end">{escape(word)}</text>')
    parts.append(f'<text x="{_x(0.5)}" y="{_HEIGHT - 12}" text-anchor="middle">{escape(across.title)}</text>')
    turned = f'transform="rotate(-90 16 {_y(0.5)})"'
    parts.append(f'<text x="16" y="{_y(0.5)}" text-anchor="middle" {turned}>{escape(upward.title)}</text>')
    for nth, line in enumerate(lines):
        parts.extend(_drawn(line, _COLOURS[nth % len(_COLOURS)], nth))
    return "\n".join([*parts, "</svg>", ""])


def _drawn(line: Line, colour: str, nth: int) -> list[str]:
    places = [(_x(x), _y(y)) for x, y in line.points]
    dashes = ' stroke-dasharray="5 4"' if line.dashed else ""
    path = "M" + "L".join(f"{x} {y}" for x, y in places)
    parts = [f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.8"{dashes}/>']
    if not line.dashed:
        parts.extend(f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in places)
    y = _TOP + 16 + 16 * nth
    parts.append(f'<text x="{_LEFT + 10}" y="{y}" fill="{colour}">{escape(line.name)}</text>')
    return parts


def _x(share: float) -> float:
    return round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT), 1)


def _y(share: float) -> float:
    return round(_HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM), 1)
