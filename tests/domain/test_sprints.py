from typing import Any

from bot.domain.history import History
from bot.domain.sprints import Velocity, closed_at, current, is_active, of_board, velocity
from bot.tracked import Field, Issue, Sprint
from tests.builders import SITE, at, change, issue, sprint

TODAY = at("2024-03-04")
PAST = [sprint(n, f"2024-01-{n:02} 09:00", f"2024-01-{n + 1:02}") for n in range(1, 9)]


def items(*issues: Issue) -> list[History]:
    return [History(found, SITE) for found in issues]


def test_sprints_are_those_items_name_each_once() -> None:
    one, other = sprint(1, None, None, "future"), sprint(2, None, None, "future")._replace(board=2)
    unknown = sprint(3, None, None, "future")._replace(board=None)
    found = items(issue(sprints=(other, one)), issue("A-2", sprints=(one, unknown)))
    assert [one, other, unknown] == of_board(found, None)
    assert [one, unknown] == of_board(found, 1)


def test_a_sprint_is_active_from_its_start_until_it_is_closed() -> None:
    found = sprint(1, "2024-01-08", "2024-01-22")
    days = ["2024-01-08", "2024-01-09", "2024-01-22", "2024-01-23"]
    assert [False, True, True, False] == [is_active(found, at(day)) for day in days]


def test_a_sprint_closed_late_was_active_until_then() -> None:
    late = sprint(1, "2024-01-08", "2024-01-22")._replace(completed=at("2024-01-25"))
    assert at("2024-01-25") == closed_at(late)
    assert is_active(late, at("2024-01-24"))


def test_a_sprint_closed_nobody_knows_when_is_not_active() -> None:
    assert not is_active(sprint(1, "2024-01-08", None), TODAY)


def test_a_planned_sprint_is_not_active_though_its_start_has_passed() -> None:
    assert not is_active(sprint(1, "2024-01-08", "2024-01-22", "future"), TODAY)


def test_the_current_sprints_are_the_active_ones() -> None:
    active = [sprint(n, "2024-02-26", "2024-03-11", "active") for n in (1, 2)]
    assert {1, 2} == current([*active, sprint(3, None, None, "future")], TODAY)


def test_without_an_active_sprint_it_is_the_next_one() -> None:
    closed = sprint(1, "2024-02-12", "2024-02-26")
    undated, planned = sprint(2, None, None, "future"), sprint(3, "2024-03-05", None, "future")
    assert {3} == current([closed, undated, planned], TODAY)
    assert {2} == current([closed, undated], TODAY)


def test_a_sprint_begun_since_was_still_to_come() -> None:
    assert {1} == current([sprint(1, "2024-03-04", "2024-03-18", "active")], TODAY)


def test_between_the_last_sprint_and_none_there_is_none() -> None:
    assert set() == current([sprint(1, "2024-02-12", "2024-02-26")], TODAY)


def done_in(number: int, key: str, estimate: float | None, **values: Any) -> Issue:
    """An item in that sprint from the start, closed at noon of its day."""
    moves = [(f"2024-01-{number:02} 12:00", "Closed")]
    sprints = (PAST[number - 1],)
    defaults = {"created": "2023-12-01", "moves": moves, "sprints": sprints, "estimate": estimate}
    return issue(key, **defaults | values)


def measured(*issues: Issue, sprints: list[Sprint] = PAST[:3], by_items: bool = False) -> Any:
    return velocity(items(*issues), sprints, TODAY, by_items=by_items)


def test_velocity_is_what_each_sprint_completed() -> None:
    found = measured(done_in(1, "A-1", 5), done_in(1, "A-2", 3), done_in(2, "A-3", 1))
    assert Velocity(0, 1, 8) == found


def test_velocity_in_items_counts_them() -> None:
    found = measured(done_in(1, "A-1", None), done_in(1, "A-2", 3), by_items=True)
    assert Velocity(0, 0, 2) == found


def test_fewer_than_three_sprints_show_no_velocity() -> None:
    assert None is measured(done_in(1, "A-1", 5), sprints=PAST[:2])


def test_only_the_last_six_sprints_count() -> None:
    issues = [done_in(n, f"A-{n}", n) for n in range(1, 9)]
    assert Velocity(3, 5.5, 8) == measured(*issues, sprints=PAST)


def test_sprints_closed_after_t_or_without_a_start_are_passed_over() -> None:
    later = sprint(9, "2024-02-26", "2024-03-05")
    vague = sprint(10, None, "2024-02-01")
    assert None is measured(sprints=[*PAST[:2], later, vague])


def test_estimates_are_those_of_the_sprint_s_start() -> None:
    later = change("2024-01-01 10:00", Field.ESTIMATE, "5", "13")
    assert Velocity(0, 0, 5) == measured(done_in(1, "A-1", 13, changes=[later]))


def test_what_had_no_estimate_at_the_start_adds_nothing() -> None:
    first = change("2024-01-01 10:00", Field.ESTIMATE, None, "13")
    late = done_in(1, "A-2", 8, created="2024-01-01 10:00")
    assert Velocity(0, 0, 0) == measured(done_in(1, "A-1", 13, changes=[first]), late)


def test_sub_tasks_add_nothing() -> None:
    assert Velocity(0, 0, 0) == measured(done_in(1, "A-1", 5, subtask=True))


def test_what_was_done_before_the_start_adds_nothing() -> None:
    moves = [("2023-12-30", "Closed")]
    again = [*moves, ("2024-01-01 10:00", "Open"), ("2024-01-01 12:00", "Closed")]
    found = measured(done_in(1, "A-1", 5, moves=moves), done_in(1, "A-2", 3, moves=again))
    assert Velocity(0, 0, 0) == found


def test_what_was_not_done_at_the_end_adds_nothing() -> None:
    reopened = [("2024-01-01 12:00", "Closed"), ("2024-01-01 14:00", "Open")]
    found = measured(done_in(1, "A-1", 5, moves=reopened), done_in(1, "A-2", 3, moves=[]))
    assert Velocity(0, 0, 0) == found


def test_what_left_the_sprint_adds_nothing_to_it() -> None:
    left = change("2024-01-01 10:00", Field.SPRINT, "1", "2")
    assert Velocity(0, 0, 0) == measured(done_in(1, "A-1", 5, changes=[left]))
