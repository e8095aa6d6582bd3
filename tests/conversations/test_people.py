"""Roles follow people: by user group, and only while they are still there."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.cli.appointing import appoint, dismiss
from bot.errors import UserError
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.slack import Person, UserGroup
from bot.sandbox.slack.payloads import person_json
from tests.world import World


@pytest.fixture
async def filed(world: World) -> World:
    """A world with one idea on its card."""
    await world.product()
    await world.idea("Export reports as CSV")
    await world.settle()
    return world


async def changed(world: World, person: Person) -> None:
    """Slack tells that something about a person changed."""
    user = person_json(world.slack.workspace, person, email=True)
    await world.slack.event({"type": "user_change", "user": user})
    await world.settle()


async def regrouped(world: World, group: UserGroup) -> None:
    told = {"type": "subteam_members_changed", "subteam_id": group.id}
    await world.slack.event({**told, "team_id": world.slack.installation.team_id})
    await world.settle()


async def opens(world: World, person: Person) -> bool:
    """Whether the form of an answer opens for a person."""
    await world.slack.click(person, world.card(1), "decide.yes")
    await world.app.shell.settled()
    return world.slack.open_view(person) is not None


async def test_a_user_group_answers_for_a_product(filed: World) -> None:
    newcomer = filed.slack.add_person("Sample Newcomer")
    filed.triage.members.append(newcomer.id)
    group = filed.slack.add_user_group("app-pms", [newcomer])
    assert f"Everybody in {group.id} is a PM of APP." == appoint(filed.app, group.id, "app")
    assert f"Everybody in {group.id} was a PM of APP already." == appoint(
        filed.app, group.id, "app"
    )
    assert not await opens(filed, newcomer)
    await filed.later(seconds=5)
    assert await opens(filed, newcomer)

    group.users.remove(newcomer.id)
    await regrouped(filed, group)
    await filed.slack.close(newcomer, filed.slack.open_view(newcomer))  # type: ignore[arg-type]
    assert not await opens(filed, newcomer)
    assert "is a PM of APP no more" in dismiss(filed.app, group.id, "app")


async def test_a_group_of_admins(filed: World) -> None:
    group = filed.slack.add_user_group("admins", [filed.requester])
    appoint(filed.app, group.id, None)
    await filed.later(seconds=5)
    assert filed.requester.id in await filed.stored(lambda store: store.members.admins())
    dismiss(filed.app, group.id, None)
    assert [filed.admin.id] == await filed.stored(lambda store: store.members.admins())


async def test_who_left_has_no_role_from_that_event_on(filed: World) -> None:
    await filed.later(hours=6)
    filed.pm.deactivated = True
    await changed(filed, filed.pm)
    left = await filed.stored(lambda store: store.products.managers(1))
    assert [filed.other_pm.id] == left
    assert not await filed.stored(lambda store: store.products.managed_by(filed.pm.id))


async def test_a_stranger_in_an_event_is_not_stored(filed: World) -> None:
    nobody = filed.slack.add_person("Sample Nobody")
    await changed(filed, nobody)
    assert await filed.stored(lambda store: store.people.known(nobody.id)) is None


@contextmanager
def without_names(world: World) -> Iterator[None]:
    refused = Fault(FaultKind.REFUSED, "users.info", error="missing_scope")
    with world.slack.faults.during(refused):
        yield


async def test_without_users_read_everybody_is_answered_all_the_same(filed: World) -> None:
    with without_names(filed):
        await filed.decide(1, "no", reason="low_reach")
        await filed.settle()
    assert "answered" in filed.told(filed.requester)[-1]
    known = await filed.stored(lambda store: store.people.known(filed.requester.id))
    assert known is not None
    assert ("", False) == (known.email, known.deactivated)


async def test_what_is_no_id_is_refused_with_a_sentence(world: World) -> None:
    await world.product()
    with pytest.raises(UserError, match="member id such as U012AB3CD"):
        appoint(world.app, "@somebody", None)
    with pytest.raises(UserError, match=r"no product with the key NO. There is: APP\."):
        appoint(world.app, "U1", "NO")
    assert "U1 is a PM of APP." == appoint(world.app, "U1", "APP")
    assert "U1 was a PM of APP already." == appoint(world.app, "U1", "APP")
    assert "U1 is a PM of APP no more." == dismiss(world.app, "U1", "APP")
    assert "U1 was not an admin." == dismiss(world.app, "U1", None)


# --- Who people in Jira are


async def owning(world: World, name: str, email: str = "", *, visible: bool = True) -> str:
    """The account of somebody in Jira with open work, once it was read."""
    if not world.jira.site.projects:
        world.jira.add_project("SAMPLE", "Sample project")
        await world.product("SAMPLE")
    user = world.jira.add_user(name, email, visible=visible)
    world.jira.assign(world.jira.create("SAMPLE", f"Work of {name}"), user)
    await world.later(minutes=10)
    return str(user["accountId"])


async def in_slack(world: World, account: str) -> str | None:
    return (await world.stored(lambda store: store.accounts.users([account]))).get(account)


async def test_who_owns_work_in_jira_is_found_in_slack_by_their_address(world: World) -> None:
    owner = world.slack.add_person("Sample Owner")
    account = await owning(world, "Somebody Else", owner.email.upper())
    assert owner.id == await in_slack(world, account)
    found = await world.stored(lambda store: store.accounts.of_user(owner.id))
    assert found is not None
    assert (account, "Somebody Else") == (found.account, found.name)
    owner.deactivated = True
    await changed(world, owner)
    assert await in_slack(world, account) is None


async def test_an_address_that_is_hidden_or_unknown_finds_nobody(world: World) -> None:
    hidden = await owning(world, "Sample Hidden", world.pm.email, visible=False)
    unknown = await owning(world, "Sample Unknown", "nobody@example.com")
    assert (None, None) == (await in_slack(world, hidden), await in_slack(world, unknown))
    assert [] == await world.stored(lambda store: store.deliveries.dead())


async def test_what_somebody_said_outweighs_an_address(world: World) -> None:
    account = await owning(world, "Sample Owner", world.pm.email)
    await world.stored(lambda store: store.accounts.tie(account, world.other_pm.id))
    assert world.other_pm.id == await in_slack(world, account)
    assert await world.stored(lambda store: store.accounts.of_user(world.pm.id)) is None
