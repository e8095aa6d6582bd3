"""The guard before Bolt over HTTP: nothing unsigned, stale, huge or malformed gets past it.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Sequence
from http import HTTPStatus
from urllib.parse import parse_qs

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from starlette.requests import Request
from starlette.responses import Response

from bot.web import received

log = structlog.get_logger("slack.http")

LARGEST = 1024 * 1024
OLDEST = 300
"""Seconds a signature stays good."""
TIMESTAMP = re.compile(rb"\d{10}")
FORM = "application/x-www-form-urlencoded"
TYPES = (FORM, "application/json")


class Endpoint:
    """`/slack/events`: checks a request, then hands it to Bolt."""

    def __init__(self, app: AsyncApp, secret: str, now: Callable[[], float]) -> None:
        """`now` is real time in seconds. Raises ValueError for an empty secret: fail closed."""
        if not secret:
            raise ValueError("a signing secret is needed to serve Slack over HTTP")
        self.app = app
        self.secret = secret.encode()
        self.now = now

    async def answer(self, request: Request) -> Response:
        """Bolt's answer, or a bare refusal."""
        content_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if content_type not in TYPES:
            return Response(status_code=HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        body = await received(request, LARGEST)
        if body is None:
            return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if content_type == FORM and _is_certificate_check(body):
            return Response()
        headers = request.headers
        if not self.signed(
            body,
            headers.get("x-slack-request-timestamp", "").encode(),
            headers.get("x-slack-signature", "").encode(),
        ):
            log.warning("refused", reason="signature", size=len(body))
            return Response(status_code=HTTPStatus.UNAUTHORIZED)
        return await self._dispatched(body, request)

    def signed(self, body: bytes, timestamp: bytes, signature: bytes) -> bool:
        """Whether Slack signed exactly these bytes within the last five minutes."""
        if not TIMESTAMP.fullmatch(timestamp) or abs(self.now() - int(timestamp)) > OLDEST:
            return False
        digest = hmac.new(self.secret, b"v0:" + timestamp + b":" + body, hashlib.sha256)
        return hmac.compare_digest(b"v0=" + digest.hexdigest().encode(), signature)

    async def _dispatched(self, body: bytes, request: Request) -> Response:
        headers: dict[str, str | Sequence[str]] = dict(request.headers)
        try:
            bolt_request = AsyncBoltRequest(body=body.decode(), headers=headers, mode="http")
        except (ValueError, AttributeError, TypeError, RecursionError):
            log.warning("refused", reason="not understood", size=len(body))
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        answer = await self.app.async_dispatch(bolt_request)
        return Response(
            answer.body,
            status_code=answer.status,
            media_type=answer.first_headers_without_set_cookie().get("content-type"),
        )


def _is_certificate_check(body: bytes) -> bool:
    """Whether Slack only looks at our certificate: it asks for a bare 200, signed or not.

    https://docs.slack.dev/interactivity/implementing-slash-commands
    """
    # Short of a kilobyte: nothing else of what Slack sends fits beside a token.
    return len(body) < 1024 and parse_qs(body.decode(errors="replace")).get("ssl_check") == ["1"]
