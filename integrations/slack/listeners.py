"""Bolt, wired to the shell: one listener for each kind of payload."""

import re
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.feature import Kind, Request
from bot.ports import Chat
from bot.shell import Shell
from integrations.slack import payload
from integrations.slack.reply import acknowledgement

log = structlog.get_logger("slack")

ANY = re.compile(".*", re.DOTALL)
Read = Callable[[dict[str, Any]], Request]
Listener = Callable[..., Awaitable[None]]


def bolt(shell: Shell, chat: Chat, client: AsyncWebClient, identity: AuthorizeResult) -> AsyncApp:
    """The Bolt app. Signatures are verified before it, by `integrations.slack.http`.

    `process_before_response` makes the end of a listener the moment of the acknowledgement: it
    follows the commit. `identity` is what `auth.test` said at the start.
    """

    async def authorize() -> AuthorizeResult:
        return identity

    app = AsyncApp(
        client=client,
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        signing_secret="verified before",  # noqa: S106 - Bolt wants one though it verifies nothing
    )
    listen = _listener(shell, chat)
    app.command(ANY)(listen(Kind.COMMAND, payload.command))
    app.block_action(ANY)(listen(Kind.BUTTON, payload.click))
    app.view_submission(ANY)(listen(Kind.FORM, payload.submission))
    app.view_closed(ANY)(listen(Kind.CLOSED, payload.closed))
    app.block_suggestion(ANY)(listen(Kind.OPTIONS, payload.suggestion))
    app.message_shortcut(ANY)(listen(Kind.SHORTCUT, payload.shortcut))
    app.event(ANY)(listen(Kind.EVENT, payload.event))
    return app


def _listener(shell: Shell, chat: Chat) -> Callable[[Kind, Read], Listener]:
    def listen(kind: Kind, read: Read) -> Listener:
        async def listener(ack: AsyncAck, body: dict[str, Any]) -> None:
            try:
                request = read(body)
            except (KeyError, IndexError, TypeError, AttributeError, ValueError):
                # Answered all the same: Slack switches off what keeps failing.
                log.exception("payload not understood", kind=kind, incident=uuid.uuid4().hex[:8])
                await ack()
                return
            reply = await shell.answer(request)
            await ack(**acknowledgement(kind, reply))
            shell.follow(request, reply, chat)

        return listener

    return listen
