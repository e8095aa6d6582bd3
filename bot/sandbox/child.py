"""The real bot as a child process, with an environment of its own and its log in a file."""

import asyncio
import contextlib
import socket
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import Callable, Mapping
from pathlib import Path

import aiohttp

ROOT = Path(__file__).parents[2]
STARTS_WITHIN = 30.0
"""Seconds from its start to its connection."""
ENDS_WITHIN = 10.0
LOOK_EVERY = 0.05
LAST_LINES = 15


class BotEnded(Exception):
    """The bot ended by itself, or never came up; the text holds the last lines of its log."""


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Bot:
    """`python -m bot run` in `folder`: no `.env` and no variable of this machine reaches it.

    `connected` tells whether Slack sees it. Its web process listens on `port`.
    """

    def __init__(
        self, folder: Path, settings: Mapping[str, str], port: int, connected: Callable[[], bool]
    ) -> None:
        self.log = folder / "bot.log"
        self.port = port
        self._folder = folder
        self._connected = connected
        self._environment = {
            **settings,
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
        }
        self._process: Process | None = None

    async def start(self) -> None:
        """Start it, out of reach of a Ctrl-C that is meant for the demo, and wait until it is up.

        Raises BotEnded when it does not come up.
        """
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot.sandbox.leash", "run"),
                cwd=self._folder,
                env=self._environment,
                stdin=PIPE,
                stdout=log.fileno(),
                stderr=STDOUT,
                start_new_session=True,
            )
        try:
            await asyncio.wait_for(self._up(), STARTS_WITHIN)
        except TimeoutError:
            raise self._ended(f"The bot was not up within {STARTS_WITHIN:.0f} seconds.") from None

    async def _up(self) -> None:
        async with aiohttp.ClientSession() as session:
            while not (self._connected() and await self._healthy(session)):
                self.check()
                await asyncio.sleep(LOOK_EVERY)

    async def _healthy(self, session: aiohttp.ClientSession) -> bool:
        try:
            async with session.get(f"http://127.0.0.1:{self.port}/healthz") as answer:
                return answer.status == 200
        except aiohttp.ClientConnectionError:
            return False

    def check(self) -> None:
        """Raises BotEnded when it is no more."""
        if self._process is not None and self._process.returncode is not None:
            raise self._ended(f"The bot ended with exit code {self._process.returncode}.")

    def _ended(self, what: str) -> BotEnded:
        lines = self.log.read_text(errors="replace").splitlines()[-LAST_LINES:]
        shown = "\n".join(f"  {line}" for line in lines) or "  (nothing)"
        return BotEnded(f"{what} The last lines of its log:\n{shown}")

    async def stop(self) -> None:
        """End it, and wait until it is gone."""
        process = self._process
        if process is None:
            return
        for end in (process.terminate, process.kill):
            if process.returncode is None:
                end()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(process.wait(), ENDS_WITHIN)

    async def kill(self) -> None:
        """SIGKILL it: it has no time to put anything in order."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()
