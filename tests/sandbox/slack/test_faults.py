"""Foul weather: each fault as a caller meets it, and what was done all the same."""

from collections.abc import Awaitable
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.faults import Fault, FaultKind
from tests.sandbox.slack.bench import Bench


def post(bench: Bench) -> Awaitable[Any]:
    return bench.client.chat_postMessage(channel=bench.channel.id, text="x")


async def error(call: Awaitable[Any]) -> SlackApiError:
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value


async def test_rate_limits_say_when_to_come_back(quiet: Bench) -> None:
    limited = Fault(FaultKind.RATE_LIMITED, "chat.postMessage", retry_after="7")
    quiet.slack.faults.add(limited)
    response = (await error(post(quiet))).response
    assert (429, "7", "ratelimited") == (
        response.status_code,
        response.headers["Retry-After"],
        response["error"],
    )
    assert [] == quiet.slack.messages(quiet.channel)
    assert (await post(quiet))["ok"]


@pytest.mark.parametrize(
    ("kind", "done"), [(FaultKind.SERVER_ERROR, 0), (FaultKind.ERROR_AFTER, 1)]
)
async def test_server_errors(quiet: Bench, kind: FaultKind, done: int) -> None:
    quiet.slack.faults.add(Fault(kind, status=503, error="fatal_error"))
    response = (await error(post(quiet))).response
    assert (503, "fatal_error") == (response.status_code, response["error"])
    assert done == len(quiet.slack.messages(quiet.channel))


@pytest.mark.parametrize(("kind", "done"), [(FaultKind.CUT_BEFORE, 0), (FaultKind.CUT_AFTER, 1)])
async def test_cut_connections(quiet: Bench, kind: FaultKind, done: int) -> None:
    quiet.slack.faults.add(Fault(kind))
    with pytest.raises(aiohttp.ClientConnectionError):
        await post(quiet)
    assert done == len(quiet.slack.messages(quiet.channel))
    assert [None] == [call.answer for call in quiet.slack.calls]


async def test_the_clients_own_retry_posts_twice(quiet: Bench) -> None:
    client = AsyncWebClient(quiet.slack.installation.bot_token, quiet.slack.api_url)
    quiet.slack.faults.add(Fault(FaultKind.CUT_AFTER))
    assert (await client.chat_postMessage(channel=quiet.channel.id, text="x"))["ok"]
    assert 2 == len(quiet.slack.messages(quiet.channel))


async def test_slow_answers_are_done_and_late(quiet: Bench) -> None:
    quiet.slack.faults.add(Fault(FaultKind.SLOW, seconds=0.05))
    assert (await post(quiet))["ok"]
    assert 1 == len(quiet.slack.messages(quiet.channel))


async def test_refusals_carry_the_error_with_a_200(quiet: Bench) -> None:
    quiet.slack.faults.add(Fault(FaultKind.REFUSED, error="restricted_action"))
    response = (await error(post(quiet))).response
    assert (200, "restricted_action") == (response.status_code, response["error"])


async def test_a_fault_holds_for_its_method_only(quiet: Bench) -> None:
    with quiet.slack.faults.during(Fault(FaultKind.REFUSED, "chat.update", error="x")):
        assert (await post(quiet))["ok"]


async def test_uploads_and_response_urls_have_weather_too(quiet: Bench) -> None:
    quiet.slack.faults.add(Fault(FaultKind.SERVER_ERROR, "upload"))
    quiet.slack.faults.add(Fault(FaultKind.SERVER_ERROR, "response_url"))
    base = quiet.slack.workspace.base_url
    async with aiohttp.ClientSession() as session:
        for path in ("/upload/v1/F1", "/actions/T1/R1"):
            async with session.post(base + path, json={"text": "x"}) as response:
                assert 500 == response.status
