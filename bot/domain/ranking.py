"""What is to be done first: a product's open items in bands of priority, and what moved in them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from bot.domain.priorities import to_band
from bot.tracked import Change, Field, Glance, Issue
from bot.words import Priority

MOST = 500
"""So many open items are asked for: nobody ranks more by hand."""


class Way(StrEnum):
    """Where an item moved."""

    UP = "up"
    DOWN = "down"
    MOVED = "moved"
    """Its rank changed, in words that say no more."""
    NEW = "new"


RANKS = {"higher": Way.UP, "lower": Way.DOWN}
"""What Jira's own words for a change of rank hold."""


class Move(NamedTuple):
    """Why an item stands elsewhere than it stood: the last change of a kind tells by whom.

    Of a priority `before` and `after` are names, of a rank and of a new item there are none.
    """

    way: Way
    at: datetime
    before: str = ""
    after: str = ""
    by: str = ""
    by_name: str = ""

    @property
    def is_rank(self) -> bool:
        """Whether only its rank changed."""
        return self.way is not Way.NEW and not (self.before or self.after)


class Ranked(Struct, frozen=True):
    """One item at its place, from 1."""

    place: int
    item: Glance
    band: Priority | None
    moves: Sequence[Move] = ()


def ordered(items: Iterable[Glance], scheme: Sequence[str]) -> list[Glance]:
    """Items in their tracker's order, brought to that of priorities as they are known now."""
    places = {name: place for place, name in enumerate(scheme)}
    return sorted(items, key=lambda item: places.get(item.priority or "", len(places)))


def ranked(
    items: Sequence[Glance], scheme: Sequence[str], moves: Mapping[str, Sequence[Move]]
) -> list[Ranked]:
    """Ordered items with their places, bands and moves by id."""
    return [
        Ranked(place, item, to_band(item.priority, scheme), moves.get(item.id, ()))
        for place, item in enumerate(items, start=1)
    ]


def neighbour(items: Sequence[Ranked], band: Priority) -> tuple[Glance, bool] | None:
    """Where something new of a band belongs: right after the last of its band, else right before
    the first below it (True); None where nothing of either is there."""
    bands = list(Priority)
    last = next((one for one in reversed(items) if one.band is band), None)
    if last is not None:
        return last.item, False
    lower = bands[bands.index(band) + 1 :]
    first = next((one for one in items if one.band in lower), None)
    return (first.item, True) if first is not None else None


def moves(issue: Issue, since: datetime, scheme: Sequence[str]) -> list[Move]:
    """What moved an item since an instant. What was taken back is no move."""
    if issue.created >= since:
        return [Move(Way.NEW, issue.created)]
    recent = [change for change in issue.changes if change.at >= since]
    found = [
        _prioritised([one for one in recent if one.field is Field.PRIORITY], scheme),
        _reranked([one for one in recent if one.field is Field.RANK]),
    ]
    return [move for move in found if move is not None]


def _prioritised(changes: Sequence[Change], scheme: Sequence[str]) -> Move | None:
    if not changes:
        return None
    last, before, after = changes[-1], changes[0].before_name, changes[-1].after_name
    if before == after:
        return None
    higher = _place(after, scheme) < _place(before, scheme)
    way = Way.UP if higher else Way.DOWN
    return Move(way, last.at, before, after, last.by, last.by_name)


def _place(name: str, scheme: Sequence[str]) -> int:
    return scheme.index(name) if name in scheme else len(scheme)


def _reranked(changes: Sequence[Change]) -> Move | None:
    if not changes:
        return None
    last = changes[-1]
    ways = [way for word, way in RANKS.items() if word in last.after_name.lower()]
    way = ways[0] if ways else Way.MOVED
    return Move(way, last.at, by=last.by, by_name=last.by_name)
