"""What goes wrong between us and Jira, and what `doctor` says of it."""

import asyncio
import logging
import socket
from collections.abc import Callable

import pytest

from bot.effects import CreateIssue, PostMessage, ReadIssue
from bot.errors import ConfigError, Refused, Unavailable
from bot.message import Message
from bot.ports import Finding
from bot.sandbox.jira import Fault, FaultKind, JiraStandIn
from integrations.jira.client import Login
from integrations.jira.tracker import JiraTracker

Connect = Callable[..., JiraTracker]
READ = ReadIssue("ABC-1")


def failed(findings: list[Finding]) -> list[str]:
    return [finding.subject for finding in findings if not finding.ok]


async def test_a_limit_of_one_issue_lets_others_go_on(jira: JiraStandIn, connect: Connect) -> None:
    jira.faults.add(Fault(FaultKind.RATE_LIMITED, error="jira-per-issue-on-write"))
    with pytest.raises(Unavailable) as busy:
        await connect(jira).perform(READ, "mark")
    assert busy.value.retry_after is None


@pytest.mark.parametrize(
    "kind",
    [FaultKind.CUT_BEFORE, FaultKind.CUT_AFTER, FaultKind.SERVER_ERROR, FaultKind.ERROR_AFTER],
)
async def test_a_read_that_fails_may_be_tried_again(
    jira: JiraStandIn, connect: Connect, kind: FaultKind
) -> None:
    jira.create("ABC", "Sample")
    jira.faults.add(Fault(kind, "GET /issue/{issue}", status=503))
    tracker = connect(jira)
    with pytest.raises(Unavailable):
        await tracker.perform(READ, "mark")
    await tracker.perform(READ, "mark")


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "bad_request"),
        (403, "forbidden"),
        (404, "not_found"),
        (410, "gone"),
        (302, "redirected"),
    ],
)
async def test_a_refusal_has_a_word_of_its_own(
    jira: JiraStandIn, connect: Connect, status: int, code: str
) -> None:
    jira.faults.add(Fault(FaultKind.REFUSED, "GET /issue/{issue}", status=status, error="Because."))
    with pytest.raises(Refused) as refused:
        await connect(jira).perform(READ, "mark")
    assert code == refused.value.code


async def test_an_unknown_login_waits_for_a_new_token(jira: JiraStandIn, connect: Connect) -> None:
    jira.faults.add(Fault(FaultKind.REFUSED, "GET /issue/{issue}", status=401, error="Because."))
    with pytest.raises(Unavailable, match="does not know the login"):
        await connect(jira).perform(READ, "mark")


async def test_a_refusal_carries_jiras_words(jira: JiraStandIn, connect: Connect) -> None:
    jira.faults.add(Fault(FaultKind.REFUSED, "GET /issue/{issue}", status=400, error="Because."))
    with pytest.raises(Refused, match=r"Because\."):
        await connect(jira).perform(READ, "mark")


async def test_a_site_that_is_down_is_unavailable(connect: Connect) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    tracker = JiraTracker(Login(f"http://127.0.0.1:{port}", "canary"), clock=lambda: 0.0)
    with pytest.raises(Unavailable, match="cannot be reached"):
        await tracker.perform(READ, "mark")
    assert ["Jira"] == failed(await tracker.check())
    await tracker.close()


def test_an_address_that_shows_the_token_is_refused_at_once() -> None:
    with pytest.raises(ConfigError):
        JiraTracker(Login("http://jira.example.com", "canary"), clock=lambda: 0.0)


def test_a_login_does_not_print_its_token() -> None:
    assert "canary" not in repr(Login("https://jira.example.com", "canary"))


async def test_nothing_logged_holds_the_token_or_what_people_wrote(
    jira: JiraStandIn, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    jira.credentials = ("bot@example.com", "canary-token")
    tracker = connect(jira, login=Login(jira.url, "canary-token", "bot@example.com"))
    effect = CreateIssue("ABC", "Task", "canary-summary", "canary-text", "shortlist-1")
    await tracker.perform(effect, "mark")
    jira.faults.add(Fault(FaultKind.REFUSED, "POST /issue", status=400))
    with pytest.raises(Refused) as refused:
        await tracker.perform(effect, "mark")
    assert "canary" not in caplog.text + repr(refused.value)


async def test_another_systems_effect_is_refused(jira: JiraStandIn, connect: Connect) -> None:
    with pytest.raises(Refused, match="PostMessage"):
        await connect(jira).perform(PostMessage("C1", Message("Hello")), "mark")


async def test_many_at_once_share_what_is_known(jira: JiraStandIn, connect: Connect) -> None:
    jira.create("ABC", "Sample")
    tracker = connect(jira)
    await tracker.perform(READ, "mark")
    before = len(jira.calls)
    await asyncio.gather(*(tracker.perform(READ, "mark") for _ in range(12)))
    assert before + 12 == len(jira.calls)


async def test_all_is_well(jira: JiraStandIn, connect: Connect) -> None:
    findings = await connect(jira, projects=["ABC"]).check()
    assert [] == failed(findings)
    details = [finding.detail for finding in findings]
    assert "as Sample Bot" in details
    assert "America/New_York" in details
    assert "may create issues" in details


async def test_a_missing_permission_is_named_with_its_fix(
    jira: JiraStandIn, connect: Connect
) -> None:
    jira.revoke("CREATE_ISSUES", "ABC")
    findings = await connect(jira, projects=["ABC"]).check()
    assert ["Jira project ABC"] == failed(findings)
    assert "Create Issues" in next(finding.fix for finding in findings if not finding.ok)


async def test_a_project_that_cannot_be_seen_is_named(jira: JiraStandIn, connect: Connect) -> None:
    findings = await connect(jira, projects=["ABC", "NOPE"]).check()
    assert ["Jira project NOPE"] == failed(findings)


async def test_a_wrong_token_is_named(jira: JiraStandIn, connect: Connect) -> None:
    jira.credentials = ("bot@example.com", "another")
    tracker = connect(jira, login=Login(jira.url, "wrong", "bot@example.com"))
    findings = await tracker.check()
    assert "Set JIRA_EMAIL" in findings[-1].fix or "JIRA_URL" in findings[-1].fix
    assert findings[-1].ok is False


async def test_a_site_that_takes_us_for_nobody_is_named(
    jira: JiraStandIn, connect: Connect
) -> None:
    jira.weather.bad_token_is_anonymous = True
    tracker = connect(jira, login=Login(jira.url, "wrong", "bot@example.com"))
    assert ["Jira login"] == failed(await tracker.check())
