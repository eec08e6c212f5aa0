"""KML 2.2 out: placemarks styled by state."""

import json
import re
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from vedette.views.formats.batch import EventBatch, Found, find_column, with_found
from vedette.views.state_colours import STATE_COLOURS

#: What XML 1.0 cannot hold.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Columns that can name a placemark, the first that there is.
_NAMES = ("name", "title", "id")

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n'


class KmlWriter:
    """Writes placemarks as they come."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        file.write(_HEAD)
        for state, colour in STATE_COLOURS.items():
            # KML turns colours round: alpha, blue, green, red.
            turned = "ff" + colour[5:7] + colour[3:5] + colour[1:3]
            file.write(
                f'<Style id="{state}"><IconStyle><color>{turned}</color><scale>0.8</scale></IconStyle>'
                "<LabelStyle><scale>0</scale></LabelStyle></Style>\n"
            )

    def write(self, batch: EventBatch, found: Found) -> None:
        names, rows = with_found(batch, found)
        named = next((at for at in (find_column(names, name) for name in _NAMES) if at is not None), None)
        described = find_column(names, "description")
        state = names.index("state")
        points = zip(found.lat.tolist(), found.lon.tolist(), found.usable.tolist(), strict=True)
        for row, (lat, lon, usable) in zip(rows, points, strict=True):
            parts = [f"<Placemark>{_element('name', row[named]) if named is not None else ''}"]
            if described is not None:
                parts.append(_element("description", row[described]))
            parts.append(f"<styleUrl>#{row[state]}</styleUrl><ExtendedData>")
            own = (names[at] for at in (named, described) if at is not None)
            parts += _data(names, row, {name for name in own if name in ("name", "description")})
            point = f"<Point><coordinates>{lon!r},{lat!r}</coordinates></Point>" if usable else ""
            parts.append(f"</ExtendedData>{point}</Placemark>\n")
            self._file.write("".join(parts))

    def finish(self) -> None:
        self._file.write("</Document>\n</kml>\n")


def _data(names: list[str], row: list[Any], without: set[str]) -> list[str]:
    return [
        f"<Data name={quoteattr(_clean(name))}>{_element('value', cell)}</Data>"
        for name, cell in zip(names, row, strict=True)
        if cell is not None and name not in without
    ]


def _element(tag: str, cell: Any) -> str:
    return "" if cell is None else f"<{tag}>{escape(_clean(as_text(cell)), {chr(13): '&#13;'})}</{tag}>"


def as_text(cell: Any) -> str:
    """A cell as text: numbers shortest, lists and objects as JSON."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        return repr(cell)
    return json.dumps(cell, ensure_ascii=False, default=str) if isinstance(cell, dict | list | bool) else str(cell)


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
