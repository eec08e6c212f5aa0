"""Finds place names and resolves them."""

from collections import Counter
from collections.abc import Iterable

from vedette.geo.countries import find_demonym
from vedette.geo.gazetteer import Gazetteer
from vedette.model.place import Place
from vedette.model.span import Span
from vedette.reading.parse import ParsedReport
from vedette.reading.places_find import find_mentions, mention_of
from vedette.reading.places_mention import Mention
from vedette.reading.resolve import Choice, resolve
from vedette.reading.resolve_context import Hints


def find_places(parsed: ParsedReport) -> tuple[Place, ...]:
    """The places that a report names, in order, resolved against the gazetteer and one another."""
    gazetteer = Gazetteer.open()
    mentions = find_mentions(parsed, gazetteer)
    return tuple(_place(choice, parsed) for choice in resolve(mentions, gazetteer, _hints(parsed)))


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
    """Countries that demonyms hint at."""
    countries: Counter[str] = Counter()
    for sentence in parsed.sentences:
        for token in sentence.tokens:
            if token.pos_ in ("ADJ", "PROPN", "NOUN") and token.text[0].isupper():
                country = find_demonym(token.text)
                if country:
                    countries[country] += 1
    return Hints(countries)


def _place(choice: Choice, parsed: ParsedReport) -> Place:
    mention, entry = choice.mention, choice.entry
    if entry is None:
        return Place(mention.span, parsed.words(mention.span), because=choice.because)
    return Place(
        span=mention.span,
        name=entry.name,
        country=entry.country,
        admin1=None if entry.kind == "country" else entry.admin1,
        lat=entry.lat,
        lon=entry.lon,
        radius_km=entry.radius_km,
        geonameid=entry.geonameid,
        kind=entry.kind,
        because=choice.because,
    )
