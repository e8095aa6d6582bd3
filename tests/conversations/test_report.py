"""`/triage report`: figures, charts and a sheet in the PM's DM."""

import csv
import sys
from io import StringIO

import pytest

from bot.charts import Artist
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.slack import shown
from tests.world import World


@pytest.fixture
async def answered(world: World) -> World:
    """A world with three answered ideas: a no in time, a late not now, a yes."""
    await world.product(response_days=3)
    for text in ("=Export reports as CSV", "Dark mode", "Undo for everything"):
        await world.idea(text)
    await world.settle()
    await world.decide(1, "no", reason="low_reach")
    await world.decide(3, "yes")
    await world.settle()
    await world.later(days=7)
    await world.decide(2, "not_now", reason="no_capacity", return_on="2027-03-01")
    await world.settle()
    return world


async def report(world: World, text: str = "report") -> str:
    answer = await world.slack.command(world.pm, world.intake, "/triage", text)
    await world.settle()
    return shown(answer.reply)


async def test_a_report_comes_with_charts_and_a_sheet(answered: World) -> None:
    assert "Your report is being made" in await report(answered)
    words, sheet = answered.slack.direct_messages(answered.pm)[-2:]
    said = shown(words)
    assert "1 no and 1 not now of 3 answered ideas, since Dec 2025: Sample App" in said.replace(
        "*", ""
    )
    assert "half within the same day, 85% within 5 business days; 67% in time" in said.replace(
        "*", ""
    )
    assert "1  Low reach" in said
    images = [block for block in words.blocks if block["type"] == "image"]
    files = [answered.slack.workspace.files[image["slack_file"]["id"]] for image in images]
    assert 2 == len(files)
    assert all((file.content or b"").startswith(b"\x89PNG") for file in files)
    (kept,) = sheet.files
    assert "What we say no to, 30 Nov 2026" == kept.title
    rows = list(csv.reader(StringIO((kept.content or b"").decode("utf-8-sig"))))
    assert ["Low reach", "No capacity this cycle"] == sorted(r[4] for r in rows[1:3])
    assert "'=Export reports as CSV" in [row[1] for row in rows[1:3]]


async def test_without_a_drawing_the_words_come_all_the_same(answered: World) -> None:
    answered.app.desk.artist = Artist((sys.executable, "-c", "pass"))
    await report(answered, "report app")
    words, sheet = answered.slack.direct_messages(answered.pm)[-2:]
    assert "The charts could not be drawn this time." in shown(words)
    assert sheet.files


async def test_a_sheet_whose_sending_was_cut_is_looked_for_and_not_sent_twice(
    answered: World,
) -> None:
    answered.app.desk.artist = Artist((sys.executable, "-c", "pass"))
    answered.slack.faults.add(Fault(FaultKind.CUT_AFTER, "files.completeUploadExternal", times=1))
    await report(answered)
    for _ in range(3):
        await answered.later(minutes=1)
    sheets = [m for m in answered.slack.direct_messages(answered.pm) if m.files]
    assert 1 == len(sheets)
    assert [] == await answered.stored(lambda store: store.deliveries.dead())


async def test_nothing_answered_is_said_in_a_word(world: World) -> None:
    await world.product()
    await report(world)
    (words,) = world.slack.direct_messages(world.pm)
    assert "Nothing of Sample App was answered since Dec 2025." in shown(words)


async def test_another_products_report_is_refused(answered: World) -> None:
    assert "You answer for no product of that key." in await report(answered, "report other")
    assert "opens your queue" in await report(answered, "help")
