"""The pages on groups: one table a data file, and a page that leads to them."""

from vedette.vocab.groups import Affiliate, Alias, Claim, Group, group_files, group_from_entry
from vedette.vocab.load import load_table
from vedette.vocab.reference_tables import MADE_BY, table


def group_pages() -> dict[str, str]:
    """The pages by file name."""
    groups = {file: [group_from_entry(entry) for entry in load_table(file)["group"]] for file in group_files()}
    pages = {_page_name(file): _page(file, listed) for file, listed in groups.items()}
    return {"vocabulary-groups.md": _index(groups), **pages}


def _page_name(file: str) -> str:
    return f"vocabulary-groups-{file.split('/')[1].replace('_', '-')}.md"


def _title(file: str) -> str:
    return str(load_table(file)["title"])


def _index(groups: dict[str, list[Group]]) -> str:
    rows = [
        (f"[{_title(file)}]({_page_name(file)})", str(len(listed)), str(sum(len(g.names) for g in listed)))
        for file, listed in groups.items()
    ]
    parts = [
        "# Groups, forces and agencies",
        MADE_BY,
        "Groups are coded under neutral names and quoted verbatim. Names marked † need another sign beside them (the "
        "long name or the country in the same report); *hostile* and *friendly* names are words of a side. Communities "
        "are listed for reading datasets only and are never looked for in text. Actors of the Uppsala Conflict Data "
        "Program (UCDP) are named as there (CC BY 4.0).",
        table(("page", "groups", "names looked for"), rows),
    ]
    return "\n\n".join(parts) + "\n"


def _page(file: str, groups: list[Group]) -> str:
    rows = [
        (
            group.name,
            f"`{group.id}`",
            group.kind.replace("_", " "),
            ", ".join(group.countries),
            "; ".join(_alias(alias) for alias in group.aliases) or "–",
            "; ".join([*map(_affiliate, group.affiliates), *map(_claim, group.claims)]) or "–",
            _source(group),
        )
        for group in groups
    ]
    head = ("name", "id", "kind", "countries", "other names", "ties and claims", "source")
    return (
        "\n\n".join(
            [f"# Groups: {_title(file)}", MADE_BY, "Back to [all groups](vocabulary-groups.md).", table(head, rows)]
        )
        + "\n"
    )


def _alias(alias: Alias) -> str:
    marks: list[str] = [alias.tone] if alias.tone != "plain" else []
    if alias.from_year or alias.to_year:
        marks.append(_years(alias.from_year, alias.to_year))
    # Isolates keep right-to-left names from turning the marks around.
    name = f"\u2068{alias.name}\u2069" if alias.lang in {"ar", "fa", "ur"} else alias.name
    return name + ("†" if alias.needs_context else "") + (f" ({', '.join(marks)})" if marks else "")


def _affiliate(tie: Affiliate) -> str:
    years = f", {_years(tie.from_year, tie.to_year)}" if tie.from_year or tie.to_year else ""
    return f"{tie.relation.replace('_', ' ')} `{tie.id}`{years} [{tie.source}]"


def _claim(claim: Claim) -> str:
    return (
        f"claim: {claim.claim.replace('_', ' ')} `{claim.who}`{', disputed' if claim.disputed else ''} [{claim.source}]"
    )


def _years(first: int | None, last: int | None) -> str:
    return str(first) if first == last else f"{first or ''}–{last or ''}"


def _source(group: Group) -> str:
    """The source, with the actor's ids in the Uppsala lists."""
    ids = ", ".join(dict.fromkeys(f"{actor.name} ({actor.id})" if actor.id else actor.name for actor in group.ucdp))
    return f"UCDP: {ids}; {group.source.split('; ', 1)[-1]}" if ids else group.source
