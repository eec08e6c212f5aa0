"""The gazetteer: place names to places, from one packed file and the vocabulary's own lists."""

import json
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import as_file, files
from math import cos, hypot, radians
from operator import itemgetter
from pathlib import Path
from threading import local
from typing import Any

from vedette.errors import BadInputError, UsageError, VocabularyError
from vedette.geo.gazetteer_entry import Entry, radius_of
from vedette.geo.gazetteer_likeness import unlikeness, variants
from vedette.geo.gazetteer_names import fold, without_article
from vedette.vocab.load import load_table

#: Environment variable that names a gazetteer of the user's own.
SETTING = "VEDETTE_GAZETTEER"
#: Lists of places that are kept by hand, read in this order.
HAND_MADE = ("places_regions", "places_waters", "places_crossings", "places_sites", "places_former")
#: Sections of those lists whose name is not a kind of the model's.
_KINDS = {"camp": "site"}
#: Names looked up lately, kept with their entries.
_REMEMBERED = 50_000
#: The article written on to its name ("Albab" for "Al Bab").
_JOINED_ARTICLE = re.compile(r"(?:al|el)\w{3,}")
#: Up to so many bytes of the file are mapped: pages of a large one then come without a call and a copy each.
_MAPPED_BYTES = 8 << 30
_COLUMNS = "e.name, e.kind, e.country, e.admin1, e.lat, e.lon, e.radius_km, e.population, e.geonameid"
# In the order of the entries, which is that of the file; sorted here, since SQLite would copy each row to sort it.
_FIND = f"SELECT {_COLUMNS}, n.rank FROM name n CROSS JOIN entry e ON e.id = n.entry WHERE n.folded = ?"  # noqa: S608
_NEAR = f"""SELECT {_COLUMNS}, n.rank, n.folded FROM json_each(?) j CROSS JOIN name n ON n.folded = j.value
  CROSS JOIN entry e ON e.id = n.entry ORDER BY e.population DESC, e.id LIMIT ?"""  # noqa: S608
_COUNTRIES = f"SELECT {_COLUMNS}, 0 FROM entry e WHERE e.kind = 'country'"  # noqa: S608
_POPULATION = itemgetter(7)


class Gazetteer:
    """Place names to places. Reads only; one connection a thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connections = local()
        self._remembered: dict[str, tuple[Entry, ...]] = {}
        #: Names of first-level units by number.
        self._units: dict[int | None, str] = dict(self.rows("SELECT id, name FROM unit"))
        self._by_hand = self._read_vocabulary()

    @staticmethod
    def open(path: Path | None = None) -> "Gazetteer":
        """The gazetteer of that file, else the one `VEDETTE_GAZETTEER` names, else the one that ships; opened once.

        Raises:
            UsageError: There is no such file.
            BadInputError: The file is no gazetteer.
            VocabularyError: None is named and the one that ships is missing.
        """
        named = path or os.environ.get(SETTING)
        return _open(Path(named)) if named else Gazetteer.open_shipped()

    @staticmethod
    @cache
    def open_shipped() -> "Gazetteer":
        """The gazetteer that ships in the package, opened once.

        Raises:
            VocabularyError: Its file is missing.
        """
        path = files("vedette.geo") / "data" / "gazetteer.sqlite"
        if not path.is_file():
            raise VocabularyError("the gazetteer is missing: reinstall Vedette", str(path))
        with as_file(path) as real:
            return Gazetteer(real)

    @property
    def path(self) -> Path:
        """The file that it reads."""
        return self._path

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Rows of its tables (`gazetteer_schema.TABLES`) that a SELECT asks for."""
        return self._connection().execute(sql, tuple(values)).fetchall()

    def find_like(self, name: str, limit: int = 5) -> tuple[Entry, ...]:
        """The places whose name is a letter away, or a habit of transcription; the likest and most populous first.

        Names of fewer than four letters have none: too many places are like them.
        """
        folded = fold(name)
        near = variants(folded)
        rows = self._connection().execute(_NEAR, (json.dumps(sorted(near)), limit * 4)).fetchall() if near else []
        entries = zip(self._entries(row[:-1] for row in rows), (row[-1] for row in rows), strict=True)
        by_hand = ((entry, key) for key in near & self._by_hand.keys() for entry in self._by_hand[key])
        ranked = sorted((*by_hand, *entries), key=lambda found: (unlikeness(folded, found[1]), -found[0].population))
        places = {(entry.name, entry.kind, entry.lat, entry.lon): entry for entry, _ in reversed(ranked)}
        return tuple(reversed(places.values()))[:limit]

    def pcodes(self, entry: Entry) -> tuple[str, ...]:
        """The P-codes of a place; none where the gazetteer was given none."""
        if not self.rows("SELECT 1 FROM sqlite_master WHERE name = 'pcode'"):
            return ()
        sql = """SELECT DISTINCT p.pcode FROM pcode p JOIN entry e ON e.id = p.entry
          WHERE e.name = ? AND e.kind = ? AND e.lat = ? AND e.lon = ? ORDER BY p.pcode"""
        return tuple(row[0] for row in self.rows(sql, (entry.name, entry.kind, entry.lat, entry.lon)))

    def find(self, name: str) -> tuple[Entry, ...]:
        """The places of a name in any spelling, the most populous first; none when nothing has it."""
        folded = fold(name)
        known = self._remembered.get(folded)
        if known is None:
            known = self._look_up(folded)
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            self._remembered[folded] = known
        return known

    def _look_up(self, folded: str) -> tuple[Entry, ...]:
        found = self._exact(folded)
        if not found:
            bare = without_article(folded)
            found = tuple(entry._replace(rank=2) for entry in self._exact(bare)) if bare else ()
        if not found and _JOINED_ARTICLE.fullmatch(folded):
            found = tuple(entry._replace(rank=2) for entry in self._exact(f"{folded[:2]} {folded[2:]}"))
        return found

    def _exact(self, folded: str) -> tuple[Entry, ...]:
        entries = self._packed(folded) if folded else []
        by_hand = self._by_hand.get(folded)
        if by_hand is None:
            return tuple(entries)
        known = {entry.geonameid for entry in by_hand if entry.geonameid}
        return (*by_hand, *(entry for entry in entries if entry.geonameid not in known))

    def _packed(self, folded: str) -> list[Entry]:
        """The entries of the file that have this name, the most populous first."""
        rows = self._connection().execute(_FIND, (folded,)).fetchall()
        if len(rows) > 1:
            rows.sort(key=_POPULATION, reverse=True)
        return self._entries(rows)

    def _entries(self, rows: Iterable[tuple[Any, ...]]) -> list[Entry]:
        """Rows of `_COLUMNS` and the rank as entries."""
        unit, new = self._units.get, tuple.__new__
        # Without `Entry`'s own constructor, which takes as long as all the rest: a name may have hundreds of places.
        return [
            new(
                Entry,
                (
                    name,
                    kind,
                    country,
                    unit(unit_id),
                    lat,
                    lon,
                    radius_of(kind, n) if km is None else km,
                    n,
                    number,
                    rank,
                ),
            )
            for name, kind, country, unit_id, lat, lon, km, n, number, rank in rows
        ]

    def _connection(self) -> sqlite3.Connection:
        open_one: sqlite3.Connection | None = getattr(self._connections, "one", None)
        if open_one is None:
            uri = f"{self._path.resolve().as_uri()}?mode=ro&immutable=1"
            open_one = self._connections.one = sqlite3.connect(uri, uri=True)
            open_one.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
        return open_one

    def _read_vocabulary(self) -> dict[str, tuple[Entry, ...]]:
        by_name: dict[str, list[Entry]] = {}
        for names, entry in (*self._countries(), *self._kept_by_hand()):
            for name in dict.fromkeys(fold(name) for name in names):
                by_name.setdefault(name, []).append(entry)
                bare = without_article(name)
                if bare:
                    by_name.setdefault(bare, []).append(entry._replace(rank=2))
        return {name: tuple(entries) for name, entries in by_name.items()}

    def _kept_by_hand(self) -> Iterator[tuple[tuple[str, ...], Entry]]:
        for names, entry in _hand_made():
            yield names, self._twin(names, entry) or entry

    def _twin(self, names: tuple[str, ...], entry: Entry) -> Entry | None:
        """The packed town that a town kept by hand is, None where the pack has none there."""
        if entry.kind != "town":
            return None
        for name in names:
            for other in self._packed(fold(name)):
                if other.kind == "town" and other.country == entry.country and _are_close(other, entry):
                    return other._replace(rank=-1)
        return None

    def _countries(self) -> Iterator[tuple[tuple[str, ...], Entry]]:
        table = load_table("countries")
        for entry in self._entries(self._connection().execute(_COUNTRIES)):
            said = table.get(entry.country or "")
            if said:
                yield (said["name"], *said["other"], *said["arabic"]), entry


@cache
def _open(path: Path) -> Gazetteer:
    if not path.is_file():
        raise UsageError(f"{path}: there is no such gazetteer (--gazetteer, {SETTING})", str(path))
    try:
        return Gazetteer(path)
    except sqlite3.DatabaseError as error:
        raise BadInputError(
            f"{path}: not a gazetteer that `vedette gazetteer build` made ({error})", str(path)
        ) from error


def _are_close(one: Entry, other: Entry) -> bool:
    """Within about 15 km: the accuracy of coordinates kept by hand."""
    east = (one.lon - other.lon) * cos(radians(one.lat))
    return hypot(east, one.lat - other.lat) < 15 / 111.2


def _hand_made() -> Iterator[tuple[tuple[str, ...], Entry]]:
    for table in HAND_MADE:
        for kind, entries in load_table(table).items():
            for said in entries:
                entry = Entry(
                    name=said["name"],
                    kind=_KINDS.get(kind, kind),
                    country=said.get("country"),
                    admin1=said.get("admin1"),
                    lat=float(said["lat"]),
                    lon=float(said["lon"]),
                    radius_km=float(said["radius_km"]),
                    geonameid=said.get("geonameid"),
                )
                yield (said["name"], *said.get("other", ())), entry
