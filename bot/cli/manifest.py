"""The Slack app's manifest, made from what the files in commands/ declare.

https://docs.slack.dev/reference/app-manifest
"""

from typing import Any
from urllib.parse import urlsplit

from bot.discover import Registry
from bot.feature import Entry
from bot.request import Kind

NAME = "Shortlist"
DESCRIPTION = "Every request gets an answer."


def scopes(registry: Registry) -> list[str]:
    """The bot scopes the features need."""
    return sorted({scope for feature in registry.features.values() for scope in feature.scopes})


def manifest(
    registry: Registry, public_url: str | None = None, links: str | None = None
) -> dict[str, Any]:
    """The manifest: over HTTP when the web process has a public address, else Socket Mode.

    `links` is the address whose links unfold, where a feature unfolds any.
    """
    url = f"{public_url}/slack/events" if public_url else None
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {"name": NAME, "description": DESCRIPTION},
        "features": _features(registry, url, urlsplit(links or "").hostname),
        "oauth_config": {"scopes": {"bot": scopes(registry)}},
        "settings": _settings(registry, url),
    }


def _features(registry: Registry, url: str | None, domain: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "bot_user": {"display_name": NAME, "always_online": True},
        "app_home": {
            "home_tab_enabled": registry.entry(Kind.EVENT, "app_home_opened") is not None,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": "message.im" not in _subscriptions(registry),
        },
        "slash_commands": [_command(entry, url) for entry in registry.of_kind(Kind.COMMAND)],
    }
    if domain and "." in domain and registry.entry(Kind.EVENT, "link_shared"):
        found["unfurl_domains"] = [domain]
    shortcuts = registry.of_kind(Kind.SHORTCUT)
    if shortcuts:
        found["shortcuts"] = [
            {
                "name": entry.summary,
                "type": "message",
                "callback_id": entry.name,
                "description": entry.summary,
            }
            for entry in shortcuts
        ]
    return found


def _command(entry: Entry, url: str | None) -> dict[str, Any]:
    command = {
        "command": entry.name,
        "description": entry.summary,
        "usage_hint": entry.usage,
        "should_escape": True,
    }
    return command | ({"url": url} if url else {})


def _settings(registry: Registry, url: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "interactivity": {"is_enabled": True},
        "org_deploy_enabled": False,
        "socket_mode_enabled": url is None,
        "token_rotation_enabled": False,
    }
    if url:
        found["interactivity"] |= {"request_url": url, "message_menu_options_url": url}
    events = _subscriptions(registry)
    if events:
        found["event_subscriptions"] = {"bot_events": events} | (
            {"request_url": url} if url else {}
        )
    return found


def _subscriptions(registry: Registry) -> list[str]:
    """The events the bot hears of."""
    return sorted({name for e in registry.of_kind(Kind.EVENT) for name in e.subscriptions})
