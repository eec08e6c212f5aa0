"""Tells whether an act is told only as history, beside the news."""

from collections.abc import Sequence
from datetime import timedelta

from vedette.model.time import When
from vedette.reading.attach import long_since, remembered_by
from vedette.reading.scene import EventDraft, Scene
from vedette.reading.settle import date_event
from vedette.reading.told import Told
from vedette.vocab.load import load_table

#: Days before publication from which an act is old news, where the report tells of a newer one. Weeklies and
#: situation reports look back a week or two.
OLD_DAYS = 18


def is_background(mentions: Sequence[EventDraft], told: Told) -> tuple[bool, str | None]:
    """Whether the act is history, and the reason."""
    others = len(told.acts) > 1
    if _is_old(date_event(mentions, told.scene), told.scene) and (
        _some_new(told) or not _is_main(mentions) or not _in_lead(mentions)
    ):
        return True, "background: its date lies well before the report's"
    since = long_since(mentions[0].trigger)
    if since is not None:
        return True, f"background: “{since}”"
    if others and _past_words(mentions) and not _in_lead(mentions):
        return True, f"background: “{_past_words(mentions)}”"
    return False, None


def _is_old(when: When | None, scene: Scene) -> bool:
    published = scene.parsed.report.published
    if when is None or published is None:
        return False
    last = when.end or when.start
    return last is not None and last < published - timedelta(days=OLD_DAYS)


def _some_new(told: Told) -> bool:
    return any(not _is_old(when, told.scene) for when in told.whens)


def _is_main(mentions: Sequence[EventDraft]) -> bool:
    """Whether the act is what its first sentence says, not what a noun in it recalls."""
    trigger = mentions[0].trigger
    return trigger.pos_ == "VERB" or trigger.dep_ in ("nsubj", "nsubjpass", "ROOT", "dobj")


def _in_lead(mentions: Sequence[EventDraft]) -> bool:
    return mentions[0].sentence.index == 0


def _past_words(mentions: Sequence[EventDraft]) -> str | None:
    above = remembered_by(mentions[0])
    if above is not None:
        return above
    low = f" {mentions[0].sentence.tokens.text.lower()} "
    return next((w for w in load_table("stages")["background"]["beside"] if f" {w} " in low), None)
