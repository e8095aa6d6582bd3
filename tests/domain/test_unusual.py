from datetime import timedelta

import pytest

from bot.domain.sprints import Closed, closed_in
from bot.domain.unusual import Measure, Unusual, judged, unusual
from bot.tracked import Issue
from bot.words import Unit
from tests.builders import at, facts, issue, sprint

USUAL = [3.0, 4.0, 5.0, 4.0, 3.0, 6.0, 4.0, 5.0, 4.0, 3.0, 4.0, 5.0]


def week(back: int, day: int = 0) -> str:
    """A day of the week that ended so many weeks before T."""
    moment = at("2024-02-26") - timedelta(weeks=back, days=-day, hours=-9)
    return f"{moment:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize("value", [3.0, 6.0, 7.0 - 1, 2.5])
def test_what_was_seen_before_or_hardly_moves_is_usual(value: float) -> None:
    assert None is judged(Measure.SHIPPED, [*USUAL, value])


@pytest.mark.parametrize(("value", "more"), [(9.0, True), (0.0, False)])
def test_what_lies_beyond_twelve_weeks_is_not(value: float, more: bool) -> None:
    found = judged(Measure.SHIPPED, [*USUAL, value])
    assert Unusual(Measure.SHIPPED, value, 3, 6) == found
    assert more is found.more


def test_a_new_team_has_no_usual_week() -> None:
    assert None is judged(Measure.CYCLE_TIME, [*[None] * 8, 1.0, 1.0, 1.0, 1.0, 20.0])
    assert None is judged(Measure.WIP, [0.0] * 12 + [8.0])
    assert None is judged(Measure.CYCLE_TIME, [*USUAL, None])


def working(key: str, *moves: tuple[str, str]) -> Issue:
    """An item that was begun long ago."""
    return issue(key, created="2023-01-01", moves=[("2023-02-01", "In Progress"), *moves])


def test_a_week_of_many_starts_is_told_by_all_it_changed() -> None:
    items = [working("A-1"), working("A-2")]
    for n in range(1, 13):
        moves = [(week(n, 1), "In Progress"), (week(n, 3), "Closed")]
        items.append(issue(f"A-1{n}", created=week(n), moves=moves))
    begun = [(week(0, 1), "In Progress")]
    items += [issue(f"A-3{n}", created=week(0), moves=begun) for n in range(5)]
    found = {one.measure: one for one in unusual(facts(items), [1] * 12 + [0])}
    assert {Measure.STARTED, Measure.WIP, Measure.AGE} == set(found)
    assert Unusual(Measure.STARTED, 5, 1, 1) == found[Measure.STARTED]
    assert Unusual(Measure.WIP, 7, 2, 2) == found[Measure.WIP]
    assert not found[Measure.AGE].more


def test_work_that_ends_with_the_week_is_in_progress_at_its_end() -> None:
    items = [
        working("A-1", ("2024-03-04", "Closed")),
        working("A-2", ("2024-03-03 23:00", "Closed")),
        *(working(f"A-9{n}", ("2024-03-01", "Closed")) for n in range(9)),
    ]
    found = {one.measure: one for one in unusual(facts(items), [0] * 13)}
    assert Unusual(Measure.WIP, 1, 11, 11) == found[Measure.WIP]


SPRINTS = [sprint(n, f"2024-{n // 4 + 1:02}-{n % 4 * 7 + 1:02}", None) for n in range(7)]
ENDED = [
    one._replace(end=later.start, completed=later.start)
    for one, later in zip(SPRINTS, [*SPRINTS[1:], sprint(9, "2024-02-28", None)], strict=True)
]
"""Seven of a week each; the last was closed in the week before T."""


def finished(*amounts: int, estimate: float | None = 1.0) -> list[Issue]:
    """So many items in each of the sprints, done on its second day."""
    return [
        issue(
            f"A-{n}{number}",
            created="2023-12-01",
            moves=[(f"{one.start:%Y-%m-}{one.start.day + 1:02}", "Closed")],
            sprints=(one,),
            estimate=estimate,
        )
        for one, amount in zip(ENDED, amounts, strict=True)
        if one.start
        for n, number in enumerate(range(one.id * 100, one.id * 100 + amount))
    ]


def told(*amounts: int, estimate: float | None = 1.0) -> list[Unusual]:
    known = facts(finished(*amounts, estimate=estimate))
    return unusual(known, [0] * 13, closed_in(known.histories, known.window, known.unit))


def test_a_sprint_s_velocity_is_held_against_those_before_it() -> None:
    (found,) = told(5, 6, 5, 7, 6, 5, 2)
    assert (Measure.VELOCITY, 2, 5, 7) == (found.measure, found.value, found.low, found.high)
    assert Closed(ENDED[-1], Unit.POINTS, 2, 2, (5, 6, 5, 7, 6, 5)) == found.sprint
    assert [] == told(5, 6, 5, 7, 6, 5, 4)


def test_without_estimates_it_is_counted_in_items() -> None:
    (found,) = told(5, 6, 5, 7, 6, 5, 12, estimate=None)
    assert found.more
    assert found.sprint
    assert found.sprint.unit is Unit.ITEMS


def test_too_few_sprints_have_no_usual_velocity() -> None:
    known = facts(finished(0, 0, 0, 0, 5, 6, 20)[5:])
    (closed,) = closed_in(known.histories, known.window, known.unit)
    assert (6.0,) == closed.before
    assert None is closed.usual
    assert [] == unusual(known, [0] * 13, [closed])
