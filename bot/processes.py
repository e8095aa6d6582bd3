"""The running program: web, socket and worker, each alone or all in one process."""

import asyncio
import os
import signal
import socket
import uuid
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from enum import Flag, auto

import structlog
import uvicorn
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler

from bot.app import App, Slack, connect, slack_client
from bot.clock import Ticker
from bot.effects import System
from bot.errors import Unavailable
from bot.outbox import Outbox
from bot.ports import Port
from bot.web import Health, JiraHook, Links, application
from integrations.jira import hints
from integrations.jira.webhook import signed
from integrations.slack.http import Endpoint

log = structlog.get_logger("process")

SOCKET_CLOSES_IN = 10.0


class Part(Flag):
    """What a process does."""

    WEB = auto()
    SOCKET = auto()
    WORKER = auto()


async def serve(app: App, parts: Part) -> None:
    """Do `parts` until the process is told to stop; what is under way is finished first."""
    async with AsyncExitStack() as stack:
        slack = await _connected(app)
        stack.push_async_callback(slack.session.close)
        health = Health(app.database, app.surroundings)
        running: list[asyncio.Task[None]] = []
        if Part.WORKER in parts:
            running.append(await _work(app, slack, stack))
        if Part.SOCKET in parts:
            await _listen(app, slack, health, stack)
        if Part.WEB in parts or Part.SOCKET in parts:
            server = _server(app, slack if Part.WEB in parts else None, health)
            running.append(asyncio.create_task(server.serve()))
            stack.callback(setattr, server, "should_exit", True)
        log.info("serving", parts=str(parts), port=app.config.port)
        await _until_told(running)
        await app.shell.settled()


async def _connected(app: App) -> Slack:
    """Slack, waited for: a start-up during an outage is not a crash."""
    pause = 1.0
    while True:
        try:
            return await connect(app)
        except Unavailable as error:
            log.warning("waiting for Slack", error=str(error), seconds=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 60.0)


async def _work(app: App, slack: Slack, stack: AsyncExitStack) -> asyncio.Task[None]:
    ports: dict[System, Port] = {System.CHAT: slack.chat, System.DESK: app.desk}
    stack.push_async_callback(app.desk.close)
    tracker = app.tracker()
    if tracker is not None:
        ports[System.TRACKER] = tracker
        stack.push_async_callback(tracker.close)
    outbox = app.outbox(ports, owner=f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:6]}")
    ticker = app.ticker()
    app.shell.on_commit = outbox.wake
    ticker.on_taken = outbox.wake
    task = asyncio.create_task(outbox.run())
    ticker.start()
    stack.push_async_callback(_rest, ticker, outbox, task)
    return task


async def _rest(ticker: Ticker, outbox: Outbox, task: asyncio.Task[None]) -> None:
    ticker.stop()
    outbox.stop()
    await task


async def _listen(app: App, slack: Slack, health: Health, stack: AsyncExitStack) -> None:
    handler = AsyncSocketModeHandler(
        slack.bolt(app),
        app.config.slack_app_token,
        web_client=slack_client(app.config, slack.session),
    )
    await handler.connect_async()  # type: ignore[no-untyped-call]
    health.connected = lambda: bool(handler.client.current_session and not handler.client.closed)
    stack.push_async_callback(_hang_up, handler)


async def _hang_up(handler: AsyncSocketModeHandler) -> None:
    with suppress(TimeoutError):
        closing = handler.close_async()  # type: ignore[no-untyped-call]
        await asyncio.wait_for(closing, SOCKET_CLOSES_IN)


def _server(app: App, slack: Slack | None, health: Health) -> uvicorn.Server:
    config = app.config
    slack_endpoint = None
    if slack is not None and config.slack_signing_secret:
        now = app.clock.real_now
        secret = config.slack_signing_secret
        slack_endpoint = Endpoint(slack.bolt(app), secret, lambda: now().timestamp()).answer
    jira_endpoint = None
    if config.jira_webhook_secret:
        jira_endpoint = JiraHook(
            app.database, app.surroundings, config.jira_webhook_secret, signed, hints.owe
        ).hinted
    served = application(health, slack_endpoint, jira_endpoint, Links(app.database).followed)
    return _Quiet(
        uvicorn.Config(
            served,
            host=config.host,
            port=config.port,
            log_config=None,
            access_log=False,
            lifespan="off",
        )
    )


class _Quiet(uvicorn.Server):
    """Leaves the signals to us: one Ctrl-C stops every part in order."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing is captured."""
        yield


async def _until_told(running: list[asyncio.Task[None]]) -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    waiting = asyncio.create_task(told.wait())
    done, _ = await asyncio.wait([waiting, *running], return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    for task in done - {waiting}:
        task.result()
