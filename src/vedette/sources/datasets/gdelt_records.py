"""GDELT's mentions and GKG rows: articles that were seen, with the places they name; no events by themselves."""

from vedette.sources.datasets.row import PlaceSaid, Row, RowSaid
from vedette.sources.datasets.values import ValueRefusedError, read_date
from vedette.vocab.load import load_table

#: Names of people, and what they said word for word.
_PERSONS = ("Persons", "V2Persons", "Quotations", "AllNames")
_MENTION = ("GLOBALEVENTID", "MentionTimeDate", "MentionSourceName", "SentenceID", "InRawText", "Confidence")
_GKG = ("GKGRECORDID", "DATE", "SourceCommonName", "Counts", "Themes", "Locations", "Organizations")


def code_mention(row: Row) -> RowSaid:
    """One mention: which article told of which event, on which day."""
    missing = [column for column in ("GLOBALEVENTID", "MentionTimeDate", "MentionIdentifier") if row[column] is None]
    if missing:
        raise ValueRefusedError(f"{missing[0]} is empty")
    address = row.values["MentionIdentifier"]
    return RowSaid(
        row=row,
        id=f"mention:{row['GLOBALEVENTID']}:{row['SentenceID'] or 0}:{address}",
        shown=[(column, value) for column in _MENTION if (value := row[column]) is not None],
        published=read_date(Row(row.line, {"MentionTimeDate": row.values["MentionTimeDate"][:8]}), "MentionTimeDate"),
        url=address if address.startswith("http") else None,
        source=row["MentionSourceName"],
        lost=("a mention: it counts an article for an event, and is none itself",),
    )


def code_gkg(row: Row) -> RowSaid:
    """One article of the Global Knowledge Graph: its themes, counts and places."""
    missing = [column for column in ("GKGRECORDID", "DATE") if row[column] is None]
    if missing:
        raise ValueRefusedError(f"{missing[0]} is empty")
    address = row["DocumentIdentifier"] or ""
    return RowSaid(
        row=row,
        id=f"gkg:{row['GKGRECORDID']}",
        shown=[(column, value) for column in _GKG if (value := row[column]) is not None],
        published=read_date(Row(row.line, {"DATE": row.values["DATE"][:8]}), "DATE"),
        url=address if address.startswith("http") else None,
        source=row["SourceCommonName"],
        places=_places(row),
        dropped=tuple(column for column in _PERSONS if row[column]),
        lost=("a GKG record: themes and counts of an article are kept as text, and make no event",),
    )


def _places(row: Row) -> tuple[PlaceSaid, ...]:
    """`Locations`: type#name#FIPS#ADM1#lat#lon#feature;… : the named ones, those of countries without coordinates."""
    found: dict[str, PlaceSaid] = {}
    for entry in (row["Locations"] or "").split(";"):
        parts = entry.split("#")
        if len(parts) < 6 or not parts[1]:
            continue
        country = load_table("datasets_fips").get(parts[2])
        try:
            lat, lon = float(parts[4]), float(parts[5])
        except ValueError:
            continue
        if parts[0] == "1":
            found[parts[1]] = PlaceSaid("Locations", parts[1], country, kind="country")
        elif abs(lat) <= 90 and abs(lon) <= 180:
            kind, radius = ("province", 120.0) if parts[0] in "25" else ("town", 10.0)
            found[parts[1]] = PlaceSaid("Locations", parts[1], country, None, lat, lon, radius, kind)
    return tuple(found.values())
