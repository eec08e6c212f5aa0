"""Watches are read whole, or refused with the line of what is wrong."""

import re
from datetime import time
from importlib.resources import files
from pathlib import Path

import pytest

from vedette.errors import BadInputError, UsageError
from vedette.model.event import Stage
from vedette.model.watch import ZoneDistance
from vedette.watching.watch_file import load_watch, parse_watch, watch_schema

HEAD = '[watch]\nname = "Test"\n'
ZONE = HEAD + '[[zones]]\nname = "a"\naround = [1, 2]\nout_to_km = 4\n'  # lines 3 to 6
OTHER = '[[zones]]\nname = "b"\naround = [1, 2]\nout_to_km = 4\n[[zones.distances]]\nout_to_km = 7\n'


def fails(text: str) -> str:
    with pytest.raises(BadInputError) as caught:
        parse_watch(text, "w.toml")
    return caught.value.message


def test_a_watch_is_read_with_everything_in_it() -> None:
    watch = parse_watch(
        HEAD
        + 'kinds = ["ASSAULT"]\nstages = ["foiled"]\ngroups = ["islamic-state"]\n'
        + "[thresholds]\nkilled_high = 3\n"
        + '[[zones]]\nname = "Red zone"\nborder = ["IR", "IQ"]\nout_to_km = 40\nside = "IQ"\n'
        + '[[zones]]\nname = "Road"\nline = [[1, 2], [3, 4]]\nout_to_km = 5\n'
        + '[[zones.distances]]\nkinds = ["PROTEST"]\nout_to_km = 2\n'
        + '[[zones.distances]]\nkinds = ["ASSAULT"]\nkilled = 10\nout_to_km = 60\n'
        + '[[zones.distances]]\nkinds = ["THREATEN"]\nnames = ["Northport"]\nout_to_km = 150\n'
        + '[[zones]]\nname = "Area"\narea = [[0, 0], [0, 1], [1, 1]]\n'
        + '[[occasions]]\nid = "ashura"\nlead_days = 9\n'
        + '[[occasions]]\nid = "own"\nname = "Own day"\ncalendar = "gregorian"\nmonth = 5\ndays = [12]\n',
        "w.toml",
    )
    assert (watch.kinds, watch.stages, watch.groups) == (("ASSAULT",), (Stage.FOILED,), ("islamic-state",))
    assert [zone.kind for zone in watch.zones] == ["border", "line", "area"]
    assert (watch.zones[0].id, watch.zones[0].side, watch.zones[0].outer_km) == ("red-zone", "IQ", 40)
    assert watch.thresholds.killed_high == 3
    assert watch.distances == (
        ZoneDistance("road", 2, ("PROTEST",)),
        ZoneDistance("road", 60, ("ASSAULT",), 10),
        ZoneDistance("road", 150, ("THREATEN",), None, ("Northport",)),
    )
    assert (watch.occasions[0].calendar, watch.occasions[0].lead_days) == ("hijri", 9)
    assert watch.occasions[1].authority == "the watch itself"


def test_an_occasion_has_listed_days_and_the_place_of_its_crowd() -> None:
    own = '[[occasions]]\nid = "fair"\nname = "Fair"\ncalendar = "listed"\n'
    own += 'dates = ["2026-09-04", "2027-09-03/2027-09-05"]\n'
    place = 'place = "Fairground"\nlat = 35.6\nlon = 51.3\nradius_km = 5\n'
    place += 'hours = ["09:00", "22:00"]\ntimezone = "Asia/Tehran"\n'
    (fair,) = parse_watch(HEAD + own + place, "w.toml").occasions
    assert len(fair.dates) == 4 and (fair.lat, fair.radius_km) == (35.6, 5)
    assert "place needs all of" in fails(HEAD + own + 'place = "Fairground"\nlat = 35.6\n')
    assert "Asia/Nowhere" in fails(HEAD + own + 'timezone = "Asia/Nowhere"\n')


def test_days_of_its_own_replace_those_of_the_vocabulary() -> None:
    own = '[[occasions]]\nid = "ashura"\nname = "Ashura"\ncalendar = "listed"\ndates = ["2016-10-12"]\n'
    (ashura,) = parse_watch(HEAD + own, "w.toml").occasions
    assert (ashura.month, ashura.authority) == (None, "the watch itself")


def test_feeds_channels_alerts_and_rules_are_read(tmp_path: Path) -> None:
    watch = parse_watch(
        ZONE
        + '[[feeds]]\nname = "Gazette"\nkind = "feed"\nurl = "https://example.org/rss"\nevery = "2h"\n'
        + 'countries = ["IQ"]\ntoken_from = "TOKEN"\n'
        + '[[feeds]]\nname = "Letters"\nkind = "mail"\npath = "in"\nsenders = ["a@example.org"]\n'
        + '[[channels]]\nid = "desk"\nkind = "email"\nto = "a@example.org"\nserver = "mail:25"\n'
        + '[[channels]]\nid = "file"\nkind = "atom"\nto = "alerts.xml"\nleast_level = "high"\n'
        + '[alerts]\nquiet_hours = ["22:00", "06:30"]\ntimezone = "Asia/Tehran"\nescalate_after = "90m"\n'
        + '[[rules]]\nname = "r"\nzones = ["a"]\nkilled = 2\nlower = 1\nchannels = ["desk"]\n',
        "w.toml",
        tmp_path,
    )
    gazette, letters = watch.feeds
    assert (gazette.every_seconds, gazette.countries, gazette.token_from) == (7200, ("IQ",), "TOKEN")
    assert (letters.address, letters.senders) == (str(tmp_path / "in"), ("a@example.org",))
    assert [one.settings for one in watch.channels] == [(("server", "mail:25"),), ()]
    assert watch.channels[1].address == str(tmp_path / "alerts.xml")
    assert watch.alerts.quiet_hours == (time(22), time(6, 30))
    assert (watch.alerts.escalate_after_seconds, watch.alerts.expire_after_days) == (5400, 7)
    (rule,) = watch.rules
    assert (rule.zones, rule.killed, rule.raised_by, rule.channels) == (("a",), 2, -1, ("desk",))
    assert (watch.key, watch.without_contacts().feeds, watch.without_contacts().channels) == ("test", (), ())


def test_a_rule_may_name_a_list_of_sites(tmp_path: Path) -> None:
    (tmp_path / "sites.csv").write_text("name,lat,lon,km\nNorth,10,20,5\nSouth,11,20,5\n")
    zones = '[[zones]]\nname = "Our clinics"\nsites = "sites.csv"\n'
    rule = '[[rules]]\nname = "r"\nzones = ["Our clinics"]\nraise = 1\n'
    watch = parse_watch(ZONE + zones + rule, "w.toml", tmp_path)
    assert watch.rules[0].zones == tuple(zone.id for zone in watch.zones[1:]) != ()


FEED = '[[feeds]]\nname = "x"\nkind = "feed"\n'
CHANNEL = '[[channels]]\nid = "x"\nkind = "webhook"\nto = "https://example.org"\n'


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (HEAD + FEED, 3, "exactly one of url and path"),
        (HEAD + FEED + 'path = "x"\n', 6, "needs url"),
        (HEAD + FEED + 'url = "https://u.example"\nevery = "often"\n', 7, "often"),
        (HEAD + FEED + 'url = "https://u.example"\nevery = "0s"\n', 7, "once a second"),
        (HEAD + FEED + 'url = "https://u.example"\nsenders = ["a"]\n', 7, "mail"),
        (HEAD + FEED + 'url = "https://u.example"\ntoken_from = "not a name"\n', 7, "token_from"),
        (HEAD + '[[feeds]]\nname = "x"\nkind = "mail"\npath = "p"\n', 5, "senders"),
        (HEAD + FEED + 'url = "https://u.example"\n' + FEED + 'url = "https://u.example"\n', 8, "another feed"),
        (HEAD + FEED + 'url = "ftp://u.example"\n', 6, "https://"),
        (HEAD + FEED.replace('feed"', 'folder"') + 'path = "ftp://u.example"\n', 6, "an address"),
        (HEAD + FEED + 'url = "https://u.example"\ncountries = ["XX"]\n', 7, "no country"),
        (HEAD + FEED + 'url = "https://u.example:99999/"\n', 6, "https://"),
        (HEAD + FEED + 'url = "https://me:secret@u.example/"\n', 6, "token_from"),
        (HEAD + FEED + 'url = "https://u.example"\nevry = "1h"\n', 7, "did you mean 'every'"),
        (HEAD + FEED + 'url = "https://u.example"\nevery = "1x"\n', 7, "a number and s, m, h or d"),
        (HEAD + FEED + 'url = "https://u.example"\nfollow = "yes"\n', 7, "true or false"),
        (HEAD + FEED.replace("x", "x\\ny") + 'url = "https://u.example"\n', 4, "one line of text"),
        (HEAD + CHANNEL + 'secrt_from = "KEY"\n', 7, "did you mean 'secret_from'"),
        (HEAD + CHANNEL + CHANNEL, 8, "another channel"),
        (HEAD + CHANNEL + 'password = "x"\n', 3, "never stands in the watch"),
        (HEAD + '[alerts]\nquiet_hours = ["22:00", "25:00"]\n', 4, "25:00"),
        (HEAD + '[alerts]\nquiet_hours = ["22:00"]\n', 4, "a list of at least 2"),
        (HEAD + '[alerts]\ntimezone = "Asia/Nowhere"\n', 4, "no time zone"),
        (HEAD + '[alerts]\ntimezone = "Asia/Teheran"\n', 4, "did you mean 'Asia/Tehran'"),
        (HEAD + '[alerts]\nexpire_after = "0d"\n', 4, "warns nobody"),
        (HEAD + CHANNEL + "escalation_only = true\n", 7, "set escalate_after"),
        (ZONE + '[[rules]]\nname = "r"\nraise = 1\ngroups = ["isis"]\n', 10, "no group 'isis'"),
        (HEAD + '[alerts]\nexpire_after = "30d"\n', 4, "outlive"),
        (ZONE + '[[rules]]\nname = "r"\nzones = ["b"]\nraise = 1\n', 9, "no 'b'"),
        (ZONE + '[[rules]]\nname = "r"\nkinds = ["ASSAULT"]\n', 8, "something to do"),
        (ZONE + '[[rules]]\nname = "r"\nraise = 1\nchannels = ["none"]\n', 10, "none"),
    ],
)
def test_what_is_wrong_in_the_continuous_watch_is_said_with_its_line(text: str, line: int, words: str) -> None:
    message = fails(text)
    assert words in message
    assert f"line {line}" in message


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (HEAD + "kinds = 3 4\n", 3, "TOML"),
        (HEAD + 'colour = "red"\n', 3, "colour"),
        (HEAD + 'stages = ["done"]\n', 3, "done"),
        ("[thresholds]\np_inside = 0.1\n", 1, "watch"),
        (HEAD + '[[zones]]\nname = "a"\n', 3, "exactly one"),
        (HEAD + '[[zones]]\nname = "a"\naround = [1, 2]\nborder = ["IR", "IQ"]\nout_to_km = 4\n', 3, "exactly one"),
        (HEAD + '[[zones]]\nname = "a"\naround = [91, 2]\nout_to_km = 4\n', 5, "91"),
        (HEAD + '[[zones]]\nname = "a"\naround = [1, 2]\nout_to_km = -4\n', 6, "-4"),
        (HEAD + '[[zones]]\nname = "a"\naround = [1, 2]\n', 3, "out_to_km"),
        (HEAD + '[[zones]]\nname = "a"\nborder = ["IR", "IQ"]\nout_to_km = 4\nside = "TR"\n', 7, "side"),
        (HEAD + '[[zones]]\nname = "a"\naround = [1, 2]\nout_to_km = 1\n[[zones]]\nname = "b"\nkm = 4\n', 9, "km"),
        (ZONE + "[[zones.distances]]\nout_to_km = 5\n", 7, "at least one of kinds, killed and names"),
        (ZONE + '[[zones.distances]]\nkinds = ["PROTEST"]\n', 7, "out_to_km' is missing"),
        (ZONE + '[[zones.distances]]\nkinds = ["MARCH"]\nout_to_km = 5\n', 8, "MARCH"),
        (ZONE + "[[zones.distances]]\nkilled = 3\nout_to_km = 0\n", 9, "from_km"),
        (
            ZONE + "[[zones.distances]]\nkilled = 3\nout_to_km = 9\n[[zones.distances]]\nout_to_km = 9\nkilled = 0\n",
            12,
            "killed",
        ),
        (ZONE + "[[zones.distances]]\nkilled = 3\nout_to_km = 9\n" + OTHER + "killed = 0\n", 16, "killed"),
        (ZONE + "distances = [{killed = 0, out_to_km = 3}]\n", 7, "killed"),
        (ZONE + '[[zones]]\nname = "A"\naround = [1, 2]\nout_to_km = 1\n', 8, "another zone"),
        (HEAD + 'groups = ["no-such-group"]\n', 3, "no-such-group"),
        (HEAD + '[[occasions]]\nid = "no-such-feast"\n', 4, "no-such-feast"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, words: str) -> None:
    message = fails(text)
    assert words in message
    assert message.startswith("w.toml:")
    assert f"line {line}" in message


def test_a_watch_that_is_not_there_is_used_wrongly(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be opened"):
        load_watch(tmp_path / "none.toml")


def test_the_watches_that_ship_are_watches() -> None:
    for name in ("WATCH.toml", "watch-template.toml"):
        parse_watch((files("vedette") / "samples" / name).read_text(encoding="utf-8"), name)


def test_every_setting_is_in_the_template_and_in_the_guide() -> None:
    template = (files("vedette") / "samples" / "watch-template.toml").read_text(encoding="utf-8")
    guide = (Path(__file__).parents[2] / "docs/guides/watch.md").read_text(encoding="utf-8")
    schema = watch_schema()["properties"]
    settings = [*schema["watch"]["properties"], *schema["thresholds"]["properties"]]
    settings += [*schema["zones"]["items"]["properties"], *schema["occasions"]["items"]["properties"]]
    settings += watch_schema()["$defs"]["distance"]["properties"]
    defs = watch_schema()["$defs"]
    for kind in ("feed", "channel", "rule"):
        settings += defs[kind]["properties"]
    settings += schema["alerts"]["properties"]
    guide += (Path(__file__).parents[2] / "docs/guides/alerts.md").read_text(encoding="utf-8")
    assert [name for name in settings if name not in template] == []
    assert [name for name in settings if not re.search(rf"\b{name}\b", guide)] == []
