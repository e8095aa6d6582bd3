"""Signatures and hints of webhooks."""

import hashlib
import hmac
from typing import Any

import pytest

from bot.sandbox.jira import JiraStandIn
from integrations.jira.webhook import Hint, hinted, signed

BODY = b'{"webhookEvent":"jira:issue_updated"}'


def signature(body: bytes, secret: str = "canary") -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def test_the_hmac_of_the_raw_body_is_accepted() -> None:
    assert signed(BODY, signature(BODY), "canary")


@pytest.mark.parametrize(
    ("header", "secret"),
    [
        (signature(BODY + b" "), "canary"),
        (signature(BODY, "other"), "canary"),
        (signature(BODY).replace("sha256", "sha1"), "canary"),
        (signature(BODY).removeprefix("sha256="), "canary"),
        ("sha256=é", "canary"),
        ("sha256=", "canary"),
        ("", "canary"),
        (None, "canary"),
        (signature(BODY, ""), ""),
    ],
)
def test_anything_else_is_not(header: str | None, secret: str) -> None:
    assert not signed(BODY, header, secret)


@pytest.mark.parametrize(
    ("payload", "hint"),
    [
        (
            {"issue": {"id": "10001", "key": "A-1", "fields": {"project": {"key": "A"}}}},
            Hint(issues=("10001",), project="A"),
        ),
        ({"issue": {"id": 10001}}, Hint(issues=("10001",))),
        (
            {"issueLink": {"sourceIssueId": 10001, "destinationIssueId": 10002}},
            Hint(issues=("10001", "10002")),
        ),
        ({"version": {"id": "5", "projectId": 10000}}, Hint(project="10000", versions=True)),
        ({"version": {"id": "5"}}, None),
        ({"sprint": {"id": 7}}, None),
        ({"issue": {"id": "10001 OR 1=1"}}, None),
        ({"issue": "nonsense"}, None),
        ({}, None),
    ],
)
def test_what_an_event_hints_at(payload: dict[str, Any], hint: Hint | None) -> None:
    assert hint == hinted(payload)


def test_what_a_site_sends_is_understood(cloud: JiraStandIn) -> None:
    heard: list[dict[str, Any]] = []
    cloud.site.listeners.append(lambda _event, payload: heard.append(payload))
    issue = cloud.create("ABC", "Sample")
    cloud.edit(issue, summary="Changed")
    cloud.add_version("ABC", "1.0")
    assert [
        Hint(issues=(issue.id,), project="ABC"),
        Hint(issues=(issue.id,), project="ABC"),
        Hint(project=cloud.project("ABC").id, versions=True),
    ] == [hinted(payload) for payload in heard]
