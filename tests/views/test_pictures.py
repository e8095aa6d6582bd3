"""What the digests' charts hold, and the words for who does not see them."""

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from bot.domain import digests as domain
from bot.domain.capacity import Load, TeamLoad
from bot.domain.facts import Facts
from bot.domain.flow import CycleTimes
from bot.domain.forecast import Dates, Forecast, Held, Record
from bot.picture import Mark, Picture, Tone
from bot.views import charts
from bot.words import Unit
from tests.builders import facts, issue, version
from tests.views.test_digests import backdrop, load, progress, team


def mark(picture: Picture | None, name: str) -> Mark:
    assert picture is not None
    return next(one for one in picture.marks if one.name == name)


def release(due: str | None, likely: str) -> Picture:
    """Of a release with three of five items left, as of 4 Mar 2024."""
    done = [issue(f"A-{n}", versions=("1",), moves=[("2024-02-20", "Closed")]) for n in (1, 2)]
    left = [issue(f"A-{n}", versions=("1",)) for n in (3, 4, 5)]
    dates = Dates(date(2024, 3, 10), date.fromisoformat(likely), date(2024, 12, 9))
    found = Forecast(3, dates, dates, "pace", Record(*[Held(9, 10)] * 3))
    known = facts([*done, *left], versions=[version("1", due)])
    picture = charts.burn_up(progress(facts=known, forecast={"1": found}), backdrop())
    assert picture is not None
    return picture


def test_a_burn_up_shows_scope_done_the_fan_and_the_day_it_is_due() -> None:
    picture = release("2024-03-20", "2024-04-02")
    assert "3 of 5 left in 2.4.0" == picture.title
    assert (
        "Burn-up of 2.4.0: 2 of 5 items done. The rest is forecast for 10 Mar 2024 (50%), "
        "2 Apr 2024 (85%), 9 Dec 2024 (95%). It is due 20 Mar 2024."
    ) == picture.alt
    assert (0.0, 5.0) == mark(picture, "Scope").y[:: len(mark(picture, "Scope").y) - 1]
    assert (0.0, 2.0) == mark(picture, "Done").y[-4::3]
    assert 5.0 == mark(picture, "85% forecast").y[-1]
    due = mark(picture, "Due 20 Mar")
    assert ((16.0,), Tone.BAD) == (due.x, due.tone)
    assert max(due.x[0], 182.0) == max(place for one in picture.marks for place in one.x)


def test_a_day_that_will_hold_is_quiet_and_one_far_away_is_not_drawn() -> None:
    assert Tone.QUIET is mark(release("2024-05-20", "2024-04-02"), "Due 20 May").tone
    for due in (None, "2030-01-01", "2019-01-01"):
        picture = release(due, "2024-04-02")
        assert not [one for one in picture.marks if one.name.startswith("Due")]


def test_one_day_is_singular_in_the_words_of_charts() -> None:
    days = (f"2024-02-{day:02}" for day in range(1, 6))
    moves = [[(f"{day} 00:00", "In Progress"), (f"{day} 23:59", "Closed")] for day in days]
    items = [issue(f"A-{n}", moves=some) for n, some in enumerate(moves, 1)]
    figures = progress(facts=facts(items), cycle_time_days=CycleTimes(1.0, 1.04, 2.0, 5, 0))
    picture = charts.cycle_times(figures)
    assert picture is not None
    assert (
        "Cycle times of 5 items finished in 13 weeks: half within 1 day, 85% within 1 day."
    ) == picture.alt
    assert mark(picture, "Half within 1 day").tone is Tone.QUIET


def in_progress(count: int, *, usual: bool) -> Facts:
    """Some items that are in progress for a day, one for eleven; where `usual`, ten left before."""
    left = [("2024-02-01", "In Progress"), ("2024-02-03", "Closed")]
    before = [issue(f"A-{n}", moves=left) for n in range(50, 60)] if usual else []
    fresh = [issue(f"A-{n}", moves=[("2024-03-03", "In Progress")]) for n in range(1, count)]
    old = issue("A-40", moves=[("2024-02-22", "In Progress")])
    return facts([*before, *fresh, old])


def test_items_of_one_age_do_not_hide_each_other() -> None:
    picture = charts.ages(in_progress(4, usual=True))
    assert picture is not None
    fine, stuck = mark(picture, "Item"), mark(picture, "Stuck")
    assert (1.0, 1.0, 1.0) == fine.y
    assert 3 == len(set(fine.x))
    assert (11.0,) == stuck.y
    words = "Age of work in progress by step. In Progress: 4 items, oldest 11 days."
    assert f"{words} 1 stuck." == picture.alt
    untold = charts.ages(in_progress(4, usual=False))
    assert untold is not None
    assert words == untold.alt


def capacity(*teams: TeamLoad) -> Picture:
    picture = charts.capacity(teams, backdrop())
    assert picture is not None
    return picture


def names(picture: Picture) -> Sequence[str]:
    return [name for _, name in picture.y_ticks]


def test_capacity_is_drawn_in_the_order_of_its_list() -> None:
    people: list[Load] = [load("u1", 20, 9), load("u2", 2, 5), load("u3", None, 7)]
    picture = capacity(team(people))
    assert ["Sample Person B", "Sample Person A"] == names(picture)
    assert (
        "Committed against available points of the week ahead. "
        "Sample Person B: 5 of 2; Sample Person A: 9 of 20."
    ) == picture.alt
    assert ((2.0, 9.0), (3.0, 0.0)) == (mark(picture, "Committed").x, mark(picture, "Too much").x)


def test_one_bar_is_no_chart() -> None:
    assert None is charts.capacity([team([load("u1", 4, 5)])], backdrop())


def test_teams_that_count_in_units_of_their_own_are_drawn_as_shares() -> None:
    points, hours = team([load("u1", 4, 5)]), team([load("u2", 40, 10)], unit=Unit.HOURS)
    nobody = team([load("u3", 0, 3)], unit=Unit.HOURS)
    picture = capacity(points, replace(hours, team="Other team"), nobody)
    assert ["Sample team", "Other team"] == names(picture)
    assert "% of what is available" == picture.x_name
    assert (100.0, 25.0) == mark(picture, "Committed").x
    assert (25.0, 0.0) == mark(picture, "Too much").x
    assert picture.alt.endswith("Sample team: 5 of 4 points; Other team: 10 of 40 hours.")


def test_a_week_of_the_domain_is_drawn_whole() -> None:
    known = in_progress(9, usual=True)
    assert charts.throughput(domain.progress(known)) is not None
    assert charts.ages(known) is not None
