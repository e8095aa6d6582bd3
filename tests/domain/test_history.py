from datetime import timedelta
from typing import Any

from bot.domain.history import History, former_keys
from bot.tracked import Category, Field
from tests.builders import SITE, STATUSES, at, blocker, change, issue, sprint

NEVER = at("2023-12-31")
TODAY = at("2024-12-31")
MOMENT = timedelta(microseconds=1)


def history(**values: Any) -> History:
    return History(issue(**values), SITE)


def test_before_the_creation_there_is_nothing() -> None:
    item = history(assignee="u1", versions=("7",), first="Closed")
    assert not item.exists(at("2024-01-01"))
    assert item.exists(at("2024-01-01") + MOMENT)
    assert None is item.category.at(NEVER)
    assert None is item.line(Field.ASSIGNEE).at(NEVER)
    assert set() == item.versions.at(NEVER)
    assert not item.is_open(NEVER)


def test_what_holds_at_an_instant_was_set_before_it() -> None:
    item = history(moves=[("2024-01-08", "In Progress")])
    assert not item.in_progress(at("2024-01-08"))
    assert item.in_progress(at("2024-01-08") + MOMENT)


def test_without_a_change_a_field_is_as_today() -> None:
    item = history(first="In Review", assignee="u1", resolution="Fixed", flagged=True, estimate=3.0)
    created = at("2024-01-01") + MOMENT
    assert item.in_progress(created)
    assert "u1" == item.line(Field.ASSIGNEE).at(created)
    assert "Fixed" == item.line(Field.RESOLUTION).at(created)
    assert item.line(Field.FLAGGED).at(created)
    assert 3.0 == item.estimate(created)


def test_before_the_first_change_stands_what_it_says_was_there() -> None:
    swap = change("2024-01-08", Field.ASSIGNEE, "u1", "u2")
    item = history(changes=[swap], assignee="u9")
    assert "u1" == item.line(Field.ASSIGNEE).at(at("2024-01-05"))
    assert "u2" == item.line(Field.ASSIGNEE).at(TODAY)


def test_what_a_change_set_holds_even_where_the_next_disagrees() -> None:
    first = change("2024-01-08", Field.RESOLUTION, None, "Will Fix")
    renamed = change("2024-01-10", Field.RESOLUTION, "Ready", None)
    item = history(changes=[first, renamed])
    assert "Will Fix" == item.line(Field.RESOLUTION).at(at("2024-01-09"))
    assert None is item.line(Field.RESOLUTION).at(TODAY)


def test_a_stay_begins_with_its_entry_and_a_move_to_the_same_status_is_none() -> None:
    moves = [("2024-01-08", "In Progress"), ("2024-01-10", "In Progress"), ("2024-01-12", "Open")]
    item = history(moves=moves)
    assert at("2024-01-08") == item.status.since(at("2024-01-12"))
    assert 3 == len(list(item.status.spans()))


def test_statuses_of_one_category_in_a_row_are_one_stretch() -> None:
    moves = [("2024-01-08", "In Progress"), ("2024-01-10", "In Review"), ("2024-01-12", "Closed")]
    item = history(moves=moves)
    assert at("2024-01-10") == item.status.since(at("2024-01-12"))
    assert at("2024-01-08") == item.category.since(at("2024-01-12"))
    assert [Category.NEW, Category.IN_PROGRESS, Category.DONE] == item.category.values


def test_changes_of_one_instant_are_steps_in_their_order() -> None:
    moves = [("2024-01-08", "Closed"), ("2024-01-08", "Open"), ("2024-01-08", "In Progress")]
    item = history(moves=moves)
    assert item.in_progress(TODAY)
    lengths = [span.end - span.start for span in item.status.spans() if span.end]
    assert [timedelta(days=7), timedelta(0), timedelta(0)] == lengths


def test_a_change_before_the_creation_counts_at_the_creation() -> None:
    item = history(created="2024-01-05", moves=[("2024-01-02", "In Progress")])
    assert not item.exists(at("2024-01-05"))
    assert at("2024-01-05") == item.category.since(TODAY)


def test_a_status_without_an_id_goes_by_its_name() -> None:
    nameless = change("2024-01-08", Field.STATUS, None, None, before_name="Open", after_name="Done")
    item = history(changes=[nameless])
    assert item.is_open(at("2024-01-08"))
    assert not item.is_open(TODAY)


def test_a_version_first_added_was_not_there_from_the_start() -> None:
    item = history(changes=[change("2024-01-08", Field.VERSION, None, "7")], versions=("7",))
    assert set() == item.versions.at(at("2024-01-08"))
    assert {"7"} == item.versions.at(TODAY)
    assert at("2024-01-08") == item.versions.since("7", TODAY)


def test_a_version_first_removed_was_there_from_the_start() -> None:
    removed = change("2024-01-08", Field.VERSION, "7", None)
    added = change("2024-01-10", Field.VERSION, None, "7")
    item = history(changes=[removed, added], versions=("7",))
    assert {"7"} == item.versions.at(at("2024-01-08"))
    assert set() == item.versions.at(at("2024-01-10"))
    assert at("2024-01-10") == item.versions.since("7", TODAY)


def test_a_version_never_mentioned_is_as_today() -> None:
    item = history(changes=[change("2024-01-08", Field.VERSION, None, "7")], versions=("7", "8"))
    assert {"8"} == item.versions.at(at("2024-01-05"))


def test_a_version_swapped_in_one_change_is_one_removed_and_one_added() -> None:
    item = history(changes=[change("2024-01-08", Field.VERSION, "7", "8")], versions=("8",))
    assert {"7"} == item.versions.at(at("2024-01-05"))
    assert {"8"} == item.versions.at(TODAY)


def test_what_blocks_it_is_known_by_its_present_key() -> None:
    linked = change("2024-01-08", Field.BLOCKED_BY, None, "OLD-1")
    item = issue(changes=[linked], blockers=(blocker("A-2"),))
    moved = issue("A-2", changes=[change("2024-02-01", Field.KEY, "OLD-1", "A-2")])
    found = History(item, SITE, former_keys([item, moved]))
    assert set() == found.blocked_by.at(at("2024-01-05"))
    assert {"A-2"} == found.blocked_by.at(TODAY)
    assert at("2024-01-08") == found.blocked_by.since("A-2", TODAY)


def test_former_keys_lead_to_the_present_one_through_every_move() -> None:
    first = change("2024-01-08", Field.KEY, "X-1", "Y-1")
    second = change("2024-02-08", Field.KEY, "Y-1", "A-1")
    assert {"X-1": "A-1", "Y-1": "A-1"} == former_keys([issue("A-1", changes=[first, second])])


def test_sprints_are_lists_of_ids() -> None:
    joined = change("2024-01-08", Field.SPRINT, "4", "4, 5")
    left = change("2024-01-10", Field.SPRINT, "4, 5", None)
    item = history(changes=[joined, left])
    assert {4} == item.sprints(at("2024-01-08"))
    assert {4, 5} == item.sprints(at("2024-01-10"))
    assert set() == item.sprints(TODAY)
    assert {6} == history(sprints=(sprint(6, None, None, "future"),)).sprints(TODAY)


def test_an_estimate_of_nothing_is_not_an_estimate_of_zero() -> None:
    estimated = change("2024-01-08", Field.ESTIMATE, None, "0")
    item = history(changes=[estimated], estimate=0.0)
    assert None is item.estimate(at("2024-01-08"))
    assert 0.0 == item.estimate(TODAY)


def test_delivered_goes_by_the_resolution_of_the_time() -> None:
    item = history(
        first="Closed",
        changes=[change("2024-01-08", Field.RESOLUTION, "Duplicate", "Fixed")],
        status=STATUSES["Closed"],
    )
    assert not item.delivered(at("2024-01-08"))
    assert item.delivered(TODAY)
