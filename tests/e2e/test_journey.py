"""One idea from `/idea` to Monday's digest: over both transports, on both stores."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from bot.sandbox.slack.words import shown
from tests.slack_contract import calls_out_of_contract
from tests.world import World
from tests.world import world as made

CROSSED = pytest.mark.soak


@pytest.fixture
async def world(database_url: str, transport: str) -> AsyncIterator[World]:
    async with made(database_url, transport) as found:
        yield found


async def set_up(world: World) -> None:
    """The admin sets the product up from inside Slack."""
    world.jira.add_project("SAMPLE", "Sample project")
    await world.slack.command(world.admin, world.intake, "/product", "")
    await world.app.shell.settled()
    view = world.slack.open_view(world.admin)
    assert view is not None
    entered = {
        "name": "Sample App",
        "key": "app",
        "managers": [world.pm.id],
        "intake": world.intake.id,
        "triage": world.triage.id,
        "project": "SAMPLE",
        "digest": world.digests.id,
        "weekday": "0",
        "time": "09:00",
    }
    answer = await world.slack.submit(world.admin, view, entered)
    assert answer.errors == {}
    await world.later(minutes=1)


@pytest.mark.parametrize(
    ("database_url", "transport"),
    [
        ("sqlite", "socket"),
        ("postgres", "http"),
        pytest.param("sqlite", "http", marks=CROSSED),
        pytest.param("postgres", "socket", marks=CROSSED),
    ],
    indirect=["database_url"],
)
async def test_an_idea_from_request_to_digest(world: World) -> None:
    await set_up(world)

    answer = await world.idea("Export reports as CSV\nEvery month I copy them by hand.")
    assert "stored as *#1*" in shown(answer.reply)
    await world.settle()
    assert "Every month I copy them by hand." in shown(world.card(1))

    answer = await world.decide(1, "yes")
    assert answer.errors == {}
    await world.settle()
    issues = world.jira.site.issues
    assert 1 == len(issues)
    issue = next(iter(issues.values()))
    assert "Export reports as CSV" == issue.fields["summary"]
    assert "answered: :white_check_mark: *Yes*" in world.told(world.requester)[-1]
    assert issue.key in shown(world.card(1))

    await world.slack.click(world.pm, world.card(1), "plan.priority", "1:high")
    await world.settle()
    assert "High" == issue.fields["priority"]["name"]

    world.jira.add_version("SAMPLE", "1.0", date(2026, 12, 1))
    world.jira.add_to_version(issue, "1.0")
    await world.later(minutes=2)
    await world.later(minutes=12)
    assert "planned for 1.0, due 1 Dec 2026" in world.told(world.requester)[-1]

    world.jira.move(issue, "In Progress")
    await world.later(minutes=2)
    await world.later(minutes=12)
    assert "Work on it has begun" in world.told(world.requester)[-1]
    assert "In progress" in shown(world.card(1))

    world.jira.move(issue, "Done")
    await world.later(minutes=2)
    assert "In progress" in shown(world.card(1)), "shipped only when its release is"
    world.jira.release("1.0", date(2026, 11, 23))
    await world.later(minutes=2)
    assert "It has shipped with 1.0" in world.told(world.requester)[-1]
    assert "Shipped" in shown(world.card(1))

    world.jira.create("SAMPLE", "Something else under way")
    await world.later(days=7, hours=2)
    for _ in range(6):
        await world.later(seconds=5)
    posts = [shown(message) for message in world.slack.messages(world.digests)]
    assert any("1 shipped" in post for post in posts)
    told = world.told(world.requester)
    assert len(told) == len(set(told)), "nothing is told twice"
    await world.later(hours=2)
    assert posts == [shown(message) for message in world.slack.messages(world.digests)]
    assert [] == calls_out_of_contract(world.slack.calls)
