"""The promise of an answer: when it is due, what pauses it, who is reminded."""

from datetime import date

import pytest

from bot.domain import holidays
from bot.models import Idea
from bot.sandbox.slack import shown
from bot.store.stores import Store
from bot.words import Status
from tests.world import World


@pytest.fixture
async def filed(world: World) -> World:
    """A world with one idea, filed on Monday 23 November, due in 3 business days."""
    await world.product(response_days=3, lead=world.admin.id)
    await world.idea("Export reports as CSV")
    await world.settle()
    return world


async def idea(world: World, number: int = 1) -> Idea:
    found = await world.stored(lambda store: store.ideas.numbered(number))
    assert found is not None
    return found


async def reminders(world: World) -> list[list[str]]:
    """What the PMs and the lead were told of dates."""
    people = (world.pm, world.other_pm, world.admin)
    return [[words for words in world.told(p) if "for an answer" in words] for p in people]


async def test_an_idea_is_due_in_its_products_days(filed: World) -> None:
    assert date(2026, 11, 26) == (await idea(filed)).due_on


async def test_pms_are_reminded_once_and_the_lead_once(filed: World) -> None:
    await filed.later(days=2)
    assert [[], [], []] == await reminders(filed)
    await filed.later(days=1, minutes=30)  # Thursday, half past eight
    assert [[], [], []] == await reminders(filed)
    for _ in range(4):
        await filed.later(hours=1)
    pm, other, lead = await reminders(filed)
    assert (1, 1, 0) == (len(pm), len(other), len(lead))
    assert "1 idea of Sample App is due for an answer" in pm[0]
    for _ in range(8):
        await filed.later(days=1)
    pm, other, lead = await reminders(filed)
    assert (1, 1, 1) == (len(pm), len(other), len(lead))
    assert "1 idea of Sample App is late for an answer" in lead[0]
    assert Status.NEW == (await idea(filed)).status


async def test_what_is_answered_in_time_reminds_nobody(filed: World) -> None:
    await filed.decide(1, "no", reason="low_reach")
    assert (await idea(filed)).due_on is None
    await filed.later(days=5, hours=4)
    assert [[], [], []] == await reminders(filed)
    given = await filed.stored(lambda store: store.decisions.latest(1))
    assert given is not None
    assert (0, False) == (given.waited, given.late)


async def test_a_question_stops_the_clock_until_the_requester_adds_to_it(filed: World) -> None:
    await filed.later(days=2)
    await filed.decide(1, "needs_info", answer="Which reports?")
    await filed.settle()
    assert (await idea(filed)).due_on is None
    await filed.later(days=7)
    assert [[], [], []] == await reminders(filed)
    answer = await filed.idea("#1")
    await filed.slack.click(filed.requester, answer.reply, "idea.edit")
    await filed.app.shell.settled()
    view = filed.slack.open_view(filed.requester)
    assert view is not None
    await filed.slack.submit(filed.requester, view, {"problem": "The monthly ones."})
    assert date(2026, 12, 3) == (await idea(filed)).due_on  # one of three days was left
    await filed.later(days=2)
    await filed.decide(1, "no", reason="low_reach")
    given = await filed.stored(lambda store: store.decisions.latest(1))
    assert given is not None
    assert (4, True) == (given.waited, given.late)


async def test_a_late_answer_is_known_as_late(filed: World) -> None:
    await filed.later(days=7)
    await filed.decide(1, "no", reason="low_reach")
    given = await filed.stored(lambda store: store.decisions.latest(1))
    assert given is not None
    assert (5, True) == (given.waited, given.late)


async def test_a_clock_nobody_started_is_started(filed: World) -> None:
    def forget(store: Store) -> None:
        found = store.ideas.numbered(1)
        assert found is not None
        found.due_on = None

    await filed.stored(forget)
    await filed.later(minutes=20)
    assert date(2026, 11, 26) == (await idea(filed)).due_on


async def test_new_settings_count_anew(filed: World) -> None:
    holidays.subdivisions("US")  # loading the library takes a loaded machine long
    await filed.slack.command(filed.pm, filed.intake, "/product", "app")
    await filed.app.shell.settled()
    view = filed.slack.open_view(filed.pm)
    assert view is not None
    found = await filed.slack.options(filed.pm, view, "product.country", "united states")
    assert "United States" in [option["text"]["text"] for option in found]
    values = {"days": "5", "country": "US", "lead": filed.other_pm.id}
    assert {} == (await filed.slack.submit(filed.pm, view, values)).errors
    await filed.settle()
    assert date(2026, 12, 1) == (await idea(filed)).due_on  # Thanksgiving is free
    assert "answers within 5 business days" in filed.told(filed.pm)[-1]
    await filed.slack.command(filed.pm, filed.intake, "/product", "app")
    await filed.app.shell.settled()
    view = filed.slack.open_view(filed.pm)
    assert view is not None
    assert "United States" in shown(view)
