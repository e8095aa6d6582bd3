"""Issues, statuses and versions, from shapes typed by hand and from real ones."""

import gzip
import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from bot.tracked import Blocker, Change, Field, Issue, Sprint, Status, Version
from integrations.jira.mapping import issue_from_json, status_from_json, version_from_json

IN_PROGRESS = {
    "id": "3",
    "name": "In Progress",
    "statusCategory": {"id": 4, "key": "indeterminate", "name": "In Arbeit"},
}
DONE = {"id": "5", "name": "Done", "statusCategory": {"id": 3, "key": "done"}}
BLOCKS = {"name": "6 - Blocks", "inward": "is blocked by", "outward": "blocks"}


def raw_issue(**fields: Any) -> dict[str, Any]:
    """The least an issue carries."""
    return {
        "id": "10001",
        "key": "ABC-1",
        "fields": {
            "summary": "Sample",
            "issuetype": {"id": "1", "name": "Story", "subtask": False},
            "project": {"id": "10000", "key": "ABC"},
            "status": IN_PROGRESS,
            "created": "2024-03-01T12:00:00.000+0000",
            "updated": "2024-03-02T12:00:00.000+0000",
        }
        | fields,
    }


def test_a_full_issue() -> None:
    raw = raw_issue(
        resolution={"id": "1", "name": "Fixed"},
        priority={"id": "2", "name": "High"},
        assignee={
            "accountId": "5f:1",
            "displayName": "Sample Person A",
            "emailAddress": "A@Example.com",
        },
        parent={"id": "10009", "key": "ABC-9"},
        labels=["one", "two"],
        fixVersions=[{"id": "55", "name": "1.0"}],
        customfield_1=[{"value": "Impediment"}],
        customfield_2=[{"id": 7, "name": "Sprint 7", "state": "active", "boardId": 3}],
        customfield_3=5.0,
    )
    roles = {"flagged": "customfield_1", "sprint": "customfield_2", "estimate": "customfield_3"}
    assert Issue(
        id="10001",
        key="ABC-1",
        project="ABC",
        summary="Sample",
        type="Story",
        subtask=False,
        status=Status("3", "In Progress", "indeterminate"),
        created=datetime(2024, 3, 1, 12, tzinfo=UTC),
        updated=datetime(2024, 3, 2, 12, tzinfo=UTC),
        resolution="Fixed",
        priority="High",
        priority_id="2",
        assignee="5f:1",
        assignee_name="Sample Person A",
        assignee_email="a@example.com",
        parent="10009",
        labels=("one", "two"),
        versions=("55",),
        sprints=(Sprint(7, "Sprint 7", "active", 3, None, None, None),),
        flagged=True,
        estimate=5.0,
    ) == issue_from_json(raw, roles)


def test_hidden_and_empty_fields_are_unset() -> None:
    bare = issue_from_json(raw_issue(project=None, summary=None, assignee=None, labels=None), {})
    assert ("ABC", "", None, (), False) == (
        bare.project,
        bare.summary,
        bare.assignee,
        bare.labels,
        bare.flagged,
    )


def test_data_center_names_people_by_name() -> None:
    person = {"name": "sample.a", "key": "JIRAUSER1", "displayName": "Sample Person A"}
    assert "sample.a" == issue_from_json(raw_issue(assignee=person), {}).assignee


def test_the_histories_of_data_center_name_people_alike() -> None:
    person = {"name": "sample.a", "key": "JIRAUSER1", "displayName": "Sample Person A"}
    raw = raw_issue(assignee=person)
    moved = {"field": "assignee", "fieldId": "assignee", "from": "JIRAUSER2", "to": "JIRAUSER1"}
    author = {"name": "sample.b", "key": "JIRAUSER2"}
    created = "2024-03-01T12:00:00.000+0000"
    raw["changelog"] = {
        "histories": [{"id": "1", "author": author, "created": created, "items": [moved]}]
    }
    change = issue_from_json(raw, {}).changes[0]
    assert ("sample.b", "sample.a") == (change.before, change.after)


def test_a_status_without_a_category_is_undefined() -> None:
    assert Status("9", "Odd", "undefined") == status_from_json({"id": 9, "name": "Odd"})


def test_the_far_end_shown_as_inward_is_what_blocks() -> None:
    far = {"id": "10002", "key": "ABC-2", "fields": {"status": DONE}}
    raw = raw_issue(issuelinks=[{"id": "1", "type": BLOCKS, "inwardIssue": far}])
    assert (Blocker("10002", "ABC-2", "done"),) == issue_from_json(raw, {}).blockers


def test_the_far_end_shown_as_outward_is_blocked() -> None:
    far = {"id": "10002", "key": "ABC-2", "fields": {"status": DONE}}
    raw = raw_issue(issuelinks=[{"id": "1", "type": BLOCKS, "outwardIssue": far}])
    assert () == issue_from_json(raw, {}).blockers


def test_a_link_type_made_the_other_way_round_is_read_by_its_text() -> None:
    turned = {"name": "Blocked", "inward": "blocks", "outward": "is blocked by"}
    raw = raw_issue(
        issuelinks=[{"id": "1", "type": turned, "outwardIssue": {"id": "2", "key": "ABC-2"}}]
    )
    assert (Blocker("2", "ABC-2", "undefined"),) == issue_from_json(raw, {}).blockers


def test_a_link_type_without_a_direction_blocks_nothing() -> None:
    same = {"name": "Blocked", "inward": "Blocked", "outward": "Blocked"}
    raw = raw_issue(issuelinks=[{"type": same, "inwardIssue": {"id": "2", "key": "ABC-2"}}])
    assert () == issue_from_json(raw, {}).blockers


def test_an_estimate_of_time_is_in_hours() -> None:
    raw = raw_issue(timeoriginalestimate=5400)
    assert 1.5 == issue_from_json(raw, {"estimate": "timeoriginalestimate"}).estimate


def test_a_version_keeps_its_local_days() -> None:
    raw = {"id": "55", "name": "1.0", "released": True, "releaseDate": "2024-03-01"}
    expected = Version("55", "1.0", None, date(2024, 3, 1), True, False, "ABC")
    assert expected == version_from_json(raw, "ABC")


# --- Real shapes


def lines(*parts: str) -> Iterator[Any]:
    root = os.environ.get("TEST_DATA")
    if not root:
        pytest.skip("TEST_DATA is not set: it names the folder with jira/")
    with gzip.open(Path(root, "jira", *parts)) as file:
        yield from map(orjson.loads, file)


def cloud_payloads(name: str) -> Iterator[Any]:
    return (line["data"] for line in lines("cloud_samples", f"devlake_{name}.jsonl.gz"))


def changes_by_field(issues: list[Issue]) -> Counter[str]:
    return Counter(change.field for issue in issues for change in issue.changes)


def ordered(changes: tuple[Change, ...]) -> bool:
    places = [(change.at, change.history, change.position) for change in changes]
    return places == sorted(places)


def test_every_fcrepo_issue_is_read_whole() -> None:
    issues = [issue_from_json(raw, {}) for raw in lines("fcrepo.jsonl.gz")]
    counted = changes_by_field(issues)
    assert (1019, 1606, 1082, 773, 438, 126, 145, 62) == (
        len(issues),
        *(counted[field] for field in ("status", "version", "resolution", "assignee")),
        *(counted[field] for field in ("priority", "summary", "key")),
    )
    assert {
        "done": 712,
        "new": 299,
        "indeterminate": 8,
    } == Counter(issue.status.category for issue in issues)
    assert all(ordered(issue.changes) for issue in issues)


def test_cloud_issues_carry_sprints_and_histories_newest_first() -> None:
    issues = [
        issue_from_json(raw, {"sprint": "customfield_10020"}) for raw in cloud_payloads("issues")
    ]
    assert (33, 30) == (len(issues), sum(bool(issue.sprints) for issue in issues))
    assert all(ordered(issue.changes) for issue in issues)
    assert all(s.start and s.start.tzinfo is UTC for issue in issues for s in issue.sprints)


def test_links_of_a_self_hosted_site_agree_with_its_histories() -> None:
    issues = [issue_from_json(raw, {}) for raw in cloud_payloads("issue_relationships")]
    for issue in issues:
        told: set[str] = set()
        for change in issue.changes:
            if change.field is Field.BLOCKED_BY:
                told.symmetric_difference_update({change.before or change.after or ""})
        assert {blocker.key for blocker in issue.blockers} == told
