"""What every effect is, and the one that does nothing outside."""

from enum import StrEnum
from typing import ClassVar

from msgspec import Struct


class System(StrEnum):
    """Who performs an effect."""

    CHAT = "chat"
    TRACKER = "tracker"
    DESK = "desk"
    """Ourselves: long reading work that ends in a short transaction."""


class Effect(Struct, frozen=True):
    """Something to be done outside, or read from there.

    `repeatable`: doing it twice is as good as once, so an uncertain outcome is simply repeated.
    All others are looked for first, at `looks` (in leases since the send was begun), and done
    again only when the last look finds no trace.
    """

    system: ClassVar[System]
    repeatable: ClassVar[bool] = True
    looks: ClassVar[tuple[float, ...]] = ()

    @property
    def gate(self) -> str:
        """What a 429 closes for the whole workspace: a method of Slack's, all of the tracker."""
        if self.system is System.TRACKER:
            return self.system
        return f"{self.system}.{type(self).__name__}"


class Proceed(Effect, frozen=True):
    """Nothing outside: what is `done` for its kind is the work, in a transaction of its own.

    A long work is a chain of these: each does a part and owes the next, so that nobody's
    acknowledgement waits for the whole.
    """

    system: ClassVar[System] = System.DESK
