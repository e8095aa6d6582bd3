"""Pages of a search: by token on Cloud, by offset on Data Center."""

from collections.abc import Sequence
from typing import TypeVar

from msgspec.json import Decoder

from bot.errors import Unavailable
from integrations.jira.client import Client
from integrations.jira.paging import PAGE
from integrations.jira.shapes import OBJECTS, Found, Json, Paged

T = TypeVar("T")
OFFSET_OVERLAP = 10
"""Issues read again on the next page of Data Center.

Its pages are offsets into a list ordered by `updated`: an issue that changes meanwhile moves to
the end, and those behind it one place forward, past the border of the page.
"""
MOST_PAGES = 100


def search_page(
    client: Client, jql: str, fields: Sequence[str], token: str | None, shape: Decoder[Found[T]]
) -> tuple[list[T], str | None]:
    """One page of issues with `fields`, rich text as wiki markup, and the token of the next page,
    None on the last.

    Data Center adds their changelogs. Raises Unavailable when the same token comes back.
    """
    if client.cloud:
        return token_page(client, jql, fields, token, PAGE, shape)
    return _offset_page(client, jql, fields, int(token or 0), shape)


def search_all(client: Client, jql: str, fields: Sequence[str]) -> list[Json]:
    """Every issue a query finds. Raises Unavailable when the pages do not end."""
    found: list[Json] = []
    token = None
    for _ in range(MOST_PAGES):
        issues, token = search_page(client, jql, fields, token, OBJECTS)
        found += issues
        if token is None:
            return found
    raise Unavailable("Jira's search does not end")


def next_token(page: Paged, token: str | None) -> str | None:
    """The token of the next page, None on the last.

    Raises Unavailable when it is the one just sent: such a search never ends.
    """
    following = page.next_page_token
    if page.is_last or not following:
        return None
    if following == token:
        raise Unavailable("Jira answered with the same page token again")
    return following


def token_page(
    client: Client,
    jql: str,
    fields: Sequence[str],
    token: str | None,
    most: int,
    shape: Decoder[Found[T]],
) -> tuple[list[T], str | None]:
    """At most `most` issues of Cloud, and the token of the next page."""
    body: Json = {"jql": jql, "fields": list(fields), "maxResults": most}
    if token:
        body["nextPageToken"] = token
    page = client.page(shape, "/rest/api/2/search/jql", body=body)
    return page.issues or [], next_token(page, token)


def _offset_page(
    client: Client, jql: str, fields: Sequence[str], start: int, shape: Decoder[Found[T]]
) -> tuple[list[T], str | None]:
    asked = {"jql": jql, "fields": ",".join(fields), "expand": "changelog"}
    asked |= {"startAt": str(start), "maxResults": str(PAGE)}
    page = client.page(shape, "/rest/api/2/search", params=asked)
    issues = page.issues or []
    if not issues or start + len(issues) >= (page.total or 0):
        return issues, None
    return issues, str(start + max(1, len(issues) - OFFSET_OVERLAP))
