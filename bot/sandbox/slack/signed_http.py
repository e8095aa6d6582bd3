"""Delivery over HTTP: signed POSTs to the app's address.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import asyncio
import hashlib
import hmac
import json
from urllib.parse import urlencode

import aiohttp

from bot.sandbox.slack.envelope import Ack, Envelope
from bot.sandbox.slack.state import Clock, Json

FORM = "application/x-www-form-urlencoded"


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The v0 signature of a request."""
    base = b":".join((b"v0", timestamp.encode(), body))
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class SignedHttp:
    """Posts to one address. `clock` dates the signatures, in seconds since 1970."""

    def __init__(self, url: str, secret: str, clock: Clock) -> None:
        self._url = url
        self._secret = secret
        self._clock = clock

    async def send(self, envelope: Envelope, seconds: float) -> Ack | None:
        """Post; None when no answer came in time or the connection failed."""
        content_type, body = _body(envelope)
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            async with (
                asyncio.timeout(seconds),
                aiohttp.ClientSession() as session,
                session.post(
                    self._url, data=body, headers=self._headers(envelope, content_type, body)
                ) as response,
            ):
                answer = await _answer(response)
                return Ack(response.status, answer, loop.time() - started)
        except (TimeoutError, aiohttp.ClientConnectionError):
            return None

    def _headers(self, envelope: Envelope, content_type: str, body: bytes) -> dict[str, str]:
        timestamp = str(int(self._clock()))
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, body),
        }
        if envelope.attempt:
            headers["X-Slack-Retry-Num"] = str(envelope.attempt)
            headers["X-Slack-Retry-Reason"] = envelope.reason
        return headers


def _body(envelope: Envelope) -> tuple[str, bytes]:
    if envelope.kind == "events_api":
        return "application/json", json.dumps(envelope.payload).encode()
    if envelope.kind == "slash_commands":
        return FORM, urlencode(envelope.payload).encode()
    return FORM, urlencode({"payload": json.dumps(envelope.payload)}).encode()


async def _answer(response: aiohttp.ClientResponse) -> Json:
    text = await response.text()
    if response.content_type == "application/json" and text:
        body = json.loads(text)
        return body if isinstance(body, dict) else {}
    return {"text": text} if text else {}
