"""Socket Mode: the app's WebSockets, one of which gets each payload.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
import secrets
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from bot.sandbox.slack.envelope import Ack, Envelope
from bot.sandbox.slack.state import Json

MOST_CONNECTIONS = 10


@dataclass(eq=False, slots=True)
class Connection:
    """One open WebSocket and what was sent over it without an acknowledgement."""

    socket: web.WebSocketResponse
    unacked: dict[str, Envelope] = field(default_factory=dict)
    leaving: bool = False
    """Told to reconnect: it gets nothing more."""


class SocketMode:
    """Every connection of the app."""

    def __init__(self, app_id: str) -> None:
        self.connections: list[Connection] = []
        self._app_id = app_id
        self._tickets: set[str] = set()
        self._waiting: dict[str, asyncio.Future[Ack]] = {}
        self._changed = asyncio.Condition()
        self._redeliveries: set[asyncio.Task[None]] = set()
        self._closed = False

    def ticket(self) -> str:
        """What admits one to a new connection."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One WebSocket from hello to close."""
        if request.query.get("ticket") not in self._tickets:
            return web.Response(status=401)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if len(self.connections) >= MOST_CONNECTIONS:
            await socket.send_json(_disconnect("too_many_websockets"))
            await socket.close()
            return socket
        connection = Connection(socket)
        await self._enter(connection)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._hear(json.loads(message.data))
        finally:
            await self._leave(connection)
        return socket

    async def _enter(self, connection: Connection) -> None:
        await connection.socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self.connections) + 1,
                "connection_info": {"app_id": self._app_id},
                "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
            }
        )
        async with self._changed:
            self.connections.append(connection)
            self._changed.notify_all()

    async def _leave(self, connection: Connection) -> None:
        self.connections.remove(connection)
        async with self._changed:
            self._changed.notify_all()
        for envelope in connection.unacked.values():
            envelope.attempt, envelope.reason = envelope.attempt + 1, "connection_failed"
            if not self._closed:
                task = asyncio.create_task(self._push(envelope))
                self._redeliveries.add(task)
                task.add_done_callback(self._redeliveries.discard)

    def _hear(self, ack: Json) -> None:
        envelope_id = str(ack.get("envelope_id"))
        for connection in self.connections:
            connection.unacked.pop(envelope_id, None)
        future = self._waiting.get(envelope_id)
        if future and not future.done():
            future.set_result(Ack(200, ack.get("payload") or {}, 0.0))

    async def send(self, envelope: Envelope, seconds: float) -> Ack | None:
        """Deliver over any connection, waiting for one if there is none."""
        loop = asyncio.get_running_loop()
        future = self._waiting[envelope.id] = loop.create_future()
        started = loop.time()
        try:
            async with asyncio.timeout(seconds):
                await self._push(envelope)
                ack = await future
            return Ack(ack.status, ack.body, loop.time() - started)
        except TimeoutError:
            return None
        finally:
            self._waiting.pop(envelope.id, None)

    async def _push(self, envelope: Envelope) -> None:
        async with self._changed:
            await self._changed.wait_for(self._ready)
        connection = secrets.choice(self._ready())
        connection.unacked[envelope.id] = envelope
        with suppress(ConnectionError):  # closing: what it did not take goes out again
            await connection.socket.send_json(_enveloped(envelope))

    def _ready(self) -> list[Connection]:
        return [c for c in self.connections if not c.leaving and not c.socket.closed]

    async def connected(self, number: int = 1) -> None:
        """Wait until exactly so many connections stand, those told to leave not counted."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self._ready()) == number)

    async def refresh(self) -> None:
        """Ask every connection to reconnect, as Slack does every few hours."""
        for connection in self._ready():
            connection.leaving = True
            await connection.socket.send_json(_disconnect("refresh_requested"))

    async def drop(self) -> None:
        """Close every connection without a word."""
        for connection in list(self.connections):
            await connection.socket.close()

    async def close(self) -> None:
        """Let everything go."""
        self._closed = True
        for task in self._redeliveries:
            task.cancel()
        await self.drop()


def _disconnect(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}


def _enveloped(envelope: Envelope) -> Json:
    known: Json = {
        "type": envelope.kind,
        "envelope_id": envelope.id,
        "accepts_response_payload": envelope.kind != "events_api",
        "payload": envelope.payload,
    }
    if envelope.kind == "events_api" or envelope.attempt:
        known |= {"retry_attempt": envelope.attempt, "retry_reason": envelope.reason}
    return known
