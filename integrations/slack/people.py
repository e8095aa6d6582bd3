"""Slack's users as our profiles, and its user groups. https://docs.slack.dev/reference/objects/user-object"""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk.web.async_client import AsyncWebClient

from bot.effects import Profile
from bot.errors import Refused
from integrations.slack.faults import as_our_errors

UNSEEN = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
"""Slack's words for somebody we cannot see."""
NO_GROUP = frozenset({"no_such_subteam", "subteam_not_found"})
"""Its words for a user group that is gone."""


async def person(client: AsyncWebClient, user: str) -> Profile | None:
    """What Slack says of a person; None for somebody we cannot see."""
    try:
        with as_our_errors():
            found = await client.users_info(user=user)
    except Refused as error:
        if error.code in UNSEEN:
            return None
        raise
    return profile(found["user"])


async def owner_of(client: AsyncWebClient, email: str) -> Profile | None:
    """Who has an address; None for nobody who is still there."""
    try:
        with as_our_errors():
            found = await client.users_lookupByEmail(email=email)
    except Refused as error:
        if error.code in UNSEEN:
            return None
        raise
    return profile(found["user"])


async def members(client: AsyncWebClient, group: str) -> tuple[str, ...]:
    """Who is in a user group; nobody in one that is gone."""
    try:
        with as_our_errors():
            found = await client.usergroups_users_list(usergroup=group)
    except Refused as error:
        if error.code in NO_GROUP:
            return ()
        raise
    return tuple(found["users"])


def profile(user: Mapping[str, Any]) -> Profile:
    """What we keep of a user; a deactivated one has neither zone nor real name beside the id."""
    shown = user.get("profile") or {}
    names = (shown.get("display_name"), shown.get("real_name"), user.get("name"))
    return Profile(
        str(user["id"]),
        next((str(name) for name in names if name), ""),
        str(shown.get("email") or "").lower(),
        _zone(user.get("tz")),
        deactivated=bool(user.get("deleted")),
        teams=_teams(user),
    )


def _zone(name: object) -> str:
    """An IANA zone we know; Slack has none for some people, and may know zones we do not."""
    try:
        return ZoneInfo(str(name or "UTC")).key
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        return "UTC"


def _teams(user: Mapping[str, Any]) -> tuple[str, ...]:
    """Their workspace; in an organisation of several, all of theirs."""
    home = user.get("team_id") or (user.get("profile") or {}).get("team")
    more = (user.get("enterprise_user") or {}).get("teams") or []
    return tuple(dict.fromkeys(str(team) for team in (home, *more) if team))
