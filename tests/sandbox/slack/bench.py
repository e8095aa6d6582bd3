"""A sample workspace and a bot in it: real Bolt, over either transport."""

import os
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import Channel, Installation, Json, Person, SlackStandIn
from tests.slack_contract import calls_out_of_contract

SIGNING_SECRET = "sample-secret"


@dataclass
class Time:
    """A clock that stands still until it is moved."""

    now: float = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Bench:
    """A workspace with two people and a channel, and the bot in it."""

    slack: SlackStandIn
    time: Time
    app: AsyncApp
    requester: Person
    manager: Person
    channel: Channel
    heard: list[Any] = field(default_factory=list)

    @property
    def client(self) -> AsyncWebClient:
        """The bot's client."""
        return self.app.client


def bolt(slack: SlackStandIn) -> AsyncApp:
    """A Bolt application without listeners."""
    client = AsyncWebClient(
        token=slack.installation.bot_token, base_url=slack.api_url, retry_handlers=[]
    )
    return AsyncApp(client=client, signing_secret=SIGNING_SECRET, process_before_response=True)


@asynccontextmanager
async def over_socket(slack: SlackStandIn, app: AsyncApp) -> AsyncIterator[AsyncSocketModeHandler]:
    handler = AsyncSocketModeHandler(app, slack.installation.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await slack.sockets.connected()
    try:
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def over_http(slack: SlackStandIn, app: AsyncApp) -> AsyncIterator[str]:
    runner = web.AppRunner(app.web_app("/slack/events"), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    slack.deliver_to(url, SIGNING_SECRET)
    try:
        yield url
    finally:
        await runner.cleanup()


@asynccontextmanager
async def bench(installation: Installation | None = None) -> AsyncIterator[Bench]:
    time = Time()
    async with SlackStandIn(installation, clock=time, ack_seconds=2.0) as slack:
        requester, manager = slack.add_person("Sample Requester"), slack.add_person("Sample PM")
        channel = slack.add_channel("product-ideas", [requester, manager])
        yield Bench(slack, time, bolt(slack), requester, manager, channel)
        if "TEST_DATA" in os.environ:
            assert [] == calls_out_of_contract(call for call in slack.calls if call.ok)


async def refusal(call: Awaitable[Any]) -> Json:
    """The answer of a call that Slack refuses."""
    with pytest.raises(SlackApiError) as caught:
        await call
    answer: Json = caught.value.response.data
    assert answer["ok"] is False
    return answer


async def refused(call: Awaitable[Any]) -> str:
    """The error of a call that Slack refuses."""
    return str((await refusal(call))["error"])
