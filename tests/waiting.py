"""Waiting for what other processes and threads do, which tell nobody when they are done."""

import asyncio
from collections.abc import Awaitable, Callable


async def until(
    true: Callable[[], bool | Awaitable[bool]], seconds: float = 60, every: float = 0.02
) -> None:
    """Return once `true` says so. Raises TimeoutError after so many seconds."""
    async with asyncio.timeout(seconds):
        while not await _answer(true()):  # noqa: ASYNC110 - nobody sets an event for it
            await asyncio.sleep(every)


async def _answer(told: bool | Awaitable[bool]) -> bool:
    return told if isinstance(told, bool) else await told
