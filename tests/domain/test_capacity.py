from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.absences import Away, days_off, holidays_in, joined
from bot.domain.calendar import DAY, WEEK, Window, days_of, first_monday, instant
from bot.domain.capacity import Load, Member, Rest, TeamLoad, TeamPlan, loads
from bot.domain.sprints import Velocity
from bot.tracked import Field, Issue
from bot.words import Unit
from tests.builders import change, facts, issue, sprint

ACTIVE = sprint(7, "2024-02-26", "2024-03-11", "active")
NEXT = sprint(8, "2024-03-11", "2024-03-25", "future")
TEAM = TeamPlan("Sample team", (Member("u1", 10), Member("u2", 5)), board=1)


def week(*issues: Issue, team: TeamPlan = TEAM, **values: Any) -> TeamLoad:
    (found,) = loads(facts(issues, **values), [team])
    return found


def planned(key: str, person: str | None, estimate: float | None, **values: Any) -> Issue:
    defaults: dict[str, Any] = {"sprints": (ACTIVE,)}
    return issue(key, assignee=person, estimate=estimate, **defaults | values)


def test_each_person_and_the_team() -> None:
    expected = TeamLoad(
        team="Sample team",
        unit=Unit.POINTS,
        available=15.0,
        committed=8.0,
        unestimated=2,
        unassigned=2,
        velocity=None,
        people=[
            Load("u1", 10.0, 8.0, 1, ("A-1", "A-2", "A-3"), days=5, in_sprint=10.0),
            Load("u2", 5.0, 0, 0, days=5, in_sprint=5.0),
        ],
        unestimated_items=("A-3", "A-5"),
        unassigned_items=("A-4", "A-5"),
        sprint=Rest("Sprint 7", date(2024, 3, 4), date(2024, 3, 11)),
        in_sprint=15.0,
    )
    issues = [
        planned("A-1", "u1", 5.0),
        planned("A-2", "u1", 3.0),
        planned("A-3", "u1", None),
        planned("A-4", None, 2.0),
        planned("A-5", None, None),
    ]
    assert expected == week(*issues)


def test_holidays_and_absences_take_their_share_once() -> None:
    tuesday, wednesday, saturday = date(2024, 3, 5), date(2024, 3, 6), date(2024, 3, 9)
    away = Member("u1", 10, frozenset({tuesday, wednesday, saturday}))
    team = TeamPlan("T", (away, Member("u2", 5)), holidays=frozenset({tuesday}))
    assert [6.0, 4.0] == [load.available for load in week(team=team).people]
    assert 10.0 == week(team=team).available


def test_days_off_in_other_weeks_take_nothing() -> None:
    away = Member("u1", 10, frozenset({date(2024, 3, 1), date(2024, 3, 11)}))
    assert 10.0 == week(team=TeamPlan("T", (away,))).available


def test_in_the_middle_of_a_week_the_next_one_is_meant() -> None:
    away = Member("u1", 10, frozenset({date(2024, 3, 6), date(2024, 3, 11)}))
    assert 8.0 == week(team=TeamPlan("T", (away,)), as_of="2024-03-05").available


def test_done_items_and_those_of_other_sprints_or_people_are_not_committed() -> None:
    issues = [
        planned("A-1", "u1", 5.0, moves=[("2024-03-01", "Closed")]),
        planned("A-2", "u1", 3.0, sprints=(NEXT,)),
        planned("A-3", "u9", 2.0),
        planned("A-4", "u2", 1.0),
    ]
    assert [0, 1.0] == [load.committed for load in week(*issues).people]


def test_without_an_active_sprint_the_next_one_counts() -> None:
    assert 3.0 == week(planned("A-1", "u1", 3.0, sprints=(NEXT,))).committed


def test_without_sprints_what_is_in_progress_counts() -> None:
    moves = [("2024-03-01", "In Progress")]
    started = planned("A-1", "u1", 3.0, sprints=(), moves=moves)
    waiting = planned("A-2", "u1", 5.0, sprints=())
    nobodys = planned("A-3", None, None, sprints=(), moves=moves)
    found = week(started, waiting, nobodys)
    assert (3.0, 1, 1) == (found.committed, found.unassigned, found.unestimated)


def test_assignee_sprint_and_estimate_are_those_of_the_time() -> None:
    later = [
        change("2024-03-04", Field.ASSIGNEE, "u1", "u2"),
        change("2024-03-04", Field.ESTIMATE, "5", "8"),
        change("2024-03-04", Field.SPRINT, "7", "8"),
    ]
    moved = planned("A-1", "u2", 8.0, sprints=(ACTIVE, NEXT), changes=later)
    assert [5.0, 0] == [load.committed for load in week(moved).people]


def test_where_nothing_is_estimated_items_are_counted() -> None:
    found = week(planned("A-1", "u1", None), planned("A-2", "u1", None))
    assert (Unit.ITEMS, 2, 2) == (found.unit, found.committed, found.unestimated)


def test_one_estimate_in_the_team_s_backlog_is_enough_for_its_unit() -> None:
    backlog = planned("A-1", "u1", 5.0, sprints=())
    found = week(backlog, planned("A-2", "u1", None), unit=Unit.HOURS)
    assert (Unit.HOURS, 0, 1) == (found.unit, found.committed, found.unestimated)


def test_a_team_may_prefer_to_count_items() -> None:
    team = TeamPlan("T", (Member("u1", 4),), unit=Unit.ITEMS)
    found = week(planned("A-1", "u1", 5.0), team=team)
    assert (Unit.ITEMS, 1, 4.0) == (found.unit, found.committed, found.available)


def test_a_team_says_what_its_estimates_count() -> None:
    team = TeamPlan("T", (Member("u1", 30),), unit=Unit.HOURS)
    found = week(planned("A-1", "u1", 5.0), team=team)
    assert (Unit.HOURS, 5.0, 30.0) == (found.unit, found.committed, found.available)


def test_weekly_figures_are_not_compared_with_items() -> None:
    team = TeamPlan("T", (Member("u1", 30),), unit=Unit.HOURS)
    found = week(planned("A-1", "u1", None), team=team)
    assert (Unit.ITEMS, None, None) == (found.unit, found.available, found.people[0].available)
    assert (None, None, Unit.HOURS) == (found.in_sprint, found.people[0].days, found.apart)


# --- The rest of the sprint


def of_sprint(start: str, end: str, state: str = "active", **values: Any) -> TeamLoad:
    return week(planned("A-1", "u1", 3.0, sprints=(sprint(7, start, end, state),)), **values)


def test_the_rest_of_a_sprint_holds_what_its_days_hold() -> None:
    away = Member("u1", 10, frozenset({date(2024, 3, 14), date(2024, 3, 16)}))
    found = of_sprint("2024-02-26", "2024-03-15 17:00", team=TeamPlan("T", (away,)))
    assert Rest("Sprint 7", date(2024, 3, 4), date(2024, 3, 16)) == found.sprint
    assert (10.0, 18.0, 18.0) == (found.available, found.in_sprint, found.people[0].holds)


def test_a_sprint_that_ends_in_the_morning_leaves_that_day_to_the_next() -> None:
    found = of_sprint("2024-02-26 09:00", "2024-03-11 09:00")
    assert Rest("Sprint 7", date(2024, 3, 4), date(2024, 3, 11)) == found.sprint
    ahead = of_sprint("2024-03-11 09:00", "2024-03-25 09:00", "future")
    assert Rest("Sprint 7", date(2024, 3, 11), date(2024, 3, 25)) == ahead.sprint


@pytest.mark.parametrize("end", ["2024-03-01", None])
def test_a_sprint_that_should_be_over_or_has_no_end_is_not_weighed(end: str | None) -> None:
    found = week(planned("A-1", "u1", 3.0, sprints=(sprint(7, "2024-02-19", end, "active"),)))
    assert (None, None, 15.0) == (found.sprint, found.in_sprint, found.holds)


def test_two_sprints_at_once_are_weighed_together() -> None:
    other = sprint(9, "2024-02-26", "2024-03-18", "active")
    found = week(planned("A-1", "u1", 3.0), planned("A-2", "u2", 1.0, sprints=(other,)))
    assert Rest("Sprint 7 and Sprint 9", date(2024, 3, 4), date(2024, 3, 18)) == found.sprint
    assert 4.0 == found.committed


# --- Whatever the calendar does

DAYS = st.dates(date(2019, 12, 20), date(2027, 1, 10))
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Asia/Gaza"])
AWAY = st.lists(st.builds(Away, DAYS, DAYS).map(lambda a: Away(min(a[:2]), max(a[:2]))), max_size=6)


@given(DAYS, ZONES, AWAY, st.floats(0.5, 60))
def test_a_week_is_five_days_less_those_off_whatever_the_clocks_do(
    day: date, zone: str, away: list[Away], weekly: float
) -> None:
    monday = first_monday(day)
    off = days_off(away, monday, monday + WEEK)
    team = TeamPlan("T", (Member("u1", weekly, off),))
    (found,) = loads(facts([], day.isoformat(), zone), [team])
    working = {monday + n * DAY for n in range(5)}
    gone = {d for d in working if any(one.first <= d <= one.last for one in away)}
    assert 5 - len(gone) == found.people[0].days
    assert found.available == pytest.approx(weekly * (5 - len(gone)) / 5)


@given(DAYS, AWAY)
def test_days_off_count_once_and_only_inside(day: date, away: list[Away]) -> None:
    end = day + 30 * DAY
    found = days_off(away, day, end)
    assert found == days_off([*away, *away], day, end)
    assert found == days_off(joined(away), day, end)
    assert all(day <= one < end for one in found)
    halves = days_off(away, day, day + 11 * DAY), days_off(away, day + 11 * DAY, end)
    assert found == halves[0] | halves[1]


@given(DAYS, st.sampled_from([("DE", "BY"), ("US", None), ("JP", None), (None, None)]))
def test_holidays_of_adjoining_weeks_are_those_of_both(
    day: date, place: tuple[str | None, str | None]
) -> None:
    parts = [holidays_in(*place, day + n * WEEK, day + (n + 1) * WEEK) for n in range(3)]
    assert holidays_in(*place, day, day + 3 * WEEK) == frozenset().union(*parts)


@given(DAYS, st.integers(1, 40), ZONES, st.integers(0, 23))
def test_every_day_belongs_to_one_of_two_sprints_in_a_row(
    day: date, length: int, zone: str, hour: int
) -> None:
    cuts = [instant(day + n * DAY, zone, time(hour)) for n in (0, length, length + 7)]
    first, second = (days_of(Window(*cuts[n : n + 2]), zone) for n in (0, 1))
    assert first[0] <= first[1] == second[0] <= second[1]


def test_holidays_of_a_year_s_end_take_their_share() -> None:
    start = date(2024, 12, 30)
    off = holidays_in("DE", "BY", start, start + WEEK)
    team = TeamPlan("T", (Member("u1", 10, off),))
    assert {date(2025, 1, 1)} == off
    (found,) = loads(facts([], "2024-12-28"), [team])
    assert 8.0 == found.available


def test_without_a_team_one_is_formed_from_the_assignees_of_open_items() -> None:
    closed = planned("A-1", "u3", 1.0, moves=[("2024-03-01", "Closed")])
    issues = [planned("A-2", "u2", 2.0), planned("A-3", "u1", None), planned("A-4", None, 1.0)]
    (found,) = loads(facts([closed, *issues]), [])
    assert [Load("u1", None, 0, 1, ("A-3",)), Load("u2", None, 2.0, 0, ("A-2",))] == found.people
    assert ("A", None, 2.0, 1) == (found.team, found.available, found.committed, found.unassigned)


def test_a_product_without_work_has_an_empty_week() -> None:
    (found,) = loads(facts(), [])
    assert TeamLoad("A", Unit.ITEMS, None, 0, 0, 0, None, []) == found


def test_velocity_is_in_the_team_s_unit() -> None:
    closed = [sprint(n, f"2024-02-{n:02} 09:00", f"2024-02-{n + 1:02}") for n in (1, 2, 3)]
    done = [
        planned(f"A-{n}", "u1", 8.0, sprints=(one,), moves=[(f"2024-02-{n:02} 10:00", "Closed")])
        for n, one in enumerate(closed, start=1)
    ]
    assert Velocity(8.0, 8.0, 8.0) == week(*done, planned("A-9", "u1", 1.0)).velocity
    assert Velocity(1, 1, 1) == week(*done, planned("A-9", "u1", None)).velocity
