"""KML 2.2 in: placemarks with a point and their data."""

from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from vedette.errors import BadInputError
from vedette.views.formats.batch import EventBatch
from vedette.views.formats.records import Record, read_records
from vedette.views.formats.wkb import PointOrWhy

#: Bytes parsed at once.
_AT_ONCE = 1 << 18
#: Characters that one placemark may have.
_LARGEST = 1 << 24
_GEOMETRIES = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Model", "Track", "MultiTrack")


def read_kml(path: Path) -> Iterator[EventBatch]:
    """The placemarks of a KML file in batches; their data are text.

    Document type declarations and entities are refused.

    Raises:
        BadInputError: It is not KML; names the line.

    Source: OGC 12-007r2.
    """
    return read_records(lambda: _placemarks(path), None)


def _placemarks(path: Path) -> Iterator[Record]:
    found: list[Record] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    state = _Placemarks(parser, found, str(path))
    try:
        with path.open("rb") as file:
            while piece := file.read(_AT_ONCE):
                parser.Parse(piece, False)
                yield from found
                found.clear()
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise BadInputError(f"{path}, line {error.lineno}: is not KML: {error}", str(path)) from error
    if not state.is_kml:
        raise BadInputError(f"{path}: is not KML: its outermost element is no kml", str(path))


class _Placemarks:
    """Collects placemarks from what expat sees."""

    def __init__(self, parser: expat.XMLParserType, found: list[Record], name: str) -> None:
        self._parser, self._found, self._name = parser, found, name
        self.is_kml = False
        self._path: list[str] = []
        self._text: list[str] = []
        self._n_characters = 0
        self._line = 0
        self._properties: dict[str, str] | None = None
        self._datum = ""
        self._geometry: list[str] = []
        self._coordinates: str | None = None
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._refuse

    def _refuse(self, *_: object) -> None:
        raise BadInputError(f"{self._name}: has a document type declaration, which is refused", self._name)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rsplit(" ", 1)[-1]
        if not self._path:
            self.is_kml = tag == "kml"
        self._path.append(tag)
        self._text.clear()
        if tag == "Placemark":
            self._properties, self._geometry, self._coordinates = {}, [], None
            self._line, self._n_characters = self._parser.CurrentLineNumber, 0
        elif tag in ("Data", "SimpleData"):
            self._datum = attributes.get("name", "")
        elif tag in _GEOMETRIES and self._properties is not None:
            self._geometry.append(tag)

    def _characters(self, text: str) -> None:
        self._n_characters += len(text)
        if self._n_characters > _LARGEST and self._properties is not None:
            raise BadInputError(f"{self._name}, line {self._line}: a placemark of over 16 million characters", None)
        self._text.append(text)

    def _end(self, tag: str) -> None:
        tag = self._path.pop()
        parent = self._path[-1] if self._path else ""
        text = "".join(self._text)
        self._text.clear()
        if self._properties is None:
            return
        if tag == "Placemark":
            self._found.append(Record(self._line, dict(self._properties), self._place()))
            self._properties = None
        elif tag in ("name", "description") and parent == "Placemark":
            self._properties[tag] = text.strip()
        elif (tag == "value" and parent == "Data") or tag == "SimpleData":
            self._properties[self._datum] = text
        elif tag == "coordinates":
            self._coordinates = text

    def _place(self) -> PointOrWhy:
        if self._geometry != ["Point"]:
            # A multi-geometry is followed by what it holds.
            kind = self._geometry[0] if self._geometry else ""
            return f"geometry is a {kind}: only points can be held against a zone" if kind else "geometry is empty"
        text = (self._coordinates or "").strip()
        if not text:
            return "geometry is empty"
        try:
            lon, lat = (float(part) for part in text.split(",")[:2])
        except ValueError:
            return f"coordinates {text[:40]!r} are no place"
        return lat, lon
