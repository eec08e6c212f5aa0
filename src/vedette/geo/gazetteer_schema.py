"""The tables of a gazetteer's file, the same for the one that ships and for the user's own."""

TABLES = """
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT, admin1 INTEGER,
  lat REAL NOT NULL, lon REAL NOT NULL, radius_km REAL, population INTEGER NOT NULL, geonameid INTEGER);
CREATE TABLE unit (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE name (folded TEXT NOT NULL, entry INTEGER NOT NULL, rank INTEGER NOT NULL,
  PRIMARY KEY (folded, entry)) WITHOUT ROWID;
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
#: Only a user's gazetteer has it. `valid_on` and `valid_to` are days as the table of P-codes wrote them.
PCODES = """CREATE TABLE IF NOT EXISTS pcode (pcode TEXT NOT NULL, entry INTEGER NOT NULL, level INTEGER NOT NULL,
  valid_on TEXT, valid_to TEXT, PRIMARY KEY (pcode, entry)) WITHOUT ROWID"""
#: Countries are listed when a gazetteer is opened: without this a large one would be read from end to end.
COUNTRIES = "CREATE INDEX IF NOT EXISTS country ON entry (kind) WHERE kind = 'country'"
INSERT_ENTRY = "INSERT OR REPLACE INTO entry VALUES (?,?,?,?,?,?,?,?,?,?)"
#: The version of the tables.
FORMAT = "1"
