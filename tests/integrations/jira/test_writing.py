"""Creating issues and setting priorities, and finding again what was created."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from structlog.testing import capture_logs

from bot.effects import CreateIssue, ReadIssue
from bot.errors import CannotLook, Refused, Unavailable, Uncertain
from bot.sandbox.jira import Fault, FaultKind, JiraStandIn
from bot.tracked import IssueRef
from integrations.jira.tracker import JiraTracker

Connect = Callable[..., JiraTracker]
START = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
EFFECT = CreateIssue(
    project="ABC",
    type="Task",
    summary="Sample\nidea",
    description="See {code}this{code}",
    label="shortlist-142-a1",
    priority="high",
    property={"idea": 142},
)


async def create(tracker: JiraTracker, effect: CreateIssue = EFFECT) -> IssueRef:
    ref = await tracker.perform(effect, "mark")
    assert isinstance(ref, IssueRef)
    return ref


def fields(jira: JiraStandIn, ref: IssueRef) -> Any:
    return jira.issue(ref.id).fields


async def test_nothing_is_created_once_the_time_for_it_is_over(
    jira: JiraStandIn, connect: Connect
) -> None:
    slow = connect(jira, clock=lambda: 25.0 * len(jira.calls))
    with pytest.raises(Unavailable, match="ran out"):
        await slow.perform(EFFECT, "mark", 60)
    assert [] == [call for call in jira.calls if call.route == "POST /issue"]
    await slow.perform(EFFECT, "mark", 60)
    assert "ABC-1" == jira.issue("ABC-1").key


async def test_an_issue_is_created_marked_and_escaped(jira: JiraStandIn, connect: Connect) -> None:
    ref = await create(connect(jira))
    made = fields(jira, ref)
    assert IssueRef(jira.issue("ABC-1").id, "ABC-1") == ref
    assert ("Sample idea", "Task", "High", ["shortlist-142-a1"]) == (
        made["summary"],
        made["issuetype"]["name"],
        made["priority"]["name"],
        made["labels"],
    )
    assert r"See \{code\}this\{code\}" in str(made["description"])
    assert {"shortlist": {"idea": 142, "mark": "mark"}} == jira.issue(ref.id).properties


async def test_the_create_names_project_type_and_priority_by_id(
    jira: JiraStandIn, connect: Connect
) -> None:
    await create(connect(jira))
    [sent] = [call.body for call in jira.calls if call.route == "POST /issue"]
    ids = [sent["fields"][name] for name in ("project", "issuetype", "priority")]
    assert [{"id"}] * 3 == [set(value) for value in ids]


async def test_an_unknown_type_becomes_the_first_that_makes_no_sub_tasks(
    jira: JiraStandIn, connect: Connect
) -> None:
    ref = await create(connect(jira), replace(EFFECT, type="No such type"))
    assert not fields(jira, ref)["issuetype"]["subtask"]


async def test_a_screen_without_labels_and_priority_marks_the_description(
    jira: JiraStandIn, connect: Connect
) -> None:
    jira.take_off_screen("labels")
    jira.take_off_screen("priority")
    tracker = connect(jira)
    ref = await create(tracker)
    sent = next(call.body["fields"] for call in jira.calls if call.route == "POST /issue")
    assert sent["description"].endswith("\n\nshortlist-142-a1")
    assert {"labels", "priority"}.isdisjoint(sent)
    assert ref == await tracker.find(EFFECT, "mark", START)


async def test_a_screen_without_a_place_for_a_mark_cannot_be_looked_through(
    jira: JiraStandIn, connect: Connect
) -> None:
    jira.take_off_screen("labels")
    jira.take_off_screen("description")
    tracker = connect(jira)
    await create(tracker)
    with pytest.raises(CannotLook):
        await tracker.find(EFFECT, "mark", START)


async def test_a_field_the_screen_demands_is_told_in_jiras_words(
    jira: JiraStandIn, connect: Connect
) -> None:
    jira.require_on_create("Task", "duedate")
    with pytest.raises(Refused, match="Due date is required") as refused:
        await create(connect(jira))
    assert "bad_request" == refused.value.code


async def test_a_lost_answer_is_uncertain_and_found_once_the_index_knows(
    jira: JiraStandIn, connect: Connect, now: Any
) -> None:
    jira.weather.index_lag = 60
    jira.faults.add(Fault(FaultKind.CUT_AFTER, "POST /issue"))
    tracker = connect(jira)
    with pytest.raises(Uncertain):
        await create(tracker)
    assert await tracker.find(EFFECT, "mark", now()) is None
    now.forward(61)
    assert IssueRef(jira.issue("ABC-1").id, "ABC-1") == await tracker.find(EFFECT, "mark", now())
    assert 1 == len([call for call in jira.calls if call.route == "POST /issue"])


async def test_two_issues_under_one_mark_are_the_oldest_and_a_warning(
    jira: JiraStandIn, connect: Connect
) -> None:
    tracker = connect(jira)
    first = await create(tracker)
    await create(tracker)
    with capture_logs() as logs:
        assert first == await tracker.find(EFFECT, "mark", START)
    assert [["ABC-1", "ABC-2"]] == [entry["issues"] for entry in logs]


async def test_what_was_made_long_before_is_not_taken_for_ours(
    jira: JiraStandIn, connect: Connect
) -> None:
    jira.take_off_screen("labels")
    with jira.site.at(START - timedelta(hours=1)):
        jira.create("ABC", "Sample", description="Words\n\nshortlist-142-a1")
    assert await connect(jira).find(EFFECT, "mark", START) is None


async def test_the_screen_is_read_once_in_a_while(
    jira: JiraStandIn, connect: Connect, now: Any
) -> None:
    tracker = connect(jira)
    await create(tracker)
    await create(tracker)
    screens = "GET /issue/createmeta/{project}/issuetypes/{type}"
    assert 1 == len([call for call in jira.calls if call.route == screens])
    now.forward(600)
    jira.take_off_screen("labels")
    await create(tracker)
    assert 2 == len([call for call in jira.calls if call.route == screens])


async def test_a_property_that_fails_afterwards_does_not_undo_the_create(
    server: JiraStandIn, connect: Connect
) -> None:
    server.faults.add(
        Fault(FaultKind.REFUSED, "PUT /issue/{issue}/properties/{property}", status=403)
    )
    with capture_logs() as logs:
        assert "ABC-1" == (await create(connect(server))).key
    assert ["property not written"] == [entry["event"] for entry in logs]


async def test_a_project_where_nothing_can_be_created_is_refused(
    jira: JiraStandIn, connect: Connect
) -> None:
    jira.revoke("CREATE_ISSUES", "ABC")
    with pytest.raises(Refused):
        await create(connect(jira))


async def test_a_label_outside_our_alphabet_is_refused(jira: JiraStandIn, connect: Connect) -> None:
    with pytest.raises(Refused, match="invalid_label"):
        await create(connect(jira), replace(EFFECT, label='x" OR key = "ABC-1'))


async def test_what_can_be_repeated_leaves_nothing_to_find(
    jira: JiraStandIn, connect: Connect
) -> None:
    with pytest.raises(CannotLook):
        await connect(jira).find(ReadIssue("ABC-1"), "mark", START)


@pytest.mark.parametrize(
    "kind", [FaultKind.CUT_BEFORE, FaultKind.CUT_AFTER, FaultKind.SERVER_ERROR]
)
async def test_a_create_without_a_clear_answer_is_sent_once_and_uncertain(
    jira: JiraStandIn, connect: Connect, kind: FaultKind
) -> None:
    jira.faults.add(Fault(kind, "POST /issue", times=9, status=502))
    with pytest.raises(Uncertain):
        await create(connect(jira))
    assert 1 == len([call for call in jira.calls if call.route == "POST /issue"])


async def test_a_create_jira_is_too_busy_for_is_surely_not_done(
    jira: JiraStandIn, connect: Connect
) -> None:
    jira.faults.add(Fault(FaultKind.RATE_LIMITED, "POST /issue", retry_after="600"))
    with pytest.raises(Unavailable) as busy:
        await create(connect(jira))
    assert 600.0 == busy.value.retry_after
