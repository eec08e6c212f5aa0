"""The map: country outlines, zones, and each event with the circle or shape that holds its place."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from vedette.errors import GeometryError
from vedette.geo.outlines import Outline, outlines_within
from vedette.geo.shape_outline import shape_outline
from vedette.geo.zone_outline import zone_outline
from vedette.model.event import Stage
from vedette.model.findings import Findings
from vedette.model.place import Place
from vedette.model.place_shape import PlaceShape, UnitShape
from vedette.model.zone import Point, Zone
from vedette.views.brief.frame import Box, Frame, box_around, circle, frame_around, grown, path, shaped
from vedette.views.brief.items import Item, Told
from vedette.views.brief.words import STAGES, count_words

#: Width of the map's drawing in CSS pixels that its first scale is made for, and its shape.
_WIDTH_PX, _RATIO = 760, 1.45
#: Kilometres: a circle that is wider than this does not widen the first view.
_WIDEST_KM = 250.0
#: Kilometres: from here on a circle is as large as a country or a region of one.
_VAGUE_KM = 150.0
#: How much farther than the first view the finer outlines reach, as a share of its size on each side.
_BEYOND = 0.4
#: Share of the whole that is left free around the outermost marks.
_MARGIN = 0.04
#: Share of the first view that a country must take up to be named.
_LEAST_SHARE = 0.012


@dataclass(frozen=True, slots=True)
class PlaceMark:
    """One place with all that happened there."""

    anchor: str
    name: str
    x: float
    y: float
    #: The uncertainty as an SVG path, empty for an exact point.
    circle: str
    #: None for an exact point, and for a place with a shape, which the path then is.
    radius_km: float | None
    #: The gravest stage there.
    stage: Stage | None
    items: tuple[Item, ...]
    #: Whether all of it is told only as history.
    past: bool
    #: Whether the circle is as large as a country: the mark then says little.
    vague: bool
    #: What stands in a place that is a shape, where others have their mark: a unit's name, else its events; else empty.
    shape_label: str = ""

    @property
    def words(self) -> str:
        """For the tool tip."""
        events = ", ".join(item.label for item in self.items)
        known = f" ± {self.radius_km:,.0f} km" if self.radius_km else ""
        known = ", somewhere in its outline" if self.shape_label else known
        return f"{self.name}{known}: {count_words(len(self.items), 'event')} ({events})"


@dataclass(frozen=True, slots=True)
class Shape:
    """A country or a zone as an SVG path."""

    name: str
    d: str
    #: Where its name is written, None where it is not.
    name_at: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class MapView:
    """All that is drawn, in kilometres."""

    view: Box
    #: The view that holds everything.
    whole: Box
    #: Kilometres a CSS pixel at the first view.
    scale: float
    countries: tuple[Shape, ...]
    #: How far `countries` reach; beyond it `far_countries` are shown, which are coarser.
    near: Box
    far_countries: tuple[Shape, ...]
    zones: tuple[Shape, ...]
    marks: tuple[PlaceMark, ...]
    #: Length in kilometres and words of the scale bar.
    bar_km: float
    #: Marks that lie outside the first view.
    n_outside: int
    #: Real events without coordinates.
    not_on_map: tuple[Item, ...]


def map_view(findings: Findings, items: list[Item]) -> MapView | None:
    """The map of the events told as real (history among them, paler); None where nothing has a place."""
    zones = [(zone, zone_outline(zone)) for zone in findings.watch.zones] if findings.watch else []
    told = [(item, one) for item in items for one in item.told if one.place and one.event.reality == "actual"]
    points = [one.place for _, one in told if one.place]
    corners = [point for _, rings in zones for ring in rings for point in ring]
    missing = tuple(item for item in items if item.real and not any(one.place for one in item.told))
    if not points and not corners:
        return None
    frame = frame_around([*points, *corners])
    view, whole = _views(frame, told, corners)
    step = view.width / 1000
    near, far = grown(view, _BEYOND), grown(whole, 1.0)
    marks = _marks(frame, told, step)
    return MapView(
        view=view,
        whole=whole,
        scale=view.width / _WIDTH_PX,
        countries=tuple(country_shapes(frame, near, view, step)),
        near=near,
        far_countries=tuple(country_shapes(frame, far, view, far.width / 1000)),
        zones=tuple(_zone(frame, zone, rings, step) for zone, rings in zones),
        marks=marks,
        bar_km=round_below(view.width / 5),
        n_outside=sum(not _within(mark, view) for mark in marks),
        not_on_map=missing,
    )


def _views(frame: Frame, told: list[tuple[Item, Told]], corners: list[Point]) -> tuple[Box, Box]:
    """The first view (zones and what lies near them; without zones all that is told as real) and the whole."""
    around: list[tuple[float, float]] = [frame.xy(point) for point in corners]
    reach = box_around(around, 0.6) if around else None
    everything = list(around)
    for item, one in told:
        where = one.event.where
        assert one.place is not None and where is not None
        xys = [frame.xy(point) for point in _reach(one.place, where)]
        everything.extend(xys)
        if item.real and (reach is None or _holds(reach, *frame.xy(one.place))):
            around.extend(xys)
    view = shaped(box_around(around or everything), _RATIO)
    corners_of_view = [(view.x, view.y), (view.x + view.width, view.y + view.height)]
    whole = grown(box_around([*everything, *corners_of_view], 0), _MARGIN)
    return view, shaped(whole, _RATIO)


def _reach(middle: Point, where: Place) -> list[Point]:
    """Points around what a place takes up in the first view, wide ones cut."""
    radius = where.radius_km or 1.0
    if radius <= _WIDEST_KM and (rings := outline_of(where)):
        return [point for ring in rings for point in ring]
    return circle(middle, min(radius, _WIDEST_KM))


def outline_of(place: Place) -> tuple[tuple[Point, ...], ...]:
    """The outline of a place's shape, none where it has no shape or one that cannot be drawn."""
    if place.shape is None:
        return ()
    try:
        return shape_outline(place.shape)
    except GeometryError:
        return ()


def _marks(frame: Frame, told: list[tuple[Item, Told]], step: float) -> tuple[PlaceMark, ...]:
    """One mark a place, however many events (and tellings of them) it has; northern ones first."""
    groups: dict[tuple[Point, PlaceShape | None], list[tuple[Item, Told]]] = {}
    for item, one in told:
        assert one.place is not None and one.event.where is not None
        point = (round(one.place[0], 4), round(one.place[1], 4))
        groups.setdefault((point, one.event.where.shape), []).append((item, one))
    ordered = sorted(groups.items(), key=lambda pair: (-pair[0][0][0], pair[0][0][1], str(pair[0][1])))
    return tuple(_mark(f"p{n}", frame, point, group, step) for n, ((point, _), group) in enumerate(ordered, start=1))


def _mark(anchor: str, frame: Frame, point: Point, group: list[tuple[Item, Told]], step: float) -> PlaceMark:
    x, y = frame.xy(point)
    places = [one.event.where for _, one in group if one.event.where]
    radius = max((place.radius_km or 0.0 for place in places), default=0.0)
    items = tuple({item.label: item for item, _ in group}.values())
    outline = "".join(path(frame, ring, step) for ring in outline_of(places[0]))
    disc = path(frame, circle(point, radius), 0) if radius > 0 else ""
    return PlaceMark(
        anchor=anchor,
        name=places[0].name,
        x=x,
        y=y,
        circle=outline or disc,
        radius_km=None if outline else radius or None,
        stage=min((one.event.stage for _, one in group), key=STAGES.index),
        items=items,
        past=not any(one.real for _, one in group),
        vague=radius > _VAGUE_KM,
        shape_label=_shape_label(places[0], items) if outline else "",
    )


def _shape_label(place: Place, items: tuple[Item, ...]) -> str:
    # The names of ways and directions are long, and stand beside the map.
    return place.name if isinstance(place.shape, UnitShape) else ", ".join(item.label for item in items[:3])


def country_shapes(frame: Frame, box: Box, view: Box, step: float) -> Iterable[Shape]:
    """The countries within a box, thinned to `step` km, with a place for the names of those that are large in view."""
    named = {name: rings for _, name, rings in _outlines(frame, view)}
    for _, name, rings in _outlines(frame, box):
        middle = _middle(frame, named.get(name, []), view.width * view.height * _LEAST_SHARE)
        d = "".join(path(frame, ring, step) for ring in rings)
        if d:
            yield Shape(name, d, middle)


def _outlines(frame: Frame, box: Box) -> list[Outline]:
    lat_min, lat_max, west, east = frame.degrees(box)
    return outlines_within(lat_min, west, lat_max, east)


def _middle(frame: Frame, rings: list[list[Point]], least_area: float) -> tuple[float, float] | None:
    """The centre of gravity of the largest ring, None where it is too small to write a name in."""
    best, middle = least_area, None
    for ring in rings:
        xys = [frame.xy(point) for point in ring]
        turns = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in pairwise([*xys, xys[0]])]
        area = sum(turn for _, _, turn in turns) / 2
        if abs(area) > best:
            best = abs(area)
            middle = tuple(sum((a[n] + b[n]) * turn for a, b, turn in turns) / 6 / area for n in (0, 1))
    return (middle[0], middle[1]) if middle else None


def _zone(frame: Frame, zone: Zone, rings: list[list[Point]], step: float) -> Shape:
    xys = [frame.xy(point) for ring in rings for point in ring]
    top = min(xys, key=lambda xy: xy[1], default=None)
    return Shape(zone.name, "".join(path(frame, ring, step) for ring in rings), top)


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height


def _within(mark: PlaceMark, box: Box) -> bool:
    return _holds(box, mark.x, mark.y)


def round_below(km: float) -> float:
    """1, 2 or 5 times a power of ten, the largest that is not above `km`.

    >>> round_below(137), round_below(0.7)
    (100.0, 0.5)
    """
    power = 10.0 ** math.floor(math.log10(km))
    return next(power * lead for lead in (5, 2, 1) if power * lead <= km)
