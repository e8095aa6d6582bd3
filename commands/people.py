"""People as Slack knows them: asked for when they first matter, kept up to date by its events."""

from collections.abc import Mapping
from typing import Any

from bot.effects import Effect, Profile, ReadPerson
from bot.feature import Context, Feature, Request
from bot.message import SILENT, Reply
from bot.models import Person

feature = Feature(
    "Know who people are: their zone, their address, whether they left",
    scopes=("users:read", "users:read.email"),
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
