"""What was put off comes back by itself: everything that waits is checked every quarter of an hour.

The events that may bring something back check at once; this finds what only time brings, and what
two events at the same moment hid from each other.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.effects import Effect, Proceed
from bot.feature import Context
from bot.job import Every, Job
from bot.services import returning

PART = 25
"""How many ideas one transaction checks."""


def act(context: Context) -> None:
    """Begin to look through everything that was put off."""
    context.owe("returns.sweep", "returns", {"after": 0}, replaces=True)


job = Job("Bring back what was put off", Every(timedelta(minutes=15)), act=act)


@job.effect("returns.sweep")
def sweep(payload: Mapping[str, Any], context: Context) -> Effect:  # noqa: ARG001
    """The next part of what was put off."""
    return Proceed()


@job.done("returns.sweep")
def swept(payload: Mapping[str, Any], result: object, context: Context) -> None:  # noqa: ARG001
    """Bring back what has happened, and go on."""
    tomorrow = context.now.date() + timedelta(days=1)  # the latest day it is anywhere
    found = context.store.decisions.waiting(tomorrow, payload["after"], PART)
    for idea in found:
        returning.check(idea, context)
    if len(found) == PART:
        context.owe("returns.sweep", "returns", {"after": found[-1].id})
