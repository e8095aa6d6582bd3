"""Has charts drawn by a child process, which is started when one is needed and ended on a fault."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress

import structlog
from msgspec.json import encode

from bot.drawing import LENGTH
from bot.picture import Picture

log = structlog.get_logger("charts")

PATIENCE = 20.0
"""Seconds for one chart; the first takes the longest, since the library is loaded for it."""
TRIES = 2
CHILD = (sys.executable, "-m", "bot.drawing")


class Artist:
    """Draws one chart at a time."""

    def __init__(self, child: tuple[str, ...] = CHILD, patience: float = PATIENCE) -> None:
        self.child = child
        self.patience = patience
        self.process: Process | None = None
        self._turn = asyncio.Lock()

    async def draw(self, picture: Picture) -> bytes | None:
        """The chart as PNG; None when it cannot be drawn, which is logged."""
        asked = encode(picture)
        async with self._turn:
            for _ in range(TRIES):
                try:
                    async with asyncio.timeout(self.patience):
                        return await self._drawn(asked)
                except (OSError, EOFError, TimeoutError) as error:
                    log.warning("chart not drawn", title=picture.title, error=repr(error))
                    await self.close()
                except asyncio.CancelledError:
                    await self.close()
                    raise
        return None

    async def _drawn(self, asked: bytes) -> bytes:
        process = await self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(LENGTH.pack(len(asked)) + asked)
        await process.stdin.drain()
        head = await process.stdout.readexactly(LENGTH.size)
        return await process.stdout.readexactly(LENGTH.unpack(head)[0])

    async def _running(self) -> Process:
        if self.process is None or self.process.returncode is not None:
            self.process = await asyncio.create_subprocess_exec(
                *self.child, stdin=PIPE, stdout=PIPE
            )
        return self.process

    async def close(self) -> None:
        """End the child."""
        process, self.process = self.process, None
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
