"""Groups, forces and agencies under all their names, as the vocabulary has them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from vedette.errors import VocabularyError
from vedette.vocab.load import load_table

#: What a group is. A `community` (a people, a party's followers) is listed so that datasets can be read, and is never
#: looked for in text: a people is not an armed group.
Kind = Literal["armed_group", "force", "agency", "government", "organisation", "community"]
KINDS = ("armed_group", "force", "agency", "government", "organisation", "community")
#: Whose word for a group an alias is: its enemies', its own followers', or nobody's in particular.
Tone = Literal["hostile", "friendly", "plain"]
TONES = ("hostile", "friendly", "plain")
#: How one group stands to another.
RELATIONS = ("branch_of", "part_of", "armed_wing_of", "allied_with", "split_from", "successor_of")
#: What is said of a group's ties, by somebody and disputed or not.
CLAIMS = ("backed_by", "armed_by", "linked_to")


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of a group, as it is written somewhere."""

    name: str
    tone: Tone = "plain"
    #: Whether it names the group only beside another sign (its long name, its country): `IS`, `PA`.
    needs_context: bool = False
    #: Whether it must be written with these capitals.
    match_case: bool = False
    #: ISO 639-1 code where it is not English or the group's own transliterated name.
    lang: str | None = None
    #: First and last year of its use, None where open.
    from_year: int | None = None
    to_year: int | None = None


@dataclass(frozen=True, slots=True)
class Affiliate:
    """A tie of a group to another one, as a dated fact with its source."""

    id: str
    relation: str
    source: str
    from_year: int | None = None
    to_year: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A tie that somebody asserts, never held as fact."""

    claim: str
    #: Id of the group or government that it is said of.
    who: str
    source: str
    disputed: bool = True


@dataclass(frozen=True, slots=True)
class UcdpActor:
    """The group in the Uppsala Conflict Data Program's lists."""

    name: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A group, force, agency, government or organisation."""

    #: Slug, or `force:IQ:army` for the forces of a state.
    id: str
    #: Neutral name.
    name: str
    kind: Kind
    #: ISO 3166-1 alpha-2 of where it is based or mostly acts.
    countries: tuple[str, ...]
    #: Where the entry is generally known from.
    source: str
    #: Other names; `name` itself is one of a group's names without being repeated here.
    aliases: tuple[Alias, ...] = ()
    affiliates: tuple[Affiliate, ...] = ()
    claims: tuple[Claim, ...] = ()
    ucdp: tuple[UcdpActor, ...] = ()
    #: Whether `name` is looked for in text; no where it is a label that datasets coined.
    name_in_text: bool = True

    @property
    def names(self) -> tuple[Alias, ...]:
        """All names to look for in text."""
        if self.kind == "community":
            return ()
        own = (Alias(self.name, match_case=is_abbreviation(self.name)),) if self.name_in_text else ()
        return (*own, *self.aliases)


def is_abbreviation(name: str) -> bool:
    """Whether a name is an abbreviation, to be matched with its capitals (`FMLN`, `M-19`, `FDLR-FOCA`, `LeT`)."""
    letters = [char for char in name if char.isalpha()]
    capitals = sum(1 for char in letters if char.isupper())
    return bool(capitals) and " " not in name and (capitals == len(letters) or (len(letters) <= 4 and capitals >= 2))


def group_files() -> tuple[str, ...]:
    """Names of the data files of groups, as `load_table` takes them, sorted."""
    folder = files("vedette.vocab") / "data" / "groups"
    return tuple(sorted(f"groups/{item.name[:-5]}" for item in folder.iterdir() if item.name.endswith(".toml")))


@cache
def load_groups() -> tuple[Group, ...]:
    """Every group of the vocabulary, by id."""
    groups = [group for file in group_files() for group in _read(file)]
    return tuple(sorted(groups, key=lambda group: group.id))


@cache
def groups_by_id() -> Mapping[str, Group]:
    """The groups by id."""
    return {group.id: group for group in load_groups()}


def _read(file: str) -> Iterator[Group]:
    for entry in load_table(file).get("group", ()):
        try:
            yield group_from_entry(entry)
        except (KeyError, TypeError) as error:
            raise VocabularyError(f"{file}.toml, group {entry.get('id')!r}: {error}", entry.get("id")) from error


def group_from_entry(entry: Mapping[str, Any]) -> Group:
    """The group of one `[[group]]` entry."""
    return Group(
        id=entry["id"],
        name=entry["name"],
        kind=entry["kind"],
        countries=tuple(entry["countries"]),
        source=entry["source"],
        aliases=tuple(_alias(item) for item in entry.get("aliases", ())),
        affiliates=tuple(_affiliate(item) for item in entry.get("affiliates", ())),
        claims=tuple(Claim(i["claim"], i["who"], i["source"], i["disputed"]) for i in entry.get("claims", ())),
        ucdp=tuple(UcdpActor(item["name"], item.get("id")) for item in entry.get("ucdp", ())),
        name_in_text=entry.get("name_in_text", True),
    )


def _alias(item: str | Mapping[str, Any]) -> Alias:
    """An alias: a plain name, or a table with more about it."""
    if isinstance(item, str):
        return Alias(item, match_case=is_abbreviation(item))
    name = item["name"]
    return Alias(
        name=name,
        tone=item.get("tone", "plain"),
        needs_context=item.get("needs_context", False),
        match_case=item.get("match_case", is_abbreviation(name)),
        lang=item.get("lang"),
        from_year=item.get("from"),
        to_year=item.get("to"),
    )


def _affiliate(item: Mapping[str, Any]) -> Affiliate:
    return Affiliate(item["id"], item["relation"], item["source"], item.get("from"), item.get("to"))
