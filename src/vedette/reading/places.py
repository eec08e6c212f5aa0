"""Finds place names and resolves them."""

from collections import Counter
from collections.abc import Iterable

from spacy.tokens import Token

from vedette.geo.countries import find_country, find_demonym, is_capital
from vedette.geo.gazetteer import Gazetteer
from vedette.geo.gazetteer_entry import Entry
from vedette.geo.units import find_area, find_unit, has_units
from vedette.model.place import Place
from vedette.model.place_shape import UnitShape
from vedette.model.span import Span
from vedette.reading.parse import ParsedReport
from vedette.reading.places_find import find_mentions, mention_of
from vedette.reading.places_mention import Mention
from vedette.reading.places_relative import find_relative_places
from vedette.reading.places_stretch import is_agent
from vedette.reading.resolve import Choice, resolve
from vedette.reading.resolve_context import Hints
from vedette.reading.source_country import country_of_source
from vedette.vocab.load import load_table


def find_places(parsed: ParsedReport) -> tuple[Place, ...]:
    """The places that a report names, in order, resolved against the gazetteer and one another."""
    gazetteer = Gazetteer.open()
    mentions = find_mentions(parsed, gazetteer)
    places = [_place(choice, parsed) for choice in resolve(mentions, gazetteer, _hints(parsed))]
    places.extend(find_relative_places(parsed, places))
    return tuple(sorted(places, key=lambda place: (place.span.part != "title", place.span.start, -place.span.end)))


def resolve_spans(parsed: ParsedReport, spans: Iterable[Span]) -> tuple[Place, ...]:
    """The places at given spans, in their order, resolved as `find_places` does.

    Spans that hold no token are left out.
    """
    gazetteer = Gazetteer.open()
    found = find_mentions(parsed, gazetteer)
    given = [mention for span in spans if (mention := _mention_at(span, parsed, found))]
    held = {id(mention) for mention in given}
    others = [m for m in found if id(m) not in held and not any(m.span.overlaps(g.span) for g in given)]
    choices = resolve([*given, *others], gazetteer, _hints(parsed))
    return tuple(_place(choice, parsed) for choice in choices[: len(given)])


def _mention_at(span: Span, parsed: ParsedReport, found: list[Mention]) -> Mention | None:
    """The mention found at exactly this span, else one made from its tokens."""
    for mention in found:
        if mention.span == span:
            return mention
    for sentence in parsed.sentences:
        if sentence.span.overlaps(span):
            offset = sentence.tokens.doc.user_data["offset"]
            words = sentence.tokens.doc.char_span(span.start - offset, span.end - offset, alignment_mode="expand")
            if words is None:
                return None
            mention = mention_of(words, "given")
            mention.span = span
            if len(words) == 1 and words.text != parsed.words(span):
                mention.name = parsed.words(span)
            for other in found:
                if other.span.overlaps(span):
                    mention.within = other.within
                    mention.wanted = mention.wanted or other.wanted
                    mention.stands_for = other.stands_for
            return mention
    return None


def _hints(parsed: ParsedReport) -> Hints:
    """Countries that demonyms and the source hint at."""
    countries: Counter[str] = Counter()
    for sentence in parsed.sentences:
        for token in sentence.tokens:
            if token.text[0].isupper() and (country := find_demonym(token.text) or _in_body(token)):
                countries[country] += 1
    told = country_of_source(parsed.report.source)
    if told:
        countries[told] += 1
    return Hints(countries)


def _in_body(token: Token) -> str | None:
    """The country whose name is part of a body's ("Exampleland Front"): None elsewhere."""
    return find_country(token.text) if token.ent_type_ == "ORG" and len(token) > 3 else None


def _place(choice: Choice, parsed: ParsedReport) -> Place:
    mention, entry = choice.mention, choice.entry
    if entry is None:
        return Place(mention.span, parsed.words(mention.span), because=choice.because)
    because = choice.because
    if is_agent(mention.words) and (entry.kind == "country" or is_capital(entry.name, entry.country or "")):
        because = f"metonymic (stands for those who govern it); {because}"
    around = mention.wanted == "around" and entry.kind == "town"
    wider = load_table("place_radius")["within"]["countryside"] if around else 0.0
    return Place(
        span=mention.span,
        name=entry.name,
        country=entry.country,
        admin1=None if entry.kind == "country" else entry.admin1,
        lat=entry.lat,
        lon=entry.lon,
        radius_km=max(entry.radius_km, wider),
        geonameid=entry.geonameid,
        kind="region" if around else entry.kind,
        shape=_unit_shape(entry),
        because=because,
    )


def _unit_shape(entry: Entry) -> UnitShape | None:
    """The shape of a unit, a country, or a region or sea of the vocabulary; None for others and where none is known."""
    if entry.kind == "country":
        return UnitShape(entry.country) if entry.country and has_units(entry.country) else None
    if entry.kind in ("province", "district"):
        unit = find_unit(entry.country, entry.name, entry.geonameid)
    else:
        # GeoNames has other places of these names.
        unit = find_area(entry.kind, entry.name) if entry.geonameid is None else None
    return UnitShape(unit) if unit else None
