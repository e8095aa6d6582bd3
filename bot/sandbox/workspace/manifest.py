"""What the app declares to Slack, asked of the bot's own command line."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE

from bot.sandbox.child import ROOT, BotEnded
from bot.sandbox.slack import Json


async def manifest() -> Json:
    """The app manifest. Raises BotEnded, with what was said, when there is none."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "manifest"),
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        stdout=PIPE,
        stderr=PIPE,
    )
    said, complaint = await process.communicate()
    if process.returncode:
        raise BotEnded(f"The bot told no manifest:\n{complaint.decode(errors='replace')}")
    told: Json = json.loads(said)
    return told
