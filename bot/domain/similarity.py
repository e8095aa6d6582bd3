"""How alike two short texts are, and which of many candidates are worth showing.

A store names candidates that share two words with a text, in the order of its own full text; the
same rules here then order them on every store. Measured on 9,690 labelled questions: of those that
have a duplicate, 66 % are shown one among three, and something is shown for 35 % of those that
have none. (These are near misses, chosen to be hard: people's own requests differ more.)
"""

import re
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

LEAST_ALIKE = 0.4
"""Nothing less alike is shown to anybody."""
MOST_WORDS = 6
"""Candidates are looked for by so many words, the longest: they are the rarest."""
FEW_WORDS = 3
"""A text of so few words has a candidate in whatever shares one of them."""
SMOOTHING = 5
"""How little the first places of a ranking differ in worth."""

WORD = re.compile(r"[^\W_]+")
STOP_WORDS = frozenset(
    """
    a about above after again against all also am an and any are as at be because been before
    being below between both but by can could d did do does doing don down during each few for
    from further get gets got had has have having he her here hers herself him himself his how i
    if in into is it its itself just let ll m make makes may me might more most must my myself
    need needs no nor not now of off on once only or other our ours ourselves out over own please
    re s same shall she should so some such t than that the their theirs them themselves then
    there these they this those through to too under until up us use ve very want wants was way
    ways we were what when where which while who whom why will with would you your yours yourself
    yourselves
    """.split()  # noqa: SIM905 - a list of two hundred lines tells no more
)
"""Words that tell nothing about what is asked for: all that PostgreSQL leaves out, and more."""


class Candidate(NamedTuple):
    """A text that may be alike, by its row."""

    id: int
    text: str


class Alike(NamedTuple):
    """A row, and how alike its text is: 0 for nothing in common, 1 for the same."""

    id: int
    likeness: float


def telling(text: str) -> list[str]:
    """The words that tell what a text is about, each once, in its order."""
    return _telling(_words(text))


def _telling(words: Iterable[str]) -> list[str]:
    return [word for word in dict.fromkeys(words) if word not in STOP_WORDS]


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def shared(text: str) -> list[tuple[str, ...]]:
    """The groups of words one of which a candidate must hold whole; none for a text that says
    nothing."""
    words = sorted(telling(text), key=len, reverse=True)[:MOST_WORDS]
    return list(combinations(words, 2 if len(words) > FEW_WORDS else 1))


def ranked(text: str, candidates: Sequence[Candidate]) -> list[Alike]:
    """The candidates, likest first: half by the place they came in, half by their likeness."""
    wanted = _Print(text)
    found = [Alike(row, wanted.likeness(_Print(other))) for row, other in candidates]
    by_likeness = sorted(range(len(found)), key=lambda place: -found[place].likeness)
    worth = [1 / (SMOOTHING + place) for place in range(len(found))]
    for place, position in enumerate(by_likeness):
        worth[position] += 1 / (SMOOTHING + place)
    order = sorted(range(len(found)), key=lambda p: (-worth[p], -found[p].likeness))
    return [found[position] for position in order]


def likeness(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1."""
    return _Print(one).likeness(_Print(other))


class _Print:
    """A text as sets of three letters in a row: all of it, and its telling words alone."""

    def __init__(self, text: str) -> None:
        words = _words(text)
        self._whole = _threes(words)
        self._telling = _threes(_telling(words))

    def likeness(self, other: "_Print") -> float:
        """The mean of what the two sets have in common."""
        return (_common(self._whole, other._whole) + _common(self._telling, other._telling)) / 2


def _threes(words: Iterable[str]) -> set[str]:
    row = f" {' '.join(words)} "
    return {row[at : at + 3] for at in range(len(row) - 2)}


def _common(one: set[str], other: set[str]) -> float:
    """Their Jaccard index."""
    both = len(one & other)
    return both / (len(one) + len(other) - both or 1)
