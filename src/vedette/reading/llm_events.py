"""One event of a model's answer → an event of the reading."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar

from vedette.model.event import Actor, Event, OnWhoseWord, Reality, Role, Stage, Toll, Weapon
from vedette.model.ids import event_id
from vedette.model.span import Span
from vedette.reading.llm_parties import read_actors, sentences_at
from vedette.reading.llm_prompt import EFFECTS, MOST_IN_LIST, contexts, modes_of
from vedette.reading.llm_quotes import QuoteFinder
from vedette.reading.llm_values import read_toll, read_weapons, read_when, read_where, statement_at, statements_at
from vedette.reading.scene import Scene
from vedette.vocab.load import load_table

T = TypeVar("T", bound=StrEnum)

#: Why a value was dropped, as the notes tell it.
NOT_FOUND, NOT_CODED, NOT_READ = "not found in the text", "not of the codebook", "that the rules read nothing from"
#: Code points of the words for one event at most: longer ones name no act.
_LONGEST_TRIGGER = 120


def value_of(kind: type[T], value: object) -> T | None:
    """The member of a vocabulary, None for anything that is none."""
    return next((member for member in kind if member.value == value), None) if isinstance(value, str) else None


class EventCoder:
    """Codes the events of one answer.

    Args:
        finder: Finds quotations in what was sent.
        scene: What is known of the report, the answer's statements with it.
        by_rules: The events that the rules read, to say where they read otherwise.
        dropped: Counts what is dropped, by cause.
        model: Name of the model.
    """

    def __init__(
        self, finder: QuoteFinder, scene: Scene, by_rules: Sequence[Event], dropped: Counter[str], model: str
    ) -> None:
        self._find, self._scene, self._by_rules = finder.find, scene, by_rules
        self._dropped, self._model = dropped, model

    def code(self, row: Any) -> Event | None:
        """The event, None where it has no kind of the codebook or its word does not stand in the report."""
        trigger = self._find(row.get("trigger")) if isinstance(row, dict) else None
        if trigger is None or trigger.end - trigger.start > _LONGEST_TRIGGER:
            self._dropped[NOT_FOUND] += 1
            return None
        kind = row.get("kind")
        if not isinstance(kind, str) or kind not in load_table("codebook")["kinds"]:
            self._dropped[NOT_CODED] += 1
            return None
        report = self._scene.parsed.report
        event = Event(
            id=event_id(report.id, kind, trigger),
            kind=kind,
            mode=self._among(modes_of(kind), row.get("mode")),
            context=tuple(dict.fromkeys(filter(None, (self._among(contexts(), c) for c in _list(row.get("context")))))),
            stage=self._coded(Stage, row.get("stage")),
            reality=self._coded(Reality, row.get("reality")) or Reality.ACTUAL,
            background=row.get("background") is True,
            on_whose_word=self._coded(OnWhoseWord, row.get("on_whose_word")) or OnWhoseWord.FACT,
            evidence=self._evidence(row, trigger),
            trigger=trigger,
            statements=tuple(one.id for one in statements_at(trigger, self._scene)),
        )
        event = self._with_values(event, row)
        return replace(event, because=tuple(self._because(event)))

    def _with_values(self, event: Event, row: dict[str, Any]) -> Event:
        return replace(
            event,
            when=self._read(read_when, row.get("when"), event.trigger),
            where=self._read(read_where, row.get("where"), event.trigger),
            actors=self._actors(row.get("actors"), event.trigger),
            weapons=self._weapons(row.get("weapons"), event.trigger),
            killed=self._toll(row.get("killed"), event.trigger),
            injured=self._toll(row.get("injured"), event.trigger),
            detained=self._toll(row.get("detained"), event.trigger),
        )

    def _coded(self, kind: type[T], value: object) -> T | None:
        found = value_of(kind, value)
        self._dropped[NOT_CODED] += value is not None and found is None
        return found

    def _among(self, known: Sequence[str], value: object) -> str | None:
        found = value if isinstance(value, str) and value in known else None
        self._dropped[NOT_CODED] += value is not None and found is None
        return found

    def _spans(self, quotes: object, near: Span) -> Iterator[Span]:
        """The spans of a list of quotations; what is not found is counted."""
        for quote in _list(quotes):
            span = self._find(quote, near)
            self._dropped[NOT_FOUND] += span is None
            if span is not None:
                yield span

    def _read(self, read: Any, quote: object, near: Span) -> Any:
        """What the rules read at a quotation, None where it is left out, not found or says nothing to them."""
        if not quote:
            return None
        found = None
        for span in self._spans([quote], near):
            found = read(span, self._scene)
            self._dropped[NOT_READ] += found is None
        return found

    def _evidence(self, row: dict[str, Any], trigger: Span) -> tuple[Span, ...]:
        """The clauses quoted, one that holds the trigger first: its sentence where none does."""
        quoted = list(self._spans(row.get("evidence"), trigger))
        first = next((span for span in quoted if span.holds(trigger)), None)
        if first is None:
            holding = (s.span for s in sentences_at(trigger, self._scene) if s.span.holds(trigger))
            first = next(holding, trigger)
        return tuple(dict.fromkeys([first, *quoted]))

    def _toll(self, quotes: object, near: Span) -> Toll | None:
        toll, n_without = read_toll(list(self._spans(quotes, near)), self._scene)
        self._dropped[NOT_READ] += n_without
        return toll

    def _weapons(self, quotes: object, near: Span) -> tuple[Weapon, ...]:
        found: dict[Span, Weapon] = {}
        for span in self._spans(quotes, near):
            weapons = read_weapons(span, self._scene)
            self._dropped[NOT_READ] += not weapons
            found.update({weapon.span: weapon for weapon in weapons})
        return tuple(found[span] for span in sorted(found))

    def _actors(self, rows: object, near: Span) -> tuple[Actor, ...]:
        found: dict[tuple[Role, Span], Actor] = {}
        for row in _list(rows):
            role = self._coded(Role, row.get("role")) if isinstance(row, dict) else None
            for span in self._spans([row.get("words")], near) if role else ():
                actors = read_actors(span, role, self._scene, f"{role.value} named by {self._model}") if role else ()
                self._dropped[NOT_READ] += not actors
                for actor in actors:
                    found.setdefault((actor.role, actor.span), self._on_word(actor, row))
        order = list(Role)
        return tuple(sorted(found.values(), key=lambda actor: (order.index(actor.role), actor.span)))

    def _on_word(self, actor: Actor, row: dict[str, Any]) -> Actor:
        word = self._coded(OnWhoseWord, row.get("on_whose_word")) or OnWhoseWord.FACT
        effect = self._among(EFFECTS, row.get("effect"))
        statement = statement_at(actor.span, self._scene)
        return replace(actor, on_whose_word=word, effect=effect, statement=statement)

    def _because(self, event: Event) -> Iterator[str]:
        """What named the values, and where the rules, at the same words, read others."""
        words = " ".join(self._scene.parsed.report.words(event.trigger).split())
        yield f"kind, stage, reality and word chosen by {self._model}: “{words}”"
        beside = [one for one in self._by_rules if any(span.overlaps(event.trigger) for span in one.evidence)]
        other = next((one for one in beside if one.trigger.overlaps(event.trigger)), None) or next(iter(beside), None)
        if other is None:
            yield "the rules read no event at these words"
            return
        for name in ("kind", "mode", "stage", "reality", "on_whose_word"):
            mine, theirs = getattr(event, name), getattr(other, name)
            if mine != theirs:
                yield f"the rules read {name.replace('_', ' ')} {theirs or 'not told'} here"


def _list(value: object) -> list[Any]:
    """The items of a list, up to the limit; none of anything else."""
    return value[:MOST_IN_LIST] if isinstance(value, list) else []
