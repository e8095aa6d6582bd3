"""Friday's question to owners, their taps, and Monday's digest that tells of them."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from bot.models import Digest, Preference
from bot.sandbox.slack import Message, Person, shown
from bot.store.stores import Store
from bot.words import DigestKind, DigestShape
from tests.world import World


@pytest.fixture
async def friday(world: World) -> World:
    """Friday noon before a Monday's digest; one release is dated, one is not."""
    world.jira.add_project("SAMPLE", "Sample project")
    world.jira.add_version("SAMPLE", "Sample 1.0", date(2026, 12, 20))
    world.jira.add_version("SAMPLE", "Some day")
    await world.product("SAMPLE")
    await world.stored(lambda store: subscribe(store, world.digests.id))
    await world.later(days=4, hours=4)
    return world


def subscribe(store: Store, channel: str, shape: DigestShape = DigestShape.TEAM) -> None:
    product = store.products.by_key("APP")
    assert product is not None
    rest: dict[str, Any] = {"weekday": 0, "at": time(9), "zone": "UTC"}
    digest = store.digests.subscribe(
        Digest(
            workspace_id=store.workspace,
            product_id=product.id or 0,
            kind=DigestKind.PROGRESS,
            shape=shape,
            channel=channel,
            **rest,
        )
    )
    store.schedules.set(store.workspace, "progress", digest.id or 0, MONDAY)


MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)


def questions(world: World, person: Person) -> list[Message]:
    told = world.slack.direct_messages(person)
    return [message for message in told if "How do your " in shown(message)]


async def test_each_pm_is_asked_once_and_monday_tells_what_they_said(friday: World) -> None:
    assert [] == questions(friday, friday.pm)
    for _ in range(8):
        await friday.later(minutes=30)
    (question,) = questions(friday, friday.pm)
    assert 1 == len(questions(friday, friday.other_pm))
    assert "Sample 1.0" in shown(question)
    assert "Some day" not in shown(question)
    await friday.slack.click(friday.pm, question, "checkin.at_risk")
    await friday.settle()
    (question,) = questions(friday, friday.pm)
    assert "You said: :large_yellow_circle: *at risk*" in shown(question)
    await friday.slack.click(friday.pm, question, "checkin.line")
    await friday.app.shell.settled()
    view = friday.slack.open_view(friday.pm)
    assert view is not None
    await friday.slack.submit(friday.pm, view, {"line": "It waits for <a supplier>"})
    await friday.settle()
    (question,) = questions(friday, friday.pm)
    assert "It waits for" in shown(question)
    await friday.later(days=2, hours=20)
    for _ in range(4):
        await friday.later(seconds=20)
    posted = friday.slack.shown(friday.slack.messages(friday.digests)[-1])
    said = f":large_yellow_circle: *Sample 1.0* at risk, says @{friday.pm.name}, 27 Nov"
    assert f"{said}: _It waits for <a supplier>_" in posted
    assert friday.other_pm.name not in posted
    await friday.later(days=4, hours=5)
    await friday.later(minutes=15)
    assert 2 == len(questions(friday, friday.pm))
    assert "You said" not in shown(questions(friday, friday.pm)[-1])


@pytest.mark.parametrize("shape", list(DigestShape))
async def test_every_shape_tells_it_and_nothing_else_makes_a_post(
    friday: World, shape: DigestShape
) -> None:
    await friday.stored(lambda store: subscribe(store, friday.triage.id, shape))
    await friday.later(hours=2)
    await friday.slack.click(friday.pm, questions(friday, friday.pm)[0], "checkin.on_track")
    await friday.later(days=2, hours=20)
    for _ in range(4):
        await friday.later(seconds=20)
    posted = shown(friday.slack.messages(friday.triage)[-1])
    assert ":large_green_circle: *Sample 1.0* on track, says" in posted


async def test_quiet_hours_put_the_question_off_and_nothing_else(friday: World) -> None:
    quiet = Preference(
        workspace_id=friday.workspace, user=friday.pm.id, quiet_from=time(12), quiet_to=time(18)
    )
    await friday.stored(lambda store: store.people.prefer(quiet))
    await friday.later(hours=2)
    assert 1 == len(questions(friday, friday.other_pm))
    await friday.slack.click(
        friday.other_pm, questions(friday, friday.other_pm)[0], "checkin.off_track"
    )
    await friday.settle()
    assert [] == questions(friday, friday.pm)
    await friday.later(hours=4)
    assert "You said" not in shown(questions(friday, friday.pm)[0])


async def test_a_product_may_leave_its_pms_alone(friday: World) -> None:
    await friday.slack.command(friday.admin, friday.intake, "/product", "app")
    await friday.app.shell.settled()
    view = friday.slack.open_view(friday.admin)
    assert view is not None
    await friday.slack.submit(friday.admin, view, {"asks": []})
    await friday.later(hours=3)
    assert [] == questions(friday, friday.pm)


async def test_a_product_without_a_digest_or_release_asks_nothing(friday: World) -> None:
    friday.jira.release("Sample 1.0")
    friday.jira.release("Some day")
    await friday.later(minutes=2)
    await friday.later(hours=3)
    assert [] == questions(friday, friday.pm)


async def test_whoever_answers_for_it_no_more_is_refused(friday: World) -> None:
    await friday.later(hours=2)
    (question,) = questions(friday, friday.pm)
    product = await friday.stored(lambda store: store.products.by_key("APP"))
    assert product is not None
    others = [friday.other_pm.id]
    await friday.stored(lambda store: store.products.add(product, others))
    await friday.slack.click(friday.pm, question, "checkin.on_track")
    await friday.settle()
    assert "You do not answer for this any more" in shown(friday.slack.ephemerals(friday.pm)[-1])
    assert [] == await friday.stored(lambda s: s.checkins.said(product.id or 0, "2026-W49"))


def block_of(question: Message, about: str) -> str:
    """The block with the buttons of the first such thing."""
    return next(str(one["block_id"]) for one in question.blocks if about in one.get("block_id", ""))


async def test_owners_are_asked_for_what_is_theirs_and_executives_read_it(friday: World) -> None:
    jira, owner = friday.jira, friday.requester
    theirs = jira.add_user("Owner In Jira", owner.email, visible=True)
    epics = [jira.create("SAMPLE", f"Sample initiative {n}", type="Epic") for n in range(1, 5)]
    mine, nobodys, idle, over = epics
    jira.assign(mine, theirs)
    jira.add_version("SAMPLE", "Sample 2.0", date(2027, 1, 20))
    jira.drive("Sample 2.0", theirs)
    for epic in (mine, nobodys, over):
        part = jira.create("SAMPLE", "Sample part", parent=epic)
        jira.move(part, "In Progress" if epic is not over else "Done")
    jira.create("SAMPLE", "Sample part of a part", parent=part, type="Sub-task")
    await friday.later(minutes=2)
    await friday.stored(lambda store: subscribe(store, friday.triage.id, DigestShape.EXECUTIVE))
    await friday.later(hours=2)
    (question,) = questions(friday, owner)
    (to_pm,) = questions(friday, friday.pm)
    assert "How do your releases and initiatives look?" in shown(question)
    for name in ("Sample 2.0", "Sample initiative 1"):
        assert name in shown(question)
        assert name not in shown(to_pm)
    assert "Sample initiative 2" in shown(to_pm)
    for none in (idle, over):
        assert str(none.fields["summary"]) not in shown(to_pm)
    for about, state in (("initiative", "off_track"), ("release", "on_track")):
        block = block_of(question, about)
        await friday.slack.click(owner, question, f"checkin.{state}", block=block)
        await friday.settle()
    await friday.later(days=2, hours=20)
    for _ in range(4):
        await friday.later(seconds=20)
    posted = friday.slack.shown(friday.slack.messages(friday.triage)[-1])
    assert "owners see 1 off track" in posted
    assert f"> :red_circle: off track, says @{owner.name}, 27 Nov" in posted
    assert f":large_green_circle: *Sample 2.0* on track, says @{owner.name}" in posted
    jira.assign(mine, None)
    await friday.later(minutes=2)
    (question,) = questions(friday, owner)
    block = block_of(question, "initiative")
    await friday.slack.click(owner, question, "checkin.on_track", block=block)
    await friday.settle()
    assert "You do not answer for this any more" in shown(friday.slack.ephemerals(owner)[-1])
