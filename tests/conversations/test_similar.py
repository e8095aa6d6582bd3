"""Similar ideas: seen beside a new one and in its form, and joined instead of it."""

from typing import Any

import pytest

from bot.models import Alike
from bot.sandbox.slack import Message, Person, View, shown
from bot.store.stores import Store
from bot.words import Importance, Status
from tests.world import World


@pytest.fixture
async def asked(world: World) -> World:
    """A world in which somebody asked for an export, and another for something else."""
    await world.product()
    await world.idea("Export reports as CSV", by=world.admin)
    await world.idea("Dark mode for the app", by=world.admin)
    await world.settle()
    return world


async def offer(world: World, text: str, by: Person | None = None) -> Message:
    """The second answer to `/idea text`."""
    await world.idea(text, by)
    await world.app.shell.settled()
    return world.slack.ephemerals(by or world.requester)[-1]


async def form(world: World, **typed: Any) -> View:
    """The form of a new idea, with a title entered."""
    await world.slack.command(world.requester, world.intake, "/idea")
    await world.app.shell.settled()
    view = front(world)
    title = typed.pop("title")
    world.slack.fill(world.requester, view, typed)
    await world.slack.click(world.requester, view, "similar.look", title)
    await world.app.shell.settled()
    return front(world)


def front(world: World) -> View:
    view = world.slack.open_view(world.requester)
    assert view is not None
    return view


async def test_a_similar_idea_follows_the_acknowledgement(asked: World) -> None:
    words = shown(await offer(asked, "CSV export of the reports"))
    assert "*#1* Export reports as CSV" in words
    assert "1 person behind it" in words
    assert "#2" not in words


async def test_nothing_follows_where_nothing_is_alike(asked: World) -> None:
    words = shown(await offer(asked, "Keyboard shortcuts for lists"))
    assert "stored as *#3*" in words
    assert "Support this instead" not in words


async def test_joining_supports_the_one_and_takes_back_the_other(asked: World) -> None:
    found = await offer(asked, "CSV export of the reports\nI copy them by hand.")
    await asked.slack.click(asked.requester, found, "similar.support")
    await asked.settle()
    assert await asked.backers(1) == 2
    assert (await asked.filed(3)).status == Status.WITHDRAWN
    assert "You support *#1*" in shown(found)
    assert "Your #3 is taken back" in shown(found)
    key = (await asked.filed(1)).id or 0
    own = await asked.stored(lambda s: s.support.of_person(key, asked.requester.id))
    assert own is not None
    assert own.quote == "I copy them by hand."
    assert "Withdrawn" in shown(asked.card(3))


async def test_joining_twice_changes_nothing_more(asked: World) -> None:
    from copy import deepcopy

    found = await offer(asked, "CSV export of the reports")
    before = deepcopy(found)
    await asked.slack.click(asked.requester, found, "similar.support")
    await asked.slack.click(asked.requester, before, "similar.support")
    await asked.settle()
    assert await asked.backers(1) == 2


async def test_what_others_stand_behind_stays(asked: World) -> None:
    found = await offer(asked, "CSV export of the reports")
    seen = await asked.slack.command(asked.pm, asked.intake, "/idea", "#3")
    await asked.slack.click(asked.pm, seen.reply, "support.give")
    await asked.slack.click(asked.requester, found, "similar.support")
    await asked.settle()
    assert (await asked.filed(3)).status == Status.NEW
    assert "others stand behind it" in shown(found)
    assert await asked.backers(1) == 2


async def test_the_earlier_answer_is_told_with_the_position(asked: World) -> None:
    view = await _declining(asked)
    await asked.slack.click(asked.pm, view, "decide.returns", ["supporters"])
    await asked.app.shell.settled()
    view = asked.slack.open_view(asked.pm) or view
    values = {"reason": "off_strategy", "return_people": "10"}
    assert {} == (await asked.slack.submit(asked.pm, view, values)).errors
    found = await offer(asked, "CSV export of the reports")
    expected = "Declined in November 2026: off strategy. It comes back at 10 supporters"
    assert expected in shown(found)
    assert "you would be the 2nd" in shown(found)
    await asked.slack.click(asked.requester, found, "similar.support")
    await asked.settle()
    assert "you are the 2nd" in shown(found)


async def _declining(world: World) -> View:
    await world.slack.click(world.pm, world.card(1), "decide.no")
    await world.app.shell.settled()
    view = world.slack.open_view(world.pm)
    assert view is not None
    return view


# --- For its PM


async def test_both_cards_show_what_is_alike_and_what_became_of_it(asked: World) -> None:
    await asked.idea("CSV export of the reports")
    await asked.settle()
    assert "*Similar ideas*\n• #1 Export reports as CSV  ·  " in shown(asked.card(3))
    card = await asked.stored(lambda store: store.ideas.card(3))
    assert card is not None
    assert f"• <{card.permalink}|#3> CSV export of the reports" in str(asked.card(1).blocks)
    assert "Similar" not in shown(asked.card(2))
    assert {} == (await asked.decide(1, "no", reason="off_strategy")).errors
    await asked.settle()
    assert "Declined in November 2026: off strategy." in shown(asked.card(3))
    assert "Similar" not in shown(asked.card(1)).split("Yes")[0]


async def test_another_title_is_looked_for_anew(asked: World) -> None:
    answer = await asked.idea("CSV export of the reports")
    await asked.settle()
    await asked.slack.click(asked.requester, answer.reply, "idea.edit")
    await asked.app.shell.settled()
    await asked.slack.submit(asked.requester, front(asked), {"title": "A dark mode for the app"})
    await asked.settle()
    assert "• #2 Dark mode for the app" in shown(asked.card(3))
    assert "#1" not in shown(asked.card(3))


async def test_the_queue_shows_it_with_a_link_and_looks_for_what_came_from_a_file(
    asked: World,
) -> None:
    await asked.idea("CSV export of the reports")
    await asked.settle()
    card = await asked.stored(lambda store: store.ideas.card(3))
    assert card is not None
    for _ in range(2):
        await asked.slack.command(asked.pm, asked.triage, "/triage")
        await asked.app.shell.settled()
        view = asked.slack.open_view(asked.pm)
        assert view is not None
        assert f"<{card.permalink}|#3> CSV export of the reports" in str(view.blocks)
        assert "1 person" in shown(view)
        await asked.stored(forget_what_was_found)


def forget_what_was_found(store: Store) -> None:
    from sqlalchemy import delete

    store.session.execute(delete(Alike))


async def test_an_idea_filed_by_form_is_acknowledged_with_what_is_like_it(asked: World) -> None:
    view = await form(asked, title="Keyboard shortcuts")
    await asked.slack.submit(asked.requester, view, {"title": "CSV export of the reports"})
    await asked.settle()
    told = asked.slack.direct_messages(asked.requester)[-1]
    assert "stored as *#3*" in shown(told)
    assert "*#1* Export reports as CSV" in shown(told)


# --- In the form


async def test_the_form_shows_what_is_like_the_title_and_keeps_what_was_typed(asked: World) -> None:
    view = await form(
        asked, title="CSV export of reports", problem="By hand.", importance="must_have"
    )
    assert "*#1* Export reports as CSV" in shown(view)
    await asked.slack.submit(asked.requester, view)
    filed = await asked.filed(3)
    assert (filed.title, filed.problem) == ("CSV export of reports", "By hand.")


async def test_joining_from_the_form_says_what_was_typed_and_files_nothing(asked: World) -> None:
    view = await form(
        asked, title="CSV export of reports", problem="By hand.", importance="must_have"
    )
    await asked.slack.click(asked.requester, view, "similar.support")
    await asked.app.shell.settled()
    assert "You support *#1*" in shown(front(asked))
    key = (await asked.filed(1)).id or 0
    own = await asked.stored(lambda s: s.support.of_person(key, asked.requester.id))
    assert own is not None
    assert (own.quote, own.importance) == ("By hand.", Importance.MUST_HAVE)
    assert await asked.stored(lambda store: store.ideas.numbered(3)) is None
    assert await asked.stored(lambda s: s.drafts.latest(asked.requester.id, "idea.submit")) is None


async def test_a_title_like_nothing_leaves_the_form_as_it_was(asked: World) -> None:
    view = await form(asked, title="Keyboard shortcuts", problem="By hand.")
    assert "Support this instead" not in shown(view)
    await asked.slack.submit(asked.requester, view)
    assert (await asked.filed(3)).problem == "By hand."


async def test_only_who_asked_takes_an_idea_back(asked: World) -> None:
    found = await offer(asked, "CSV export of the reports")
    found.ephemeral_for = asked.pm.id
    await asked.slack.click(asked.pm, found, "similar.support")
    await asked.settle()
    assert (await asked.filed(3)).status == Status.NEW
