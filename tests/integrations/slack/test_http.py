"""What reaches Bolt over HTTP, and what never does: nothing unsigned, and nothing of it logged."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs

from bot.app import App
from bot.config import read
from bot.sandbox.slack.signed_http import FORM, signature
from bot.web import Health, application
from integrations.slack.chat import SlackChat
from integrations.slack.http import LARGEST, Endpoint
from integrations.slack.listeners import bolt
from tests.stores import copied
from tests.world import SIGNING_SECRET, Frozen, served

CANARY = "canary-nobody-may-log"
TEAM = "T000000001"
JSON = "application/json"
COMMAND = {
    "command": "/idea",
    "text": "help",
    "team_id": TEAM,
    "user_id": "U000000002",
    "channel_id": "C000000003",
    "trigger_id": "1.2.3",
    "response_url": "https://hooks.slack.com/commands/T000000001/1/secret",
}


@dataclass
class Door:
    """The served application, and a client in front of it."""

    url: str
    clock: Frozen
    session: aiohttp.ClientSession

    async def post(
        self,
        body: bytes,
        content_type: str = FORM,
        *,
        timestamp: str | None = None,
        signed: str | None = None,
        method: str = "POST",
        path: str = "/slack/events",
        **headers: str,
    ) -> tuple[int, str]:
        at = str(int(self.clock.seconds())) if timestamp is None else timestamp
        given = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": at,
            "X-Slack-Signature": signature(SIGNING_SECRET, at, body) if signed is None else signed,
        }
        async with self.session.request(
            method, self.url + path, data=BytesIO(body), headers=given | headers
        ) as answer:
            return answer.status, await answer.text()


@pytest.fixture
async def door(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Door]:
    clock = Frozen()
    app = App(read({"DATABASE_URL": copied(sqlite_template, tmp_path)}), clock)
    app.database.commit(
        lambda s: s.workspaces.adopt("T000000001", "Example Corp", "U000000001", "")
    )
    identity = AuthorizeResult(
        enterprise_id=None, team_id="T000000001", bot_user_id="U000000001", bot_token="xoxb-sample"
    )
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            token="xoxb-sample", base_url="http://127.0.0.1:1/", session=session
        )
        wired = bolt(app.shell, SlackChat(client, session), client, identity)
        endpoint = Endpoint(wired, SIGNING_SECRET, clock.seconds)
        health = Health(app.database, app.surroundings)
        async with served(application(health, endpoint.answer)) as url:
            yield Door(url, clock, session)
        await app.shell.settled()
    app.close()


def form(values: dict[str, Any]) -> bytes:
    return urlencode(values).encode()


# --- What gets through


async def test_a_signed_command_is_answered(door: Door) -> None:
    status, text = await door.post(form(COMMAND))
    assert 200 == status
    assert "What you can type" in text


async def test_the_address_is_verified(door: Door) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "sample-challenge"}).encode()
    status, text = await door.post(body, JSON)
    assert (200, True) == (status, "sample-challenge" in text)


@pytest.mark.parametrize("signed", [None, "v0=none"], ids=["signed", "unsigned"])
async def test_a_certificate_check_gets_a_bare_200(door: Door, signed: str | None) -> None:
    assert (200, "") == await door.post(b"ssl_check=1&token=x", signed=signed)


@pytest.mark.parametrize("skew", [-300, 0, 300])
async def test_a_clock_may_be_five_minutes_off(door: Door, skew: int) -> None:
    at = str(int(door.clock.seconds()) + skew)
    assert 200 == (await door.post(form(COMMAND), timestamp=at))[0]


async def test_the_content_types_case_and_parameters_do_not_matter(door: Door) -> None:
    given = "Application/X-WWW-Form-URLEncoded; charset=utf-8"
    assert 200 == (await door.post(form(COMMAND), given))[0]


# --- What does not


@pytest.mark.parametrize(
    "signed",
    ["", "v0=", "v0=" + "0" * 64, "v1=" + "0" * 64, "v0=é" + "0" * 63, "no signature at all"],
)
async def test_a_wrong_signature_is_refused_without_detail(door: Door, signed: str) -> None:
    assert (401, "") == await door.post(form(COMMAND), signed=signed)


async def test_the_signature_of_other_bytes_is_refused(door: Door) -> None:
    at = str(int(door.clock.seconds()))
    other = signature(SIGNING_SECRET, at, form(COMMAND | {"text": "other"}))
    assert (401, "") == await door.post(form(COMMAND), signed=other)


async def test_the_signature_of_another_secret_is_refused(door: Door) -> None:
    at = str(int(door.clock.seconds()))
    other = signature("other-secret", at, form(COMMAND))
    assert (401, "") == await door.post(form(COMMAND), signed=other)


@pytest.mark.parametrize("skew", [-301, 301, -(10**6)])
async def test_a_stale_timestamp_is_refused_though_signed(door: Door, skew: int) -> None:
    at = str(int(door.clock.seconds()) + skew)
    assert (401, "") == await door.post(form(COMMAND), timestamp=at)


@pytest.mark.parametrize(
    "timestamp",
    ["", "abc", "-1", "1e9", "17954208000", "+179542080", "１７９５４２０８００", "179542080０"],
)
async def test_a_malformed_timestamp_is_refused_though_signed(door: Door, timestamp: str) -> None:
    assert (401, "") == await door.post(form(COMMAND), timestamp=timestamp)


async def test_missing_headers_are_refused(door: Door) -> None:
    async with door.session.post(
        f"{door.url}/slack/events", data=form(COMMAND), headers={"Content-Type": FORM}
    ) as answer:
        assert (401, "") == (answer.status, await answer.text())


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
async def test_another_method_is_refused(door: Door, method: str) -> None:
    assert 405 == (await door.post(form(COMMAND), method=method))[0]


@pytest.mark.parametrize("path", ["/", "/slack", "/slack/events/more", "/jira/webhook", "/admin"])
async def test_another_path_is_not_found(door: Door, path: str) -> None:
    assert 404 == (await door.post(form(COMMAND), path=path))[0]


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data", "", "application/x"])
async def test_another_content_type_is_refused(door: Door, content_type: str) -> None:
    assert (415, "") == await door.post(form(COMMAND), content_type)


async def test_a_body_over_a_mebibyte_is_refused_unread(door: Door) -> None:
    assert (413, "") == await door.post(b"x" * (LARGEST + 1))


async def test_a_body_in_chunks_is_measured_too(door: Door) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * 32 * 1024

    async with door.session.post(
        f"{door.url}/slack/events", data=chunks(), headers={"Content-Type": FORM}
    ) as answer:
        assert 413 == answer.status


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{not json", JSON),
        (b"[1, 2]", JSON),
        (b"null", JSON),
        (b'"text"', JSON),
        (b"[" * 200_000, JSON),
        (b"payload={broken", FORM),
        (b"payload=[1]", FORM),
        (b"payload=null", FORM),
        (b"\xff\xfe\xfd", FORM),
        (b"", JSON),
        (b"payload=", FORM),
    ],
    ids=range(11),
)
async def test_what_is_signed_but_broken_is_refused_without_detail(
    door: Door, body: bytes, content_type: str
) -> None:
    status, text = await door.post(body, content_type)
    assert 400 <= status < 500
    assert "Traceback" not in text


async def test_an_empty_secret_serves_nothing() -> None:
    with pytest.raises(ValueError, match="signing secret"):
        Endpoint(None, "", lambda: 0.0)  # type: ignore[arg-type]


async def test_nothing_of_a_body_or_a_signature_is_ever_logged(
    door: Door, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    bodies = [
        (form(COMMAND | {"text": CANARY}), FORM),
        (f"payload={{{CANARY}".encode(), FORM),
        (f'{{"type": "sample", "x": "{CANARY}"}}'.encode(), JSON),
        (f'{{"{CANARY}'.encode(), JSON),
        (form({"payload": json.dumps({"type": "shortcut", "callback_id": CANARY})}), FORM),
        (form(COMMAND | {"trigger_id": "", "text": CANARY, "team_id": ""}), FORM),
        (CANARY.encode() * 100_000, FORM),
    ]
    with capture_logs() as logs:
        for body, content_type in bodies:
            await door.post(body, content_type)
            await door.post(body, content_type, signed=f"v0={CANARY}")
            await door.post(body, content_type, timestamp=CANARY)
    printed = capfd.readouterr()
    everything = "\n".join([str(logs), caplog.text, printed.out, printed.err])
    assert "refused" in everything
    assert CANARY not in everything
    assert "Traceback" not in everything


async def test_a_burst_of_forged_requests_leaves_the_door_open(door: Door) -> None:
    forged = [door.post(form(COMMAND), signed="v0=x") for _ in range(50)]
    assert {401} == {status for status, _ in await asyncio.gather(*forged)}
    assert 200 == (await door.post(form(COMMAND)))[0]
