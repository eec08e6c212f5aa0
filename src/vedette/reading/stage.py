"""Decides how far an act got, whether it is told as real, and whether only as history."""

from collections.abc import Sequence
from dataclasses import dataclass

from vedette.model.event import Reality, Stage
from vedette.reading.apart import is_would_be
from vedette.reading.background import is_background
from vedette.reading.cues import Cue, cues_of, find_cues
from vedette.reading.harms import read_harms
from vedette.reading.reality import HowTold, any_of, how_told, is_aim, never_went_off, only_meant
from vedette.reading.scene import EventDraft, Scene
from vedette.reading.told import Told
from vedette.reading.unreal import counterfactual

#: Stages at which "before they could" tells of what was stopped, not of what may come.
_STOPPED = frozenset((Stage.FOILED, Stage.FAILED))

#: Ends of cues by which an act failed although people came to harm ("exploded prematurely, killing its makers").
_TOO_SOON = frozenset(("prematurely", "premature", "early", "himself"))

#: Mentions from which an act is told at length, so that single cues in later sentences weigh less than its dead.
LONG = 3

#: Kinds whose acts announced with "will" are plans, not threats.
_PEACEFUL = frozenset(("PROTEST", "RETREAT", "MOBILIZE", "AID", "AGREE", "CONCEDE", "CONSULT", "COOPERATE", "SUPPORT"))


@dataclass(frozen=True)
class Reached:
    """How far an act got."""

    stage: Stage | None
    reality: Reality
    background: bool
    #: The rules and their words, for `--explain`.
    because: tuple[str, ...]


def decide_stage(mentions: Sequence[EventDraft], scene: Scene, told: Told | None = None) -> Reached:
    """How far the act that `mentions` tell of got.

    Args:
        mentions: The mentions of the act, that which says most first.
        scene: What else is known of the report.
        told: All acts of the report, where it tells of more.
    """
    told = told or Told((tuple(mentions),), scene)
    beside = told.by_sentence
    cues = [cue for mention in mentions for cue in cues_of(mention, beside[mention.sentence.index])]
    cues += _after(mentions, told)
    if _did_harm(mentions, beside):
        own = cues_of(mentions[0], beside[mentions[0].sentence.index])
        cues = [cue for cue in own if cue.group.scope == "governs" or cue.words.split()[-1] in _TOO_SOON]
    real, cues = _met(how_told(mentions, scene), cues, mentions)
    background, why = is_background(mentions, told)
    stage, because = _stage(mentions, cues, real)
    if stage in _STOPPED and real.reality is Reality.POSSIBLE and real.to_come:
        real = HowTold(Reality.ACTUAL, False, None)
    return Reached(stage, real.reality, background, tuple(line for line in (because, real.because, why) if line))


def _met(real: HowTold, cues: Sequence[Cue], mentions: Sequence[EventDraft]) -> tuple[HowTold, list[Cue]]:
    """How the act is told, and the cues that came about: what is to be prevented is possible, what was not is done."""
    met = [cue for cue in cues if cue.came == "held"]
    ahead = next((cue for cue in cues if cue.came == "ahead"), None)
    if ahead is not None and not met and real.reality is Reality.ACTUAL and not real.to_come:
        real = HowTold(Reality.POSSIBLE, True, f"possible: only to be stopped, “{ahead.words}”")
    aim = is_aim(mentions[0].trigger)
    if aim and not cues and real.reality is Reality.ACTUAL and not real.to_come and not mentions[0].stage:
        real = HowTold(Reality.POSSIBLE, True, f"possible: only an aim, “{aim}”")
    return real, met


def _did_harm(mentions: Sequence[EventDraft], beside: dict[int, tuple[EventDraft, ...]]) -> bool:
    """Whether people came to harm, told by a clause of its own that nothing takes back: the act was then done.

    What later sentences say was stopped is the attacker, not the act.
    """
    if len(mentions) < LONG:
        return False
    plain = [m for m in mentions if m.names == "harm" and not list(cues_of(m, beside[m.sentence.index]))]
    return any(harm.count.low for m in plain for harm in read_harms(m.words, m.sentence.tokens))


def _stage(mentions: Sequence[EventDraft], cues: Sequence[Cue], real: HowTold) -> tuple[Stage | None, str]:
    if real.reality is Reality.POSSIBLE and any_of(mentions[0].trigger) is not None:
        return None, "stage not told: any such act"
    if real.reality is Reality.GENERIC:
        return None, "stage not told: no single act"
    best = min(cues, key=lambda cue: cue.group.rank, default=None)
    if best is not None:
        return Stage(best.group.stage), f"stage {best.group.stage}: “{best.words}”"
    dud = next((words for mention in mentions if (words := never_went_off(mention.trigger))), None)
    if dud is not None:
        return Stage.FAILED, f"stage failed: “{dud}”"
    if all(mention.names == "means" and counterfactual(mention.trigger) for mention in mentions):
        return None, "stage not told: only what would have come of it"
    named = next((mention for mention in mentions if mention.stage), None)
    if named is not None:
        return Stage(str(named.stage)), f"stage {named.stage}: “{named.words.text}”"
    if real.reality is Reality.POSSIBLE and real.to_come:
        return None, "stage not told: one that may come"
    if real.reality is Reality.NEGATED and mentions[0].kind == "ASSAULT" and mentions[0].trigger.pos_ != "VERB":
        return None, "stage not told: no such act, by its name alone"
    if real.to_come:
        stage = Stage.PLANNED if mentions[0].kind in _PEACEFUL else Stage.THREATENED
        return stage, f"stage {stage.value}: told of what is to come"
    if mentions[0].names == "plot":
        return Stage.PLANNED, f"stage planned: “{mentions[0].words.text}”"
    if all(is_would_be(mention) for mention in mentions):
        return Stage.ATTEMPTED, f"stage attempted: “would-be {mentions[0].words.text}”"
    meant = only_meant(mentions)
    if meant is not None:
        return Stage.PLANNED, f"stage planned: only meant, “{meant}”"
    return Stage.CARRIED_OUT, f"stage carried out: “{mentions[0].words.text}” without a word that takes it back"


def _after(mentions: Sequence[EventDraft], told: Told) -> list[Cue]:
    """The cues of the sentence after the last mention, where it tells of no other act ("It was destroyed")."""
    last = max(mentions, key=lambda mention: mention.sentence.index)
    at = last.sentence.index + 1
    sentences = told.scene.parsed.sentences
    if at >= len(sentences) or at in told.by_sentence:
        return []
    after = sentences[at]
    if after.paragraph != last.sentence.paragraph or last.kind == "COERCE":
        return []
    return [
        cue
        for cue in find_cues(after)
        if cue.group.scope == "spoken" and (not cue.group.names or last.names in cue.group.names)
    ]
