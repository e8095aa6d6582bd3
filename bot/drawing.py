"""The process that draws charts, so that no other holds matplotlib.

`python -m bot.drawing` reads pictures as JSON and writes PNG, each with its length in front. It
ends by itself when its input does, or after a while without work.
"""

import io
import json
import select
import struct
import sys
from dataclasses import asdict
from typing import Any, BinaryIO

from bot.picture import Picture

IDLE = 120.0
"""Seconds without work after which it ends."""
LENGTH = struct.Struct(">I")
INCHES = (5.0, 3.2)
DOTS = 200
"""Of an inch: 1,000 across, sharp on a phone, where letters of 12 points are read as 11."""
PAPER, INK = "#fbfbfb", "#33363b"
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
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=INCHES, dpi=DOTS, facecolor=PAPER)
    FigureCanvasAgg(figure)
    axes = figure.add_axes(_room(picture), facecolor=PAPER)
    for mark in picture["marks"]:
        _mark(axes, mark)
    _dress(axes, picture)
    made = io.BytesIO()
    figure.savefig(made, format="png", facecolor=PAPER, pil_kwargs={"compress_level": 1})
    return made.getvalue()


def _room(picture: dict[str, Any]) -> tuple[float, float, float, float]:
    """Where the axes stand: with room for the longest name beside them, and for what is below."""
    longest = max((len(name) for _, name in picture["y_ticks"]), default=4)
    left = min(0.035 + 0.0165 * longest, 0.42) + (0.05 if picture["y_name"] else 0)
    bottom = 0.12 + 0.07 * bool(picture["x_name"]) + 0.09 * _has_legend(picture)
    return left, bottom, 0.965 - left, 0.875 - bottom


def _has_legend(picture: dict[str, Any]) -> bool:
    return any(mark["name"] and mark["shape"] != "across" for mark in picture["marks"])


def _mark(axes: Any, mark: dict[str, Any]) -> None:  # noqa: ANN401 - matplotlib's are not typed
    x, y, low = mark["x"], mark["y"], mark["low"] or 0
    tone, name = TONES[mark["tone"]], mark["name"] or None
    match mark["shape"]:
        case "line":
            axes.plot(x, y, color=tone, linewidth=2.2, label=name, solid_capstyle="round")
        case "steps":
            axes.step(x, y, color=tone, linewidth=2.2, label=name, where="post")
        case "area":
            axes.fill_between(x, y, low, color=tone, linewidth=0, label=name)
        case "dots":
            axes.scatter(x, y, color=tone, s=26, alpha=0.75, linewidths=0, label=name)
        case "bars":
            axes.barh(y, x, left=low, color=tone, height=0.62, label=name)
        case "columns":
            axes.bar(x, y, bottom=low, color=tone, width=0.62, label=name)
        case "across":
            _across(axes, y, tone, name)


def _across(axes: Any, levels: list[float], tone: str, name: str | None) -> None:  # noqa: ANN401
    for level in levels:
        axes.axhline(level, color=tone, linewidth=1.4, linestyle=(0, (4, 3)))
        place = (1.0, level)
        axes.annotate(
            name or "", place, (-2, 3), ("axes fraction", "data"), "offset points",
            ha="right", fontsize=10.5, color=tone,
            bbox={"facecolor": PAPER, "edgecolor": "none", "alpha": 0.8, "pad": 1},
        )  # fmt: skip


def _scale(axes: Any, picture: dict[str, Any]) -> None:  # noqa: ANN401
    """The ticks: as named, else whole numbers."""
    from matplotlib.ticker import MaxNLocator

    if picture["y_grows"]:
        axes.set_yscale("symlog", linthresh=1)
        axes.set_ylim(bottom=-0.15)
        axes.minorticks_off()
    for axis, ticks in ((axes.xaxis, picture["x_ticks"]), (axes.yaxis, picture["y_ticks"])):
        if ticks:
            axis.set_ticks([place for place, _ in ticks], [name for _, name in ticks])
        else:
            axis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    if picture["x_places"]:
        axes.set_xlim(picture["x_ticks"][0][0] - 0.7, picture["x_ticks"][-1][0] + 0.7)
    elif picture["x_ticks"]:
        first, *_, last = axes.get_xticklabels()
        first.set_ha("left")
        last.set_ha("right")


def _dress(axes: Any, picture: dict[str, Any]) -> None:  # noqa: ANN401
    """Title, names, ticks, and as few lines as a chart can be read with."""
    axes.set_title(picture["title"], loc="left", fontsize=13, color=INK, fontweight="bold", pad=9)
    axes.set_xlabel(picture["x_name"], fontsize=11, color=INK)
    axes.set_ylabel(picture["y_name"], fontsize=11, color=INK)
    axes.tick_params(labelsize=11, colors=INK, length=0)
    _scale(axes, picture)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(TONES["quiet"])
    axes.grid(axis="y", color="#e4e6e8", linewidth=0.8)
    axes.set_axisbelow(True)
    if _has_legend(picture):
        axes.figure.legend(
            loc="lower center", bbox_to_anchor=(0.5, 0.0), ncols=4, frameon=False,
            fontsize=10.5, labelcolor=INK, handlelength=1.1, columnspacing=1.1,
            handletextpad=0.5,
        )  # fmt: skip


if __name__ == "__main__":
    main()
