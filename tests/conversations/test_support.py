"""Support: one click stores it, the form adds why and for whom, and it can be taken back."""

from typing import Any

import pytest

from bot.domain.customers import profile
from bot.domain.evidence import Evidence
from bot.models import Customer, Decision, Idea, Person, Support, Trigger
from bot.sandbox.slack import Message, View, shown
from bot.sandbox.slack import Person as Somebody
from bot.store.stores import Store
from bot.words import Importance, Status, TriggerKind, Verdict
from tests.world import START, World


@pytest.fixture
async def filed(world: World) -> World:
    """A world with one idea on its card."""
    await world.product()
    await world.idea("Export reports as CSV")
    await world.settle()
    return world


async def evidence(world: World, number: int = 1) -> Evidence:
    def counted(store: Store) -> Evidence:
        found = store.ideas.numbered(number)
        assert found is not None
        return store.support.evidence(found.id or 0)

    return await world.stored(counted)


async def rows(world: World) -> list[Support]:
    return await world.stored(lambda s: s.support.of_one([1, 2], world.other_pm.id))


async def supported(world: World, by: Somebody, number: int = 1) -> Message:
    """The answer to a click on Support on an idea's card."""
    answer = await world.idea(f"#{number}", by)
    await world.slack.click(by, answer.reply, "support.give")
    await world.app.shell.settled()
    return world.slack.ephemerals(by)[-1]


async def form(world: World, by: Somebody, thanks: Message) -> View:
    await world.slack.click(by, thanks, "support.more")
    await world.app.shell.settled()
    view = world.slack.open_view(by)
    assert view is not None
    return view


async def acme(world: World, **entered: str) -> int:
    """A customer there is."""
    new = Customer(workspace_id=world.workspace, name="", folded="", updated_at=START)
    given = {"name": "Acme", "revenue": "420k", "domains": "acme.com", **entered}
    stored = await world.stored(lambda s: s.customers.store(new, profile(given)))
    assert stored.id is not None
    return stored.id


async def person(world: World, somebody: Somebody, **known: Any) -> None:
    row = Person(workspace_id=world.workspace, user=somebody.id, read_at=START, **known)
    await world.stored(lambda store: store.session.merge(row))


async def test_one_click_supports_and_the_form_only_adds(filed: World) -> None:
    customer = await acme(filed)
    thanks = await supported(filed, filed.other_pm)
    assert "You support *#1* Export reports as CSV." in shown(thanks)
    assert "Say why, or for whom" in shown(thanks)
    assert 2 == (await evidence(filed)).people

    view = await form(filed, filed.other_pm, thanks)
    await filed.slack.options(filed.other_pm, view, "customer.find", "acm")
    said = {"importance": "must_have", "quote": "We lose a day a week.", "customer": str(customer)}
    assert {} == (await filed.slack.submit(filed.other_pm, view, said)).errors
    found = await evidence(filed)
    assert (2, 1, {"USD": 42_000_000}) == (found.people, found.customers, found.revenue)
    assert [customer] == [row.customer_id for row in await rows(filed)]


async def test_the_card_shows_people_customers_and_revenue_apart(filed: World) -> None:
    customer = await acme(filed)
    view = await form(filed, filed.pm, await supported(filed, filed.pm))
    await filed.slack.options(filed.pm, view, "customer.find", "acme")
    said = {"importance": "must_have", "quote": "<!here> now", "customer": str(customer)}
    await filed.slack.submit(filed.pm, view, said)
    await filed.settle()
    line = "2 people  ·  1 customer  ·  $420k a year  ·  1 must have"
    assert line in shown(filed.card(1))
    assert "<!here> now" not in shown(filed.card(1))
    words = filed.slack.shown((await filed.idea("#1")).reply)
    assert line in words
    assert "> <!here> now" in words
    assert f"@{filed.pm.name} for *Acme*  ·  Must have" in words
    assert line in shown((await filed.idea("mine")).reply)


async def test_a_second_click_changes_nothing_that_was_said(filed: World) -> None:
    view = await form(filed, filed.other_pm, await supported(filed, filed.other_pm))
    await filed.slack.submit(filed.other_pm, view, {"quote": "We need it."})
    again = await filed.idea("#1", filed.other_pm)
    assert "[Take it back]" in shown(again.reply)
    assert "[Support]" not in shown(again.reply)
    view = await form(filed, filed.other_pm, again.reply)
    assert "We need it." in str(view.blocks)
    await filed.slack.close(filed.other_pm, view)
    assert ["We need it."] == [row.quote for row in await rows(filed)]


async def test_support_is_taken_back_and_given_again(filed: World) -> None:
    thanks = await supported(filed, filed.other_pm)
    await filed.slack.click(filed.other_pm, thanks, "support.take_back")
    await filed.app.shell.settled()
    assert [] == await rows(filed)
    left = filed.slack.ephemerals(filed.other_pm)[-1]
    assert "You don't support *#1* Export reports as CSV any more." in shown(left)
    await filed.slack.click(filed.other_pm, left, "support.give")
    assert 1 == len(await rows(filed))


async def test_whoever_asked_stays_behind_it(filed: World) -> None:
    card = (await filed.idea("#1")).reply
    view = await form(filed, filed.requester, card)
    await filed.slack.submit(filed.requester, view, {"quote": "Every Monday.", "importance": None})
    assert "> Every Monday." in shown((await filed.idea("#1")).reply)
    assert Evidence(people=1) == await evidence(filed)
    await filed.slack.redeliver(_pressed(filed, "support.take_back", filed.requester))
    await filed.app.shell.settled()
    assert "you stay" in shown(filed.slack.ephemerals(filed.requester)[-1])
    assert 1 == (await evidence(filed)).people


def _pressed(world: World, action: str, by: Somebody) -> Any:
    """The last click, as if it had been another button of the same card."""
    clicks = [e for e in world.slack.sent if e.payload.get("type") == "block_actions"]
    envelope = clicks[-1]
    envelope.payload["actions"][0]["action_id"] = action
    envelope.payload["trigger_id"] = "1.2.another"
    return envelope


async def test_a_colleague_is_counted_told_and_may_take_it_back(filed: World) -> None:
    view = await form(filed, filed.pm, await supported(filed, filed.pm))
    said = {"colleague": filed.other_pm.id, "quote": "They asked twice.", "importance": "important"}
    assert {} == (await filed.slack.submit(filed.pm, view, said)).errors
    await filed.settle()
    assert 3 == (await evidence(filed)).people
    assert [filed.pm.id] == [row.by for row in await rows(filed)]
    words = filed.slack.shown((await filed.idea("#1")).reply)
    assert f"@{filed.other_pm.name}  ·  Important  ·  told by @{filed.pm.name}" in words
    told = filed.slack.direct_messages(filed.other_pm)[-1]
    assert "says that you stand behind *#1*" in shown(told)
    await filed.slack.click(filed.other_pm, told, "support.take_back")
    assert [] == await rows(filed)


async def test_nobody_speaks_over_anothers_own_words(filed: World) -> None:
    view = await form(filed, filed.other_pm, await supported(filed, filed.other_pm))
    await filed.slack.submit(filed.other_pm, view, {"quote": "My own words."})
    view = await form(filed, filed.pm, await supported(filed, filed.pm))
    said = {"colleague": filed.other_pm.id, "quote": "Not theirs.", "importance": "must_have"}
    await filed.slack.submit(filed.pm, view, said)
    own = (await rows(filed))[0]
    assert ("My own words.", Importance.MUST_HAVE) == (own.quote, own.importance)
    assert [] == filed.told(filed.other_pm)


async def test_an_address_proposes_its_customer(filed: World) -> None:
    customer = await acme(filed)
    await person(filed, filed.other_pm, email="bo@uk.acme.com")
    view = await form(filed, filed.pm, await supported(filed, filed.pm))
    assert "Acme" not in str(view.blocks)
    await filed.slack.click(filed.pm, view, "support.colleague", filed.other_pm.id)
    await filed.app.shell.settled()
    assert "Acme" in str(view.blocks)
    assert {} == (await filed.slack.submit(filed.pm, view)).errors
    assert [customer] == [row.customer_id for row in await rows(filed)]


@pytest.mark.parametrize("why", ["bot", "left"])
async def test_who_is_not_here_is_not_counted(filed: World, why: str) -> None:
    await person(filed, filed.other_pm, deactivated=True)
    who = filed.slack.installation.bot_user if why == "bot" else filed.other_pm.id
    view = await form(filed, filed.pm, await supported(filed, filed.pm))
    answer = await filed.slack.submit(filed.pm, view, {"colleague": who})
    assert ["colleague"] == list(answer.errors)
    assert 2 == (await evidence(filed)).people


async def _merge(world: World) -> None:
    """#2 becomes a duplicate of #1."""
    await world.idea("CSV export please", by=world.pm)

    def merge(store: Store) -> Idea:
        duplicate = store.ideas.numbered(2)
        assert duplicate is not None
        duplicate.duplicate_of, duplicate.status = 1, Status.DUPLICATE
        return store.ideas.add(duplicate)

    await world.stored(merge)


async def test_supporting_a_duplicate_supports_what_it_was_merged_into(filed: World) -> None:
    await _merge(filed)
    thanks = await supported(filed, filed.other_pm, number=2)
    assert "You support *#1* Export reports as CSV. #2 was merged into it." in shown(thanks)
    assert [1] == [row.idea_id for row in await rows(filed)]
    assert 3 == (await evidence(filed)).people
    asked = await filed.idea("#1", filed.pm)
    assert "[Support]" not in shown(asked.reply)


async def test_what_is_over_is_not_supported_any_more(filed: World) -> None:
    card = (await filed.idea("#1", filed.other_pm)).reply
    own = (await filed.idea("#1")).reply
    await filed.slack.click(filed.requester, own, "idea.withdraw")
    await filed.slack.click(filed.other_pm, card, "support.give")
    await filed.app.shell.settled()
    assert "#1 was withdrawn." in shown(filed.slack.ephemerals(filed.other_pm)[-1])
    assert [] == await rows(filed)
    assert "[Support]" not in shown((await filed.idea("#1", filed.other_pm)).reply)


async def test_the_last_supporter_that_was_waited_for_brings_it_back(filed: World) -> None:
    def put_off(store: Store) -> None:
        idea = store.ideas.numbered(1, lock=True)
        assert idea is not None
        idea.status, idea.decisions = Status.NOT_NOW, 1
        store.ideas.add(idea)
        said = Decision(
            workspace_id=store.workspace,
            idea_id=idea.id or 0,
            number=1,
            verdict=Verdict.NOT_NOW,
            reason="needs_evidence",
            answer="We want to see that more people need it.",
            by=filed.pm.id,
            at=START,
        )
        kind, workspace = TriggerKind.SUPPORTERS, store.workspace
        waited = Trigger(workspace_id=workspace, decision_id=0, kind=kind, value="3")
        store.decisions.add(said, [waited])

    await filed.stored(put_off)
    await supported(filed, filed.pm)
    assert "Not now" in shown((await filed.idea("#1")).reply)
    await supported(filed, filed.other_pm)
    idea = await filed.stored(lambda store: store.ideas.numbered(1))
    assert idea is not None
    assert Status.UNDER_REVIEW == idea.status
