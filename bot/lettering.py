"""The letters of a chart, for the process that draws it: which fonts of this machine have them."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

FONT = "DejaVu Sans"
OTHERS = ("CJK", "Han Sans", "Noto Sans", "WenQuanYi", "Fallback", "PingFang", "Hiragino Sans",
          "YaHei", "Yu Gothic", "Malgun", "Arial Unicode", "Unifont")  # fmt: skip
"""Of the fonts a machine may have, those with the letters that the first one lacks."""


def spelled(picture: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """A picture as it can be written, and the fonts it is written in. What no font has is left out;
    a name of which nothing is left is its number."""
    fonts, unknown = _fonts(_letters(picture))
    if not unknown:
        return picture, fonts

    def kept(text: str) -> str:
        runs = groupby(text, lambda letter: letter in unknown)
        return "".join("…" if lost else "".join(letters) for lost, letters in runs)

    def named(ticks: list[tuple[float, str]]) -> list[tuple[float, str]]:
        known = [(at, kept(name)) for at, name in ticks]
        return [
            (at, name if name.strip("… ") else f"({n})") for n, (at, name) in enumerate(known, 1)
        ]

    ticks = {axis: named(picture[axis]) for axis in ("x_ticks", "y_ticks")}
    marks = [{**mark, "name": kept(mark["name"])} for mark in picture["marks"]]
    return {**picture, **ticks, "title": kept(picture["title"]), "marks": marks}, fonts


def _letters(picture: dict[str, Any]) -> set[str]:
    ticks = (name for axis in ("x_ticks", "y_ticks") for _, name in picture[axis])
    names = (mark["name"] for mark in picture["marks"])
    return {
        letter for text in (picture["title"], *ticks, *names) for letter in text if letter > " "
    }


def _fonts(letters: set[str]) -> tuple[list[str], set[str]]:
    """The fonts that letters need, and those letters that no font of this machine has."""
    fonts, unknown = [FONT], _unknown(FONT, letters)
    for font in _others() if unknown else ():
        rest = _unknown(font, unknown)
        if rest < unknown:
            fonts, unknown = [*fonts, font], rest
    return fonts, unknown


def _unknown(font: str, letters: Iterable[str]) -> set[str]:
    from matplotlib.font_manager import findfont, get_font

    face = get_font(findfont(font))
    return {letter for letter in letters if not face.get_char_index(ord(letter))}


def _others() -> list[str]:
    from matplotlib.font_manager import fontManager

    names = {font.name for font in fontManager.ttflist}
    return sorted(name for name in names if any(part in name for part in OTHERS))
