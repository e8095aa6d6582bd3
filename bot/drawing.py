"""The process that draws charts, so that no other holds matplotlib.

`python -m bot.drawing` reads pictures as JSON and writes PNG, each with its length in front. It
ends by itself when its input does, or after a while without work.
"""

import io
import json
import select
import struct
import sys
import textwrap
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, BinaryIO

from bot.picture import Picture

IDLE = 120.0
"""Seconds without work after which it ends."""
LENGTH = struct.Struct(">I")
INCHES = (5.0, 3.2)
DOTS = 200
"""Of an inch: 1,000 across, sharp on a phone, where letters of 12 points are read as 11."""
LEFT, RIGHT, TOP, NAMES = 0.035, 0.965, 0.875, 0.4
"""Where writing begins and axes end, and what share of the width the names beside them may take."""
BENEATH = 50
"""Letters that have room in one line beneath the axes."""
FEW = 3
"""More names than these beneath the axes are written smaller."""
FONT = "DejaVu Sans"
OTHERS = ("CJK", "Han Sans", "Noto Sans", "WenQuanYi", "Fallback", "PingFang", "Hiragino Sans",
          "YaHei", "Yu Gothic", "Malgun", "Arial Unicode", "Unifont")  # fmt: skip
"""Of the fonts a machine may have, those with the letters that the first one lacks."""
PAPER, INK = "#fbfbfb", "#33363b"
DASHES = (0, (4, 3))
TONES = {
    "main": "#1264a3",
    "quiet": "#9aa0a6",
    "faint": "#cfe3f3",
    "good": "#2b8a5f",
    "bad": "#d1495b",
}


def main() -> None:
    """Draw until nothing more comes."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    draw(asdict(Picture("", "", ())))
    while select.select([source], [], [], IDLE)[0]:
        asked = _read(source)
        if asked is None:
            return
        png = draw(json.loads(asked))
        sink.write(LENGTH.pack(len(png)) + png)
        sink.flush()


def _read(source: BinaryIO) -> bytes | None:
    head = source.read(LENGTH.size)
    return source.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else None


def draw(picture: dict[str, Any]) -> bytes:
    """A picture as PNG."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    fonts, unknown = _fonts(_letters(picture))
    picture = _spelled(picture, unknown)
    with rc_context({"font.family": fonts}):
        figure = Figure(figsize=INCHES, dpi=DOTS, facecolor=PAPER)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0.1, 0.1, 0.8, 0.8), facecolor=PAPER)
        for mark in picture["marks"]:
            _mark(axes, mark)
        title = _dress(axes, picture)
        _give_room(axes, picture, title)
        made = io.BytesIO()
        figure.savefig(made, format="png", facecolor=PAPER, pil_kwargs={"compress_level": 1})
    return made.getvalue()


# --- Letters


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


def _spelled(picture: dict[str, Any], unknown: set[str]) -> dict[str, Any]:
    """The same without letters that cannot be drawn. A name without any other is its number."""
    if not unknown:
        return picture

    def kept(text: str) -> str:
        return " ".join("".join(c for c in text if c not in unknown).split()).strip(" :,-")

    def named(ticks: list[tuple[float, str]]) -> list[tuple[float, str]]:
        return [(at, kept(name) or f"({n})") for n, (at, name) in enumerate(ticks, 1)]

    ticks = {axis: named(picture[axis]) for axis in ("x_ticks", "y_ticks")}
    marks = [{**mark, "name": kept(mark["name"])} for mark in picture["marks"]]
    return {**picture, **ticks, "title": kept(picture["title"]), "marks": marks}


# --- Marks


def _mark(axes: Any, mark: dict[str, Any]) -> None:  # noqa: ANN401 - matplotlib's are not typed
    x, y, low = mark["x"], mark["y"], mark["low"] or 0
    tone, name = TONES[mark["tone"]], mark["name"] or None
    match mark["shape"]:
        case "line":
            axes.plot(x, y, color=tone, linewidth=2.2, label=name, solid_capstyle="round")
        case "area":
            axes.fill_between(x, y, low, color=tone, linewidth=0, label=name)
        case "dots":
            axes.scatter(x, y, color=tone, s=26, alpha=0.75, linewidths=0, label=name, zorder=3)
        case "bars":
            axes.barh(y, x, left=low, color=tone, height=0.62, label=name)
        case "columns":
            axes.bar(x, y, bottom=low, color=tone, width=0.62, label=name)
        case "across":
            for level in y:
                axes.axhline(level, color=tone, linewidth=1.6, linestyle=DASHES, label=name)
        case "upright":
            for place in x:
                axes.axvline(place, color=tone, linewidth=1.6, linestyle=DASHES, label=name)


# --- Axes


def _dress(axes: Any, picture: dict[str, Any]) -> Any:  # noqa: ANN401
    """Title, names, ticks, and as few lines as a chart can be read with. The title is returned."""
    axes.set_xlabel(picture["x_name"], fontsize=11, color=INK)
    axes.set_ylabel(picture["y_name"], fontsize=11, color=INK)
    axes.tick_params(labelsize=11, colors=INK, length=0)
    axes.tick_params(axis="x", labelsize=11 if len(picture["x_ticks"]) <= FEW else 9.5)
    _scale(axes, picture)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(TONES["quiet"])
    axes.grid(axis="y", color="#e4e6e8", linewidth=0.8)
    axes.set_axisbelow(True)
    if columns := _columns(picture):
        axes.figure.legend(
            loc="lower center", bbox_to_anchor=(0.5, 0.0), ncols=columns, frameon=False,
            fontsize=10.5, labelcolor=INK, handlelength=1.5, columnspacing=1.1,
            handletextpad=0.5,
        )  # fmt: skip
    return axes.figure.suptitle(
        picture["title"], x=LEFT, y=0.965, ha="left", va="top",
        fontsize=13, color=INK, fontweight="bold",
    )  # fmt: skip


def _columns(picture: dict[str, Any]) -> int:
    """Of the legend: four fit into a row, more than these stand better by threes."""
    named = sum(bool(mark["name"]) for mark in picture["marks"])
    return named if named <= 4 else 3


def _scale(axes: Any, picture: dict[str, Any]) -> None:  # noqa: ANN401
    """The ticks: as named, else whole numbers from nothing on."""
    from matplotlib.ticker import MaxNLocator

    if picture["y_grows"]:
        axes.set_yscale("symlog", linthresh=1)
        axes.set_ylim(bottom=-0.15)
        axes.minorticks_off()
    elif not picture["y_ticks"]:
        axes.set_ylim(bottom=0)
    for axis, ticks in ((axes.xaxis, picture["x_ticks"]), (axes.yaxis, picture["y_ticks"])):
        if ticks:
            width = max(BENEATH // len(ticks), 4) if axis is axes.xaxis else BENEATH
            axis.set_ticks([at for at, _ in ticks], [_wrapped(name, width) for _, name in ticks])
        else:
            axis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    if picture["x_places"]:
        axes.set_xlim(picture["x_ticks"][0][0] - 0.7, picture["x_ticks"][-1][0] + 0.7)
    elif picture["x_ticks"]:
        first, *_, last = axes.get_xticklabels()
        first.set_ha("left")
        last.set_ha("right")


def _wrapped(name: str, width: int) -> str:
    """A name on two lines at most, a word that is longer than a line cut."""
    words = (word if len(word) <= width else f"{word[: width - 1]}…" for word in name.split())
    return "\n".join(textwrap.wrap(" ".join(words), width, max_lines=2, placeholder="…"))


def _give_room(axes: Any, picture: dict[str, Any], title: Any) -> None:  # noqa: ANN401
    """Place the axes where all that is written around them has room."""
    wide, high = axes.figure.bbox.size
    columns = _columns(picture)
    rows = -(-sum(bool(mark["name"]) for mark in picture["marks"]) // columns) if columns else 0
    labels = axes.get_yticklabels()
    axes.set_yticks(axes.get_yticks(), [_cut(label, NAMES * wide) for label in labels])
    beside = max(label.get_window_extent().width for label in labels)
    beneath = max(label.get_window_extent().height for label in axes.get_xticklabels())
    left = LEFT + beside / wide + 0.05 * bool(picture["y_name"])
    bottom = 0.05 + beneath / high + 0.07 * bool(picture["x_name"]) + 0.08 * rows
    axes.set_position((left, bottom, RIGHT - left, TOP - bottom))
    room = (RIGHT - LEFT) * wide / max(title.get_window_extent().width, 1)
    title.set_fontsize(title.get_fontsize() * min(room, 1.0))


def _cut(label: Any, most: float) -> str:  # noqa: ANN401
    """What is written on a label, cut to the dots it may take."""
    text, width = str(label.get_text()), label.get_window_extent().width
    return text if width <= most else f"{text[: int(len(text) * most / width) - 1].rstrip()}…"


if __name__ == "__main__":
    main()
