"""Calendar files that people upload, read beside the event loop.

https://docs.slack.dev/reference/objects/file-object
"""

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.calendar_file import LARGEST, Reading, read
from bot.effects import ReadCalendar
from bot.errors import Refused, Unavailable, UserError
from integrations.slack.faults import as_our_errors

HOSTS = frozenset({"files.slack.com", "files.slack-gov.com"})
CHUNK = 64 * 1024
TOO_LARGE = f"The file is larger than {LARGEST // 1024} KB. Export only the days away."
GONE = frozenset({"file_not_found", "file_deleted"})


async def calendar_of(
    client: AsyncWebClient, session: aiohttp.ClientSession, effect: ReadCalendar
) -> Reading:
    """What the file tells; a file that is gone, too large or no calendar tells its fault."""
    try:
        content = await _content(client, session, effect.file)
        return await asyncio.to_thread(read, content, effect.zone, effect.start, effect.end)
    except UserError as error:
        return Reading(fault=str(error))


async def _content(client: AsyncWebClient, session: aiohttp.ClientSession, file: str) -> bytes:
    try:
        with as_our_errors():
            found = (await client.files_info(file=file))["file"]
    except Refused as error:
        if error.code not in GONE:
            raise
        raise UserError("The file is gone. Please upload it again.") from error
    if int(found.get("size") or 0) > LARGEST:
        raise UserError(TOO_LARGE)
    return await _downloaded(client, session, _address(found, client))


def _address(file: Mapping[str, Any], client: AsyncWebClient) -> str:
    """Where its bytes are: at Slack's own hosts, or at the host and port this client talks to."""
    url = str(file.get("url_private_download") or file.get("url_private") or "")
    asked, ours = urlsplit(url), urlsplit(client.base_url)
    known = asked.scheme == "https" and asked.netloc in HOSTS
    if not known and (asked.scheme, asked.netloc) != (ours.scheme, ours.netloc):
        raise UserError("The file is not kept by Slack, so I don't read it.")
    return url


async def _downloaded(client: AsyncWebClient, session: aiohttp.ClientSession, url: str) -> bytes:
    """The bytes, as many as are worth reading; the token goes to Slack alone."""
    login = {"Authorization": f"Bearer {client.token}"}
    with as_our_errors():
        async with session.get(url, headers=login, allow_redirects=False) as answer:
            if answer.status >= 500:
                raise Unavailable(f"download_{answer.status}")
            if answer.status != 200:
                raise Refused(f"download_{answer.status}")
            content = b""
            async for part in answer.content.iter_chunked(CHUNK):
                content += part
                if len(content) > LARGEST:
                    break
    if len(content) > LARGEST:
        raise UserError(TOO_LARGE)
    return content
