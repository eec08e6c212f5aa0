"""A zone and its events as a picture: country outlines, the zone, each event with the circle or shape that holds it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from vedette.geo.borders import BORDER_ACCURACY_KM
from vedette.geo.shape_outline import shape_outline
from vedette.geo.zone_outline import border_lines, zone_outline
from vedette.model.place_shape import PlaceShape
from vedette.model.zone import Point, State, Zone
from vedette.views.brief.frame import Box, Frame, box_around, circle, frame_around, grown, path, shaped
from vedette.views.brief.map_view import country_shapes, round_below
from vedette.views.state_colours import STATE_COLOURS

#: Size of the map in pixels, and of the legend below it.
_WIDTH, _HEIGHT, _LEGEND = 1200, 800, 150
#: Share of the zone's size that is shown around it.
_AROUND = 0.18
#: Colours of sea, land, coast, ink and zone: those of the brief.
_SEA, _LAND, _COAST, _INK, _SOFT, _ZONE = "#dfe8ee", "#ece8dd", "#a79f8c", "#1d2126", "#555c64", "#8a3ffc"
_FONT = "DejaVu Sans, Noto Sans, Arial, sans-serif"
#: A step longer than so many widths of the view jumps over the far side of the globe.
_SEAM = 2.0
#: What XML 1.0 cannot hold.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MEANINGS = {"inside": "chance ≥ .95", "possibly": "between", "outside": "≤ .05", "unknown": "no usable place"}


@dataclass(frozen=True, slots=True)
class EventMark:
    """An event to be drawn."""

    place: Point
    radius_km: float
    state: State
    p_inside: float
    distance_km: float
    name: str
    #: Where its place has a shape: drawn in the place of the circle, and of a mark, which would stand in its middle.
    shape: PlaceShape | None = None


def zone_picture(zone: Zone, marks: Sequence[EventMark], counts: Counter[str] | None, n_left_out: int = 0) -> str:
    """The picture as SVG.

    Args:
        zone: What is drawn.
        marks: Its events; those outside the view are counted only.
        counts: How many events have each state, drawn or not; None where there are none to show.
        n_left_out: Events that are not among the marks for their number.
    """
    rings, lines = zone_outline(zone), border_lines(zone)
    corners = [point for ring in [*rings, *lines] for point in ring]
    frame = frame_around(corners)
    view = shaped(box_around([frame.xy(point) for point in corners], _AROUND), _WIDTH / _HEIGHT)
    scale = view.width / _WIDTH
    seen = [mark for mark in marks if _reaches(view, frame, mark)]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT + _LEGEND}" width="{_WIDTH}" '
        f'height="{_HEIGHT + _LEGEND}" font-family="{_FONT}" role="img">',
        f"<title>{_escaped(_title(zone))}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT + _LEGEND}" fill="#fbfaf7"/>',
        f'<svg width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="{_SEA}"/>',
        f'<g transform="scale({1 / scale:.6f}) translate({-view.x:.3f} {-view.y:.3f})">',
        *_land(frame, view, scale),
        *_zone(frame, zone, rings, lines, view),
        *_circles(frame, seen, scale),
        *_shapes(frame, seen, scale),
        "</g>",
        *_names(frame, view, scale),
        *_points(frame, [mark for mark in seen if mark.shape is None], view, scale),
        *_scale_bar(view, scale),
        f'</svg><rect width="{_WIDTH}" height="{_HEIGHT}" fill="none" stroke="{_COAST}"/>',
        *_legend(zone, counts, len(marks) - len(seen), n_left_out),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _title(zone: Zone) -> str:
    name = "–".join(zone.border) if zone.border else zone.name
    side = f", side of {zone.side}" if zone.side else ""
    start = f"from {zone.inner_km:g} " if zone.inner_km else ""
    reach = f": {start}out to {zone.outer_km:g} km" if zone.outer_km else ""
    return f"{name}{reach}{side}"


def _land(frame: Frame, view: Box, scale: float) -> Iterator[str]:
    yield f'<g fill="{_LAND}" stroke="{_COAST}" stroke-width="{scale:.5f}" stroke-linejoin="round" fill-rule="evenodd">'
    for country in country_shapes(frame, grown(view, 0.1), view, scale / 2):
        yield f'<path d="{country.d}"><title>{_escaped(country.name)}</title></path>'
    yield "</g>"


def _zone(frame: Frame, zone: Zone, rings: list[list[Point]], lines: list[list[Point]], view: Box) -> Iterator[str]:
    scale = view.width / _WIDTH
    d = "".join(path(frame, ring, scale / 2) for ring in rings)
    yield (
        f'<path d="{d}" fill="{_ZONE}" fill-opacity=".14" fill-rule="evenodd" stroke="{_ZONE}" '
        f'stroke-width="{1.6 * scale:.5f}" stroke-dasharray="{7 * scale:.4f} {3.5 * scale:.4f}"/>'
    )
    line = "".join(_open_path(frame, each, view) for each in lines if len(each) > 1)
    accuracy = _accuracy(zone)
    if accuracy and line:
        yield (
            f'<path d="{line}" fill="none" stroke="{_ZONE}" stroke-opacity=".3" stroke-linejoin="round" '
            f'stroke-width="{2 * accuracy:.3f}"/>'
        )
    if zone.kind == "point":
        x, y = frame.xy(zone.points[0])
        arm = 7 * scale
        line = f"M{x - arm:.4f} {y:.4f}h{2 * arm:.4f}M{x:.4f} {y - arm:.4f}v{2 * arm:.4f}"
    if line and zone.kind != "area":
        width = f"{1.4 * scale:.5f}"
        yield f'<path d="{line}" fill="none" stroke="{_ZONE}" stroke-width="{width}" stroke-linejoin="round"/>'


def _accuracy(zone: Zone) -> float:
    default = BORDER_ACCURACY_KM if zone.kind == "border" else 0.0
    return default if zone.line_accuracy_km is None else zone.line_accuracy_km


def _open_path(frame: Frame, line: Sequence[Point], view: Box) -> str:
    xys = [frame.xy(point) for point in line]
    parts = [f"M{xys[0][0]:.3f} {xys[0][1]:.3f}"]
    for before, after in pairwise(xys):
        jumps = abs(after[0] - before[0]) > _SEAM * view.width
        parts.append(f"{'M' if jumps else 'L'}{after[0]:.3f} {after[1]:.3f}")
    return "".join(parts)


def _circles(frame: Frame, marks: Sequence[EventMark], scale: float) -> Iterator[str]:
    yield f'<g fill-opacity=".12" stroke-opacity=".75" stroke-width="{scale:.5f}">'
    for mark in marks:
        if mark.shape is None and mark.radius_km > scale:
            colour = STATE_COLOURS[mark.state]
            d = path(frame, circle(mark.place, mark.radius_km), 0)
            yield f'<path d="{d}" fill="{colour}" stroke="{colour}"><title>{_words(mark)}</title></path>'
    yield "</g>"


def _reaches(view: Box, frame: Frame, mark: EventMark) -> bool:
    """Whether a mark, or any corner of its shape, lies in the view."""
    if mark.shape is None:
        return _holds(view, frame.xy(mark.place))
    return any(_holds(view, frame.xy(point)) for ring in shape_outline(mark.shape) for point in ring)


def _shapes(frame: Frame, marks: Sequence[EventMark], scale: float) -> Iterator[str]:
    """The outline of each shape once, however many events have it, coloured by how it stands to the zone."""
    by_shape: dict[PlaceShape, list[EventMark]] = {}
    for mark in marks:
        if mark.shape is not None:
            by_shape.setdefault(mark.shape, []).append(mark)
    yield (
        f'<g fill-opacity=".16" fill-rule="evenodd" stroke-width="{1.4 * scale:.5f}" '
        f'stroke-dasharray="{4 * scale:.4f} {2 * scale:.4f}">'
    )
    for shape, held in by_shape.items():
        colour = STATE_COLOURS[held[0].state]
        d = "".join(path(frame, ring, scale / 2) for ring in shape_outline(shape))
        more = f" and {len(held) - 1:,} more events" if len(held) > 1 else ""
        yield f'<path d="{d}" fill="{colour}" stroke="{colour}"><title>{_words(held[0])}{more}</title></path>'
    yield "</g>"


def _names(frame: Frame, view: Box, scale: float) -> Iterator[str]:
    yield f'<g font-size="15" letter-spacing="1.5" fill="{_SOFT}" text-anchor="middle" opacity=".8">'
    for country in country_shapes(frame, view, view, scale):
        if country.name_at and _holds(view, country.name_at):
            x, y = ((at - start) / scale for at, start in zip(country.name_at, (view.x, view.y), strict=True))
            yield f'<text x="{x:.1f}" y="{y:.1f}">{_escaped(country.name.upper())}</text>'
    yield "</g>"


def _points(frame: Frame, marks: Sequence[EventMark], view: Box, scale: float) -> Iterator[str]:
    """Those outside first, so that what matters lies on top."""
    for state in ("outside", "possibly", "inside"):
        for mark in marks:
            if mark.state == state:
                x, y = frame.xy(mark.place)
                yield _symbol(state, (x - view.x) / scale, (y - view.y) / scale, f"<title>{_words(mark)}</title>")


def _symbol(state: str, x: float, y: float, within: str = "") -> str:
    """Shapes differ as colours do: a disc, a diamond, a ring, a cross."""
    colour, at = STATE_COLOURS[state], f'transform="translate({x:.1f} {y:.1f})"'
    if state == "inside":
        return f'<circle {at} r="5" fill="{colour}" stroke="#fff" stroke-width="1">{within}</circle>'
    if state == "possibly":
        return (
            f'<path {at} d="M0-6.5 6.5 0 0 6.5-6.5 0z" fill="{colour}" stroke="#fff" stroke-width="1">{within}</path>'
        )
    if state == "outside":
        return f'<circle {at} r="3.6" fill="#fff" stroke="{colour}" stroke-width="1.8">{within}</circle>'
    return f'<path {at} d="M-4-4 4 4M-4 4 4-4" fill="none" stroke="{colour}" stroke-width="1.8"/>'


def _words(mark: EventMark) -> str:
    radius = f" ± {mark.radius_km:g} km" if mark.radius_km else ""
    name = f"{mark.name}: " if mark.name else ""
    # Two digits, and never a certainty that is none.
    p = f"{mark.p_inside:.2f}"
    if 0 < mark.p_inside < 0.01 or 0.99 < mark.p_inside < 1:
        p = "below 0.01" if mark.p_inside < 0.5 else "above 0.99"
    if mark.shape is not None:
        return _escaped(f"{name}{mark.state}, chance {p}, half of the outline within {mark.distance_km:.1f} km")
    return _escaped(f"{name}{mark.state}, chance {p}, {mark.distance_km:.1f} km{radius}")


def _escaped(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))


def _scale_bar(view: Box, scale: float) -> Iterator[str]:
    km = round_below(view.width / 5)
    width, x, y = km / scale, 24, _HEIGHT - 24
    yield f'<rect x="{x - 10}" y="{y - 28}" width="{width + 60:.1f}" height="38" fill="#fbfaf7" fill-opacity=".85"/>'
    yield f'<path d="M{x} {y - 6}v6h{width:.1f}v-6" fill="none" stroke="{_INK}" stroke-width="1.8"/>'
    yield f'<text x="{x + 6}" y="{y - 10}" font-size="14" fill="{_INK}">{km:g} km</text>'


def _legend(zone: Zone, counts: Counter[str] | None, n_beyond: int, n_left_out: int) -> Iterator[str]:
    y = _HEIGHT + 32
    yield f'<text x="20" y="{y}" font-size="20" font-weight="bold" fill="{_INK}">{_escaped(_title(zone))}</text>'
    yield f'<g font-size="14" fill="{_INK}">'
    if counts is not None:
        y += 34
        for x, (state, meaning) in zip(range(28, 1200, 270), _MEANINGS.items(), strict=False):
            text = f"{counts[state]:,} {state} ({meaning})"
            yield _symbol(state, x, y - 5) + f'<text x="{x + 14}" y="{y}">{text}</text>'
    y += 28
    x = 20
    if counts is not None:
        yield f'<circle cx="28" cy="{y - 5}" r="8" fill="{_SOFT}" fill-opacity=".12" stroke="{_SOFT}"/>'
        yield f'<text x="44" y="{y}">circle, outline: hold the true place with probability .95</text>'
        x = 450
    accuracy = _accuracy(zone)
    if zone.kind in ("border", "line"):
        words = f"line, known to ± {accuracy:g} km (95 %)" if accuracy else "line, taken as exact"
        yield f'<path d="M{x} {y - 5}h26" stroke="{_ZONE}" stroke-width="7" stroke-opacity=".3"/>'
        yield f'<path d="M{x} {y - 5}h26" stroke="{_ZONE}" stroke-width="1.6"/>'
        yield f'<text x="{x + 34}" y="{y}">{words}</text>'
        x += 330
    yield (
        f'<rect x="{x}" y="{y - 16}" width="26" height="16" fill="{_ZONE}" fill-opacity=".14" stroke="{_ZONE}" '
        f'stroke-dasharray="5 3"/><text x="{x + 34}" y="{y}">the zone</text></g>'
    )
    notes = [f"{n_beyond:,} events lie beyond the picture."] if n_beyond else []
    notes += [f"{n_left_out:,} events are counted but not drawn."] if n_left_out else []
    notes.append("Outlines and borders: Natural Earth, drawn by who holds the ground; they take no side.")
    yield f'<text x="20" y="{y + 28}" font-size="12.5" fill="{_SOFT}">{" ".join(notes)}</text>'


def _holds(box: Box, xy: tuple[float, float]) -> bool:
    return box.x <= xy[0] <= box.x + box.width and box.y <= xy[1] <= box.y + box.height
