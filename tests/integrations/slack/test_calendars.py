"""Calendar files in Slack: fetched from Slack alone, and read as far as they go."""

from collections.abc import AsyncIterator
from datetime import date

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.absences import Away
from bot.domain.calendar_file import LARGEST, Reading
from bot.effects import FindPerson, ReadCalendar
from bot.errors import Unavailable
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.slack import SlackStandIn
from integrations.slack.chat import SlackChat

LEAVE = b"""BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1
SUMMARY:Leave
DTSTART;VALUE=DATE:20261202
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
async def slack() -> AsyncIterator[SlackStandIn]:
    async with SlackStandIn() as found:
        yield found


@pytest.fixture
async def chat(slack: SlackStandIn) -> AsyncIterator[SlackChat]:
    async with aiohttp.ClientSession() as session:
        token, url = slack.installation.bot_token, slack.api_url
        client = AsyncWebClient(token=token, base_url=url, session=session, retry_handlers=[])
        yield SlackChat(client, session)


async def read(chat: SlackChat, slack: SlackStandIn, content: bytes) -> Reading:
    file = slack.upload(slack.add_person("Sample Person"), "leave.ics", content)
    effect = ReadCalendar(str(file["id"]), "UTC", date(2026, 11, 1), date(2027, 11, 1))
    found = await chat.perform(effect, "mark")
    assert isinstance(found, Reading)
    return found


async def test_an_uploaded_calendar_is_read(chat: SlackChat, slack: SlackStandIn) -> None:
    day = date(2026, 12, 2)
    assert [Away(day, day, "Leave")] == (await read(chat, slack, LEAVE)).absences


@pytest.mark.parametrize(
    ("content", "fault"),
    [(b"nonsense", "I can't read this"), (b" " * (LARGEST + 1), "larger than 512 KB")],
)
async def test_what_cannot_be_read_tells_its_fault(
    chat: SlackChat, slack: SlackStandIn, content: bytes, fault: str
) -> None:
    found = await read(chat, slack, content)
    assert fault in found.fault
    assert [] == found.absences


async def test_the_token_goes_to_slack_alone(
    chat: SlackChat, slack: SlackStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slack.workspace, "base_url", "https://evil.example")
    assert "not kept by Slack" in (await read(chat, slack, LEAVE)).fault
    assert [] == slack.called("download")


async def test_a_file_that_cannot_be_fetched_now_is_fetched_later(
    chat: SlackChat, slack: SlackStandIn
) -> None:
    slack.faults.add(Fault(FaultKind.SERVER_ERROR, "download"))
    with pytest.raises(Unavailable):
        await read(chat, slack, LEAVE)


async def test_without_the_token_nothing_is_handed_out(slack: SlackStandIn) -> None:
    file = slack.upload(slack.add_person("Sample Person"), "leave.ics", LEAVE)
    url = str(file["url_private_download"])
    async with aiohttp.ClientSession() as session:
        async with session.get(url, allow_redirects=False) as answer:
            assert 302 == answer.status
        login = {"Authorization": f"Bearer {slack.installation.bot_token}"}
        async with session.get(url, headers=login) as answer:
            assert LEAVE == await answer.read()


async def test_who_has_an_address_is_found_or_is_nobody(
    chat: SlackChat, slack: SlackStandIn
) -> None:
    person = slack.add_person("Sample Person")
    found = await chat.perform(FindPerson(person.email), "mark")
    assert person.id == getattr(found, "user", None)
    assert await chat.perform(FindPerson("nobody@example.com"), "mark") is None
