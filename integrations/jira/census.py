"""Which issues there are, and what became of one that is not where it was."""

from collections.abc import Mapping, Sequence

from bot.effects import ReadIds, TrackIssue, TrackIssues
from bot.errors import Refused
from bot.tracked import IdPage, Issue, IssueRef, Missing
from integrations.jira.client import Client, Params
from integrations.jira.jql import of_project, project_name
from integrations.jira.login import must_be_known
from integrations.jira.reading import read_issue
from integrations.jira.search import token_page
from integrations.jira.shapes import OBJECTS, Json

CLOUD_PAGE, SERVER_PAGE = 5000, 1000
"""The most issues of a page that asks for no more than their keys."""
NOWHERE = frozenset({"not_found", "forbidden", "gone"})


def read_ids(client: Client, effect: ReadIds) -> IdPage:
    """One page of a project's issues, by key. Raises Refused where the project is not seen."""
    if effect.token is None:
        must_be_known(client)
        _read_project(client, effect.project)
    jql = f"{of_project(effect.project)} ORDER BY key ASC"
    raw, following = keys_page(client, jql, effect.token)
    return IdPage(tuple(IssueRef(str(i["id"]), i["key"]) for i in raw), following)


def keys_page(
    client: Client, jql: str, token: str | None, most: int | None = None
) -> tuple[list[Json], str | None]:
    """A page of ids and keys, as large as Jira gives, or of `most`."""
    if client.cloud:
        return token_page(client, jql, ["key"], token, most or CLOUD_PAGE, OBJECTS)
    start = int(token or 0)
    size = most or SERVER_PAGE
    asked: Params = {"jql": jql, "fields": "key", "startAt": start, "maxResults": size}
    page = client.read("/rest/api/2/search", asked)
    issues: list[Json] = page.get("issues") or []
    end = start + len(issues)
    return issues, str(end) if issues and end < int(page.get("total") or 0) else None


def track_issue(client: Client, effect: TrackIssue, by_hand: Mapping[str, str]) -> Issue | Missing:
    """The issue where it is now; else whether it was deleted, or the account cannot tell."""
    return _tracked(client, (effect.issue,), effect.project, by_hand)[0]


def track_issues(
    client: Client, effect: TrackIssues, by_hand: Mapping[str, str]
) -> tuple[Issue | Missing, ...]:
    """The same of several, each as it is now."""
    return _tracked(client, effect.issues, effect.project, by_hand)


def _tracked(
    client: Client, issues: Sequence[str], project: str | None, by_hand: Mapping[str, str]
) -> tuple[Issue | Missing, ...]:
    found: list[Issue | Missing] = []
    why: Missing | None = None
    for issue in issues:
        try:
            found.append(read_issue(client, issue, by_hand))
        except Refused as error:
            if error.code not in NOWHERE:
                raise
            why = why or _why_missing(client, project)
            found.append(why)
    return tuple(found)


def _why_missing(client: Client, project: str | None) -> Missing:
    """Whether what is missing of a project was deleted: where all of it can be seen."""
    must_be_known(client)
    seen = project is not None and _is_seen(client, project)
    return Missing.DELETED if seen else Missing.HIDDEN


def _is_seen(client: Client, project: str) -> bool:
    """Whether the account may browse the project's issues."""
    try:
        _read_project(client, project)
    except Refused:
        return False
    asked = {"projectKey": project_name(project), "permissions": "BROWSE_PROJECTS"}
    held = client.read(f"{client.api}/mypermissions", asked).get("permissions") or {}
    return bool((held.get("BROWSE_PROJECTS") or {}).get("havePermission"))


def _read_project(client: Client, project: str) -> Json:
    """The project as it is now, not as it was told a few minutes ago."""
    return client.read(f"{client.api}/project/{project_name(project)}")
