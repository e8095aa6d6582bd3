"""Who may: checked where it is written, and said with the names of those who may."""

import pytest
from sqlalchemy import delete

from bot.models import Admin, Idea
from bot.sandbox.slack import shown
from bot.words import Status
from tests.world import World


@pytest.fixture
async def filed(world: World) -> World:
    """A world with one idea on its card."""
    await world.product()
    await world.idea("Export reports as CSV")
    await world.settle()
    return world


async def idea(world: World) -> Idea:
    found = await world.stored(lambda store: store.ideas.numbered(1))
    assert found is not None
    return found


async def without_managers(world: World) -> None:
    await world.stored(lambda s: s.products.add(s.products.all()[0], [world.other_pm.id]))


@pytest.mark.parametrize("action", ["decide.yes", "decide.no", "decide.not_now"])
async def test_others_are_told_whose_answer_it_is(filed: World, action: str) -> None:
    await filed.slack.click(filed.requester, filed.card(1), action)
    await filed.app.shell.settled()
    assert filed.slack.open_view(filed.requester) is None
    words = filed.slack.shown(filed.slack.ephemerals(filed.requester)[-1])
    assert f"ask @{filed.pm.name} or @{filed.other_pm.name}" in words


async def test_an_admin_is_no_pm(filed: World) -> None:
    await filed.slack.click(filed.admin, filed.card(1), "decide.yes")
    await filed.app.shell.settled()
    assert filed.slack.open_view(filed.admin) is None


async def test_the_role_is_checked_again_when_the_form_is_sent(filed: World) -> None:
    await filed.slack.click(filed.pm, filed.card(1), "decide.no")
    await filed.app.shell.settled()
    view = filed.slack.open_view(filed.pm)
    assert view is not None
    await without_managers(filed)
    refused = await filed.slack.submit(filed.pm, view, {"reason": "low_reach"})
    assert refused.view is not None
    assert f"@{filed.other_pm.name}" in filed.slack.shown(refused.view)
    assert Status.NEW == (await idea(filed)).status
    await filed.slack.close(filed.pm, refused.view)
    assert view is filed.slack.open_view(filed.pm)


async def test_the_role_is_checked_inside_the_form_too(filed: World) -> None:
    await filed.slack.click(filed.pm, filed.card(1), "decide.no")
    await filed.app.shell.settled()
    view = filed.slack.open_view(filed.pm)
    assert view is not None
    await without_managers(filed)
    await filed.slack.click(filed.pm, view, "decide.reason", "Low reach")
    await filed.app.shell.settled()
    over = filed.slack.open_view(filed.pm)
    assert over is not None
    assert over is not view
    assert f"@{filed.other_pm.name}" in filed.slack.shown(over)


async def test_only_pms_set_the_priority(filed: World) -> None:
    await filed.slack.click(filed.requester, filed.card(1), "plan.priority", "High")
    await filed.app.shell.settled()
    assert (await idea(filed)).priority is None
    assert "Only its PMs set the priority" in shown(filed.slack.ephemerals(filed.requester)[-1])


async def test_another_persons_idea_shows_no_controls(filed: World) -> None:
    answer = await filed.idea("#1", by=filed.other_pm)
    assert "Export reports as CSV" in shown(answer.reply)
    assert "[Edit]" not in shown(answer.reply)


@pytest.mark.parametrize("action", ["idea.edit", "idea.withdraw"])
async def test_only_the_requester_changes_an_idea(filed: World, action: str) -> None:
    answer = await filed.idea("#1")
    await filed.slack.click(filed.requester, answer.reply, action)
    envelope = filed.slack.sent[-1]
    envelope.payload["user"] = envelope.payload["user"] | {"id": filed.pm.id}
    envelope.payload["trigger_id"] = "1.2.forged"
    before = (await idea(filed)).status
    await filed.slack.redeliver(envelope)
    await filed.app.shell.settled()
    assert before == (await idea(filed)).status
    said = filed.slack.shown(filed.slack.ephemerals(filed.requester)[-1])
    assert f"Only @{filed.requester.name}, who asked for it, can change it." in said


async def test_only_an_admin_sets_a_product_up(world: World) -> None:
    answer = await world.slack.command(world.pm, world.intake, "/product")
    words = world.slack.shown(answer.reply)
    assert f"Only an admin can set up a product: ask @{world.admin.name}." in words


async def test_without_an_admin_it_is_said_how_to_name_one(world: World) -> None:
    await world.stored(lambda store: store.session.execute(delete(Admin)))
    answer = await world.slack.command(world.pm, world.intake, "/product")
    assert f"python -m bot admin add {world.pm.id}" in shown(answer.reply)


async def test_a_product_nobody_answers_for_names_the_admins(filed: World) -> None:
    await filed.stored(lambda s: s.products.add(s.products.all()[0], []))
    await filed.slack.click(filed.pm, filed.card(1), "decide.yes")
    await filed.app.shell.settled()
    words = filed.slack.shown(filed.slack.ephemerals(filed.pm)[-1])
    assert "#1 has no PM yet. An admin can name one with `/product`" in words
    assert f"ask @{filed.admin.name}" in words


async def test_a_pm_may_change_the_settings_of_their_own_product(filed: World) -> None:
    await filed.slack.command(filed.pm, filed.intake, "/product", "app")
    await filed.app.shell.settled()
    view = filed.slack.open_view(filed.pm)
    assert view is not None
    answer = await filed.slack.submit(filed.pm, view, {"name": "Sample App Two"})
    assert {} == answer.errors
    found = await filed.stored(lambda store: store.products.by_key("APP"))
    assert found is not None
    assert "Sample App Two" == found.name
