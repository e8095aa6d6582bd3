"""What a job file declares and is given."""

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec import Struct

from bot.feature import Context, Effects, Links
from bot.message import Message
from bot.store.stores import Store
from bot.words import DigestKind


class Every(Struct, frozen=True):
    """Due again and again, a fixed time apart, once for the workspace."""

    period: timedelta


class Weekly(Struct, frozen=True):
    """Due when its subscription says: weekday, local time, zone."""

    kind: DigestKind


Schedule = Every | Weekly


class JobContext(Struct, frozen=True):
    """What a job computes from, on a reader that sees one consistent state."""

    store: Store
    now: datetime
    """The instant it was due: a late run tells what the timely one would have told."""
    subject: int
    """The subscription it runs for."""
    links: Links


Says = Callable[[JobContext], list[Message]]
Acts = Callable[[Context], None]


class Job(Effects):
    """One scheduled job. It either `run`s and says something, or `act`s on the store.

    What `run` returns is posted to the subscription's channel: the first message, the others in
    its thread; nothing for an empty list.
    """

    def __init__(
        self,
        summary: str,
        schedule: Schedule,
        *,
        run: Says | None = None,
        act: Acts | None = None,
    ) -> None:
        super().__init__()
        if (run is None) == (act is None):
            raise ValueError(f"the job {summary!r} must either run or act")
        self.summary = summary
        self.schedule = schedule
        self.run = run
        self.act = act
