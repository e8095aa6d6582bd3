"""Slack's users as our profiles. https://docs.slack.dev/reference/objects/user-object"""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.effects import Profile

UNSEEN = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
"""Slack's words for somebody we cannot see."""


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
