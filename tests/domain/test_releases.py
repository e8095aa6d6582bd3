from datetime import date
from typing import Any

from bot.domain import releases
from bot.domain.calendar import Window
from bot.domain.history import History
from bot.domain.releases import Slip
from bot.tracked import Change, Field, Issue, Version
from tests.builders import SITE, at, change, facts, issue, version

WEEK = Window(at("2024-01-08"), at("2024-01-15"))


def added(when: str, id: str) -> Change:  # noqa: A002
    return change(when, Field.VERSION, None, id)


def removed(when: str, id: str) -> Change:  # noqa: A002
    return change(when, Field.VERSION, id, None)


def scope(versions: list[Version], *issues: Issue, zone: str = "UTC") -> Any:
    return releases.scope_changes([History(i, SITE) for i in issues], versions, WEEK, zone)


def test_the_sets_at_the_start_and_the_end_are_compared() -> None:
    came = issue("A-2", changes=[added("2024-01-08", "1")])
    came_too = issue("A-10", changes=[added("2024-01-14", "1")])
    went = issue("A-3", changes=[removed("2024-01-09", "1")])
    assert ({"1": ["A-10", "A-2"]}, {"1": ["A-3"]}) == scope([version("1")], came, came_too, went)


def test_what_came_and_went_inside_the_window_is_neither() -> None:
    changes = [added("2024-01-09", "1"), removed("2024-01-10", "1")]
    assert ({}, {}) == scope([version("1")], issue(changes=changes))


def test_changes_at_the_end_belong_to_the_next_window() -> None:
    assert ({}, {}) == scope([version("1")], issue(changes=[added("2024-01-15", "1")]))


def test_creation_with_a_version_is_an_addition() -> None:
    created = issue(created="2024-01-09", versions=("1",))
    assert ({"1": ["A-1"]}, {}) == scope([version("1")], created)


def test_a_release_before_the_window_no_longer_counts() -> None:
    change_of_past = issue(changes=[added("2024-01-09", "1")])
    out = version("1", "2024-01-07", released=True)
    assert ({}, {}) == scope([out], change_of_past)


def test_a_release_on_the_window_s_first_day_still_counts() -> None:
    out = version("1", "2024-01-08", released=True)
    assert ({"1": ["A-1"]}, {}) == scope([out], issue(changes=[added("2024-01-09", "1")]))


def test_a_date_that_passed_does_not_release() -> None:
    late = version("1", "2023-12-01")
    assert ({"1": ["A-1"]}, {}) == scope([late], issue(changes=[added("2024-01-09", "1")]))


def test_released_without_a_date_or_unknown_is_left_out_and_named() -> None:
    gone = change("2024-01-09", Field.VERSION, None, "3", after_name="Old release")
    nameless = change("2024-01-09", Field.VERSION, "4", None)
    found = issue(changes=[added("2024-01-09", "1"), added("2024-01-09", "2"), gone, nameless])
    versions = [version("1"), version("2", released=True)]
    assert ({"1": ["A-1"]}, {}) == scope(versions, found)
    assert ["4", "Old release", "Release 2"] == releases.left_out(versions, [found])


def test_unreleased_until_the_release_s_day_begins() -> None:
    planned, out = version("1", "2024-01-01"), version("2", "2024-01-10", released=True)
    undated = version("3", released=True)
    versions = [planned, out, undated]
    assert [planned, out] == releases.unreleased(versions, date(2024, 1, 9))
    assert [planned] == releases.unreleased(versions, date(2024, 1, 10))


def test_a_date_is_what_it_was_before_later_slips() -> None:
    first = Slip("1", date(2024, 1, 5), date(2024, 1, 12), at("2024-01-04"))
    second = Slip("1", date(2024, 1, 12), date(2024, 2, 2), at("2024-01-11"))
    other = Slip("2", None, date(2024, 2, 2), at("2024-01-01"))
    slips, planned = [second, other, first], version("1", "2024-02-02")
    assert date(2024, 1, 5) == releases.dated(planned, slips, at("2024-01-01"))
    assert date(2024, 1, 12) == releases.dated(planned, slips, at("2024-01-08"))
    assert date(2024, 2, 2) == releases.dated(planned, slips, at("2024-01-15"))


def test_a_slip_seen_at_an_instant_is_not_in_force_at_it() -> None:
    slip = Slip("1", date(2024, 1, 5), date(2024, 1, 12), at("2024-01-08"))
    assert date(2024, 1, 5) == releases.dated(version("1", "2024-01-12"), [slip], slip.seen)


def test_overdue_is_unreleased_and_dated_before_the_day() -> None:
    versions = [
        version("1", "2024-01-07"),
        version("2", "2024-01-08"),
        version("3"),
        version("4", "2024-01-05", released=True),
    ]
    found = releases.overdue(versions, [], date(2024, 1, 8), at("2024-01-08"))
    assert {"1": date(2024, 1, 7)} == found


def test_a_date_moved_since_does_not_hide_that_it_was_overdue() -> None:
    slip = Slip("1", date(2024, 1, 5), date(2024, 2, 2), at("2024-01-10"))
    planned = [version("1", "2024-02-02")]
    found = releases.overdue(planned, [slip], date(2024, 1, 8), at("2024-01-08"))
    assert {"1": date(2024, 1, 5)} == found
    assert {} == releases.overdue(planned, [slip], date(2024, 1, 15), at("2024-01-15"))


def test_what_remains_is_not_done_and_in_an_unreleased_version() -> None:
    issues = [
        issue("A-1", versions=("1", "2")),
        issue("A-2", versions=("1",), moves=[("2024-01-09", "Closed")]),
        issue("A-3", versions=("1",), moves=[("2024-01-15", "Closed")]),
        issue("A-4", versions=("3",), created="2024-01-15"),
    ]
    versions = [version("1"), version("2", "2024-01-09", released=True), version("3")]
    known = facts(issues, "2024-01-15", versions=versions)
    found = releases.remaining(known.open, versions, known.as_of, known.at)
    assert {"1": ["A-1", "A-3"]} == found


def test_slips_are_those_seen_in_the_window_oldest_first() -> None:
    seen = [at(text) for text in ("2024-01-07", "2024-01-14", "2024-01-08", "2024-01-15")]
    slips = [Slip("1", None, date(2024, 2, 2), when) for when in seen]
    assert [slips[2], slips[1]] == releases.slips_seen(slips, at("2024-01-01"), WEEK)


def test_slips_of_a_window_before_the_first_sync_are_unknown() -> None:
    assert None is releases.slips_seen([], None, WEEK)
    assert None is releases.slips_seen([], WEEK.end, WEEK)
    assert [] == releases.slips_seen([], at("2024-01-14"), WEEK)
