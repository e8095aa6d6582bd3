from datetime import date
from typing import Any

import pytest

from bot.sandbox.jira import JiraStandIn
from tests.sandbox.jira.conftest import Clock

Sides = tuple[str, str | None, str | None, str | None, str | None]


@pytest.fixture
def jira(clock: Clock) -> JiraStandIn:
    standin = JiraStandIn(clock)
    standin.add_project("APP", "Sample App")
    standin.create("APP", "An issue")
    clock.advance(minutes=1)
    return standin


def sides(item: dict[str, Any]) -> Sides:
    return (item["field"], item["from"], item["fromString"], item["to"], item["toString"])


def last(jira: JiraStandIn) -> list[Sides]:
    return [sides(item) for item in jira.issue("APP-1").histories[-1]["items"]]


def test_points_priority_and_summary_are_told_as_texts(jira: JiraStandIn) -> None:
    jira.edit("APP-1", points=3, priority="High", summary="Renamed")

    assert [
        ("Story Points", None, None, None, "3"),
        ("priority", "3", "Medium", "2", "High"),
        ("summary", None, "An issue", None, "Renamed"),
    ] == last(jira)


def test_an_assignment_tells_id_and_name(jira: JiraStandIn) -> None:
    person = jira.add_user("Sample Engineer 1")
    jira.assign("APP-1", person, author="Sample Engineer 1")

    assert [("assignee", None, None, person["accountId"], "Sample Engineer 1")] == last(jira)
    assert person == jira.issue("APP-1").histories[-1]["author"]
    jira.assign("APP-1", None)
    assert [("assignee", person["accountId"], "Sample Engineer 1", None, None)] == last(jira)


def test_a_flag_is_told_as_an_option(jira: JiraStandIn) -> None:
    jira.flag("APP-1")
    assert [("Flagged", "", "", "[11022]", "Impediment")] == last(jira)

    jira.unflag("APP-1")
    assert [("Flagged", "[11022]", "Impediment", "", "")] == last(jira)


def test_each_version_is_an_item_of_its_own(jira: JiraStandIn) -> None:
    first, second = (jira.add_version("APP", f"Sample 1.{n}", date(2026, 4, n)) for n in (1, 2))
    jira.add_to_version("APP-1", "Sample 1.1")
    jira.edit("APP-1", fix_versions=["Sample 1.2"])

    assert [
        ("Fix Version", first["id"], "Sample 1.1", None, None),
        ("Fix Version", None, None, second["id"], "Sample 1.2"),
    ] == last(jira)
    jira.remove_from_version("APP-1", "Sample 1.2")
    assert [] == jira.issue("APP-1").fields["fixVersions"]


def test_labels_are_one_item(jira: JiraStandIn) -> None:
    jira.edit("APP-1", labels=["a"])
    jira.edit("APP-1", labels=["a", "b"])

    assert [("labels", None, "a", None, "a b")] == last(jira)


def test_a_parent_is_told_without_a_field_id(jira: JiraStandIn) -> None:
    epic = jira.create("APP", "Epic", type="Epic")
    jira.edit("APP-1", parent=epic)

    assert [("IssueParentAssociation", None, None, epic.id, "APP-2")] == last(jira)
    assert "fieldId" not in jira.issue("APP-1").histories[-1]["items"][0]


def test_a_block_can_be_taken_back(jira: JiraStandIn) -> None:
    jira.create("APP", "Blocker")
    jira.block("APP-1", by="APP-2")
    jira.unblock("APP-1", by="APP-2")

    assert [("Link", "APP-2", "This issue is blocked by APP-2", None, None)] == last(jira)


def test_a_move_goes_by_name_or_category_and_may_name_a_resolution(jira: JiraStandIn) -> None:
    jira.move("APP-1", "indeterminate")
    assert [("status", "10000", "To Do", "10001", "In Progress")] == last(jira)

    jira.move("APP-1", "Done", resolution="Duplicate")
    assert [
        ("resolution", None, None, "10002", "Duplicate"),
        ("status", "10001", "In Progress", "10003", "Done"),
    ] == last(jira)


def test_history_numbers_rise_and_updated_follows(jira: JiraStandIn, clock: Clock) -> None:
    jira.flag("APP-1")
    clock.advance(hours=1)
    jira.unflag("APP-1")
    issue = jira.issue("APP-1")

    numbers = [int(history["id"]) for history in issue.histories]
    assert sorted(set(numbers)) == numbers
    assert issue.histories[-1]["created"] == issue.fields["updated"]
    assert "2026-03-02T10:31:15.250+0000" == issue.fields["updated"]


def test_release_dates_change_and_vanish(jira: JiraStandIn) -> None:
    jira.add_version("APP", "Sample 1.0", date(2026, 4, 1))

    assert "2026-04-08" == jira.change_release_date("Sample 1.0", date(2026, 4, 8))["releaseDate"]
    assert "releaseDate" not in jira.change_release_date("Sample 1.0", None)
    assert "2026-03-02" == jira.release("Sample 1.0")["releaseDate"]


@pytest.mark.parametrize(
    "look",
    [
        lambda jira: jira.issue("APP-9"),
        lambda jira: jira.project("NO"),
        lambda jira: jira.user("Nobody"),
        lambda jira: jira.version("None"),
        lambda jira: jira.status("Nowhere"),
    ],
)
def test_what_is_not_there_is_a_lookup_error(jira: JiraStandIn, look: Any) -> None:
    with pytest.raises(LookupError):
        look(jira)
