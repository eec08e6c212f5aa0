"""Findings built by hand from invented reports, with everything that a brief must bear."""

from datetime import date

from vedette.model.case import Case
from vedette.model.event import Actor, Event, OnWhoseWord, Reality, Role, Stage, Toll, TollBy, Weapon
from vedette.model.findings import Findings
from vedette.model.ids import content_id, event_id, sha256_hex, statement_id
from vedette.model.occasion import Occasion, OccasionRule
from vedette.model.place import Place
from vedette.model.reading import Reader, Reading
from vedette.model.report import Copy, Report, Unreadable
from vedette.model.span import Part, Span
from vedette.model.statement import Manner, Speaker, Statement
from vedette.model.time import When
from vedette.model.watch import Watch
from vedette.model.zone import Zone
from vedette.run.pipeline import check_zones
from vedette.watching.match import Material, find_alerts

READER = Reader("0.1.0", "en_core_web_sm 3.8.0")
KHANAQIN = ("Khanaqin", "IQ", "Diyala", 34.348, 45.391, 8.0)
TEHRAN = ("Tehran", "IR", "Tehran", 35.694, 51.421, 20.0)
DIYALA = ("Diyala", "IQ", None, 33.9, 45.0, 95.0)


def report(
    n: int,
    text: str,
    *,
    title: str | None = None,
    on: str | None = "2019-09-08",
    source: str | None = "Example Gazette",
) -> Report:
    """A report of an invented outlet."""
    day = date.fromisoformat(on) if on else None
    return Report(f"report-{n}", text, title, day, source, None, "en", sha256_hex(text))


def at(report: Report, words: str, part: Part = "text") -> Span:
    """Where words stand in a report."""
    start = (report.text if part == "text" else report.title or "").index(words)
    return Span(start, start + len(words), part)


def place(report: Report, words: str, known: tuple[str, str, str | None, float, float, float] | None) -> Place:
    """A place, located where it is known."""
    if known is None:
        return Place(at(report, words), words)
    name, country, admin1, lat, lon, radius = known
    return Place(at(report, words), name, country, admin1, lat, lon, radius, kind="town")


def event(
    report: Report, trigger: str, evidence: str, *, stage: Stage | None = Stage.CARRIED_OUT, **more: object
) -> Event:
    """An event with a trigger and the stretch that tells it."""
    made = {
        "kind": "ASSAULT",
        "mode": None,
        "context": (),
        "reality": Reality.ACTUAL,
        "background": False,
        "on_whose_word": OnWhoseWord.FACT,
        **more,
    }
    span = at(report, trigger)
    return Event(
        id=event_id(report.id, str(made["kind"]), span),
        stage=stage,
        trigger=span,
        evidence=(at(report, evidence),),
        **made,  # type: ignore[arg-type]
    )


def statement(
    report: Report,
    speaker: Speaker,
    manner: Manner,
    cue: str,
    content: str,
    events: tuple[Event, ...] = (),
    **more: object,
) -> Statement:
    """A statement about events."""
    said, cued = at(report, content), at(report, cue)
    return Statement(
        statement_id(report.id, said, cued),
        speaker,
        manner,
        cued,
        said,
        events=tuple(one.id for one in events),
        **more,  # type: ignore[arg-type]
    )


def day(report: Report, words: str, start: str | None, end: str | None = None) -> When:
    """Days that words stand for."""
    first = date.fromisoformat(start) if start else None
    return When(first, date.fromisoformat(end) if end else first, at(report, words))


def attack() -> Reading:
    """A carried-out attack with a group that is blamed and two tolls that differ."""
    r = report(
        1,
        "A car bomb exploded near a market in Khanaqin on 7 September 2019. The health directorate said 12 people were"
        " killed, while Gen. Sample of the border guard spoke of at least 9 dead. The Ministry of the Interior blamed"
        " the Example Front for the blast.",
        title="Car bomb in Khanaqin",
    )
    health = Speaker(at(r, "The health directorate"), organisation="health directorate")
    guard = Speaker(at(r, "Gen. Sample"), role="general", organisation="border guard")
    ministry = Speaker(at(r, "The Ministry of the Interior"), name="Ministry of the Interior")
    bare = event(r, "exploded", "A car bomb exploded near a market in Khanaqin on 7 September 2019.", mode="explosives")
    said = (
        statement(r, health, Manner.SAID, "said", "12 people were killed", (bare,)),
        statement(r, guard, Manner.SAID, "spoke of", "at least 9 dead", (bare,)),
        statement(r, ministry, Manner.ACCUSED, "blamed", "the Example Front for the blast", (bare,)),
    )
    told = event(
        r,
        "exploded",
        "A car bomb exploded near a market in Khanaqin on 7 September 2019.",
        mode="explosives",
        context=("terrorism",),
        when=day(r, "7 September 2019", "2019-09-07"),
        where=place(r, "Khanaqin", KHANAQIN),
        actors=(
            Actor(
                Role.PERPETRATOR,
                at(r, "Example Front"),
                "Example Front",
                "example-front",
                None,
                OnWhoseWord.ACCUSED,
                said[2].id,
            ),
            Actor(Role.VICTIM, at(r, "12 people"), description="people", effect="killed"),
        ),
        killed=Toll(9, 12, at(r, "12 people"), (TollBy(12, 12, said[0].id), TollBy(9, None, said[1].id))),
        weapons=(Weapon("car bomb", at(r, "car bomb"), "car-bomb"),),
        statements=tuple(one.id for one in said),
    )
    return Reading(r, READER, (told,), said, (place(r, "Khanaqin", KHANAQIN),))


def copied_attack() -> Reading:
    """The same attack in a copy from a wire."""
    r = report(
        2,
        "A car bomb exploded near a market in Khanaqin on 7 September 2019."
        " The health directorate said 12 people were killed.",
        title="Bomb kills 12",
        source="Sample Wire",
    )
    health = Speaker(at(r, "The health directorate"), organisation="health directorate")
    told = event(
        r,
        "exploded",
        "A car bomb exploded near a market in Khanaqin on 7 September 2019.",
        mode="explosives",
        when=day(r, "7 September 2019", "2019-09-07"),
        where=place(r, "Khanaqin", KHANAQIN),
        killed=Toll(12, 12, at(r, "12 people")),
    )
    return Reading(r, READER, (told,), (statement(r, health, Manner.SAID, "said", "12 people were killed", (told,)),))


def foiled_plot() -> Reading:
    """A foiled plot and the arrests that stopped it, in a wire of capitals."""
    r = report(
        3,
        "TEHRAN, 9 SEPTEMBER 2019 - THE INTELLIGENCE MINISTRY ANNOUNCED THAT IT HAD FOILED A PLOT TO BOMB A MOURNING"
        " PROCESSION IN TEHRAN. THREE MEN WERE ARRESTED.",
        title="PLOT FOILED",
        on="2019-09-09",
        source="Sample Wire",
    )
    ministry = Speaker(at(r, "THE INTELLIGENCE MINISTRY"), name="Intelligence Ministry")
    arrests = event(
        r,
        "ARRESTED",
        "THREE MEN WERE ARRESTED.",
        kind="COERCE",
        mode="arrest",
        where=place(r, "TEHRAN", TEHRAN),
        detained=Toll(3, 3, at(r, "THREE MEN")),
        actors=(Actor(Role.TARGET, at(r, "THREE MEN"), description="three men"),),
    )
    plot = event(
        r,
        "PLOT TO BOMB",
        "THE INTELLIGENCE MINISTRY ANNOUNCED THAT IT HAD FOILED A PLOT TO BOMB A MOURNING PROCESSION IN TEHRAN.",
        stage=Stage.FOILED,
        mode="explosives",
        on_whose_word=OnWhoseWord.CLAIMED,
        when=day(r, "9 SEPTEMBER 2019", "2019-09-09"),
        where=place(r, "TEHRAN", TEHRAN),
        actors=(Actor(Role.TARGET, at(r, "A MOURNING PROCESSION"), description="a mourning procession"),),
        stopped_by=arrests.id,
    )
    said = statement(
        r,
        ministry,
        Manner.ANNOUNCED,
        "ANNOUNCED",
        "IT HAD FOILED A PLOT TO BOMB A MOURNING PROCESSION IN TEHRAN",
        (plot, arrests),
    )
    return Reading(r, READER, (plot, arrests), (said,))


def persian() -> Reading:
    """A report in Persian, without events, of which a statement was read."""
    r = report(
        4,
        "سخنگوی وزارت کشور گفت مرز خانقین آرام است. هیچ حمله‌ای روی نداده است.",
        title="مرز آرام است",
        source="روزنامه نمونه",
    )
    speaker = Speaker(at(r, "سخنگوی وزارت کشور"), organisation="وزارت کشور")
    told = event(
        r,
        "حمله‌ای",
        "هیچ حمله‌ای روی نداده است.",
        stage=None,
        reality=Reality.NEGATED,
        where=place(r, "خانقین", KHANAQIN),
    )
    said = statement(r, speaker, Manner.SAID, "گفت", "مرز خانقین آرام است", (told,))
    return Reading(r, READER, (told,), (said,), notes=("written in Persian: read by names and numbers only",))


def hostile() -> Reading:
    """A report whose words try to break out of the page."""
    r = report(
        5,
        "<script>document.title='broken'</script><img src=http://example.invalid/x.png"
        " onerror=\"document.title='broken'\">"
        " Gunmen attacked a post near Nowhere-Upon-Sample </script><!-- <style>*{display:none}</style> last month."
        " A word of control \x00\x07 and \u202ereversed\u202c and " + "long" * 60 + " ends it.",
        title="</script><script>document.title='broken'</script> \"quoted\" & 'sharp' ]]> {{ 7*7 }} {% raw %}",
        source="<b>Bold & Sons</b>",
    )
    told = event(
        r,
        "attacked",
        "Gunmen attacked a post near Nowhere-Upon-Sample",
        mode="firearms",
        where=place(r, "Nowhere-Upon-Sample", None),
        when=day(r, "last month", None),
        actors=(Actor(Role.PERPETRATOR, at(r, "Gunmen"), description="gunmen"),),
        weapons=(Weapon("<i>rifle</i>", at(r, "Gunmen")),),
    )
    return Reading(r, READER, (told,), (), (place(r, "Nowhere-Upon-Sample", None),))


def undated() -> Reading:
    """An undated report: a threat, a province-wide clash, history, and a generic sentence."""
    r = report(
        6,
        "The Example Front threatened to strike pilgrims. Clashes were reported across Diyala."
        " In 1994 a shrine was bombed in Tehran. Militants may attack the crossing."
        " Armed groups attack convoys in many countries.",
        title="A season of threats",
        on=None,
        source=None,
    )
    front = Speaker(at(r, "The Example Front"), name="Example Front")
    threat = event(
        r,
        "threatened",
        "The Example Front threatened to strike pilgrims.",
        kind="THREATEN",
        stage=Stage.THREATENED,
        actors=(Actor(Role.PERPETRATOR, at(r, "Example Front"), "Example Front", "example-front"),),
    )
    events = (
        threat,
        event(
            r,
            "Clashes",
            "Clashes were reported across Diyala.",
            stage=None,
            mode="firearms",
            where=place(r, "Diyala", DIYALA),
        ),
        event(
            r,
            "bombed",
            "In 1994 a shrine was bombed in Tehran.",
            background=True,
            when=day(r, "1994", "1994-01-01", "1994-12-31"),
            where=place(r, "Tehran", TEHRAN),
        ),
        event(r, "may attack", "Militants may attack the crossing.", stage=None, reality=Reality.POSSIBLE),
        event(
            r,
            "Armed groups attack",
            "Armed groups attack convoys in many countries.",
            stage=None,
            reality=Reality.GENERIC,
        ),
    )
    said = statement(r, front, Manner.THREATENED, "threatened", "to strike pilgrims", (threat,))
    return Reading(r, READER, events, (said,))


WATCH = Watch(
    id="watch-1",
    name="Border and capital",
    description="A red zone out from the border, and the crowds of the capital.",
    zones=(
        Zone("border", "Red zone", "border", 0.0, 40.0, border=("IR", "IQ")),
        Zone("capital", "Capital", "point", 0.0, 30.0, points=((35.694, 51.421),)),
    ),
    occasions=(
        OccasionRule("ashura", "Ashura", "hijri", 1, (10,), "Umm al-Qura calendar", 1, lead_days=2, lag_days=1),
    ),
)
ASHURA = Occasion(
    "ashura-1441", "ashura", "Ashura", date(2019, 9, 9), date(2019, 9, 9), "Umm al-Qura calendar", 1, (), 2, 1
)


def findings(*, watch: bool = True) -> Findings:
    """Six readings with a case, a copy, an unreadable item, and with a watch its checks and alerts."""
    readings = (attack(), copied_attack(), foiled_plot(), persian(), hostile(), undated())
    first, copy = readings[0].events[0], readings[1].events[0]
    bare = Findings(
        readings=readings,
        unreadable=(
            Unreadable("folder/photo.jpg", "not_text", "is a picture: give its text", None, "folder/photo.jpg"),
        ),
        copies=(Copy("report-2", "report-1", 0.91),),
        cases=(
            Case(
                content_id("case", first.id, copy.id),
                "Khanaqin, 7 September 2019",
                (first.id, copy.id),
                ("report-1", "report-2"),
                1,
            ),
        ),
    )
    if not watch:
        return bare
    events = [event for reading in readings for event in reading.events]
    checks = check_zones(events, WATCH.zones)
    alerts = find_alerts(WATCH, Material(readings, bare.copies, bare.cases, dict(checks), (ASHURA,)))
    return Findings(readings, bare.unreadable, bare.copies, bare.cases, WATCH, checks, (ASHURA,), alerts)
