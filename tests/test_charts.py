"""The child that draws: pictures come back, and a fault ends the child, not the chart."""

import sys
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from PIL import Image

from bot.charts import Artist
from bot.picture import Mark, Picture, Shape, Tone
from tests.world import QUICK

BARS = Picture(
    "Sample",
    "Sample bars",
    (Mark(Shape.BARS, (3.0, 5.0), (0.0, -1.0), Tone.MAIN, "Committed"),),
    y_ticks=((0.0, "Sample One"), (-1.0, "Sample Two")),
)


@pytest.fixture
async def artist() -> AsyncIterator[Artist]:
    found = Artist()
    yield found
    await found.close()


async def test_every_shape_is_drawn_and_what_nobody_can_draw_is_given_up(artist: Artist) -> None:
    for shape in Shape:
        png = await artist.draw(
            Picture("Sample", "", (Mark(shape, (0.0, 1.0), (1.0, 2.0), Tone.BAD),))
        )
        assert (png or b"").startswith(b"\x89PNG"), shape
        assert b"IEND" in (png or b"")[-12:]
    places = Picture("", "", BARS.marks, ((0.0, "A"), (1.0, "B")), x_places=True, y_grows=True)
    assert await artist.draw(places)
    assert None is await artist.draw(Picture("", "", (Mark(Shape.LINE, (1.0,), (), Tone.MAIN),)))


LONG = "A very long title that no phone has room for, so that it is written smaller"
CROWDED = (
    Picture(
        LONG, "", BARS.marks, y_ticks=((0.0, "W" * 18), (-1.0, "見本の担当者" * 3)), x_name="points"
    ),
    Picture(
        "",
        "",
        (Mark(Shape.COLUMNS, (0.0, 4.0), (2000.0, 3.0), Tone.MAIN, "見本"),),
        tuple((float(n), f"Waiting for Untranslatabilities {n}") for n in range(5)),
        y_name="items",
        x_places=True,
    ),
    Picture(
        "مثال",
        "",
        tuple(Mark(Shape.LINE, (0.0, n), (n, 9.0), Tone.GOOD, f"Sample {n}") for n in range(5)),
    ),
)


async def test_nothing_of_a_chart_is_clipped(artist: Artist) -> None:
    for picture in CROWDED:
        with Image.open(BytesIO(await artist.draw(picture) or b"")) as drawn:
            margins_are_empty(drawn.convert("RGB"))


def margins_are_empty(chart: Image.Image) -> None:
    right, foot = chart.size
    assert (1000, 640) == (right, foot)
    edges = (
        (0, 0, 3, foot),
        (right - 3, 0, right, foot),
        (0, 0, right, 3),
        (0, foot - 3, right, foot),
    )
    for edge in edges:
        ((_, colour),) = chart.crop(edge).getcolors() or [(0, None)]
        assert chart.getpixel((0, 0)) == colour


async def test_a_child_that_was_killed_is_started_again() -> None:
    artist = Artist(QUICK)
    assert await artist.draw(BARS)
    assert artist.process is not None
    artist.process.kill()
    assert await artist.draw(BARS)
    await artist.close()


async def test_a_child_that_says_nothing_is_given_up() -> None:
    artist = Artist((sys.executable, "-c", "import time; time.sleep(60)"), patience=0.1)
    assert None is await artist.draw(BARS)
    assert None is artist.process


def test_this_process_holds_no_chart_library() -> None:
    assert "matplotlib" not in sys.modules
