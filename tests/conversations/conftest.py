"""Whatever a conversation is about, every call and every acknowledgement in it must be sound."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from bot.discover import Registry
from bot.request import Kind
from bot.sandbox.slack.controls import controls
from tests.slack_contract import NOT_METHODS, calls_out_of_contract
from tests.slack_limits import check_home, check_message, check_modal
from tests.world import World

Json = dict[str, Any]


@pytest.fixture
async def agreed(world: World) -> World:
    """A world with an idea agreed to and made into an issue of SAMPLE."""
    world.jira.add_project("SAMPLE", "Sample project")
    await world.product("SAMPLE")
    await world.later(seconds=1)
    await world.idea("Export reports as CSV")
    await world.settle()
    await world.slack.click(world.pm, world.card(1), "plan.priority", "1:medium")
    await world.decide(1, "yes")
    await world.settle()
    return world


@pytest.fixture(autouse=True)
def soundness(request: pytest.FixtureRequest) -> Iterator[None]:
    """At its end, hold all that the bot said against Slack's types, limits and our declarations."""
    world: World | None = None
    if "world" in request.fixturenames:
        world = request.getfixturevalue("world")
    yield
    if world is not None:
        assert [] == unsound(world)


def unsound(world: World) -> list[str]:
    said = [call for call in world.slack.calls if call.arguments]
    acknowledged = [ack.body for envelope in world.slack.sent for ack in envelope.acks]
    found = [
        *(f for call in said for f in _faults(call.arguments)),
        *(f for body in acknowledged for f in _faults(body)),
        *(f"refused: {call.method} {call.answer}" for call in said if _malformed(call.answer)),
        *(f for part in (*(c.arguments for c in said), *acknowledged) for f in _lost(part, world)),
    ]
    if "TEST_DATA" in os.environ:
        found += calls_out_of_contract(c for c in said if c.method not in NOT_METHODS)
    return found


def _faults(said: Json) -> list[str]:
    found = []
    if said.get("blocks"):
        found += check_message(said["blocks"], said.get("text"))
    if said.get("view"):
        check = check_home if said["view"].get("type") == "home" else check_modal
        found += check(said["view"])
    return found


def _malformed(answer: Json | None) -> bool:
    return bool(answer) and str((answer or {}).get("error", "")).startswith(("invalid_", "no_text"))


def _lost(said: Json, world: World) -> list[str]:
    """Controls and forms that lead to nobody."""
    registry, view = world.app.registry, said.get("view") or {}
    found = []
    for control in controls([*said.get("blocks", []), *view.get("blocks", [])]):
        reports = control.block["type"] != "input" or control.block.get("dispatch_action")
        if reports and "action_id" in control.element:
            found += _undeclared(registry, Kind.BUTTON, control.action_id)
        if control.element["type"] == "external_select":
            found += _undeclared(registry, Kind.OPTIONS, control.action_id)
    if "submit" in view:
        found += _undeclared(registry, Kind.FORM, view["callback_id"])
    if view.get("notify_on_close"):
        found += _undeclared(registry, Kind.CLOSED, view["callback_id"])
    return found


def _undeclared(registry: Registry, kind: Kind, name: str) -> list[str]:
    return [] if registry.entry(kind, name) else [f"nobody answers the {kind} {name}"]
