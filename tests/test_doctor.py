"""`doctor`: each fault is found, named, and comes with its fix; it neither hangs nor raises."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, text

from bot.app import App
from bot.cli.doctor import examine, table
from bot.cli.manifest import scopes
from bot.config import Config, read
from bot.models import Admin
from bot.ports import Finding
from bot.sandbox.faults import Fault, FaultKind
from tests.world import World


async def examined(world: World, longest: float = 10, **changes: Any) -> dict[str, Finding]:
    """The findings by subject; of several, the first that is not well."""
    app = App(replace(world.app.config, **changes), world.clock)
    try:
        findings = await examine(app, longest)
    finally:
        app.close()
    found: dict[str, Finding] = {}
    for finding in findings:
        if finding.subject not in found or not finding.ok:
            found[finding.subject] = finding
    return found


def revoke(world: World, *lost: str) -> None:
    installation = world.slack.installation
    world.slack.workspace.installation = replace(
        installation, scopes=installation.scopes - set(lost)
    )


def unwell(found: dict[str, Finding]) -> list[str]:
    return sorted(subject for subject, finding in found.items() if not finding.ok)


@pytest.fixture(autouse=True)
def granted(world: World) -> None:
    """Exactly the scopes of the manifest: `channels:read`, say, is not among them."""
    world.slack.workspace.installation = replace(
        world.slack.installation, scopes=frozenset(scopes(world.app.registry))
    )


async def test_all_is_well(world: World) -> None:
    world.jira.add_project("SAMPLE", "Sample project")
    await world.product("SAMPLE")
    found = await examined(world)
    assert [] == unwell(found)
    assert "Example Corp as shortlist" == found["Slack"].detail
    assert "over Socket Mode" == found["Slack connection"].detail
    assert f"Channel {world.triage.id} of APP" in found


async def test_a_missing_scope_is_named(world: World) -> None:
    revoke(world, "im:write", "channels:history")
    await world.product()
    found = await examined(world)
    assert "im:write" in found["Slack scopes"].detail
    assert "reinstall" in found["Slack scopes"].fix
    assert "reinstall" in found[f"Channel {world.triage.id} of APP"].fix


async def test_a_channel_without_the_bot_is_named(world: World) -> None:
    hidden = world.slack.add_channel("sample-hidden", [world.pm], bot=False)
    await world.product()

    def move(store: Any) -> None:
        product = store.products.by_key("APP")
        product.triage_channel = hidden.id
        store.session.add(product)

    await world.stored(move)
    finding = (await examined(world))[f"Channel {hidden.id} of APP"]
    assert (False, "not_in_channel") == (finding.ok, finding.detail)
    assert "/invite" in finding.fix


async def test_a_delivery_that_was_given_up_is_named(world: World) -> None:
    await world.product()
    world.slack.faults.add(Fault(FaultKind.REFUSED, "chat.postMessage", error="is_archived"))
    await world.idea("Export reports as CSV")
    await world.settle()
    finding = (await examined(world))["Deliveries"]
    assert (False, "1 given up") == (finding.ok, finding.detail)
    assert "card.draw: is_archived" in finding.fix


async def test_no_admin_is_said_with_the_way_to_name_one(world: World) -> None:
    await world.stored(lambda store: store.session.execute(delete(Admin)))
    found = await examined(world, admin_users=())
    assert (False, "nobody") == (found["Admins"].ok, found["Admins"].detail)
    assert "python -m bot admin add" in found["Admins"].fix
    assert (await examined(world, admin_users=("U012AB3CD",)))["Admins"].ok


async def test_an_old_schema_is_migrated_first(world: World) -> None:
    await world.stored(
        lambda store: store.session.execute(text("UPDATE alembic_version SET version_num='0000'"))
    )
    found = await examined(world)
    assert "schema 0000" in found["Database"].detail
    assert "python -m bot migrate" in found["Database"].fix
    assert "Admins" not in found
    assert found["Slack"].ok


async def test_a_new_database_is_migrated_first(world: World, tmp_path: Path) -> None:
    found = await examined(world, database_url=f"sqlite:///{tmp_path}/new.db")
    assert "schema missing" in found["Database"].detail


async def test_a_database_that_is_away_is_the_first_fault(world: World) -> None:
    url = "postgresql://nobody:canary-password@127.0.0.1:1/none"
    found = await examined(world, database_url=url)
    assert ["Database", "Jira"] == unwell(found)
    assert "DATABASE_URL" in found["Database"].fix
    assert "canary-password" not in str(found)


async def test_a_folder_that_cannot_be_written_is_said(world: World) -> None:
    found = await examined(world, database_url="sqlite:////proc/none/shortlist.db")
    assert not found["Database"].ok


# --- Slack


async def test_without_a_token_it_is_said_which_setting(world: World) -> None:
    found = await examined(world, slack_bot_token="")
    assert "SLACK_BOT_TOKEN is not set" == found["Slack"].detail


async def test_a_wrong_token_is_said(world: World) -> None:
    finding = (await examined(world, slack_bot_token="xoxb-wrong"))["Slack"]
    assert (False, True) == (finding.ok, "invalid_auth" in finding.detail)
    assert "SLACK_BOT_TOKEN" in finding.fix


async def test_a_wrong_app_token_is_said(world: World) -> None:
    finding = (await examined(world, slack_app_token="xapp-wrong"))["Slack connection"]
    assert (False, True) == (finding.ok, "connections:write" in finding.fix)


async def test_no_way_for_slack_to_reach_us_is_said(world: World) -> None:
    found = await examined(world, slack_app_token="", slack_signing_secret="")
    assert not found["Slack connection"].ok
    found = await examined(world, slack_app_token="")
    assert (True, "over HTTP, signed") == (
        found["Slack connection"].ok,
        found["Slack connection"].detail,
    )


@pytest.mark.parametrize(
    "fault",
    [
        Fault(FaultKind.RATE_LIMITED, "conversations.history"),
        Fault(FaultKind.SERVER_ERROR, "conversations.history"),
        Fault(FaultKind.CUT_BEFORE, "conversations.history"),
        Fault(FaultKind.SERVER_ERROR, "auth.test"),
        Fault(FaultKind.SERVER_ERROR, "apps.connections.open"),
    ],
    ids=lambda fault: f"{fault.method}-{fault.kind}",
)
async def test_bad_weather_is_a_finding(world: World, fault: Fault) -> None:
    await world.product()
    with world.slack.faults.during(replace(fault)):
        found = await examined(world)
    assert [] != unwell(found)


async def test_the_second_question_failing_is_a_finding(world: World) -> None:
    world.slack.faults.add(Fault(FaultKind.SLOW, "auth.test"))
    world.slack.faults.add(Fault(FaultKind.SERVER_ERROR, "auth.test"))
    assert "Slack answered 500" == (await examined(world))["Slack scopes"].detail


# --- Jira


async def test_without_jira_all_is_well(world: World) -> None:
    finding = (await examined(world, jira_url=None))["Jira"]
    assert (True, "not used: JIRA_URL is not set") == (finding.ok, finding.detail)


async def test_a_wrong_jira_token_is_said(world: World) -> None:
    found = await examined(world, jira_token="wrong")
    assert any(subject.startswith("Jira") for subject in unwell(found))
    words = [f"{f.detail} {f.fix}" for f in found.values() if not f.ok]
    assert any("JIRA_TOKEN" in one for one in words)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "https://user:canary@jira.example.com"])
async def test_a_jira_that_cannot_be_reached_is_said(world: World, url: str) -> None:
    found = await examined(world, jira_url=url)
    assert "JIRA_URL" in found["Jira"].fix


# --- Whatever happens


async def test_a_silent_slack_and_jira_do_not_keep_it(world: World) -> None:
    async with silent() as url:
        found = await examined(world, longest=0.2, slack_api_url=f"{url}/api/", jira_url=None)
    assert "no answer within 0.2 seconds" == found["Slack"].detail


@asynccontextmanager
async def silent() -> AsyncIterator[str]:
    """A server that takes every connection and never says a word."""
    held: list[asyncio.StreamWriter] = []

    async def hold(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held.append(writer)

    server = await asyncio.start_server(hold, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    try:
        yield f"http://{host}:{port}"
    finally:
        for writer in held:
            writer.close()
        server.close()
        await server.wait_closed()


def test_the_table_shows_a_fix_below_each_fault() -> None:
    findings = [
        Finding("Slack", ok=True, detail="Example Corp"),
        Finding("Database", ok=False, detail="schema missing", fix="Run: migrate"),
    ]
    expected = [
        "ok   Slack     Example Corp",
        "FIX  Database  schema missing",
        "               -> Run: migrate",
    ]
    assert expected == list(table(findings))


def test_nothing_to_tell_is_an_empty_table() -> None:
    assert [] == list(table([]))


def test_a_config_of_nothing_can_be_examined(tmp_path: Path) -> None:
    config: Config = read({"DATABASE_URL": f"sqlite:///{tmp_path}/none.db"})
    app = App(config)
    found = asyncio.run(examine(app))
    app.close()
    assert ["Database", "Slack"] == [finding.subject for finding in found if not finding.ok]
