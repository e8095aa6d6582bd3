"""What releases need to know of one item, so that its history is read once, not at each count.

A trace changes with its item alone, and with what the statuses of its site mean. Counting the
releases of a product of any size takes the traces of what is in them.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct

from bot.domain import flow
from bot.domain.history import History
from bot.domain.timeline import Span, Timeline
from bot.tracked import Category


class Stay(NamedTuple):
    """An item that is in a release (`inside`), or ever was."""

    version: str
    key: str
    category: Category
    inside: bool
    begun: datetime | None
    """When work on it began, or it came into the release with work begun; None while neither."""
    line: Timeline[bool]
    """When it was in it."""


class Trace(Struct, frozen=True):
    """One item's."""

    issue: str
    """Its id."""
    stays: Sequence[Stay]
    closings: Sequence[Span[Category]]
    """Those that lasted."""


def traced(history: History) -> Trace:
    """The trace of an item."""
    closings = [span for span in history.closings if span.end != span.start]
    return Trace(history.issue.id, list(_stays(history)), closings)


def _stays(history: History) -> Iterator[Stay]:
    for version in history.versions.ever:
        inside = version in history.issue.versions
        begun = _begun(history, version) if inside else None
        line = history.versions.line(version)
        yield Stay(version, history.key, history.present, inside, begun, line)


def _begun(history: History, version: str) -> datetime | None:
    """When work on an item that is in a version began, or came into it."""
    closed = next((span.start for span in history.closings), flow.NEVER)
    first = min(flow.first_start(history), closed)
    entered = history.versions.since(version, flow.NEVER)
    return None if first is flow.NEVER else max(first, entered)
