"""Bolt, wired to the shell: one listener for each kind of payload."""

import re
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.ports import Chat
from bot.request import Kind, Request
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
        name="shortlist",  # without one, Bolt reads the source of every frame of the stack
        client=client,
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        raise_error_for_unhandled_request=True,
        signing_secret="verified before",  # noqa: S106 - Bolt wants one though it verifies nothing
    )
    app.error(_acknowledged)
    listen = _listener(shell, chat)
    app.command(ANY)(listen(Kind.COMMAND, payload.command))
    app.block_action(ANY)(listen(Kind.BUTTON, payload.click))
    app.view_submission(ANY)(listen(Kind.FORM, payload.submission))
    app.view_closed(ANY)(listen(Kind.CLOSED, payload.closed))
    app.block_suggestion(ANY)(listen(Kind.OPTIONS, payload.suggestion))
    app.message_shortcut(ANY)(listen(Kind.SHORTCUT, payload.shortcut))
    app.event(ANY)(listen(Kind.EVENT, payload.event))
    return app


async def _acknowledged(error: Exception, body: dict[str, Any]) -> BoltResponse:
    """What Bolt knows no listener for: logged by its type alone, for Bolt would log more of it.

    Slack gets its 200 all the same: it switches off what keeps failing.
    """
    kind = str(body.get("type"))[:40]
    if isinstance(error, BoltUnhandledRequestError):
        log.warning("nobody listens", kind=kind)
    else:
        log.error("listener failed", kind=kind, exc_info=error)
    return BoltResponse(status=200 if body else 400, body="")


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
