"""Fair weather or foul: each call done and answered, or not, as the faults due have it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from aiohttp import web

from bot.sandbox.faults import FaultKind, Faults
from bot.sandbox.slack.state import Call, Json

Work: TypeAlias = Callable[[], Awaitable[tuple[int, Json]]]
"""Does what the call asks; the status and the body to answer with."""


async def answered(faults: Faults, request: web.Request, call: Call, work: Work) -> web.Response:
    """The answer to a call, with what the caller heard noted in it."""
    fault = faults.take(call.method)
    if fault is None:
        return _say(call, *await work())
    match fault.kind:
        case FaultKind.RATE_LIMITED:
            response = _say(call, 429, {"ok": False, "error": "ratelimited"})
            response.headers["Retry-After"] = fault.retry_after
            return response
        case FaultKind.REFUSED:
            return _say(call, 200, {"ok": False, "error": fault.error})
        case FaultKind.SERVER_ERROR:
            return _say(call, fault.status, {"ok": False, "error": fault.error})
        case FaultKind.CUT_BEFORE:
            return _cut(request)
        case FaultKind.CUT_AFTER:
            await work()
            return _cut(request)
        case FaultKind.ERROR_AFTER:
            await work()
            return _say(call, fault.status, {"ok": False, "error": fault.error})
        case FaultKind.SLOW:
            status, body = await work()
            await asyncio.sleep(fault.seconds)
            return _say(call, status, body)


def _say(call: Call, status: int, body: Json) -> web.Response:
    call.status, call.answer = status, body
    return web.json_response(body, status=status)


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
