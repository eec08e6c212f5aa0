"""OPML: lists of feeds, as feed readers export them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from vedette.errors import BadInputError
from vedette.sources.limits import MAX_PAGE_BYTES

#: Folders within folders that are followed.
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """A feed in a list."""

    name: str
    url: str
    #: Names of the folders that it lies in, outermost first.
    folders: tuple[str, ...] = ()


def read_opml(content: bytes, about: str) -> list[ListedFeed]:
    """The feeds of a list, in its order; one that is listed twice once.

    Raises:
        BadInputError: It is no OPML; nothing is taken from it.
    """
    if len(content) > MAX_PAGE_BYTES:
        raise BadInputError(f"{about}: over {MAX_PAGE_BYTES // 1_000_000} MB", about)
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise BadInputError(f"{about}: no OPML: it declares a document type; that is not read", about) from error
    except (ParseError, ValueError, LookupError) as error:
        raise BadInputError(f"{about}: no OPML: {error}", about) from error
    body = root.find("body")
    if root.tag.lower() != "opml" or body is None:
        raise BadInputError(f"{about}: this XML is no OPML: it has no body of outlines", about)
    found: dict[str, ListedFeed] = {}
    for feed in _outlines(body, ()):
        found.setdefault(feed.url, feed)
    return list(found.values())


def _outlines(element: Any, folders: tuple[str, ...]) -> Iterator[ListedFeed]:
    for outline in element.findall("outline"):
        # Programs write the name of this attribute in several ways.
        keys = {key.lower(): value.strip() for key, value in outline.attrib.items()}
        name, url = keys.get("title") or keys.get("text", ""), keys.get("xmlurl", "")
        if url:
            yield ListedFeed(name or url, url, folders)
        if len(folders) < _DEEPEST:
            yield from _outlines(outline, (*folders, name) if name and not url else folders)
