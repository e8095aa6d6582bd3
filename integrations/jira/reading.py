"""Issues read in bulk and one by one, with their whole history."""

from collections.abc import Mapping

from bot.effects import ReadIssues
from bot.errors import Refused, Unavailable
from bot.tracked import Issue, IssuePage
from integrations.jira import shapes
from integrations.jira.client import Client
from integrations.jira.jql import issue_name, not_before, of_project
from integrations.jira.login import must_be_known
from integrations.jira.mapping import ISSUE_FIELDS, issue_from_json, issue_of
from integrations.jira.paging import items_of
from integrations.jira.search import MOST_PAGES, next_token, search_page
from integrations.jira.shapes import Json
from integrations.jira.site import field_roles

MOST_HISTORIES = 10_000
ALL_BUT_LONG_FIELDS = "*all,-comment,-worklog,-attachment,-description"


def read_issues(client: Client, effect: ReadIssues, by_hand: Mapping[str, str]) -> IssuePage:
    """One page of a project's issues by `updated`, with histories.

    Raises Refused("unreadable") for an issue that is none of Jira's.
    """
    roles = field_roles(client, effect.project, by_hand)
    conditions = [not_before(client, "updated", effect.since)] if effect.since else []
    jql = f"{of_project(effect.project, *conditions)} ORDER BY updated ASC, key ASC"
    fields = [*ISSUE_FIELDS, *sorted(set(roles.values()))]
    shape = shapes.issues(roles)
    raw, following = search_page(client, jql, fields, effect.token, shape)
    at = client.told_at
    if not raw:
        must_be_known(client)
    if client.cloud:
        _add_histories(client, raw)
    return IssuePage(tuple([_mapped(issue, roles) for issue in raw]), following, at)


def read_issue(client: Client, issue: str, by_hand: Mapping[str, str]) -> Issue:
    """One issue by id or key, with its whole history, as it is at this moment."""
    path = f"{client.api}/issue/{issue_name(issue)}"
    raw = client.read(path, {"fields": ALL_BUT_LONG_FIELDS, "expand": "changelog"})
    changelog = raw.get("changelog") or {}
    if client.cloud and changelog.get("total", 0) > len(changelog.get("histories") or ()):
        raw["changelog"] = {"histories": items_of(client, f"{path}/changelog")}
    roles = field_roles(client, raw["fields"]["project"]["key"], by_hand)
    try:
        return issue_from_json(raw, roles)
    except ValueError as error:
        raise _unreadable(raw.get("key"), error) from error


def _add_histories(client: Client, issues: list[shapes.Issue]) -> None:
    """Give issues their whole changelogs: those of a search are capped at 40 to 100 entries."""
    if not issues:
        return
    histories: dict[str, list[shapes.History]] = {str(issue.id): [] for issue in issues}
    for issue in issues:
        issue.changelog = shapes.Changelog(histories[str(issue.id)])
    body: Json = {"issueIdsOrKeys": list(histories), "maxResults": MOST_HISTORIES}
    for _ in range(MOST_PAGES):
        page = client.page(shapes.LOGS, "/rest/api/3/changelog/bulkfetch", body=body)
        for log in page.issue_change_logs or ():
            if (held := histories.get(str(log.issue_id))) is not None:
                held += log.change_histories or ()
        following = next_token(page, body.get("nextPageToken"))
        if following is None:
            return
        body["nextPageToken"] = following
    raise Unavailable("Jira's changelogs do not end")


def _mapped(raw: shapes.Issue, roles: Mapping[str, str]) -> Issue:
    try:
        return issue_of(raw, roles)
    except ValueError as error:
        raise _unreadable(raw.key, error) from error


def _unreadable(key: str | None, error: ValueError) -> Refused:
    return Refused("unreadable", f"{key}: {error}")
