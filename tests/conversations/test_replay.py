"""A real history lived through again while the bot polls: what it holds is what Jira holds."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.jira import Issue as Held
from bot.tracked import Field, Issue
from tests.world import World

POINTS = 20
POLLS = 2
"""For each of them."""
KINDS = {"status": Field.STATUS, "assignee": Field.ASSIGNEE, "priority": Field.PRIORITY}
"""Those fields of which every change is kept, by the name Jira's histories give them."""
Facts = dict[str, Any]


def as_held(issue: Held) -> Facts:
    """What counts of an issue, from the document Jira answers with; not `updated`, which in this
    export lies before the last change now and then."""
    fields = issue.fields
    return {
        "key": issue.key,
        "project": fields["project"]["key"],
        "summary": fields["summary"],
        "type": fields["issuetype"]["name"],
        "status": fields["status"]["id"],
        "category": fields["status"]["statusCategory"]["key"],
        "resolution": (fields.get("resolution") or {}).get("name"),
        "priority": (fields.get("priority") or {}).get("name"),
        "assignee": (fields.get("assignee") or {}).get("accountId"),
        "labels": sorted(fields.get("labels") or []),
        "versions": sorted(version["id"] for version in fields.get("fixVersions") or []),
        "created": instant(fields["created"]),
        "changes": sorted(changes_held(issue)),
    }


def changes_held(issue: Held) -> Iterator[tuple[datetime, str, str, str]]:
    for history in issue.histories:
        for item in history["items"]:
            if item["field"] in KINDS:
                before, after = item.get("from") or "", item.get("to") or ""
                yield instant(history["created"]), KINDS[item["field"]], before, after


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def as_stored(issue: Issue) -> Facts:
    """The same of an issue as the bot stored it."""
    kept = (change for change in issue.changes if change.field in KINDS.values())
    return {
        "key": issue.key,
        "project": issue.project,
        "summary": issue.summary,
        "type": issue.type,
        "status": issue.status.id,
        "category": issue.status.category,
        "resolution": issue.resolution,
        "priority": issue.priority,
        "assignee": issue.assignee,
        "labels": sorted(issue.labels),
        "versions": sorted(issue.versions),
        "created": issue.created,
        "changes": sorted((c.at, c.field, c.before or "", c.after or "") for c in kept),
    }


@pytest.mark.soak
@pytest.mark.timeout(300)
async def test_at_twenty_points_in_time_the_store_is_what_jira_holds(
    world: World, test_data: Path
) -> None:
    replay = world.jira.replay(test_data / "jira" / "fcrepo.jsonl.gz")
    world.clock.at = replay.begins
    await world.product("FCREPO")
    step = (replay.ends - replay.begins) / (POINTS * POLLS)
    for poll in range(1, POINTS * POLLS + 1):
        world.clock.at = replay.begins + step * poll + timedelta(seconds=poll)
        replay.advance_to(world.clock.at)
        for _ in range(2):
            await world.later(seconds=30)
        if poll % POLLS == 0:
            stored = await world.stored(lambda store: store.work.of_project("FCREPO"))
            held = [as_held(issue) for issue in world.jira.site.issues.values()]
            there = {facts["key"]: facts for facts in held if facts["project"] == "FCREPO"}
            assert there == {issue.key: as_stored(issue) for issue in stored}
    assert 1019 == len(there)
