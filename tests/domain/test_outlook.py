"""How releases stand: scope, plan, forecast, and what there is to tell of them."""

import itertools
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.digests import progress
from bot.domain.outlook import RELEASED, Outlook, later, news, outlooks
from bot.domain.releases import Slip
from bot.tracked import Field, Issue
from bot.words import Concern
from tests.builders import at, change, facts, issue, traces, version

NOW = at("2024-03-04 12:00")
TODAY = NOW.date()


def planned(key: str, **values: Any) -> Issue:
    return issue(key, versions=("1",), **values)


def outlook(*issues: Issue, start: str | None = None, released: bool = False) -> Outlook:
    day = date.fromisoformat(start) if start else None
    release = version(release="2024-03-20", released=released)._replace(start_date=day)
    (found,) = outlooks(traces(facts(issues, versions=[release])), NOW)
    return found


def test_items_are_told_by_state() -> None:
    found = outlook(
        planned("A-1"),
        planned("A-2", moves=[("2024-02-01", "In Progress")]),
        planned("A-3", moves=[("2024-02-01", "Resolved")]),
        issue("A-4"),
    )
    assert (["A-1"], ["A-2"], ["A-3"]) == (found.to_do, found.in_progress, found.done)
    assert (3, 2) == (found.scope, found.remaining)


def test_a_release_starts_with_its_first_day_or_with_its_first_work() -> None:
    begun = planned("A-1", moves=[("2024-02-01 10:00", "In Progress")])
    assert date(2024, 2, 1) == outlook(begun).plan
    assert date(2024, 1, 15) == outlook(begun, start="2024-01-15").plan
    assert outlook(begun, start="2024-03-05").plan is None
    assert outlook(planned("A-1")).plan is None


def test_work_counts_from_when_it_came_into_the_release() -> None:
    entered = change("2024-02-10 10:00", Field.VERSION, None, "1")
    moved = planned("A-1", moves=[("2024-01-05", "In Progress")], changes=[entered])
    assert date(2024, 2, 10) == outlook(moved).plan


def test_what_came_and_went_is_held_against_the_end_of_the_first_day() -> None:
    begun = planned("A-1", moves=[("2024-02-01 10:00", "In Progress")])
    same_day = planned("A-2", changes=[change("2024-02-01 18:00", Field.VERSION, None, "1")])
    added = planned("A-3", changes=[change("2024-02-02 10:00", Field.VERSION, None, "1")])
    created = planned("A-4", created="2024-02-03")
    removed = issue("A-5", changes=[change("2024-02-04", Field.VERSION, "1", None)])
    back = planned(
        "A-6",
        changes=[
            change("2024-02-04", Field.VERSION, "1", None),
            change("2024-02-05", Field.VERSION, None, "1"),
        ],
    )
    found = outlook(begun, same_day, added, created, removed, back)
    assert (["A-3", "A-4"], ["A-5"]) == (found.added, found.removed)


def test_the_forecast_is_the_digests_own() -> None:
    closed = [
        issue(f"A-{n}", moves=[(f"2024-0{1 + n % 2}-{10 + n} 10:00", "Resolved")])
        for n in range(10, 18)
    ]
    issues = [*closed, *(planned(f"A-{n}") for n in range(1, 6))]
    known = facts(issues, versions=[version(release="2024-03-20")])
    (found,) = outlooks(traces(known), known.at)
    assert progress(known).forecast["1"].dates == found.dates
    assert found.dates.p85 is not None


def test_what_is_out_has_no_forecast_and_only_the_latest_are_counted() -> None:
    out = [version(str(n), f"2024-01-{n:02}", released=True) for n in range(1, RELEASED + 5)]
    archived = version("99")._replace(archived=True)
    found = outlooks(traces(facts([planned("A-1")], versions=[*out, archived])), NOW)
    assert {str(n) for n in range(5, RELEASED + 5)} == {one.version for one in found}
    assert all(one.dates.p85 is None for one in found)


# --- What is told


def slip(before: str | None, after: str | None, seen: datetime = NOW) -> Slip:
    days = [date.fromisoformat(f"2024-{day}") if day else None for day in (before, after)]
    return Slip("1", days[0], days[1], seen)


def test_only_moves_to_a_later_date_are_slips() -> None:
    moves = [
        slip(None, "03-10"),
        slip("03-10", "03-05"),
        slip("03-05", None),
        slip(None, "03-08"),
        slip("03-08", "03-09"),
    ]
    assert [("03-05", "03-08"), ("03-08", "03-09")] == [
        (f"{one.before:%m-%d}", f"{one.after:%m-%d}") for one in later(moves)
    ]


DATES = st.dates(TODAY - timedelta(days=20), TODAY + timedelta(days=20))


def concerns(due: date | None, likely: date | None, slips: list[Slip], watched: date) -> list[str]:
    release = version()._replace(release_date=due)
    return [one.concern for one in news(release, likely, slips, NOW, watched, "UTC")]


@given(due=st.none() | DATES, likely=st.none() | DATES, watched=DATES)
def test_a_release_is_overdue_or_at_risk_and_never_both(
    due: date | None, likely: date | None, watched: date
) -> None:
    told = concerns(due, likely, [], watched)
    assert len(told) <= 1
    assert (Concern.OVERDUE in told) == (due is not None and watched <= due < TODAY)
    late = due is not None and likely is not None and likely > due >= TODAY
    assert (Concern.AT_RISK in told) == late


@given(dates=st.lists(st.none() | DATES, min_size=1, max_size=8))
def test_slips_add_up_and_each_is_told_once(dates: list[date | None]) -> None:
    moves = [
        Slip("1", before, after, NOW)
        for before, after in itertools.pairwise(dates)
        if before != after
    ]
    known = [day for day in dates if day is not None]
    found = later(moves)
    assert all(one.before and one.after and one.before < one.after for one in found)
    rises = sum(a < b for a, b in itertools.pairwise(known))
    assert rises == len(found)
    told = list(news(version(), None, moves, NOW, TODAY, "UTC"))
    assert {one.about for one in told} == {f"{s.before} {s.after} {NOW:%Y-%m-%d}" for s in found}


def test_what_moved_long_ago_is_no_news() -> None:
    old = [slip("03-10", "03-20", NOW - timedelta(days=4))]
    assert [] == concerns(None, None, old, TODAY)
    assert [Concern.SLIPPED] == concerns(None, None, [slip("03-10", "03-20")], TODAY)
