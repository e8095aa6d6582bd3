"""Queries, built from checked keys, labels and instants alone: JQL has no parameters."""

import re
from datetime import datetime, timedelta

from bot.errors import Refused
from integrations.jira.client import Client
from integrations.jira.instants import epoch_milliseconds

_PROJECT = re.compile(r"[A-Z][A-Z0-9_]{1,254}")
_PROJECT_OR_ID = re.compile(r"\d{1,19}|[A-Z][A-Z0-9_]{1,254}")
_ISSUE = re.compile(r"\d{1,19}|[A-Z][A-Z0-9_]{1,254}-\d{1,19}")
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,254}")


def project_key(text: str) -> str:
    """`text` when it is a project's key, or Refused."""
    return _checked(_PROJECT, text, "invalid_project", "a project's key")


def project_name(text: str) -> str:
    """`text` when it is a project's id or key, or Refused."""
    return _checked(_PROJECT_OR_ID, text, "invalid_project", "a project's id or key")


def issue_name(text: str) -> str:
    """`text` when it is an issue's id or key, or Refused."""
    return _checked(_ISSUE, text, "invalid_issue", "an issue's id or key")


def label_name(text: str) -> str:
    """`text` when it is a label of our alphabet, or Refused."""
    return _checked(_LABEL, text, "invalid_label", "a label")


def _checked(pattern: re.Pattern[str], text: str, code: str, what: str) -> str:
    if not pattern.fullmatch(text):
        raise Refused(code, f"{text[:80]!r} is not {what}")
    return text


def of_project(project: str, *conditions: str) -> str:
    """The condition for the issues of a project that fulfil all `conditions`."""
    return " AND ".join((f'project = "{project_key(project)}"', *conditions))


def labelled(label: str) -> str:
    """The condition for issues with this label."""
    return f'labels = "{label_name(label)}"'


def not_before(client: Client, field: str, since: datetime) -> str:
    """The condition that `field` lies at `since` or later.

    Cloud takes epoch milliseconds. Data Center reads minutes in the account's own zone: cut to
    the minute, and taken two hours earlier where the zone's clock shows that time twice.
    """
    if client.cloud:
        return f"{field} >= {epoch_milliseconds(since)}"
    local = since.astimezone(client.zone)
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        local = (since - timedelta(hours=2)).astimezone(client.zone)
    return f'{field} >= "{local:%Y-%m-%d %H:%M}"'
