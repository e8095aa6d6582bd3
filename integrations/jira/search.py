"""Pages of a search: by token on Cloud, by offset on Data Center."""

from collections.abc import Sequence

from bot.errors import Unavailable
from integrations.jira.changes import Json
from integrations.jira.client import Client
from integrations.jira.paging import PAGE

OFFSET_OVERLAP = 10
"""Issues read again on the next page of Data Center.

Its pages are offsets into a list ordered by `updated`: an issue that changes meanwhile moves to
the end, and those behind it one place forward, past the border of the page.
"""
MOST_PAGES = 100

Page = tuple[list[Json], str | None]
"""Issues, and the token of the next page; None on the last."""


def search_page(client: Client, jql: str, fields: Sequence[str], token: str | None) -> Page:
    """One page of issues with `fields`, rich text as wiki markup.

    Data Center adds their changelogs. Raises Unavailable when the same token comes back.
    """
    if client.cloud:
        return _token_page(client, jql, fields, token)
    return _offset_page(client, jql, fields, int(token or 0))


def search_all(client: Client, jql: str, fields: Sequence[str]) -> list[Json]:
    """Every issue a query finds. Raises Unavailable when the pages do not end."""
    found: list[Json] = []
    token = None
    for _ in range(MOST_PAGES):
        issues, token = search_page(client, jql, fields, token)
        found += issues
        if token is None:
            return found
    raise Unavailable("Jira's search does not end")


def next_token(page: Json, token: str | None) -> str | None:
    """The token of the next page, None on the last.

    Raises Unavailable when it is the one just sent: such a search never ends.
    """
    following = page.get("nextPageToken")
    if page.get("isLast") or not following:
        return None
    if following == token:
        raise Unavailable("Jira answered with the same page token again")
    return str(following)


def _token_page(client: Client, jql: str, fields: Sequence[str], token: str | None) -> Page:
    body: Json = {"jql": jql, "fields": list(fields), "maxResults": PAGE}
    if token:
        body["nextPageToken"] = token
    page = client.query("/rest/api/2/search/jql", body)
    return page.get("issues") or [], next_token(page, token)


def _offset_page(client: Client, jql: str, fields: Sequence[str], start: int) -> Page:
    asked = {"jql": jql, "fields": ",".join(fields), "expand": "changelog"}
    page = client.read("/rest/api/2/search", {**asked, "startAt": start, "maxResults": PAGE})
    issues: list[Json] = page.get("issues") or []
    if not issues or start + len(issues) >= int(page.get("total") or 0):
        return issues, None
    return issues, str(start + max(1, len(issues) - OFFSET_OVERLAP))
