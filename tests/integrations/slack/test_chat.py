"""Calls to Slack: where answers may go, what an error means, and how a post is found again."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.effects import PostMessage, ReadMessage, ReadPermalink, UpdateMessage
from bot.errors import BotError, CannotLook, Refused, Unavailable, Uncertain, Unreachable
from bot.message import Form, Message, MessageRef, Reaction, Said
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.slack import Channel, Person, SlackStandIn
from integrations.slack.chat import SlackChat

HELLO = Message("Hello")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
async def slack() -> AsyncIterator[SlackStandIn]:
    async with SlackStandIn() as found:
        yield found


@pytest.fixture
async def chat(slack: SlackStandIn) -> AsyncIterator[SlackChat]:
    async with aiohttp.ClientSession() as session:
        yield SlackChat(client(slack.api_url, session), session)


def client(url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    return AsyncWebClient(
        token="xoxb-sandbox", base_url=url, session=session, retry_handlers=[], timeout=2
    )


@pytest.fixture
def person(slack: SlackStandIn) -> Person:
    return slack.add_person("Sample Person")


@pytest.fixture
def channel(slack: SlackStandIn, person: Person) -> Channel:
    return slack.add_channel("sample", [person])


# --- Where an answer may go


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.slack.com/actions/T1/2/secret",
        "https://hooks.slack.com:443/actions/T1/2/secret",
        "https://hooks.slack-gov.com/actions/T1/2/secret",
        "HTTPS://HOOKS.SLACK.COM/actions/T1/2/secret",
    ],
)
def test_slacks_own_hosts_are_answered(chat: SlackChat, url: str) -> None:
    assert chat.may_answer(url)


def test_the_stand_ins_host_and_port_are_answered(chat: SlackChat, slack: SlackStandIn) -> None:
    assert chat.may_answer(slack.api_url.replace("/api/", "/actions/T1/2"))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "not an address",
        "http://hooks.slack.com/actions",
        "https://hooks.slack.com.evil.example/actions",
        "https://evil.example/hooks.slack.com",
        "https://evil.example#@hooks.slack.com/",
        "https://hooks.slack.com@evil.example/",
        "https://someone@hooks.slack.com/",
        "https://:word@hooks.slack.com/",
        "https://@hooks.slack.com/",
        "https://hooks.slack.com:8443/",
        "https://hooks.slack.com:port/",
        "https://hooks.slack.com:99999/",
        "https://hooks.slack.com\\@evil.example/",
        "https://hooks.slack.com./",
        "https://hooks.slack.com%2eevil.example/",
        "https://[::1/",
        "https://127.0.0.1:1/",
        "http://127.0.0.1:1/actions",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
    ],
)
async def test_nobody_else_is_answered(chat: SlackChat, url: str) -> None:
    assert not chat.may_answer(url)
    with pytest.raises(Refused, match="foreign_response_url"):
        await chat.answer(url, HELLO, replace=False)


async def test_no_redirect_is_followed() -> None:
    reached = []

    async def redirect(request: web.Request) -> web.Response:
        reached.append(request.path)
        return web.Response(status=302, headers={"Location": "/elsewhere"})

    async with served(redirect) as url, aiohttp.ClientSession() as session:
        chat = SlackChat(client(f"{url}/api/", session), session)
        with pytest.raises(Refused, match="http_302"):
            await chat.answer(f"{url}/actions/1", HELLO, replace=False)
    assert ["/actions/1"] == reached


# --- What an error means


@pytest.mark.parametrize(
    ("fault", "meaning"),
    [
        (Fault(FaultKind.RATE_LIMITED, retry_after="7"), Unavailable),
        (Fault(FaultKind.REFUSED, error="ratelimited"), Unavailable),
        (Fault(FaultKind.REFUSED, error="invalid_auth"), Unavailable),
        (Fault(FaultKind.REFUSED, error="channel_not_found"), Refused),
        (Fault(FaultKind.REFUSED, error="fatal_error"), Uncertain),
        (Fault(FaultKind.REFUSED, error="internal_error"), Uncertain),
        (Fault(FaultKind.SERVER_ERROR, status=503), Uncertain),
        (Fault(FaultKind.ERROR_AFTER, status=500), Uncertain),
        (Fault(FaultKind.CUT_BEFORE), Uncertain),
        (Fault(FaultKind.CUT_AFTER), Uncertain),
    ],
    ids=lambda value: f"{value.kind}-{value.error}" if isinstance(value, Fault) else "",
)
async def test_every_failure_means_one_of_three(
    chat: SlackChat,
    slack: SlackStandIn,
    channel: Channel,
    fault: Fault,
    meaning: type[BotError],
) -> None:
    slack.faults.add(fault)
    with pytest.raises(meaning):
        await chat.perform(PostMessage(channel.id, HELLO), "mark")


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7.0), ("0.5", 0.5), ("-3", 0.0), ("soon", 30.0), ("", 30.0), ("inf", 86_400.0)],
)
async def test_slack_says_how_long_to_wait(
    chat: SlackChat, slack: SlackStandIn, channel: Channel, header: str, seconds: float
) -> None:
    slack.faults.add(Fault(FaultKind.RATE_LIMITED, retry_after=header))
    with pytest.raises(Unavailable) as raised:
        await chat.perform(PostMessage(channel.id, HELLO), "mark")
    assert seconds == raised.value.retry_after


async def test_nobody_listening_is_surely_not_done(channel: Channel) -> None:
    async with aiohttp.ClientSession() as session:
        chat = SlackChat(client("http://127.0.0.1:1/api/", session), session)
        with pytest.raises(Unavailable):
            await chat.perform(PostMessage(channel.id, HELLO), "mark")


@pytest.mark.parametrize("status", [200, 403, 502])
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/html", "<html>A proxy's page</html>"),
        ("text/plain", "bad gateway"),
        ("application/json", "{cut off"),
        ("application/json", "[]"),
        ("application/json", "[1]"),
        ("application/json", "null"),
        ("application/json", ""),
    ],
)
async def test_an_answer_that_is_none_of_slacks_is_uncertain(
    status: int, content_type: str, body: str
) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, text=body, content_type=content_type)

    async with served(answer) as url, aiohttp.ClientSession() as session:
        chat = SlackChat(client(f"{url}/api/", session), session)
        with pytest.raises(Uncertain):
            await chat.open_form("trigger", Form("sample.form", "Sample", ()))


async def test_an_answer_too_slow_is_uncertain() -> None:
    waiting = asyncio.Event()

    async def answer(_request: web.Request) -> web.Response:
        await waiting.wait()
        return web.Response()

    effect = PostMessage("C1", HELLO)
    async with served(answer) as url, aiohttp.ClientSession() as session:
        chat = SlackChat(client(f"{url}/api/", session), session, longest=0.05)
        with pytest.raises(Uncertain, match=r"within 0\.05 seconds"):
            await chat.perform(effect, "mark")
        with pytest.raises(Unavailable):
            await chat.find(effect, "mark", LONG_AGO)
        waiting.set()


# --- Posting and finding


async def test_a_post_carries_its_mark_and_expands_no_links(
    chat: SlackChat, slack: SlackStandIn, channel: Channel
) -> None:
    posted = await chat.perform(PostMessage(channel.id, HELLO), "mark-1")
    call = slack.called("chat.postMessage")[0]
    assert {"mark": "mark-1"} == call.arguments["metadata"]["event_payload"]
    assert posted == await chat.find(PostMessage(channel.id, HELLO), "mark-1", LONG_AGO)
    assert await chat.find(PostMessage(channel.id, HELLO), "mark-2", LONG_AGO) is None


async def test_a_dm_and_a_reply_are_found_again(
    chat: SlackChat, slack: SlackStandIn, channel: Channel, person: Person
) -> None:
    root = await chat.perform(PostMessage(channel.id, HELLO), "root")
    assert isinstance(root, MessageRef)
    for number, effect in enumerate(
        [PostMessage(person.id, HELLO), PostMessage(channel.id, HELLO, thread=root.ts)]
    ):
        posted = await chat.perform(effect, f"mark-{number}")
        assert posted == await chat.find(effect, f"mark-{number}", LONG_AGO)


async def test_a_reply_to_a_root_that_is_gone_is_found_in_the_channel(
    chat: SlackChat, slack: SlackStandIn, channel: Channel
) -> None:
    effect = PostMessage(channel.id, HELLO, thread="1.000001")
    posted = await chat.perform(effect, "mark")
    assert posted == await chat.find(effect, "mark", LONG_AGO)


async def test_what_is_too_far_back_is_not_taken_for_lost(
    chat: SlackChat, slack: SlackStandIn, channel: Channel
) -> None:
    effect = PostMessage(channel.id, HELLO)
    for _ in range(1001):
        slack.workspace.post(channel, "U000000009", "noise")
    with pytest.raises(CannotLook, match="over 1000 messages"):
        await chat.find(effect, "mark", datetime.now(UTC) - timedelta(days=1))


async def test_a_channel_one_cannot_read_is_not_looked_through(
    chat: SlackChat, slack: SlackStandIn, person: Person
) -> None:
    hidden = slack.add_channel("hidden", [person], private=True, bot=False)
    with pytest.raises(CannotLook):
        await chat.find(PostMessage(hidden.id, HELLO), "mark", LONG_AGO)


async def test_looking_in_bad_weather_is_tried_again(
    chat: SlackChat, slack: SlackStandIn, channel: Channel
) -> None:
    slack.faults.add(Fault(FaultKind.SERVER_ERROR, "conversations.history"))
    with pytest.raises(Unavailable):
        await chat.find(PostMessage(channel.id, HELLO), "mark", LONG_AGO)


async def test_an_update_and_an_address(
    chat: SlackChat, slack: SlackStandIn, channel: Channel
) -> None:
    posted = await chat.perform(PostMessage(channel.id, HELLO), "mark")
    assert isinstance(posted, MessageRef)
    assert posted == await chat.perform(UpdateMessage(posted, Message("Changed")), "mark")
    assert "Changed" == slack.messages(channel)[0].text
    assert str(await chat.perform(ReadPermalink(posted), "mark")).startswith("https://")


async def test_a_message_is_read_wherever_it_stands(
    chat: SlackChat, slack: SlackStandIn, channel: Channel, person: Person
) -> None:
    slack.deliver_to("http://127.0.0.1:9/", "secret")
    root = await slack.say(person, channel, "Root")
    reply = await slack.say(person, channel, "Reply & more", thread=root)
    await slack.react(person, reply, "bulb")
    stands, found = [
        await chat.perform(ReadMessage(MessageRef(channel.id, message.ts)), "mark")
        for message in (root, reply)
    ]
    assert isinstance(stands, Said)
    assert isinstance(found, Said)
    assert ("Root", root.ts, root.ts) == (stands.text, stands.at.ts, stands.root)
    assert ("Reply & more", reply.ts, root.ts) == (found.text, found.at.ts, found.root)
    assert person.id == found.author
    assert (Reaction("bulb", (person.id,), 1),) == found.reactions
    await slack.delete(person, root)
    for gone in (root.ts, "1.000000"):
        assert await chat.perform(ReadMessage(MessageRef(channel.id, gone)), "mark") is None


async def test_a_message_of_a_channel_one_cannot_read_is_refused(
    chat: SlackChat, slack: SlackStandIn, person: Person
) -> None:
    hidden = slack.add_channel("hidden", [person], private=True, bot=False)
    with pytest.raises(Refused, match="channel_not_found"):
        await chat.perform(ReadMessage(MessageRef(hidden.id, "1.000000")), "mark")


async def test_nobody_to_write_to_is_told_from_a_channel_that_is_gone(chat: SlackChat) -> None:
    with pytest.raises(Unreachable):
        await chat.perform(PostMessage("U000000404", HELLO), "mark")
    with pytest.raises(Refused) as refused:
        await chat.perform(PostMessage("C000000404", HELLO), "mark")
    assert Refused is type(refused.value)


def served(handler: object) -> "Served":
    return Served(handler)


class Served:
    """One handler for every path, on loopback."""

    def __init__(self, handler: object) -> None:
        self.application = web.Application()
        self.application.router.add_route("*", "/{path:.*}", handler)  # type: ignore[arg-type]

    async def __aenter__(self) -> str:
        self.runner = web.AppRunner(self.application, access_log=None, shutdown_timeout=0.1)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        host, port = self.runner.addresses[0][:2]
        return f"http://{host}:{port}"

    async def __aexit__(self, *_: object) -> None:
        await self.runner.cleanup()
