import json
from datetime import date, timedelta

from bot.domain.calendar import Window
from bot.domain.capacity import Member, TeamPlan
from bot.domain.digests import blockers, capacity, progress
from bot.domain.releases import Slip
from bot.tracked import Field
from tests.builders import at, change, facts, issue, sprint, version


def test_progress_as_json_of_a_week_with_everything() -> None:
    issues = [
        issue("A-10", moves=[("2024-02-20", "In Progress"), ("2024-02-27", "Closed")]),
        issue("A-2", moves=[("2024-02-28", "Closed")]),
        issue(
            "A-3",
            moves=[("2024-02-28", "Closed")],
            changes=[change("2024-02-28", Field.RESOLUTION, None, "Duplicate")],
        ),
        issue("A-4", moves=[("2024-02-01", "Closed"), ("2024-02-29", "Open")]),
        issue(
            "A-5",
            moves=[("2024-03-01", "In Progress")],
            changes=[change("2024-03-01", Field.VERSION, None, "1")],
            versions=("1",),
        ),
        issue("A-6", changes=[change("2024-03-02", Field.VERSION, "1", None)]),
    ]
    slip = Slip("1", None, date(2024, 4, 1), at("2024-02-27 12:00"))
    known = facts(
        issues,
        zone="Europe/Berlin",
        versions=[version("1", "2024-04-01")],
        slips=[slip],
        first_sync=at("2024-01-01"),
    )
    # Something closed on 3 of 91 days: (88/91)^d falls to 0.5, 0.15 and 0.05 at 21, 57, 90 days.
    dates = {"p50": "2024-03-25", "p85": "2024-04-30", "p95": "2024-06-02"}
    # The last weeks count more, and nothing was ever closed on a Monday or from Friday on.
    told = {"p50": "2024-03-07", "p85": "2024-03-28", "p95": "2024-05-09"}
    record = {
        "p50": {"held": 1, "judged": 2},
        "p85": {"held": 0, "judged": 0},
        "p95": {"held": 0, "judged": 0},
    }
    found = progress(known).as_json()
    assert {
        "kind": "progress",
        "product": "A",
        "window": ["2024-02-26T00:00:00+01:00", "2024-03-04T00:00:00+01:00"],
        "shipped": ["A-10", "A-2"],
        "dropped": ["A-3"],
        "reopened": ["A-4"],
        "started": ["A-5"],
        "wip": ["A-5"],
        "throughput_by_week": [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2],
        "cycle_time_days": {"p50": 7.0, "p85": 7.0, "p95": 7.0, "n": 1, "never_in_progress": 1},
        "added_to_release": {"1": ["A-5"]},
        "removed_from_release": {"1": ["A-6"]},
        "slips": [
            {"version": "1", "from": None, "to": "2024-04-01", "seen": "2024-02-27T13:00:00+01:00"}
        ],
        "forecast": {
            "1": {"remaining": 1, "reference": dates, **told, "model": "pace", "record": record}
        },
        "sprints": [],
    } == found
    assert found == json.loads(json.dumps(found))


def test_progress_of_nothing_is_empty_and_unknown() -> None:
    found = progress(facts([issue(versions=("1",))], versions=[version("1")])).as_json()
    nothing = {"p50": None, "p85": None, "p95": None}
    forecast = found["forecast"]["1"]  # type: ignore[index]
    assert (nothing, None, "pace") == (forecast["reference"], forecast["p50"], forecast["model"])
    assert {**nothing, "n": 0, "never_in_progress": 0} == found["cycle_time_days"]
    assert None is found["slips"]
    assert [0] * 13 == found["throughput_by_week"]


def test_in_the_middle_of_a_week_the_window_is_the_last_whole_one() -> None:
    closed = issue(moves=[("2024-03-05", "Closed")])
    open_item = issue("A-2", versions=("1",))
    known = facts([closed, open_item], as_of="2024-03-06", versions=[version("1")])
    found = progress(known)
    assert Window(at("2024-02-26"), at("2024-03-04")) == known.window
    assert [] == found.shipped
    assert date(2024, 3, 6) + timedelta(days=63) == found.forecast["1"].reference.p50


def test_what_came_after_t_is_not_seen() -> None:
    before = [issue("A-1", moves=[("2024-02-28", "In Progress")])]
    after = [
        issue("A-1", moves=[("2024-02-28", "In Progress"), ("2024-03-04", "Closed")]),
        issue("A-2", created="2024-03-04", first="In Progress"),
    ]
    assert progress(facts(before)).as_json() == progress(facts(after)).as_json()
    assert blockers(facts(before)).as_json() == blockers(facts(after)).as_json()


def test_an_item_moved_from_elsewhere_brings_its_whole_history() -> None:
    moved = change("2024-03-01", Field.KEY, "OLD-7", "A-1")
    item = issue(moves=[("2024-02-01", "In Progress"), ("2024-02-27", "Closed")], changes=[moved])
    found = progress(facts([item]))
    assert ["A-1"] == found.shipped
    assert 26.0 == found.cycle_time_days.p50


def test_blockers_as_json() -> None:
    flagged = change("2024-02-27 12:30", Field.FLAGGED, None, "1")
    held = issue("A-2", changes=[flagged], flagged=True, assignee="u1", versions=("1",))
    lifted = change("2024-03-01", Field.FLAGGED, "1", None)
    free = issue("A-1", changes=[lifted])
    versions = [version("1", "2024-03-01")]
    known = facts([held, free], zone="Europe/Berlin", versions=versions)
    found = blockers(known).as_json()
    assert {
        "kind": "blockers",
        "product": "A",
        "window": ["2024-02-26T00:00:00+01:00", "2024-03-04T00:00:00+01:00"],
        "blockers": [
            {
                "item": "A-2",
                "kinds": {"flagged": "2024-02-27T13:30:00+01:00", "overdue_release": "2024-03-01"},
                "waiting_on": "u1",
                "state": "new",
                "last_move": "2024-01-01T01:00:00+01:00",
            }
        ],
        "cleared": ["A-1"],
    } == found
    assert found == json.loads(json.dumps(found))


def test_capacity_as_json_is_of_the_week_ahead() -> None:
    active = sprint(7, "2024-03-25", "2024-04-08", "active")
    item = issue(assignee="u1", estimate=3.0, sprints=(active,))
    team = TeamPlan("Sample team", (Member("u1", 10),), board=1)
    known = facts([item], as_of="2024-03-26", zone="Europe/Berlin")
    found = capacity(known, [team]).as_json()
    assert {
        "kind": "capacity",
        "product": "A",
        "window": ["2024-04-01T00:00:00+02:00", "2024-04-08T00:00:00+02:00"],
        "teams": [
            {
                "team": "Sample team",
                "unit": "points",
                "available": 10.0,
                "committed": 3.0,
                "unestimated": 0,
                "unassigned": 0,
                "velocity": None,
                "people": [{"person": "u1", "available": 10.0, "committed": 3.0, "unestimated": 0}],
            }
        ],
    } == found
    assert found == json.loads(json.dumps(found))
