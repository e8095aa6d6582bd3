"""People as Slack knows them: asked for when they first matter, kept up to date by its events."""

from collections.abc import Mapping
from typing import Any

from bot.effects import Effect, FindPerson, Profile, ReadGroup, ReadPerson
from bot.feature import Context, Feature
from bot.message import SILENT, Reply
from bot.models import Person
from bot.request import Request
from bot.services import refresh

feature = Feature(
    "Know who people are: their zone, their address, their groups, whether they left",
    scopes=("users:read", "users:read.email", "usergroups:read"),
)


@feature.effect("people.read")
def read(payload: Mapping[str, Any], context: Context) -> Effect | None:  # noqa: ARG001
    """Ask Slack for one person."""
    return ReadPerson(payload["user"])


@feature.done("people.read")
def learn(payload: Mapping[str, Any], result: Profile | None, context: Context) -> None:
    """Store what Slack says; whom it does not show can neither be written to nor decide."""
    _learn(result or Profile(payload["user"], "", deactivated=True), context)


@feature.dead("people.read")
def unreadable(payload: Mapping[str, Any], error: str, context: Context) -> None:  # noqa: ARG001
    """Go on without knowing more, and ask again in a day: nobody waits for a name."""
    if context.store.people.known(payload["user"]) is None:
        _learn(Profile(payload["user"], "", teams=(context.store.members.team(),)), context)


@feature.event("user_change")
def changed(request: Request, context: Context) -> Reply:
    """Keep up with a person we know: who left loses their roles with this very event."""
    if request.person is not None and context.store.people.known(request.person.user):
        _learn(request.person, context)
    return SILENT


@feature.effect("people.find")
def find(payload: Mapping[str, Any], context: Context) -> Effect | None:  # noqa: ARG001
    """Ask Slack who has an address."""
    return FindPerson(payload["email"])


@feature.done("people.find")
def found(payload: Mapping[str, Any], result: Profile | None, context: Context) -> None:  # noqa: ARG001
    """Get to know them."""
    if result is not None:
        _learn(result, context)


# --- User groups that give a role


@feature.effect("people.group")
def read_group(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """Ask Slack who is in a group, while it gives a role."""
    roles = context.store.people.groups()
    asked = any(role.group_id == payload["group"] for role in roles)
    return ReadGroup(payload["group"]) if asked else None


@feature.done("people.group")
def fill_group(payload: Mapping[str, Any], result: tuple[str, ...], context: Context) -> None:
    """Store who is in it, and get to know them."""
    context.store.people.fill_group(payload["group"], result)
    for user in result:
        refresh.person(user, context)


@feature.event("subteam_members_changed")
def group_changed(request: Request, context: Context) -> Reply:
    """Read a group that gives a role again."""
    if any(role.group_id == request.group for role in context.store.people.groups()):
        refresh.group(request.group, context)
    return SILENT


@feature.event("subteam_updated")
def group_renamed(request: Request, context: Context) -> Reply:
    """A group that was switched off or on again has other members too."""
    return group_changed(request, context)


def _learn(profile: Profile, context: Context) -> None:
    context.store.people.learn(
        Person(
            workspace_id=context.store.workspace,
            user=profile.user,
            name=profile.name,
            email=profile.email,
            zone=profile.zone,
            deactivated=profile.deactivated,
            stranger=bool(profile.teams) and context.store.members.team() not in profile.teams,
            read_at=context.now,
        )
    )
