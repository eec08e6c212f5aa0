"""Why a miss was one, task by task: what the scorer says is wrong, and how what was read differs from what is right."""

import re
from typing import Any

from benchmarks.misses import Row, said_causes
from vedette.geo.countries import find_demonym

#: Kilometres within which a wrong place lies near the right one. Source: Accuracy@161, the usual mark of geoparsing.
NEAR_KM = 161.0
#: What a field of an event is called in what was read and in the key, where the two differ.
_READ_AS = {"word": "on_whose_word", "date": "when", "place": "where"}
_KEYS = {"kind": "kinds", "word": "on_whose_word"}
#: Fields of which the values are few, so that right and wrong are told.
_FEW = frozenset({"kind", "stage", "reality", "background", "word", "on_whose_word"})
_PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i", "who", "that", "his", "her", "their", "its"})
_FORMS = (
    (r"(PAST|PRESENT|FUTURE)_REF", "a vague time"),
    (r"P[\dTX]", "a duration"),
    (r"X{4}-\d\d-\d\d|X{4}-", "a date without its year"),
    (r"\d{4}-W", "a week"),
    (r"\d{4}-(Q|H|SP|SU|FA|AU|WI)", "a season or part of a year"),
    (r"\d{4}-\d\d-\d\dT", "a time of day"),
    (r"\d{4}-\d\d-\d\d", "a day"),
    (r"\d{4}-\d\d", "a month"),
    (r"\d{4}", "a year"),
    (r"\d{2,3}X*", "a decade or century"),
    (r"T", "a time of day"),
)


def event_causes(row: Row) -> list[str]:
    """Causes of a miss of `stage` or `headlines`: the event missed or invented, else field by field."""
    said, read = said_causes(row), row.get("pred")
    if said == ["event not in the gold"]:
        return [f"event not in the gold: {_get(read, 'kind')}, told as {_get(read, 'reality')}"]
    if said in (["statement missed"], ["speaker"], ["manner"]) and "pred" not in row:
        return [f"statement: {said[0].removeprefix('statement ')}"]
    if read is None:
        return ["no event read"]
    if said == ["relevance"]:
        return ["event read where none is" if read else "no event read"]
    gold = row.get("gold")
    return [_of_field(name, gold if isinstance(gold, dict) else {}, read) for name in said]


def _of_field(name: str, gold: dict[str, Any], read: Any) -> str:
    if name.endswith("(not stated)"):
        return f"{name.removesuffix(' (not stated)')}: read where none is told"
    if name in ("perpetrator", "target", "perp_on_whose_word"):
        return _of_actor(name, gold, read)
    if name == "country":
        return f"country: {'another read' if _get(_get(read, 'where'), 'country') else 'none read'}"
    value = _get(read, _READ_AS.get(name, name))
    if name in _FEW:
        right = gold.get(_KEYS.get(name, name), gold.get(name))
        return f"{name}: {_first(right)} read as {_first(value)}"
    if name == "place" and isinstance(value, dict):
        return f"place: {'another read' if value.get('lat') is not None else 'a name that no gazetteer holds'}"
    return f"{name}: {'another read' if value else 'none read'}"


def _of_actor(name: str, gold: dict[str, Any], read: Any) -> str:
    roles = ("target", "victim") if name == "target" else ("perpetrator",)
    got = [actor for actor in _get(read, "actors") or [] if actor.get("role") in roles]
    if not got:
        return f"{name}: {'no perpetrator' if name.startswith('perp_') else 'none'} read"
    if name != "perp_on_whose_word":
        return f"{name}: another read"
    return f"{name}: {_first(gold.get(name))} read as {_first(got[0].get('on_whose_word'))}"


def _first(value: Any) -> str:
    one = value[0] if isinstance(value, list) and value else value
    return "none" if one is None or one == [] else str(one)


def _get(found: Any, key: str) -> Any:
    return found.get(key) if isinstance(found, dict) else None


def timex_causes(row: Row) -> list[str]:
    """Causes of a miss of `timex`: the form of what was missed, or which form was read as which."""
    read = row.get("pred")
    value = read.get("value") if isinstance(read, dict) else read
    if row["error"] == "missed":
        return [f"missed: {form_of(row.get('gold'))}"]
    if row["error"] == "not in the gold":
        return [f"not in the gold: {form_of(value)}"]
    right, wrong = form_of(row.get("gold")), form_of(value)
    return [f"value: another {right.removeprefix('a ')}" if right == wrong else f"value: {right} read as {wrong}"]


def form_of(value: Any) -> str:
    """What a TIMEX3 value stands for, in words.

    >>> form_of("2016-07"), form_of("P3D"), form_of(None)
    ('a month', 'a duration', 'nothing')
    """
    told = str(value or "")
    return next((words for pattern, words in _FORMS if re.match(pattern, told)), "another form" if told else "nothing")


def place_causes(row: Row) -> list[str]:
    """Causes of a miss of `geoparsing` and `geo_resolution`: how the name is written, or how far off the answer is."""
    if row["error"] in ("missed", "not in the gold"):
        return [f"{row['error']}: {_writing(str(row.get('words', '')))}"]
    if row["error"] == "no answer" or not isinstance(row.get("pred"), dict):
        return ["no answer: the name was not found"]
    if row["pred"].get("lat") is None:
        return ["no answer: in no gazetteer"]
    kind, km = row["pred"].get("kind") or "place", row.get("km")
    if km is None:
        return [f"wrong place: a {kind} without its distance"]
    return [f"wrong place: a {kind}, {'near by' if km <= NEAR_KM else 'a namesake or another far away'}"]


def _writing(words: str) -> str:
    if find_demonym(words):
        return "a demonym"
    if not words[:1].isupper():
        return "in small letters"
    if words.isupper():
        return "in capitals"
    return "one word" if len(words.split()) == 1 else "several words"


def speech_causes(row: Row) -> list[str]:
    """Causes of a miss of `attribution`: no statement read, one too many, or what of it is wrong and how."""
    gold, read = row.get("gold"), row.get("pred")
    if row["error"] in ("missed", "not in the gold"):
        held = gold if row["error"] == "missed" else read
        cue = row.get("cue") or _get(held, "cue") or ""
        return [f"{row['error']}: {'cue ' + cue.split()[-1].lower() if cue.split() else 'without a cue'}"]
    return [_of_speech(name, gold, read) for name in said_causes(row)]


def _of_speech(name: str, gold: Any, read: Any) -> str:
    if name != "speaker":
        return f"{name}: {'none read' if not _get(read, name) else 'too little of it, or too much'}"
    who = str(_get(read, "source") if isinstance(read, dict) else read or "")
    if not who or who in ("None", "[]"):
        return "speaker: none read"
    return "speaker: a pronoun, not resolved" if who.strip("[]'\"").lower() in _PRONOUNS else "speaker: another read"


def template_misses(gold: Row, found: list[Row], slots: list[str]) -> list[Row]:
    """The misses of one MUC-4 document as rows: fills that were missed or are too much, slot by slot."""
    rows: list[Row] = []
    for slot in slots:
        key = [[fill] if slot == "incident_type" else fill for t in gold["templates"] for fill in t[slot]]
        told = {words.upper() for t in found for words in t[slot]}
        missed = [fill for fill in key if not told & {words.upper() for words in fill}]
        extra = sorted(told - {words.upper() for fill in key for words in fill})
        why = "no template read" if not found else "nothing read" if not told else "another read"
        rows += [{"id": gold["docid"], "error": f"{slot} missed: {why}", "gold": fill} for fill in missed]
        why = (
            "no template in the key" if not gold["templates"] else "empty in the key" if not key else "beside the key's"
        )
        rows += [{"id": gold["docid"], "error": f"{slot} too much: {why}", "pred": words} for words in extra]
    return rows
