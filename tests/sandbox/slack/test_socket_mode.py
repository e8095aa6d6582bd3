"""Socket Mode with the real handler, and with bare WebSockets where more than one is needed."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import Json, SlackStandIn
from tests.sandbox.slack.bench import Bench


@asynccontextmanager
async def socket(slack: SlackStandIn) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    client = AsyncWebClient(base_url=slack.api_url)
    opened = await client.apps_connections_open(app_token=slack.installation.app_token)
    async with aiohttp.ClientSession() as session, session.ws_connect(opened["url"]) as connected:
        yield connected


async def test_hello_and_the_envelope(quiet: Bench) -> None:
    async with socket(quiet.slack) as connected:
        hello = await connected.receive_json()
        assert ("hello", 1) == (hello["type"], hello["num_connections"])
        acting = asyncio.create_task(
            quiet.slack.command(quiet.requester, quiet.channel, "/idea", "x")
        )
        envelope = await connected.receive_json()
        assert ("slash_commands", True) == (envelope["type"], envelope["accepts_response_payload"])
        ack = {"envelope_id": envelope["envelope_id"], "payload": {"text": "Kept"}}
        await connected.send_str(json.dumps(ack))
        assert "Kept" == (await acting).text


async def test_events_carry_their_attempt_and_take_no_payload(quiet: Bench) -> None:
    async with socket(quiet.slack) as connected:
        await connected.receive_json()
        telling = asyncio.create_task(quiet.slack.event({"type": "team_rename"}))
        envelope = await connected.receive_json()
        await connected.send_json({"envelope_id": envelope["envelope_id"]})
        assert (await telling).ok
        again = asyncio.create_task(quiet.slack.redeliver(reason="timeout"))
        repeated = await connected.receive_json()
        await connected.send_json({"envelope_id": repeated["envelope_id"]})
        await again
    assert envelope["accepts_response_payload"] is False
    assert (0, "") == (envelope["retry_attempt"], envelope["retry_reason"])
    assert (1, "timeout") == (repeated["retry_attempt"], repeated["retry_reason"])
    assert envelope["payload"] == repeated["payload"]


async def test_each_payload_goes_to_one_of_many_connections(quiet: Bench) -> None:
    heard: dict[int, list[Json]] = {0: [], 1: []}

    async def listen(name: int, connected: aiohttp.ClientWebSocketResponse) -> None:
        async for message in connected:
            envelope = json.loads(message.data)
            if "envelope_id" in envelope:
                heard[name].append(envelope)
                await connected.send_json({"envelope_id": envelope["envelope_id"]})

    async with socket(quiet.slack) as one, socket(quiet.slack) as other:
        await quiet.slack.sockets.connected(2)
        tasks = [asyncio.create_task(listen(n, c)) for n, c in enumerate((one, other))]
        for _ in range(40):
            assert (await quiet.slack.event({"type": "team_rename"})).ok
        for task in tasks:
            task.cancel()
    assert 40 == len(heard[0]) + len(heard[1])
    assert heard[0]
    assert heard[1]


async def test_an_eleventh_connection_is_turned_away(quiet: Bench) -> None:
    async with AsyncExitStack() as stack:
        for n in range(10):
            await stack.enter_async_context(socket(quiet.slack))
            await quiet.slack.sockets.connected(n + 1)
        extra = await stack.enter_async_context(socket(quiet.slack))
        assert "too_many_websockets" == (await extra.receive_json())["reason"]


async def test_what_was_not_acknowledged_comes_again_when_the_connection_drops(
    quiet: Bench,
) -> None:
    async with socket(quiet.slack) as first:
        await first.receive_json()
        acting = asyncio.create_task(quiet.slack.command(quiet.requester, quiet.channel, "/idea"))
        lost = await first.receive_json()
    async with socket(quiet.slack) as second:
        await second.receive_json()
        again = await second.receive_json()
        await second.send_json({"envelope_id": again["envelope_id"]})
        assert (await acting).ok
    assert lost["payload"] == again["payload"]
    assert 1 == again["retry_attempt"]


async def test_nobody_enters_without_a_ticket(quiet: Bench) -> None:
    url = quiet.slack.workspace.base_url.replace("http", "ws") + "/link/?ticket=no"
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await session.ws_connect(url)
    assert 401 == caught.value.status


async def test_the_real_handler_survives_a_refresh(socketed: Bench) -> None:
    @socketed.app.command("/idea")
    async def idea(ack: Any, body: Json) -> None:
        await ack(body["text"])

    for n in range(3):
        await socketed.slack.refresh_connections()
        answer = await socketed.slack.command(
            socketed.requester, socketed.channel, "/idea", f"after refresh {n}"
        )
        assert f"after refresh {n}" == answer.text
    await socketed.slack.sockets.connected(1)


async def test_no_connection_no_answer(quiet: Bench) -> None:
    quiet.slack.ack_seconds = 0.05
    answer = await quiet.slack.command(quiet.requester, quiet.channel, "/idea")
    assert answer.timed_out
    assert float("inf") == answer.seconds
