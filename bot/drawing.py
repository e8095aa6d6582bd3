"""The process that draws charts, so that no other holds matplotlib.

`python -m bot.drawing` reads pictures as JSON and writes PNG, each with its length in front. It
ends by itself when its input does, or after a while without work.
"""

import io
import json
import logging
import select
import struct
import sys
import textwrap
from typing import Any, BinaryIO

from msgspec import to_builtins

from bot.lettering import spelled
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
ROWS = 4
"""Fewer lying bars than these are no thicker."""
FEW = 3
"""More names than these beneath the axes are written smaller."""
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
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    draw(to_builtins(Picture("", "", ())))
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

    picture, fonts = spelled(picture)
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
        axes.set_yscale("symlog", linthresh=1, linscale=0.4)
        axes.set_ylim(bottom=-0.15)
        axes.minorticks_off()
    elif picture["y_ticks"]:
        places = [at for at, _ in picture["y_ticks"]]
        aside = 0.5 + max(ROWS - len(places), 0) / 2
        axes.set_ylim(min(places) - aside, max(places) + aside)
    else:
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
