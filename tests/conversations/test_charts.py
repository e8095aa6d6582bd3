"""A digest's chart: drawn and uploaded before the post, and never in its way."""

import sys

import pytest

from bot.charts import Artist
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.slack import Message
from bot.sandbox.slack.words import shown
from bot.words import DigestKind
from tests.world import World

MISSING = "The chart could not be drawn or uploaded"


@pytest.fixture
async def due(world: World) -> World:
    """A world whose blockers digest is due in an hour, with something to say."""
    world.jira.add_project("SAMPLE", "Sample project")
    product = await world.product("SAMPLE")
    world.jira.move(world.jira.create("SAMPLE", "Work nobody has"), "In Progress")
    await world.later(seconds=30)
    await world.subscribed(product, DigestKind.BLOCKERS, weekday=1)
    return world


async def posted(world: World) -> list[Message]:
    await world.later(days=1, hours=2)
    for _ in range(4):
        await world.later(seconds=20)
    return world.slack.messages(world.digests)


async def test_a_chart_is_uploaded_first_and_stands_in_the_post(due: World) -> None:
    due.app.desk.artist = Artist()
    (post,) = await posted(due)
    (image,) = [block for block in post.blocks if block["type"] == "image"]
    file = due.slack.workspace.files[image["slack_file"]["id"]]
    assert (file.content or b"").startswith(b"\x89PNG")
    assert image["alt_text"] == file.alt_text
    assert "In Progress: 1 item" in image["alt_text"]
    kept = await due.stored(lambda store: store.digests.chart(1, 0))
    assert kept is not None
    assert (None, file.id) == (kept.png, kept.file)


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "upload", "files.info"])
async def test_a_chart_that_slack_does_not_take_does_not_hold_up_the_post(
    due: World, method: str
) -> None:
    due.slack.faults.add(Fault(FaultKind.SERVER_ERROR, method, times=100))
    (post,) = await posted(due)
    assert MISSING in shown(post)
    assert "1 new blocker" in shown(post)
    assert [] == await due.stored(lambda store: store.deliveries.dead())


async def test_a_chart_that_cannot_be_drawn_does_not_hold_up_the_post(due: World) -> None:
    due.app.desk.artist = Artist((sys.executable, "-c", "pass"))
    (post,) = await posted(due)
    assert MISSING in shown(post)
    assert [] == await due.stored(lambda store: store.deliveries.dead())
