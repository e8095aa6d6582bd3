"""Jira's webhooks: signed, and only ever a hint of what to read again.

https://developer.atlassian.com/cloud/jira/platform/webhooks/
"""

import hashlib
import hmac
from collections.abc import Mapping

from msgspec import Struct

_METHOD = "sha256="


class Hint(Struct, frozen=True):
    """What may have changed: issues to read again by id, or a project's versions."""

    issues: tuple[str, ...] = ()
    project: str | None = None
    """The project's key; its numeric id where the event names no key."""
    versions: bool = False
    """Whether the project's versions changed."""


def signed(body: bytes, header: str | None, secret: str) -> bool:
    """Whether `X-Hub-Signature` is the HMAC of the raw body under `secret`.

    False without a header, for any method but sha256, and for an empty secret.
    """
    if not header or not secret or not header.startswith(_METHOD):
        return False
    expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    given = header.removeprefix(_METHOD).encode("utf-8", "replace")
    return hmac.compare_digest(expected.encode(), given)


def hinted(payload: Mapping[str, object]) -> Hint | None:
    """What to read again after an event; None when it concerns nothing we keep."""
    if version := _part(payload, "version"):
        project = _id(version.get("projectId"))
        return Hint(project=project, versions=True) if project else None
    if link := _part(payload, "issueLink"):
        ends = (_id(link.get("sourceIssueId")), _id(link.get("destinationIssueId")))
        issues = tuple(end for end in ends if end)
        return Hint(issues=issues) if issues else None
    issue = _part(payload, "issue")
    if not (id_ := _id(issue.get("id"))):
        return None
    key = _part(_part(issue, "fields"), "project").get("key")
    return Hint(issues=(id_,), project=key if isinstance(key, str) else None)


def _part(whole: Mapping[str, object], name: str) -> Mapping[str, object]:
    part = whole.get(name)
    return part if isinstance(part, Mapping) else {}


def _id(value: object) -> str | None:
    """A numeric id, sent as a number or as text; None for anything else."""
    text = str(value)
    return text if text.isascii() and text.isdigit() else None
