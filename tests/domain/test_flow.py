from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import flow
from bot.domain.calendar import Window, windows
from bot.domain.flow import CycleTimes, percentile
from bot.domain.history import History
from bot.tracked import Change, Field, Issue
from tests.builders import SITE, at, change, issue

WEEK = Window(at("2024-01-08"), at("2024-01-15"))


def items(*issues: Issue) -> list[History]:
    return [History(found, SITE) for found in issues]


def resolved(when: str, resolution: str | None) -> Change:
    return change(when, Field.RESOLUTION, None, resolution)


def closed_with(resolution: str | None, when: str = "2024-01-09") -> list[History]:
    moves = [("2024-01-09", "Closed")]
    return items(issue(moves=moves, changes=[resolved(when, resolution)]))


@pytest.mark.parametrize("when", ["2024-01-08", "2024-01-14 23:59:59.999"])
def test_closed_inside_the_window_and_delivered_is_shipped(when: str) -> None:
    found = items(issue(moves=[(when, "Closed")]))
    assert found == flow.shipped(found, WEEK)
    assert [] == flow.dropped(found, WEEK)


@pytest.mark.parametrize("when", ["2024-01-07 23:59:59.999", "2024-01-15"])
def test_closed_outside_the_window_is_not_shipped_in_it(when: str) -> None:
    assert [] == flow.shipped(items(issue(moves=[(when, "Closed")])), WEEK)


def test_closed_undelivered_is_dropped() -> None:
    found = closed_with("Won't Fix")
    assert [] == flow.shipped(found, WEEK)
    assert found == flow.dropped(found, WEEK)


def test_the_resolution_at_the_window_s_end_decides() -> None:
    found = closed_with("Duplicate", when="2024-01-15")
    assert found == flow.shipped(found, WEEK)


def test_closed_and_open_again_at_the_end_is_neither_shipped_nor_dropped() -> None:
    found = items(issue(moves=[("2024-01-09", "Closed"), ("2024-01-10", "Open")]))
    assert [] == flow.shipped(found, WEEK)
    assert found == flow.reopened(found, WEEK)


def test_reopened_at_the_very_end_is_shipped_here_and_reopened_in_the_next_window() -> None:
    found = items(issue(moves=[("2024-01-09", "Closed"), ("2024-01-15", "Open")]))
    assert found == flow.shipped(found, WEEK)
    assert [] == flow.reopened(found, WEEK)
    assert found == flow.reopened(found, Window(WEEK.end, at("2024-01-22")))


def test_closed_twice_is_shipped_once() -> None:
    moves = [("2024-01-09", "Closed"), ("2024-01-10", "Open"), ("2024-01-11", "Closed")]
    found = items(issue(moves=moves))
    assert found == flow.shipped(found, WEEK)
    assert [] == flow.reopened(found, WEEK)


def test_from_one_done_status_to_another_nothing_happens() -> None:
    found = items(issue(moves=[("2024-01-05", "Resolved"), ("2024-01-09", "Closed")]))
    assert [] == flow.shipped(found, WEEK)
    assert [] == flow.reopened(found, WEEK)


def test_created_done_is_neither_shipped_nor_dropped() -> None:
    delivered = issue(created="2024-01-09", first="Closed")
    undelivered = issue(created="2024-01-09", first="Closed", resolution="Duplicate")
    found = items(delivered, undelivered)
    assert [] == flow.shipped(found, WEEK) + flow.dropped(found, WEEK)


def test_created_done_and_closed_again_is_shipped() -> None:
    moves = [("2024-01-10", "Open"), ("2024-01-11", "Closed")]
    found = items(issue(created="2024-01-09", first="Closed", moves=moves))
    assert found == flow.shipped(found, WEEK)


def test_created_done_and_left_open_is_reopened() -> None:
    found = items(issue(created="2024-01-09", first="Closed", moves=[("2024-01-10", "Open")]))
    assert found == flow.reopened(found, WEEK)


def test_an_item_that_passed_through_done_in_an_instant_is_reopened() -> None:
    found = items(issue(moves=[("2024-01-09", "Closed"), ("2024-01-09", "Open")]))
    assert found == flow.reopened(found, WEEK)
    assert [] == flow.shipped(found, WEEK)


def test_reopened_to_any_status_that_is_not_done() -> None:
    found = items(issue(moves=[("2024-01-05", "Closed"), ("2024-01-08", "In Progress")]))
    assert found == flow.reopened(found, WEEK)


def test_left_done_before_the_window_is_not_reopened_in_it() -> None:
    found = items(issue(moves=[("2024-01-05", "Closed"), ("2024-01-07", "Open")]))
    assert [] == flow.reopened(found, WEEK)


def test_started_is_the_first_time_ever() -> None:
    again = [("2024-01-05", "In Progress"), ("2024-01-06", "Open"), ("2024-01-09", "In Progress")]
    first, second = items(issue(moves=[("2024-01-09", "In Review")]), issue(moves=again))
    assert [first] == flow.started([first, second], WEEK)


def test_created_in_progress_is_started() -> None:
    found = items(issue(created="2024-01-09", first="In Progress"))
    assert found == flow.started(found, WEEK)


def test_started_and_already_done_is_started() -> None:
    found = items(issue(moves=[("2024-01-09", "In Progress"), ("2024-01-10", "Closed")]))
    assert found == flow.started(found, WEEK)


def test_wip_is_in_progress_at_the_end() -> None:
    moved = issue("A-2", moves=[("2024-01-14", "In Progress"), ("2024-01-15", "Closed")])
    later = issue("A-3", moves=[("2024-01-15", "In Progress")])
    unborn = issue("A-4", created="2024-01-15", first="In Progress")
    running, *others = items(moved, later, unborn)
    assert [running] == flow.in_progress([running, *others], WEEK.end)


def test_throughput_counts_each_week_by_its_own_end() -> None:
    weeks = windows(WEEK.end.date(), "UTC", 7, 3)
    moves = [("2023-12-29", "Closed"), ("2024-01-03", "Open"), ("2024-01-10", "Closed")]
    dropped = issue(
        created="2023-12-01",
        moves=[("2024-01-09", "Closed")],
        changes=[resolved("2024-01-09", "Declined")],
    )
    found = items(issue(created="2023-12-01", moves=moves), dropped)
    assert [1, 0, 1] == flow.throughput(found, weeks)


def test_what_closed_before_the_first_window_or_on_the_last_end_is_in_none() -> None:
    weeks = windows(WEEK.end.date(), "UTC", 7, 2)
    early = issue(created="2023-12-01", moves=[("2023-12-31", "Closed")])
    late = issue(moves=[("2024-01-15", "Closed")])
    assert [[], []] == flow.closed(items(early, late), weeks)


STEPS = st.lists(st.tuples(st.integers(0, 60), st.sampled_from(["Open", "Closed"])), max_size=6)


@given(st.lists(STEPS, max_size=5))
def test_what_closes_is_counted_alike_by_items_and_by_closings(
    many: list[list[tuple[int, str]]],
) -> None:
    found = items(
        *(
            issue(
                moves=[(f"2024-01-{5 + hour // 24:02} {hour % 24:02}:00", to) for hour, to in one]
            )
            for one in map(sorted, many)
        )
    )
    days = [Window(at(f"2024-01-0{day}"), at(f"2024-01-0{day + 1}")) for day in range(5, 8)]
    closings = [span for history in found for span in history.closings]
    assert [len(one) for one in flow.closed(found, days)] == flow.closed_counts(closings, days)


def test_cycle_time_is_from_the_first_start_to_the_last_finish() -> None:
    moves = [
        ("2024-01-02", "In Progress"),
        ("2024-01-03", "Closed"),
        ("2024-01-04", "In Progress"),
        ("2024-01-09 12:00", "Resolved"),
        ("2024-01-10", "Closed"),
        ("2024-01-20", "Open"),
    ]
    assert CycleTimes(7.5, 7.5, 7.5, 1, 0) == flow.cycle_times(items(issue(moves=moves)), WEEK)


def test_what_was_never_in_progress_is_counted_apart() -> None:
    after = [("2024-01-09", "Closed"), ("2024-01-16", "In Progress")]
    found = items(issue(moves=[("2024-01-09", "Closed")]), issue("A-2", moves=after))
    assert CycleTimes(None, None, None, 0, 2) == flow.cycle_times(found, WEEK)


def test_created_in_progress_starts_the_cycle() -> None:
    found = items(issue(first="In Progress", moves=[("2024-01-09", "Closed")]))
    assert 8.0 == flow.cycle_times(found, WEEK).p50


def test_in_progress_and_done_in_one_instant_take_no_time() -> None:
    found = items(issue(moves=[("2024-01-09", "In Progress"), ("2024-01-09", "Closed")]))
    assert CycleTimes(0.0, 0.0, 0.0, 1, 0) == flow.cycle_times(found, WEEK)


def test_what_was_dropped_has_no_cycle_time() -> None:
    moves = [("2024-01-02", "In Progress"), ("2024-01-09", "Closed")]
    found = items(issue(moves=moves, changes=[resolved("2024-01-09", "Obsolete")]))
    assert CycleTimes(None, None, None, 0, 0) == flow.cycle_times(found, WEEK)


@pytest.mark.parametrize(
    ("percent", "n", "place"),
    [(50, 1, 1), (50, 2, 1), (50, 3, 2), (85, 20, 17), (85, 21, 18), (95, 20, 19), (95, 21, 20)],
)
def test_percentiles_are_by_nearest_rank(percent: int, n: int, place: int) -> None:
    assert place == percentile(range(1, n + 1), percent)


def test_nothing_has_no_percentile() -> None:
    assert None is percentile([], 50)


@given(st.lists(st.integers(0, 9), min_size=1), st.sampled_from([50, 85, 95]))
def test_a_percentile_is_the_least_value_enough_others_do_not_exceed(
    values: list[int], percent: int
) -> None:
    enough = ceil(len(values) * percent / 100 - 1e-9)
    covering = [one for one in values if sum(other <= one for other in values) >= enough]
    assert min(covering) == percentile(sorted(values), percent)
