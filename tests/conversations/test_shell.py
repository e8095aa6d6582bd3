"""What the shell promises for every payload, whatever the handler, the database or Slack do."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

import pytest
from msgspec.structs import replace
from structlog.testing import capture_logs

from bot.errors import UserError
from bot.feature import Context, Feature, Handler
from bot.message import SILENT, Reply
from bot.request import Kind, Request
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.slack import View, shown
from bot.store.database import Database
from bot.views import notices
from tests.world import UNHURRIED, World

CANARY = "canary-words-nobody-may-log"


async def form(world: World) -> View:
    """The form of a new idea."""
    await world.slack.command(world.requester, world.intake, "/idea")
    await world.app.shell.settled()
    view = world.slack.open_view(world.requester)
    assert view is not None
    return view


async def titles(world: World) -> list[str]:
    found = await world.stored(lambda store: store.ideas.of_requester(world.requester.id, 100))
    return [idea.title for idea in found]


@contextmanager
def instead(world: World, kind: Kind, name: str, handler: Handler) -> Iterator[None]:
    """Let another handler answer for a while."""
    entries = world.app.registry.entries
    usual = entries[kind, name]
    entries[kind, name] = replace(usual, handler=handler)
    try:
        yield
    finally:
        entries[kind, name] = usual


def declare(world: World, feature: Feature) -> None:
    for entry in feature.entries:
        world.app.registry.entries[entry.kind, entry.name] = entry


def broken(request: Request, context: Context) -> Reply:
    context.record("half done", request.user)
    raise RuntimeError("something nobody thought of")


# --- Too slow


class Slow:
    """The usual handler, held up until it is let go."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler
        self.gate = threading.Event()
        self.ended = threading.Event()

    def __call__(self, request: Request, context: Context) -> Reply:
        self.gate.wait(10)
        try:
            return self.handler(request, context)
        finally:
            self.ended.set()


@pytest.fixture
async def slow(world: World) -> AsyncIterator[dict[Kind, Slow]]:
    """The ways to file an idea, held up."""
    entries = world.app.registry.entries
    names = {Kind.COMMAND: "/idea", Kind.FORM: "idea.submit"}
    held = {kind: Slow(entries[kind, name].handler) for kind, name in names.items()}
    yield held
    for one in held.values():
        one.gate.set()


@contextmanager
def hurried(world: World, kind: Kind, name: str, slow: Slow) -> Iterator[None]:
    """Held up for longer than the shell waits, until it is let go."""
    with instead(world, kind, name, slow):
        world.app.shell.patience = 0.05
        yield


async def let_go(slow: Slow, world: World) -> None:
    """Let the handler end, and wait until its transaction has ended too."""
    slow.gate.set()
    await asyncio.to_thread(slow.ended.wait, 10)
    world.app.shell.patience = UNHURRIED
    await world.stored(lambda store: store.ideas.numbered(1))


async def test_a_slow_command_is_handed_back_and_never_stored(
    world: World, slow: dict[Kind, Slow]
) -> None:
    with hurried(world, Kind.COMMAND, "/idea", slow[Kind.COMMAND]):
        answer = await world.idea("Export <reports> & more")
    assert notices.SLOW in shown(answer.reply)
    assert "Export <reports> & more" in shown(answer.reply)
    await let_go(slow[Kind.COMMAND], world)
    assert [] == await titles(world)


async def test_a_slow_form_stays_open_and_is_never_stored(
    world: World, slow: dict[Kind, Slow]
) -> None:
    view = await form(world)
    with hurried(world, Kind.FORM, "idea.submit", slow[Kind.FORM]):
        answer = await world.slack.submit(world.requester, view, {"title": "Export reports"})
    assert {"title": notices.SLOW} == answer.errors
    assert view is answer.view
    await let_go(slow[Kind.FORM], world)
    assert [] == await titles(world)
    await world.slack.submit(world.requester, view)
    assert ["Export reports"] == await titles(world)


async def test_ten_thousand_characters_are_all_handed_back(world: World) -> None:
    words = ("& <tag> `code` " * 700)[:10_000].strip()
    with instead(world, Kind.COMMAND, "/idea", broken):
        answer = await world.idea(words)
    parts = [block["text"] for block in answer.blocks if block["text"]["type"] == "plain_text"]
    assert words == "".join(part["text"] for part in parts)


# --- Broken


async def test_a_broken_command_tells_an_id_and_keeps_the_text(world: World) -> None:
    with instead(world, Kind.COMMAND, "/idea", broken), capture_logs() as logs:
        answer = await world.idea(f"Export reports\n{CANARY}")
    incident = next(log["incident"] for log in logs if log["event"] == "handler failed")
    assert incident in shown(answer.reply)
    assert CANARY in shown(answer.reply)
    assert CANARY not in str(logs)
    view = await form(world)
    assert CANARY in shown(view)
    assert "Export reports" in shown(view)
    await world.slack.submit(world.requester, view)
    assert ["Export reports"] == await titles(world)
    assert CANARY not in shown(await form(world))


async def test_what_a_broken_handler_had_written_is_undone(world: World) -> None:
    with instead(world, Kind.COMMAND, "/idea", broken):
        await world.idea("Export reports")
    events = await world.stored(lambda store: store.ideas.history(0))
    assert [] == events
    await world.slack.redeliver()
    assert ["Export reports"] == await titles(world)


async def test_a_broken_form_stays_open_and_is_kept(world: World) -> None:
    view = await form(world)
    with instead(world, Kind.FORM, "idea.submit", broken), capture_logs() as logs:
        answer = await world.slack.submit(world.requester, view, {"title": "Export reports"})
    incident = next(log["incident"] for log in logs if log["event"] == "handler failed")
    assert incident in answer.errors["title"]
    assert "Your text is kept." in answer.errors["title"]
    assert view is answer.view
    await world.slack.close(world.requester, view)
    await world.settle()
    assert "Export reports" in world.told(world.requester)[-1]


async def test_a_broken_click_tells_an_id(world: World) -> None:
    answer = await world.idea("Export reports")
    with instead(world, Kind.BUTTON, "idea.withdraw", broken), capture_logs() as logs:
        await world.slack.click(world.requester, answer.reply, "idea.withdraw")
        await world.app.shell.settled()
    incident = next(log["incident"] for log in logs if log["event"] == "handler failed")
    words = shown(world.slack.ephemerals(world.requester)[-1])
    assert incident in words
    assert "Your text is kept" not in words


async def test_fields_refused_by_the_handler_can_be_sent_again(world: World) -> None:
    refused = [True]

    def picky(request: Request, context: Context) -> Reply:
        context.record("half done", request.user)
        return Reply(errors={"title": "Not this one."}) if refused else SILENT

    view = await form(world)
    with instead(world, Kind.FORM, "idea.submit", picky):
        first = await world.slack.submit(world.requester, view, {"title": "Export reports"})
        assert {"title": "Not this one."} == first.errors
        assert first.payload == (await world.slack.redeliver()).payload
        refused.clear()
        assert {} == (await world.slack.submit(world.requester, view)).payload


# --- The database is gone


@pytest.fixture
def gone(world: World) -> Iterator[World]:
    """A world whose shell finds no database."""
    usual, nowhere = world.app.shell.database, Database("postgresql://nobody@127.0.0.1:1/none")
    world.app.shell.database = nowhere
    yield world
    world.app.shell.database = usual
    nowhere.close()


async def test_without_a_database_a_command_is_handed_back(gone: World) -> None:
    answer = await gone.idea("Export reports")
    assert notices.away() in shown(answer.reply)
    assert "Export reports" in shown(answer.reply)


async def test_without_a_database_a_form_stays_open(world: World) -> None:
    view = await form(world)
    usual, nowhere = world.app.shell.database, Database("postgresql://nobody@127.0.0.1:1/none")
    world.app.shell.database = nowhere
    answer = await world.slack.submit(world.requester, view, {"title": "Export reports"})
    assert {"title": notices.away()} == answer.errors
    world.app.shell.database = usual
    nowhere.close()
    await world.slack.submit(world.requester, view)
    assert ["Export reports"] == await titles(world)


# --- Payloads that are not ours, or not understood


async def test_another_workspace_is_refused_and_logged(world: World) -> None:
    await world.idea("Export reports")
    envelope = world.slack.sent[-1]
    envelope.payload |= {"team_id": "T0SOMEBODYELSE", "trigger_id": "1.2.other"}
    with capture_logs() as logs:
        answer = await world.slack.redeliver(envelope)
    assert notices.unknown_workspace() in answer.text
    assert "T0SOMEBODYELSE" in [log.get("team") for log in logs]
    assert ["Export reports"] == await titles(world)


@pytest.mark.parametrize("missing", ["trigger_id", "user_id", "team_id"])
async def test_a_payload_not_understood_is_acknowledged_and_logged(
    world: World, missing: str
) -> None:
    await world.idea(CANARY)
    envelope = world.slack.sent[-1]
    del envelope.payload[missing]
    with capture_logs() as logs:
        answer = await world.slack.redeliver(envelope)
    assert answer.ok
    assert "payload not understood" in [log["event"] for log in logs]
    assert CANARY not in str(logs)


async def test_what_nobody_declared_is_answered(world: World) -> None:
    answer = await world.slack.command(world.requester, world.intake, "/sample", "some words")
    assert notices.UNDECLARED in shown(answer.reply)
    assert "some words" in shown(answer.reply)


async def test_a_control_of_yesterday_is_answered(world: World) -> None:
    answer = await world.idea("Export reports")
    entry = world.app.registry.entries.pop((Kind.BUTTON, "idea.withdraw"))
    await world.slack.click(world.requester, answer.reply, "idea.withdraw")
    await world.app.shell.settled()
    world.app.registry.entries[Kind.BUTTON, "idea.withdraw"] = entry
    assert notices.UNDECLARED in shown(world.slack.ephemerals(world.requester)[-1])


async def test_an_event_delivered_three_times_is_handled_once(world: World) -> None:
    feature, seen = Feature("Sample"), list[str]()

    @feature.event("reaction_added")
    def reacted(request: Request, context: Context) -> Reply:
        seen.append(request.user)
        return SILENT

    declare(world, feature)
    event: dict[str, Any] = {"type": "reaction_added", "user": world.pm.id, "reaction": "bulb"}
    await world.slack.event(event)
    await world.slack.redeliver()
    await world.slack.redeliver()
    assert [world.pm.id] == seen


# --- Forms that do not open


@pytest.mark.parametrize(
    "fault",
    [
        Fault(FaultKind.SLOW, "views.open", seconds=0.3),
        Fault(FaultKind.SERVER_ERROR, "views.open"),
        Fault(FaultKind.REFUSED, "views.open", error="expired_trigger_id"),
        Fault(FaultKind.CUT_BEFORE, "views.open"),
        Fault(FaultKind.RATE_LIMITED, "views.open"),
    ],
    ids=lambda fault: str(fault.kind),
)
async def test_a_form_that_did_not_open_has_a_button(world: World, fault: Fault) -> None:
    world.app.shell.form_patience = 0.1
    world.slack.faults.add(copy(fault))
    await world.slack.command(world.requester, world.intake, "/idea")
    await world.app.shell.settled()
    world.app.shell.form_patience = UNHURRIED
    offer = world.slack.ephemerals(world.requester)[-1]
    assert "[Open the form]" in shown(offer)
    for view in list(world.slack.workspace.modals.get(world.requester.id, [])):
        await world.slack.close(world.requester, view)  # Slack was slow, and opened it after all
    await world.slack.click(world.requester, offer, "idea.form")
    await world.app.shell.settled()
    assert world.slack.open_view(world.requester) is not None


async def test_a_decision_form_that_did_not_open_has_a_button(world: World) -> None:
    await world.product()
    await world.idea("Export reports")
    await world.settle()
    world.slack.faults.add(Fault(FaultKind.SERVER_ERROR, "views.open"))
    await world.slack.click(world.pm, world.card(1), "decide.no")
    await world.app.shell.settled()
    offer = world.slack.ephemerals(world.pm)[-1]
    await world.slack.click(world.pm, offer, "decide.no")
    await world.app.shell.settled()
    view = world.slack.open_view(world.pm)
    assert view is not None
    assert "decide.submit" == view.callback_id


async def test_an_answer_slack_does_not_take_is_logged(world: World) -> None:
    await world.product()
    answer = await world.idea("Export reports")
    world.slack.faults.add(Fault(FaultKind.SERVER_ERROR, "response_url"))
    with capture_logs() as logs:
        await world.slack.click(world.requester, answer.reply, "idea.withdraw")
        await world.app.shell.settled()
    assert "answer not delivered" in [log["event"] for log in logs]


async def test_a_sentence_for_a_click_in_a_form_opens_over_it(world: World) -> None:
    await world.product()

    def refuses(request: Request, context: Context) -> Reply:
        raise UserError("Not while it rains.")

    view = await form(world)
    with instead(world, Kind.BUTTON, "draft.keep", refuses):
        await world.slack.click(world.requester, view, "draft.keep", "Sample App")
        await world.app.shell.settled()
    over = world.slack.open_view(world.requester)
    assert over is not None
    assert "Not while it rains." in shown(over)
    await world.slack.close(world.requester, over)
    assert view is world.slack.open_view(world.requester)


async def test_every_command_answers_an_empty_one(world: World) -> None:
    await world.product()
    for entry in world.app.registry.of_kind(Kind.COMMAND):
        answer = await world.slack.command(world.admin, world.intake, entry.name)
        await world.app.shell.settled()
        view = world.slack.open_view(world.admin)
        assert answer.ok
        assert view is not None or answer.message is not None, entry.name
        if view is not None:
            await world.slack.close(world.admin, view)
