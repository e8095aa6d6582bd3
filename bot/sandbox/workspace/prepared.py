"""What the page needs before it can be served: its files, and what the app declares."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.slack import Json
from bot.sandbox.workspace.build import Build
from bot.sandbox.workspace.manifest import manifest


@dataclass(frozen=True, slots=True)
class Prepared:
    """The app's manifest; and `instead`, what a reader is shown where nothing could be built."""

    manifest: Json
    instead: str = ""


async def prepared(say: Callable[[str], None]) -> Prepared:
    """Build the page where need be, and ask the bot for its manifest. Raises BotEnded."""
    instead, declared = await asyncio.gather(Build().make(say), manifest())
    return Prepared(declared, instead)
