"""How the bot is, to an admin: what is owed, what was given up, how far Jira was read."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from bot.message import Block
from bot.views import blocks
from bot.views.text import counted, cut, escaped, line, moment

LAG = 600
"""Seconds after which something is late."""
WORDS = {
    "tell": "A word to somebody",
    "card": "A card in a triage channel",
    "checkin": "A question to an owner",
    "digest": "A word on a digest",
    "greeting": "A greeting",
    "idea": "A word to a requester",
    "issue": "A change in Jira",
    "jira": "A reading of Jira",
    "people": "A look at who is who",
    "post": "A digest",
    "reminders": "A reminder",
    "several": "An answer to several ideas",
}
"""What a delivery is, by the file that declares it."""
DROP = blocks.confirm(
    "Drop it?", "It is never sent. What it was about stays as it is.", "Drop", "Keep it"
)


class Dead(Struct, frozen=True):
    """A delivery that was given up."""

    id: int
    what: str
    error: str


class Reading(Struct, frozen=True):
    """How far a Jira project was read."""

    project: str
    good_at: datetime | None
    lag: int = 0
    """Seconds since then."""
    error: str = ""


class Health(Struct, frozen=True):
    """What an admin wants to know of the bot."""

    owed: int
    lag: int
    """Seconds for which the oldest of it has been due."""
    dead: Sequence[Dead] = ()
    dead_in_all: int = 0
    readings: Sequence[Reading] = ()
    homeless: int = 0
    """Ideas that wait for a product."""


def health(found: Health) -> Iterator[Block]:
    """What an admin's Home says of the bot, each thing given up with its buttons."""
    yield blocks.divider()
    yield blocks.header("Health")
    yield blocks.section("\n".join(_vitals(found)))
    for dead in found.dead:
        what = WORDS.get(dead.what.partition(".")[0], "Something")
        error = escaped(cut(line(dead.error), 300))
        words = f"*{what} was given up*  ·  `{escaped(dead.what)}`\n{error}"
        yield blocks.section(words)
        yield blocks.actions(
            f"dead.{dead.id}",
            blocks.button("home.again", "Send again", str(dead.id)),
            blocks.button("home.drop", "Drop", str(dead.id), confirm=DROP),
        )
    rest = found.dead_in_all - len(found.dead)
    if rest > 0:
        yield blocks.context(f"And {counted(rest, 'older one')} after these.")


def _vitals(health: Health) -> Iterator[str]:
    waits = f", the oldest for {_span(health.lag)}" if health.owed and health.lag >= 60 else ""
    owed = counted(health.owed, "delivery", "deliveries")
    yield f"{_sign(health.lag < LAG)} {owed} on the way{waits}"
    yield f"{_sign(not health.dead_in_all)} {health.dead_in_all or 'Nothing'} given up"
    for reading in health.readings:
        yield _reading(reading)
    if health.homeless:
        wait = "waits" if health.homeless == 1 else "wait"
        yield f":warning: {counted(health.homeless, 'idea')} {wait} for a product: `/product`"


def _reading(reading: Reading) -> str:
    name = f"Jira {escaped(reading.project)}"
    if reading.error:
        return f":warning: {name}: {escaped(cut(line(reading.error), 200))}"
    if reading.good_at is None:
        return f":hourglass_flowing_sand: {name} is being read for the first time"
    behind = f", {_span(reading.lag)} ago" if reading.lag >= LAG else ""
    return f"{_sign(reading.lag < LAG)} {name} was last read {moment(reading.good_at)}{behind}"


def _sign(well: bool) -> str:
    return ":white_check_mark:" if well else ":warning:"


def _span(seconds: int) -> str:
    minutes = seconds // 60
    return counted(minutes, "minute") if minutes < 120 else counted(minutes // 60, "hour")
