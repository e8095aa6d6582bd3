"""Lists that come in pages by `startAt`."""

from collections.abc import Iterator, Mapping

from bot.errors import Unavailable
from integrations.jira.client import Client
from integrations.jira.shapes import Json

PAGE = 100
MOST_PAGES = 100
_LISTS = ("values", "issueTypes", "fields", "results", "comments")


def items_of(
    client: Client, path: str, params: Mapping[str, str | int] | None = None
) -> list[Json]:
    """Every item of a paged list; pages may be shorter than asked for.

    Raises Unavailable when the pages do not end, and what the client raises.
    """
    return [item for page in _pages(client, path, dict(params or {})) for item in page]


def _pages(client: Client, path: str, params: dict[str, str | int]) -> Iterator[list[Json]]:
    start = 0
    for _ in range(MOST_PAGES):
        page = client.read(path, {**params, "startAt": start, "maxResults": PAGE})
        items: list[Json] = next((page[name] for name in _LISTS if name in page), [])
        yield items
        start += len(items)
        if not items or page.get("isLast", start >= page.get("total", start)):
            return
    raise Unavailable(f"Jira's list {path} does not end")
