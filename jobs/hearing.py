"""Tells what was held back: over quiet hours, or to be told together with other small news."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.effects import Effect, Proceed
from bot.feature import Context
from bot.job import Every, Job
from bot.services import audience


def act(context: Context) -> None:
    """Hand over the first of what is due, and go on in another transaction while there is more."""
    if audience.hand_over_due(context):
        context.owe("hearing.more", "hearing", {}, replaces=True)


job = Job("Tell what was held back", Every(timedelta(minutes=1)), act=act)


@job.effect("hearing.more")
def more(payload: Mapping[str, Any], context: Context) -> Effect | None:  # noqa: ARG001
    """The next part."""
    return Proceed()


@job.done("hearing.more")
def go_on(payload: Mapping[str, Any], result: object, context: Context) -> None:  # noqa: ARG001
    """Hand it over."""
    act(context)
