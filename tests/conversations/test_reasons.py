"""`/reason`: a workspace's own reasons, and what was answered with the old ones."""

import pytest

from bot.sandbox.slack import Person, View, shown
from tests.world import World


@pytest.fixture
async def filed(world: World) -> World:
    """A world with one idea on its card."""
    await world.product()
    await world.idea("Export reports as CSV")
    await world.settle()
    return world


async def view_of(world: World, who: Person) -> View:
    await world.app.shell.settled()
    view = world.slack.open_view(who)
    assert view is not None
    return view


async def listed(world: World, who: Person | None = None) -> View:
    await world.slack.command(who or world.pm, world.intake, "/reason")
    return await view_of(world, who or world.pm)


def button(view: View, action: str, label: str) -> str:
    """The block of the button beside a text."""
    for block in view.blocks:
        accessory = block.get("accessory") or {}
        if accessory.get("action_id") == action and label in str(block):
            return str(accessory["value"])
    raise AssertionError(f"no {action} beside {label}")


async def press(world: World, view: View, action: str, value: str) -> View:
    """Press one of several buttons of the same name."""
    kept = [b for b in view.blocks if value == (b.get("accessory") or {}).get("value")]
    view.content["blocks"] = kept or view.content["blocks"]
    await world.slack.click(world.pm, view, action)
    return await view_of(world, world.pm)


async def test_members_are_told_who_edits_reasons(filed: World) -> None:
    answer = await filed.slack.command(filed.requester, filed.intake, "/reason")
    words = filed.slack.shown(answer.reply)
    assert f"Only PMs and admins edit the reasons: ask @{filed.admin.name}." in words


async def test_a_renamed_reason_keeps_its_old_name_in_history(filed: World) -> None:
    await filed.decide(1, "no", reason="low_reach")
    await filed.slack.command(filed.pm, filed.intake, "/reason", "low reach")
    view = await view_of(filed, filed.pm)
    words = {"label": "Too few people", "sentence": "It would help too few."}
    answer = await filed.slack.submit(filed.pm, view, words)
    assert answer.view is not None
    assert "Too few people" in shown(answer.view)
    await filed.settle()
    assert "*No*: Low reach" in shown(filed.card(1))
    await filed.decide(1, "no", reason="low_reach")
    await filed.settle()
    assert "*No*: Too few people" in shown(filed.card(1))


async def test_a_reason_of_ones_own_is_offered(filed: World) -> None:
    view = await listed(filed)
    view.content["blocks"] = [b for b in view.blocks if b.get("block_id") == "add.no"]
    await filed.slack.click(filed.pm, view, "reasons.add")
    view = await view_of(filed, filed.pm)
    refused = await filed.slack.submit(filed.pm, view, {"label": "Low reach", "sentence": "No."})
    assert {"label": "There is a reason of that name already."} == refused.errors
    words = {"label": "Too odd", "sentence": "It is too odd for us.", "note": ["note"]}
    assert {} == (await filed.slack.submit(filed.pm, view, words)).errors
    await filed.slack.click(filed.pm, filed.card(1), "decide.no")
    form = await view_of(filed, filed.pm)
    await filed.slack.click(filed.pm, form, "decide.reason", "Too odd")
    form = await view_of(filed, filed.pm)
    assert "It is too odd for us." in shown(form)
    answer = await filed.slack.submit(filed.pm, form, {"note": "Very odd."})
    assert {} == answer.errors


async def test_a_reason_retired_under_an_open_form_is_refused_and_the_text_kept(
    filed: World,
) -> None:
    await filed.slack.click(filed.other_pm, filed.card(1), "decide.no")
    form = await view_of(filed, filed.other_pm)
    view = await listed(filed)
    view = await press(filed, view, "reasons.edit", button(view, "reasons.edit", "Low reach"))
    await filed.slack.click(filed.pm, view, "reasons.retire")
    view = await view_of(filed, filed.pm)
    assert "~Low reach~" in str(view.blocks)
    answer = {"reason": "low_reach", "answer": "My own words."}
    refused = await filed.slack.submit(filed.other_pm, form, answer)
    assert {"reason": "“Low reach” was retired meanwhile. Choose another."} == refused.errors
    assert "My own words." in shown(form)
    accepted = await filed.slack.submit(filed.other_pm, form, {"reason": "off_strategy"})
    assert {} == accepted.errors
    await filed.settle()
    assert "My own words." in filed.told(filed.requester)[-1]
    await press(filed, view, "reasons.restore", "low_reach")
    assert "low_reach" in str((await listed(filed)).blocks)
