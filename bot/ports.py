"""The outside as the program sees it: the time, and the ports that perform effects."""

from datetime import datetime
from math import inf
from typing import Protocol

from msgspec import Struct

from bot.effects import Effect
from bot.message import Form, Message, Place


class Finding(Struct, frozen=True):
    """One line of `doctor`: what was looked at, whether it does, and the fix if not."""

    subject: str
    ok: bool
    detail: str = ""
    fix: str = ""


class Clock(Protocol):
    """The time, made in `bot.app` alone."""

    def now(self) -> datetime:
        """The product's time, in UTC; a demo may move it."""

    def real_now(self) -> datetime:
        """The machine's time, in UTC: for leases, retries and signatures."""


class Port(Protocol):
    """A system outside."""

    async def perform(self, effect: Effect, mark: str, within: float = inf) -> object:
        """Do it once, leaving `mark` where it can be found; the result is named by the effect.

        What must not be doubled is begun `within` so many seconds, or never. Raises Unavailable,
        Refused or Uncertain.
        """

    async def find(self, effect: Effect, mark: str, since: datetime) -> object | None:
        """The result of an earlier try that was begun at `since`, None when there is no trace.

        Raises Unavailable, or CannotLook when it can never be known.
        """

    async def check(self) -> list[Finding]:
        """What `doctor` says of this system."""


class Chat(Port, Protocol):
    """Slack, beyond its effects: what must happen while a person waits."""

    async def open_form(
        self, trigger: str, form: Form, view: str | None = None, place: Place = Place.OPEN
    ) -> None:
        """Open the form, push it over the open ones, or draw it in place of `view`.

        Raises Unavailable or Refused.
        """

    async def answer(
        self, url: str, message: Message, *, replace: bool, thread: str | None = None
    ) -> None:
        """Answer a payload once through its `response_url`, in the thread it came from.

        Best effort; raises Unavailable.
        """


class Tracker(Port, Protocol):
    """Jira."""
