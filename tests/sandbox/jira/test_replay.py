import gzip
import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.jira import Issue, JiraStandIn, Mode
from tests.jira_contract import jira_files
from tests.sandbox.jira.conftest import START, Clock

ORIGIN = "http://origin.invalid"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A story that is created, planned, done, reopened, done and moved; and its blocker."""
    clock = Clock()
    jira = JiraStandIn(clock, mode=Mode.SERVER)
    jira.add_project("OLD", "Old")
    jira.add_project("NEW", "New")
    jira.add_user("Sample Engineer 1")
    jira.create("OLD", "First name", labels=["a"])
    jira.create("OLD", "Blocker")
    acts: list[Callable[[], object]] = [
        lambda: jira.edit("OLD-1", summary="Second name", labels=["a", "b"]),
        lambda: jira.assign("OLD-1", "Sample Engineer 1"),
        lambda: jira.block("OLD-1", by="OLD-2"),
        lambda: jira.move("OLD-1", "Done"),
        lambda: jira.move("OLD-1", "In Progress"),
        lambda: jira.unblock("OLD-1", by="OLD-2"),
        lambda: jira.move("OLD-1", "Done", resolution="Won't Do"),
        lambda: jira.move_project("OLD-1", "NEW"),
        lambda: jira.edit("NEW-1", fix_versions=[jira.add_version("NEW", "Sample 1.0")]),
        lambda: jira.comment("NEW-1", "Hello"),
    ]
    for act in acts:
        clock.advance(days=1)
        act()
    path = tmp_path / "export.jsonl"
    path.write_text("\n".join(_record(issue) for issue in jira.site.issues.values()))
    return path


def _record(issue: Issue) -> str:
    return json.dumps(
        {
            "id": issue.id,
            "self": f"{ORIGIN}/rest/api/2/issue/{issue.id}",
            "key": issue.key,
            "fields": issue.fields,
            "changelog": {"histories": issue.histories},
        }
    )


@pytest.fixture
def jira(clock: Clock) -> JiraStandIn:
    return JiraStandIn(clock, mode=Mode.SERVER)


def test_each_field_is_as_it_was(jira: JiraStandIn, export: Path) -> None:
    replay = jira.replay(export)
    seen: list[Any] = []
    for day in range(11):
        replay.advance_to(START + timedelta(days=day))
        issue = jira.issue("10001")
        resolution = issue.fields["resolution"]
        seen.append(
            (
                issue.key,
                issue.fields["summary"],
                issue.fields["labels"],
                bool(issue.fields["assignee"]),
                len(issue.fields["issuelinks"]),
                issue.fields["status"]["name"],
                resolution and (resolution["name"], issue.fields["resolutiondate"][:10]),
                len(issue.fields["fixVersions"]),
            )
        )

    first, second = "First name", "Second name"
    done = ("Done", "2026-03-06")
    wont = ("Won't Do", "2026-03-09")
    assert [
        ("OLD-1", first, ["a"], False, 0, "To Do", None, 0),
        ("OLD-1", second, ["a", "b"], False, 0, "To Do", None, 0),
        ("OLD-1", second, ["a", "b"], True, 0, "To Do", None, 0),
        ("OLD-1", second, ["a", "b"], True, 1, "To Do", None, 0),
        ("OLD-1", second, ["a", "b"], True, 1, "Done", done, 0),
        ("OLD-1", second, ["a", "b"], True, 1, "In Progress", None, 0),
        ("OLD-1", second, ["a", "b"], True, 0, "In Progress", None, 0),
        ("OLD-1", second, ["a", "b"], True, 0, "Done", wont, 0),
        ("NEW-1", second, ["a", "b"], True, 0, "Done", wont, 0),
        ("NEW-1", second, ["a", "b"], True, 0, "Done", wont, 1),
        ("NEW-1", second, ["a", "b"], True, 0, "Done", wont, 1),
    ] == seen


def test_it_begins_empty_and_goes_on_where_it_stopped(jira: JiraStandIn, export: Path) -> None:
    replay = jira.replay(export)

    assert {} == jira.site.issues
    assert 2 == replay.advance_to(START)
    assert 0 == replay.advance_to(START)
    assert (START, START + timedelta(days=10)) == (replay.begins, replay.ends)
    with pytest.raises(LookupError):
        jira.issue("NEW-1")


def test_updated_and_histories_grow_step_by_step(jira: JiraStandIn, export: Path) -> None:
    replay = jira.replay(export)
    replay.advance_to(START + timedelta(days=2))
    issue = jira.issue("OLD-1")

    assert 2 == len(issue.histories)
    assert issue.histories[-1]["created"] == issue.fields["updated"]


def test_points_flags_and_sprints_of_cloud_are_as_they_were(clock: Clock, tmp_path: Path) -> None:
    source = JiraStandIn(clock)
    source.add_project("APP", "Sample App")
    board = source.add_board("APP", "Board")
    first, second = (source.add_sprint(board, f"Sprint {n}") for n in (1, 2))
    source.create("APP", "Issue", points=1, sprint=first)
    clock.advance(days=1)
    source.edit("APP-1", points=2.5, sprint=second)
    source.flag("APP-1")
    path = tmp_path / "cloud.jsonl"
    path.write_text(_record(source.issue("APP-1")))
    jira = JiraStandIn(clock)
    replay = jira.replay(path)

    replay.advance_to(START)
    before = jira.issue("APP-1").fields
    replay.advance_to(replay.ends)

    points, sprint, flagged = (f"customfield_{n}" for n in (11016, 11020, 11021))
    assert (1, []) == (before[points], before[flagged])
    assert [(1, "Sprint 1")] == [(held["id"], held["name"]) for held in before[sprint]]
    assert source.issue("APP-1").fields == jira.issue("APP-1").fields


def test_a_real_export_ends_as_it_was_written(jira: JiraStandIn) -> None:
    path = jira_files() / "fcrepo.jsonl.gz"
    with gzip.open(path) as lines:
        records = {record["id"]: record for record in map(json.loads, lines)}
    replay = jira.replay(path)
    replay.advance_to(datetime(2012, 1, 1, tzinfo=UTC))
    halfway = Counter(issue.key.partition("-")[0] for issue in jira.site.issues.values())
    replay.advance_to(replay.ends)

    assert 700 < halfway["FCREPO"] < 1019
    differing = [
        number
        for number, record in records.items()
        if _plain(jira.issue(number)) != (record["fields"], record["changelog"]["histories"])
    ]
    assert [] == differing
    assert 1019 == len(jira.site.issues)


def _plain(issue: Issue) -> tuple[Any, Any]:
    text = json.dumps([issue.fields, issue.histories])
    fields, histories = json.loads(text.replace(ORIGIN, "https://jira.duraspace.org"))
    return fields, histories
