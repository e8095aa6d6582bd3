"""A chart as a value: what is drawn where, in the chart's own numbers, and what it says in words.

Whoever draws it knows no dates and no items: places on an axis are numbers, their names are given.
"""

from enum import StrEnum

from msgspec import Struct


class Shape(StrEnum):
    """How marks are drawn."""

    LINE = "line"
    AREA = "area"
    """Between `y` and `low`."""
    DOTS = "dots"
    BARS = "bars"
    """Lying, one for each place on the y axis; from `low`, or from nothing."""
    COLUMNS = "columns"
    """Standing, one for each place on the x axis; from `low`, or from nothing."""
    ACROSS = "across"
    """A lying line through the whole chart at each `y`."""
    UPRIGHT = "upright"
    """A standing line through the whole chart at each `x`."""


class Tone(StrEnum):
    """What a mark means; each has a colour that reads on any background."""

    MAIN = "main"
    QUIET = "quiet"
    FAINT = "faint"
    GOOD = "good"
    BAD = "bad"


class Mark(Struct, frozen=True):
    """Some points drawn alike. A `name` is written in the legend."""

    shape: Shape
    x: tuple[float, ...]
    y: tuple[float, ...]
    tone: Tone
    name: str = ""
    low: tuple[float, ...] = ()


Ticks = tuple[tuple[float, str], ...]


class Picture(Struct, frozen=True):
    """A chart. `alt` says what a reader who does not see it must know."""

    title: str
    alt: str
    marks: tuple[Mark, ...]
    x_ticks: Ticks = ()
    y_ticks: Ticks = ()
    """Names of places; without any the axis is numbered by itself."""
    x_name: str = ""
    y_name: str = ""
    x_places: bool = False
    """The x axis has places beside each other, not a stretch from its first name to its last."""
    y_grows: bool = False
    """Twice as much on the y axis is as far apart at its foot as at its top."""
