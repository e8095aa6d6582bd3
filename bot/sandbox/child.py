"""The real bot as a child process, with an environment of its own and its log in a file."""

import asyncio
import contextlib
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 10.0
"""Seconds the bot may take to end."""
LAST_LINES = 15


class BotEnded(Exception):
    """The bot ended by itself; the text holds the last lines of its log."""


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Bot:
    """`python -m bot run` in `folder`: no `.env` and no variable of this machine reaches it."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self.folder = folder
        self.log = folder / "bot.log"
        self.environment = {**settings, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        self._process: Process | None = None

    async def start(self) -> None:
        """Start it, out of reach of a Ctrl-C that is meant for the demo."""
        with self.log.open("wb") as log:
            self._process = await self._spawn("run", stdout=log.fileno())

    async def command(self, *words: str) -> str:
        """What another command of the bot says on the same settings. Raises BotEnded."""
        process = await self._spawn(*words, stdout=PIPE)
        try:
            said, _ = await process.communicate()
        finally:
            await _end(process)
        if process.returncode:
            raise BotEnded(
                f"`{' '.join(words)}` failed:\n{_last_lines(said.decode(errors='replace'))}"
            )
        return said.decode(errors="replace").strip()

    async def _spawn(self, *words: str, stdout: int) -> Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *words,
            cwd=self.folder,
            env=self.environment,
            stdin=DEVNULL,
            stdout=stdout,
            stderr=STDOUT,
            start_new_session=True,
        )

    def check(self) -> None:
        """Raises BotEnded when it is no more."""
        if self._process is not None and self._process.returncode is not None:
            raise BotEnded(
                f"The bot ended by itself (exit code {self._process.returncode}). "
                f"The last lines of its log:\n{self.last_lines()}"
            )

    def last_lines(self) -> str:
        """The end of its log."""
        return _last_lines(self.log.read_text(errors="replace"))

    async def stop(self) -> None:
        """End it, and wait until it is gone."""
        if self._process is not None:
            await _end(self._process)


def _last_lines(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines()[-LAST_LINES:]) or "  (nothing)"


async def _end(process: Process) -> None:
    for end in (process.terminate, process.kill):
        if process.returncode is None:
            end()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), PATIENCE)
