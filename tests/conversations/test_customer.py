"""`/customer`: looked up by everybody, kept by PMs and admins."""

import pytest
from sqlalchemy import delete

from bot.domain.customers import profile
from bot.models import Admin, Customer, Person
from bot.sandbox.slack import Person as Somebody
from bot.sandbox.slack import View
from bot.store.stores import Store
from tests.world import START, World

ACME = {"name": "Acme", "revenue": "420k", "tier": "Enterprise", "domains": "acme.com"}


async def known(world: World, **entered: str) -> Customer:
    """A customer there is already."""
    new = Customer(workspace_id=world.workspace, name="", folded="", updated_at=world.clock.now())
    return await world.stored(lambda s: s.customers.store(new, profile({**ACME, **entered})))


async def form(world: World, by: Somebody | None = None, text: str = "") -> View:
    """The form behind the first button of what `/customer` shows."""
    who = by or world.admin
    answer = await world.slack.command(who, world.intake, "/customer", text)
    await world.slack.click(who, answer.reply, "customer.edit")
    await world.app.shell.settled()
    view = world.slack.open_view(who)
    assert view is not None
    return view


async def found(world: World, text: str = "", by: Somebody | None = None) -> str:
    who = by or world.requester
    answer = await world.slack.command(who, world.intake, "/customer", text)
    return world.slack.shown(answer.reply)


async def test_an_admin_adds_the_first_customer(world: World) -> None:
    assert "None is known yet." in await found(world)
    entered = {**ACME, "segment": "Health care", "owner": world.pm.id}
    answer = await world.slack.submit(world.admin, await form(world), entered)
    assert {} == answer.errors
    assert answer.view is not None
    assert "Saved." in world.slack.shown(answer.view)
    words = await found(world)
    facts = ("*Acme*", "$420,000 a year", "Enterprise", "Health care", "acme.com", "no ideas yet")
    assert [] == [fact for fact in facts if fact not in words]
    assert f"@{world.pm.name}" in words


async def test_a_customer_is_edited_where_it_is_found(world: World) -> None:
    await world.product()
    await known(world)
    await known(world, name="Globex", domains="globex.example")
    view = await form(world, world.pm, "acme")
    changed = {"revenue": "12,500.50 EUR", "domains": "acme.com acme.de"}
    assert {} == (await world.slack.submit(world.pm, view, changed)).errors
    words = await found(world, "ACME.DE")
    assert "€12,500.50 a year" in words
    assert "acme.com, acme.de" in words
    assert "Globex" not in words


async def test_everybody_looks_up_but_only_pms_and_admins_change(world: World) -> None:
    await world.product()
    await known(world)
    words = await found(world)
    assert "Acme" in words
    assert "[Edit]" not in words
    assert "[Add a customer]" not in words
    view = await form(world)
    await world.stored(lambda s: s.session.execute(delete(Admin)))
    refused = await world.slack.submit(world.admin, view, {"name": "Acme Two"})
    assert refused.view is not None
    said = world.slack.shown(refused.view)
    assert f"Only PMs and admins can change customers: ask @{world.pm.name}" in said


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"revenue": "lots"}, "revenue", "I can't read that as money"),
        ({"domains": "gmail.com"}, "domains", "Anybody can have an address at gmail.com"),
        ({"name": "GLOBEX  corp"}, "name", "Globex Corp is there already"),
        ({"domains": "globex.example"}, "domains", "globex.example belongs to Globex Corp"),
    ],
)
async def test_what_will_not_do_is_said_at_its_field(
    world: World, values: dict[str, str], field: str, words: str
) -> None:
    await known(world, name="Globex Corp", domains="globex.example")
    await known(world)
    answer = await world.slack.submit(world.admin, await form(world, text="acme"), values)
    assert [field] == list(answer.errors)
    assert words in answer.errors[field]
    renamed = {"name": "Acme Two", "revenue": "1.2m", "domains": "acme.com"}
    view = world.slack.open_view(world.admin)
    assert view is not None
    assert {} == (await world.slack.submit(world.admin, view, renamed)).errors
    assert "Acme Two" in await found(world, "acme.com")


async def test_many_customers_are_searched(world: World) -> None:
    for number in range(25):
        await known(world, name=f"Sample {number:02}", domains=f"s{number}.example")
    assert "There are more." in await found(world)
    assert "There are none." in await found(world, "%")
    assert "*Sample 07*" in await found(world, "sample 07")


async def test_a_persons_customer_is_the_one_of_their_nearest_domain(world: World) -> None:
    await known(world)
    await known(world, name="Acme Europe", domains="eu.acme.com")
    emails = {"U1": "ana@eu.acme.com", "U2": "bo@uk.acme.com", "U3": "x@y.example"}

    def matched(store: Store) -> list[str]:
        store.session.add_all(
            Person(workspace_id=store.workspace, user=user, email=email, read_at=START)
            for user, email in emails.items()
        )
        found = [store.customers.of_person(user) for user in (*emails, "U4")]
        return [customer.name if customer else "" for customer in found]

    assert ["Acme Europe", "Acme", "", ""] == await world.stored(matched)
