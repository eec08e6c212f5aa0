"""Events of readings held against the zones of a watch."""

from tests import build
from vedette.model.zone import Zone
from vedette.run.pipeline import check_zones

KASHMIR = Zone("kashmir", "Border", "border", 0, 20, border=("IN", "PK"))


def test_an_event_near_a_disputed_stretch_is_told_so_and_no_other() -> None:
    events = [
        build.event("near", where=build.place(lat=34.3, lon=73.9, radius_km=0.0)),
        build.event("desert", where=build.place(lat=27.7, lon=70.2, radius_km=0.0)),
        build.event("nowhere", where=build.place(lat=None, lon=None)),
    ]
    found = {event_id: check.line_status for event_id, (check,) in check_zones(events, [KASHMIR])}
    assert found == {"near": "Line of control", "desert": None, "nowhere": None}
