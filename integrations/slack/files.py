"""Uploads: an address is asked for, the bytes are sent there, then Slack works on them for a while.

https://docs.slack.dev/messaging/working-with-files
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.effects import SendFile, UploadFile
from bot.errors import Refused, Unavailable, Uncertain
from integrations.slack.faults import as_our_errors

log = structlog.get_logger("slack")

PATIENCE = 15.0
"""Seconds an upload may take with its processing: less than any effect may take in all."""
LOOK_EVERY = 0.5


async def uploaded(
    client: AsyncWebClient,
    session: aiohttp.ClientSession,
    effect: UploadFile,
    patience: float = PATIENCE,
) -> str | None:
    """The id of the file once messages may show it; None when Slack refuses it or is too slow."""
    try:
        async with asyncio.timeout(patience):
            with as_our_errors():
                file = await _sent(client, session, effect)
                await _processed(client, file)
            return file
    except (Refused, Uncertain, TimeoutError) as error:
        log.warning("not uploaded", file=effect.name, error=str(error) or "too slow")
        return None


async def _sent(client: AsyncWebClient, session: aiohttp.ClientSession, effect: UploadFile) -> str:
    file = await _stored(client, session, effect.name, effect.content, alt_txt=effect.alt)
    await client.files_completeUploadExternal(files=[{"id": file, "title": effect.title}])
    return file


async def _stored(
    client: AsyncWebClient,
    session: aiohttp.ClientSession,
    name: str,
    content: bytes,
    **more: str,
) -> str:
    """The id of a file whose bytes Slack has, and which nobody sees yet."""
    asked = await client.files_getUploadURLExternal(filename=name, length=len(content), **more)
    async with session.post(asked["upload_url"], data=content) as answer:
        if answer.status != 200:
            raise Refused(f"upload_{answer.status}")
    return str(asked["file_id"])


async def sent(
    client: AsyncWebClient, session: aiohttp.ClientSession, effect: SendFile, channel: str
) -> str:
    """The id of the file, shown in a conversation.

    Until its upload is completed nobody sees it, so whatever is uncertain before can be repeated.
    """
    try:
        with as_our_errors():
            file = await _stored(client, session, effect.name, effect.content)
    except Uncertain as error:
        raise Unavailable(str(error)) from error
    with as_our_errors():
        await client.files_completeUploadExternal(
            files=[{"id": file, "title": effect.title}], channel_id=channel
        )
    return file


def file_named(posted: Mapping[str, Any], name: str) -> str | None:
    """The id of a message's file of that name."""
    found = (file for file in posted.get("files") or [] if file.get("name") == name)
    return next((str(file["id"]) for file in found), None)


async def _processed(
    client: AsyncWebClient, file: str, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Wait for its type: Slack refuses a message with a file it has not looked at yet."""
    while True:
        found = await client.files_info(file=file)
        if found["file"].get("mimetype"):
            return
        await pause(LOOK_EVERY)
