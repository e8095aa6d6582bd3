"""Setting one field of an issue, and leaving notes on it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.effects import AddComment, SetField
from bot.errors import Refused, Unavailable, Uncertain
from bot.sandbox.jira import Call, Fault, FaultKind, JiraStandIn
from bot.tracked import Issue, IssueRef
from bot.words import SyncedField
from integrations.jira.tracker import JiraTracker

Connect = Callable[..., JiraTracker]
PRIORITY, SUMMARY = SyncedField.PRIORITY, SyncedField.SUMMARY
LABEL, STATUS = SyncedField.LABEL, SyncedField.STATUS
VERSION = SyncedField.VERSION
DONE = "done"
START = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)


async def changed(
    jira: JiraStandIn, tracker: JiraTracker, field: SyncedField, value: str, seen: str
) -> Issue:
    found = await tracker.perform(SetField(jira.issue("ABC-1").id, field, value, seen), "mark")
    assert isinstance(found, Issue)
    return found


def writes(jira: JiraStandIn) -> list[Call]:
    return [
        call for call in jira.calls if call.method in ("PUT", "POST") and "/issue/" in call.path
    ]


async def test_a_priority_is_set_by_name_in_any_case(jira: JiraStandIn, connect: Connect) -> None:
    jira.create("ABC", "Sample", priority="Low")
    assert "Highest" == (await changed(jira, connect(jira), PRIORITY, "highest", "Low")).priority


async def test_a_priority_outside_the_scheme_is_refused(
    jira: JiraStandIn, connect: Connect
) -> None:
    jira.create("ABC", "Sample", priority="Low")
    with pytest.raises(Refused, match="none of Highest, High") as refused:
        await changed(jira, connect(jira), PRIORITY, "Blocker", "Low")
    assert "no_such_priority" == refused.value.code


async def test_releases_are_set_whole_unless_they_changed(
    jira: JiraStandIn, connect: Connect
) -> None:
    old, new = (jira.add_version("ABC", f"Sample {n}.0")["id"] for n in (1, 2))
    jira.create("ABC", "Sample", fix_versions=["Sample 1.0"])
    tracker = connect(jira)
    assert (new,) == (await changed(jira, tracker, VERSION, new, old)).versions
    assert (new,) == (await changed(jira, tracker, VERSION, "", old)).versions
    both = ",".join(sorted((old, new)))
    assert {old, new} == set((await changed(jira, tracker, VERSION, both, new)).versions)
    assert () == (await changed(jira, tracker, VERSION, "", both)).versions


@pytest.mark.parametrize("held", ["Low", "High"])
async def test_what_is_held_or_changed_meanwhile_is_not_written(
    jira: JiraStandIn, connect: Connect, held: str
) -> None:
    jira.create("ABC", "Sample", priority=held)
    found = await changed(jira, connect(jira), PRIORITY, "Low", "Medium")
    assert (held, []) == (found.priority, writes(jira))


async def test_a_summary_and_a_label_are_set(jira: JiraStandIn, connect: Connect) -> None:
    jira.create("ABC", "Sample", labels=["kept"])
    tracker = connect(jira)
    assert "Other words" == (await changed(jira, tracker, SUMMARY, "Other words", "Sample")).summary
    assert ("kept", "ours-1") == (await changed(jira, tracker, LABEL, "ours-1", "")).labels


async def test_a_step_is_chosen_by_what_it_means(jira: JiraStandIn, connect: Connect) -> None:
    jira.rename_status("Done", "Erledigt")
    jira.rename_category("done", "Fertig")
    issue = jira.create("ABC", "Sample")
    seen = issue.fields["status"]["id"]
    found = await changed(jira, connect(jira), STATUS, DONE, seen)
    assert ("Erledigt", "done") == (found.status.name, found.status.category)


async def test_a_screen_that_asks_how_it_was_resolved_is_told_it_was_not(
    jira: JiraStandIn, connect: Connect
) -> None:
    jira.require_on_transition("Done", "resolution")
    seen = jira.create("ABC", "Sample").fields["status"]["id"]
    found = await changed(jira, connect(jira), STATUS, DONE, seen)
    assert ("done", "Won't Do") == (found.status.category, found.resolution)


async def test_a_screen_that_asks_for_more_is_said_and_not_filled(
    jira: JiraStandIn, connect: Connect
) -> None:
    jira.require_on_transition("Done", "duedate")
    seen = jira.create("ABC", "Sample").fields["status"]["id"]
    with pytest.raises(Refused, match="asks for Due date"):
        await changed(jira, connect(jira), STATUS, DONE, seen)
    assert [] == writes(jira)


async def test_a_status_moved_meanwhile_is_left(jira: JiraStandIn, connect: Connect) -> None:
    jira.create("ABC", "Sample")
    found = await changed(jira, connect(jira), STATUS, DONE, "1")
    assert ("new", []) == (found.status.category, writes(jira))


async def test_without_leave_there_is_no_step(jira: JiraStandIn, connect: Connect) -> None:
    seen = jira.create("ABC", "Sample").fields["status"]["id"]
    jira.revoke("TRANSITION_ISSUES", "ABC")
    with pytest.raises(Refused, match="No step"):
        await changed(jira, connect(jira), STATUS, DONE, seen)


async def test_a_change_at_the_same_time_is_tried_again(
    jira: JiraStandIn, connect: Connect
) -> None:
    seen = jira.create("ABC", "Sample").fields["status"]["id"]
    busy = Fault(FaultKind.REFUSED, "POST /issue/{issue}/transitions", status=409, error="Busy.")
    jira.faults.add(busy)
    tracker = connect(jira)
    with pytest.raises(Unavailable, match="409"):
        await changed(jira, tracker, STATUS, DONE, seen)
    assert "done" == (await changed(jira, tracker, STATUS, DONE, seen)).status.category


async def test_a_comment_whose_answer_was_lost_is_found(
    jira: JiraStandIn, connect: Connect
) -> None:
    issue = jira.create("ABC", "Sample")
    jira.faults.add(Fault(FaultKind.CUT_AFTER, "POST /issue/{issue}/comment"))
    tracker, effect = connect(jira), AddComment(issue.id, "Sample *words*")
    with pytest.raises(Uncertain):
        await tracker.perform(effect, "1:comment:ab")
    found = await tracker.find(effect, "1:comment:ab", START)
    assert IssueRef(issue.comments[0]["id"], issue.id) == found
    assert r"Sample \*words\*" in str(issue.comments[0]["body"])
    assert await tracker.find(effect, "1:comment:cd", START) is None
