"""Changelog items as changes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec import convert

from bot.tracked import Change, Field
from integrations.jira.changes import changes_of
from integrations.jira.shapes import History

AT = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
STAMP = "2024-03-01T13:00:00.000+0100"
ROLES = {"estimate": "customfield_10016", "sprint": "customfield_10020", "flagged": "customfield_1"}


def item(field: str, before: str | None, after: str | None, **more: Any) -> dict[str, Any]:
    return {"field": field, "from": before, "to": after, "fromString": "", "toString": ""} | more


def history(*items: dict[str, Any], number: str = "100", created: Any = STAMP) -> dict[str, Any]:
    return {"id": number, "author": {"accountId": "a1"}, "created": created, "items": list(items)}


def changes_from_json(raws: list[dict[str, Any]], roles: dict[str, str]) -> tuple[Change, ...]:
    return changes_of(convert(raws, list[History]), roles)


def sides(raw: dict[str, Any], roles: dict[str, str] = ROLES) -> tuple[object, ...]:
    changes = changes_from_json([history(raw)], roles)
    return tuple((change.field, change.before, change.after) for change in changes)


def test_a_status_change_holds_ids_and_the_names_a_person_read() -> None:
    raw = item("status", "1", "3", fieldId="status", fromString="To Do", toString="In Progress")
    expected = Change(AT, 100, 0, Field.STATUS, "1", "3", "To Do", "In Progress")
    assert (expected,) == changes_from_json([history(raw)], {})


@pytest.mark.parametrize(
    "raw",
    [
        item("Fix Version", None, "55", fieldId="fixVersions"),
        item("Fix Version", None, "55"),
    ],
)
def test_a_version_is_known_with_and_without_a_field_id(raw: dict[str, Any]) -> None:
    assert ((Field.VERSION, None, "55"),) == sides(raw)


def test_a_version_replaced_in_one_item_is_removed_and_added() -> None:
    raw = item("Fix Version", "54", "55", fieldId="fixVersions")
    assert ((Field.VERSION, "54", None), (Field.VERSION, None, "55")) == sides(raw)


def test_an_affected_version_is_no_fix_version() -> None:
    assert () == sides(item("Version", None, "55", fieldId="versions"))


def test_a_resolution_is_held_by_name() -> None:
    raw = item("resolution", None, "1", fromString=None, toString="Fixed")
    assert ((Field.RESOLUTION, None, "Fixed"),) == sides(raw)


@pytest.mark.parametrize("field", ["assignee", "priority"])
def test_people_and_priorities_are_held_by_id(field: str) -> None:
    raw = item(field, None, "42", fieldId=field, toString="Sample")
    assert ((Field(field), None, "42"),) == sides(raw)


def test_a_summary_is_held_as_text() -> None:
    raw = item("summary", None, None, fromString="Old", toString="New")
    assert ((Field.SUMMARY, "Old", "New"),) == sides(raw)


def test_a_move_holds_both_keys() -> None:
    raw = item("Key", None, None, fromString="OLD-1", toString="NEW-7")
    assert ((Field.KEY, "OLD-1", "NEW-7"),) == sides(raw)


def test_a_flag_set_and_cleared() -> None:
    set_ = item("Flagged", "", "[10019]", fieldId="customfield_1", toString="Impediment")
    cleared = item("Flagged", "[10019]", "", fieldId="customfield_1", fromString="Impediment")
    assert ((Field.FLAGGED, None, "1"),) == sides(set_)
    assert ((Field.FLAGGED, "1", None),) == sides(cleared)


def test_only_links_to_blockers_count() -> None:
    blocked = item("Link", None, "ABC-2", toString="This issue is blocked by ABC-2")
    freed = item("Link", "ABC-2", None, fromString="This issue is blocked by ABC-2")
    blocks = item("Link", None, "ABC-2", toString="This issue blocks ABC-2")
    assert ((Field.BLOCKED_BY, None, "ABC-2"),) == sides(blocked)
    assert ((Field.BLOCKED_BY, "ABC-2", None),) == sides(freed)
    assert () == sides(blocks)


def test_sprint_ids_are_a_list_whatever_the_names_hold() -> None:
    raw = item("Sprint", "7", "7, 8", fieldId="customfield_10020", toString="One, two, Three")
    assert ((Field.SPRINT, "7", "7,8"),) == sides(raw)


def test_a_sprint_is_known_by_name_where_histories_carry_no_field_id() -> None:
    assert ((Field.SPRINT, None, "7"),) == sides(item("Sprint", "", "7"))


def test_a_namesake_of_a_known_custom_field_is_dropped() -> None:
    assert () == sides(item("Sprint", "", "7", fieldId="customfield_666"))


def test_a_custom_field_is_known_by_name_while_its_role_has_no_id() -> None:
    raw = item("Story Points", None, None, fieldId="customfield_9", fromString="3", toString="5")
    assert ((Field.ESTIMATE, "3", "5"),) == sides(raw, {})


def test_an_estimate_is_a_number_as_text() -> None:
    raw = item("SP", None, None, fieldId="customfield_10016", toString="5")
    assert ((Field.ESTIMATE, None, "5"),) == sides(raw)


def test_an_estimate_of_time_is_in_hours() -> None:
    raw = item("timeoriginalestimate", None, "5400", fieldId="timeoriginalestimate")
    assert ((Field.ESTIMATE, None, "1.5"),) == sides(raw, {"estimate": "timeoriginalestimate"})


def test_items_keep_the_place_they_have_in_their_history() -> None:
    changes = changes_from_json(
        [history(item("labels", None, None), item("status", "1", "2"), item("Link", None, "A-1"))],
        {},
    )
    assert [(Field.STATUS, 1)] == [(change.field, change.position) for change in changes]


def test_changes_run_by_instant_then_numeric_history() -> None:
    newest_first = [
        history(item("status", "3", "4"), number="1000", created=1709294401000),
        history(item("status", "2", "3"), number="101"),
        history(item("status", "1", "2"), number="99"),
    ]
    changes = changes_from_json(newest_first, {})
    assert [99, 101, 1000] == [change.history for change in changes]


def test_a_history_may_have_no_author_and_no_items() -> None:
    bare = {"id": "1", "created": STAMP}
    empty = {"id": "2", "created": STAMP, "items": []}
    null = {"id": "3", "created": STAMP, "items": None}
    assert () == changes_from_json([bare, empty, null], {})
