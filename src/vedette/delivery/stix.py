"""Messages as STIX 2.1: a report on an incident, its place and the groups that are named; never a private person.

Source: OASIS, STIX Version 2.1 (2021).
"""

import json
import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from vedette.delivery.told import Told, citations, clean, one_line
from vedette.delivery.wording import body_of, title_of
from vedette.errors import MissingExtraError
from vedette.model.event import OnWhoseWord

#: Of which ids are made, so that the same thing has the same id in every bundle.
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:vedette:stix")
#: Percent of STIX's confidence by on whose word it stands and whether a second source tells of it: the middles of the
#: steps Low, Medium and High of STIX's appendix A.
_LOW, _MEDIUM, _HIGH = 15, 50, 85


def render_stix(told: Told) -> str:
    """The objects of one message as a JSON list, checked by the library that is made for it.

    Raises:
        MissingExtraError: The `stix` extra is not installed.
    """
    stix2 = check_stix()
    made = [stix2.parse(one, version="2.1") for one in _objects(told)]
    return json.dumps([json.loads(one.serialize()) for one in made], ensure_ascii=False, sort_keys=True)


def check_stix() -> Any:
    """The library for STIX.

    Raises:
        MissingExtraError: The `stix` extra is not installed.
    """
    try:
        import stix2  # type: ignore[import-untyped]
    except ImportError as error:
        raise MissingExtraError("STIX needs its library: pip install 'vedette[stix]'", "stix") from error
    return stix2


def render_bundle(parts: Sequence[str], bundle_of: str) -> bytes:
    """A bundle of the newest version of each object.

    Args:
        parts: As `render_stix` made them, oldest first.
        bundle_of: What the bundle is of (its id is made from it and what it holds).
    """
    newest: dict[str, dict[str, Any]] = {}
    for part in parts:
        for one in json.loads(part):
            known = newest.get(one["id"])
            if known is None or one["modified"] >= known["modified"]:
                newest[one["id"]] = one
    objects = [newest[name] for name in sorted(newest)]
    digest = _id("bundle", bundle_of, *(f"{one['id']} {one['modified']}" for one in objects))
    bundle = {"type": "bundle", "id": digest, "objects": objects}
    return json.dumps(bundle, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8", "replace") + b"\n"


def _objects(told: Told) -> Iterable[dict[str, Any]]:
    message = told.message
    first = told.earlier[0].message.decided_at if told.earlier else message.decided_at
    times = {"created": _instant(first), "modified": _instant(message.decided_at)}
    watch = _identity(f"Vedette: {told.watch_name}", "system", "1970-01-01T00:00:00.000Z")
    revoked = message.kind == "cancel"
    incident = {
        "type": "incident",
        "spec_version": "2.1",
        "id": _id("incident", message.alert_id),
        **times,
        "created_by_ref": watch["id"],
        "name": one_line(message.alert.title),
        "description": body_of(told),
        "labels": [message.alert.level, message.kind],
        "confidence": _confidence(told),
        "revoked": revoked,
        "external_references": _references(told),
    }
    others = [watch, incident, *_places(told, watch["id"]), *_groups(told)]
    yield from (_without_empty(one) for one in others)
    yield from (_relation(incident, "related-to", one, watch["id"], times, revoked=revoked) for one in others[2:])
    report = {
        "type": "report",
        "spec_version": "2.1",
        "id": _id("report", message.alert_id),
        **times,
        "created_by_ref": watch["id"],
        "name": title_of(message),
        "published": _instant(message.decided_at),
        "report_types": ["incident"],
        "object_refs": [one["id"] for one in others[1:]],
        "revoked": revoked,
    }
    yield report


def _identity(name: str, kind: str, at: str) -> dict[str, Any]:
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": _id("identity", kind, name),
        "created": at,
        "modified": at,
        "name": one_line(name),
        "identity_class": kind,
    }


def _places(told: Told, by: str) -> Iterable[dict[str, Any]]:
    where = told.message.alert.where
    if where is None or (where.lat is None and where.country is None):
        return
    found: dict[str, Any] = {
        "type": "location",
        "spec_version": "2.1",
        "id": _id("location", where.name, where.country, str(where.lat), str(where.lon)),
        "created": "1970-01-01T00:00:00.000Z",
        "modified": "1970-01-01T00:00:00.000Z",
        "created_by_ref": by,
        "name": one_line(where.name),
    }
    if where.lat is not None and where.lon is not None:
        found |= {"latitude": where.lat, "longitude": where.lon}
        if where.radius_km:
            found["precision"] = where.radius_km * 1000
    if where.country:
        found["country"] = where.country
    yield found


def _groups(told: Told) -> Iterable[dict[str, Any]]:
    """Groups of the vocabulary that are named as actors: others have no name that is sure to be no person's."""
    named = {actor.id: actor.name for event in told.events for actor in event.actors if actor.id and actor.name}
    for group_id in sorted(named):
        yield _identity(clean(named[group_id]), "group", "1970-01-01T00:00:00.000Z")


def _relation(
    one: dict[str, Any], kind: str, other: dict[str, Any], by: str, times: dict[str, str], *, revoked: bool
) -> dict[str, Any]:
    return {
        "type": "relationship",
        "spec_version": "2.1",
        "id": _id("relationship", one["id"], kind, other["id"]),
        **times,
        "created_by_ref": by,
        "relationship_type": kind,
        "source_ref": one["id"],
        "target_ref": other["id"],
        "revoked": revoked,
    }


def _references(told: Told) -> list[dict[str, str]]:
    found = {}
    for one in citations(told):
        if one.quote:
            source = one.source or "report"
            found[source, one.url, one.quote] = {"source_name": source, "description": one.quote} | (
                {"url": one.url} if one.url else {}
            )
    return list(found.values())


def _confidence(told: Told) -> int:
    word = told.on_whose_word
    if word is OnWhoseWord.FACT:
        return _HIGH if told.message.alert.n_sources >= 2 else _MEDIUM
    return _LOW


def _id(kind: str, *parts: str | None) -> str:
    name = "\x1f".join([kind, *("" if part is None else part for part in parts)])
    return f"{kind}--{uuid.uuid5(_NAMESPACE, name)}"


def _instant(at: datetime) -> str:
    at = at.replace(tzinfo=UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def _without_empty(one: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in one.items() if value not in ([], None)}
