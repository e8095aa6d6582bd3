"""Uploads: done once Slack has worked on them, and not waited for for ever."""

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.effects import UploadFile
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.slack import SlackStandIn
from integrations.slack.files import uploaded

FILE = UploadFile("sample.png", "Sample", "What it shows", b"sample bytes")


async def sent(slack: SlackStandIn, patience: float = 5) -> str | None:
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token="xoxb-sandbox", base_url=slack.api_url, session=session)
        return await uploaded(client, session, FILE, patience)


async def test_a_file_is_told_once_it_is_processed() -> None:
    async with SlackStandIn() as slack:
        slack.workspace.file_seconds = 0.3
        file = slack.workspace.files[await sent(slack) or ""]
    assert (b"sample bytes", "Sample", "What it shows") == (file.content, file.title, file.alt_text)
    assert [] == file.channels


async def test_a_file_that_is_not_processed_in_time_is_none() -> None:
    async with SlackStandIn() as slack:
        slack.workspace.file_seconds = 60
        assert None is await sent(slack, 0.2)


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_a_refused_upload_is_none(method: str) -> None:
    async with SlackStandIn() as slack:
        slack.faults.add(Fault(FaultKind.REFUSED, method, status=200, error="access_denied"))
        assert None is await sent(slack)
