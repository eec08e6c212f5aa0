"""The nine countries that the task is about, and the datelines that tell them."""

from collections.abc import Mapping
from typing import Any

#: The nine countries that the task is about, by ISO code.
COUNTRIES = {
    "AR": "ARGENTINA",
    "BO": "BOLIVIA",
    "CL": "CHILE",
    "CO": "COLOMBIA",
    "EC": "ECUADOR",
    "SV": "EL SALVADOR",
    "GT": "GUATEMALA",
    "HN": "HONDURAS",
    "PE": "PERU",
}
#: Cities of datelines, where no country is told. The clandestine radios of the time were Salvadoran.
DATELINES = {
    "BUENOS AIRES": "AR",
    "LA PAZ": "BO",
    "SANTIAGO": "CL",
    "BOGOTA": "CO",
    "MEDELLIN": "CO",
    "CALI": "CO",
    "CARTAGENA": "CO",
    "QUITO": "EC",
    "GUAYAQUIL": "EC",
    "SAN SALVADOR": "SV",
    "CLANDESTINE": "SV",
    "GUATEMALA CITY": "GT",
    "GUATEMALA": "GT",
    "TEGUCIGALPA": "HN",
    "SAN PEDRO SULA": "HN",
    "LIMA": "PE",
    "AYACUCHO": "PE",
}


def dateline_country(header: Mapping[str, Any]) -> str | None:
    """ISO code of the dateline's country, where it is one of the nine."""
    named = {name: code for code, name in COUNTRIES.items()}.get(header.get("country") or "")
    return named or DATELINES.get(header.get("place") or "")
