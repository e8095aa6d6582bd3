from datetime import timedelta

import pytest

from bot.domain.unusual import Measure, Unusual, judged, unusual
from bot.tracked import Issue
from tests.builders import at, facts, issue

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
