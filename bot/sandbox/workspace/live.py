"""The WebSocket that keeps a page up to date: at first everything, then what changed."""

import asyncio
import weakref
from collections.abc import Callable, Iterable

import orjson
from aiohttp import web

from bot.sandbox.workspace.snapshot import Part

LOOK_EVERY = 0.15
"""Seconds between two looks at the stand-ins, which tell nobody when they change."""
HEARTBEAT = 20.0


class Live:
    """Every open page."""

    def __init__(self) -> None:
        self._sockets: weakref.WeakSet[web.WebSocketResponse] = weakref.WeakSet()

    async def serve(
        self, request: web.Request, parts: Callable[[], Iterable[Part]]
    ) -> web.WebSocketResponse:
        """One page from open to close."""
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT)
        await socket.prepare(request)
        self._sockets.add(socket)
        gone = asyncio.create_task(_until_closed(socket))
        try:
            await _follow(socket, gone, parts)
        except ConnectionError:
            pass  # closed while being told: a page that is still there connects again
        finally:
            gone.cancel()
        return socket

    async def close(self) -> None:
        """Let every page go."""
        for socket in list(self._sockets):
            await socket.close()


async def _until_closed(socket: web.WebSocketResponse) -> None:
    async for _ in socket:
        pass


async def _follow(
    socket: web.WebSocketResponse, gone: asyncio.Task[None], parts: Callable[[], Iterable[Part]]
) -> None:
    sent: dict[str, bytes] = {}
    while not gone.done():
        drawn = {name: orjson.dumps(part) for name, part in parts()}
        if changes := _changes(sent, drawn):
            await socket.send_str(changes)
        sent = drawn
        await asyncio.wait([gone], timeout=LOOK_EVERY)


def _changes(sent: dict[str, bytes], drawn: dict[str, bytes]) -> str:
    """What changed, as one JSON object; a part that is gone is null. Empty for no change."""
    new = {name: part for name, part in drawn.items() if sent.get(name) != part}
    new |= dict.fromkeys(sent.keys() - drawn.keys(), b"null")
    if not new:
        return ""
    members = b",".join(orjson.dumps(name) + b":" + part for name, part in new.items())
    return (b"{" + members + b"}").decode()
