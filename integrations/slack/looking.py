"""Looking for what may have been posted: a message by its mark, a file by its name."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import CannotLook, Refused
from bot.message import MessageRef
from integrations.slack.faults import as_our_errors
from integrations.slack.files import file_named

EVENT = "shortlist_delivery"
"""The event type of the metadata by which a post is found again."""
PAGES = 5
"""How many pages of 200 messages are looked through."""


def marked(mark: str) -> dict[str, Any]:
    """The metadata by which a post is found again."""
    return {"event_type": EVENT, "event_payload": {"mark": mark}}


def _mark_of(shown: Mapping[str, Any]) -> str | None:
    metadata = shown.get("metadata") or {}
    if metadata.get("event_type") != EVENT:
        return None
    return (metadata.get("event_payload") or {}).get("mark")


async def posted(
    client: AsyncWebClient, channel: str, thread: str | None, mark: str, oldest: datetime
) -> MessageRef | None:
    """In the thread; where its root is gone, in the channel it was then posted to."""
    try:
        return await _found(client, channel, thread, mark, oldest)
    except Refused as error:
        if thread is None or error.code != "thread_not_found":
            raise
        return await _found(client, channel, None, mark, oldest)


async def _found(
    client: AsyncWebClient, channel: str, thread: str | None, mark: str, oldest: datetime
) -> MessageRef | None:
    async for shown in _since(client, channel, thread, oldest):
        if _mark_of(shown) == mark:
            return MessageRef(channel, str(shown["ts"]))
    return None


async def shared(client: AsyncWebClient, channel: str, name: str, oldest: datetime) -> str | None:
    """The id of the file of that name."""
    async for shown in _since(client, channel, None, oldest):
        file = file_named(shown, name)
        if file is not None:
            return file
    return None


async def _since(
    client: AsyncWebClient, channel: str, thread: str | None, oldest: datetime
) -> AsyncIterator[Mapping[str, Any]]:
    """What was posted since; raises CannotLook where that is too much."""
    cursor: str | None = None
    for _ in range(PAGES):
        page = await _page(client, channel, thread, oldest, cursor)
        for shown in page.get("messages") or []:
            yield shown
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return
    raise CannotLook(f"cannot look for it: over {PAGES * 200} messages since")


async def _page(
    client: AsyncWebClient,
    channel: str,
    thread: str | None,
    oldest: datetime,
    cursor: str | None,
) -> Mapping[str, Any]:
    arguments: dict[str, Any] = {
        "channel": channel,
        "oldest": f"{oldest.timestamp():.6f}",
        "include_all_metadata": True,
        "limit": 200,
        "cursor": cursor,
    }
    with as_our_errors():
        if thread is None:
            found = await client.conversations_history(**arguments)
        else:
            found = await client.conversations_replies(ts=thread, **arguments)
    return found.data if isinstance(found.data, dict) else {}
