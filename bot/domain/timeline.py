"""What a field held over time, of one value or of a set of them."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

from msgspec import Struct

V = TypeVar("V")


class Span(NamedTuple, Generic[V]):
    """A stretch in which a field held one value; `end` is None while it still does."""

    value: V
    start: datetime
    end: datetime | None


class Timeline(Struct, Generic[V], frozen=True, gc=False):
    """What a field held: `values[i]` from `starts[i]` to the next start; neighbours differ."""

    starts: list[datetime]
    values: list[V]

    @classmethod
    def of(cls, created: datetime, first: V, later: Iterable[tuple[datetime, V]]) -> "Timeline[V]":
        """The line that begins with `first` at the creation; `later` is in order of time."""
        starts, values = [created], [first]
        for at, value in later:
            if value != values[-1]:
                starts.append(max(at, created))
                values.append(value)
        return cls(starts, values)

    def at(self, at: datetime) -> V | None:
        """What it held at an instant; None before the creation."""
        index = bisect_left(self.starts, at)
        return self.values[index - 1] if index else None

    def held(self, at: datetime) -> Span[V]:
        """What it held at an instant after the creation, since when and until when."""
        index = bisect_left(self.starts, at)
        end = self.starts[index] if index < len(self.starts) else None
        return Span(self.values[index - 1], self.starts[index - 1], end)

    def since(self, at: datetime) -> datetime:
        """When what it held at an instant was set; the creation, before that."""
        return self.starts[max(bisect_left(self.starts, at) - 1, 0)]

    def spans(self) -> Iterator[Span[V]]:
        """All stretches in order; the first one begins with the creation."""
        ends = (*self.starts[1:], None)
        return map(Span, self.values, self.starts, ends)


Mention = tuple[datetime, str, bool]
"""When an element of a set was added (True) or removed (False), and which."""


class Members:
    """A field that holds a set. An element was in it before its first removal, and is in it today
    where nothing was ever said of it."""

    __slots__ = ("__dict__", "_created", "_mentions", "_now")

    def __init__(self, created: datetime, mentions: Sequence[Mention], now: Sequence[str]) -> None:
        self._created = created
        self._mentions = mentions
        self._now = now

    def at(self, at: datetime) -> set[str]:
        """The elements in it at an instant; none before the creation."""
        held: set[str] = set()
        mentioned: set[str] = set()
        if at <= self._created:
            return held
        for when, element, added in self._mentions:
            if added if when < at else not added and element not in mentioned:
                held.add(element)
            elif when < at:
                held.discard(element)
            mentioned.add(element)
        for element in self._now:
            if element not in mentioned:
                held.add(element)
        return held

    @cached_property
    def _lines(self) -> dict[str, Timeline[bool]]:
        steps: dict[str, list[tuple[datetime, bool]]] = defaultdict(list)
        for at, element, added in self._mentions:
            steps[element].append((at, added))
        lines = {e: Timeline.of(self._created, not line[0][1], line) for e, line in steps.items()}
        untold = {one: Timeline.of(self._created, True, ()) for one in {*self._now} - {*steps}}
        return lines | untold

    @property
    def ever(self) -> AbstractSet[str]:
        """Every element that was ever in it."""
        return self._lines.keys()

    def line(self, element: str) -> Timeline[bool]:
        """When an element that was ever in it was."""
        return self._lines[element]

    def knows(self, element: str) -> bool:
        """Whether the element was ever in it."""
        return element in self._lines

    def since(self, element: str, at: datetime) -> datetime:
        """Since when an element that is in it at an instant has been."""
        return self._lines[element].since(at)
