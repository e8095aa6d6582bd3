"""Who the app is in the workspace, and what it was granted."""

from dataclasses import dataclass, field, replace
from typing import Any, Self

METHOD_SCOPES: dict[str, str] = {
    "bots.info": "users:read",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.unfurl": "links:write",
    "conversations.join": "channels:join",
    "users.info": "users:read",
    "users.list": "users:read",
    "users.lookupByEmail": "users:read.email",
    "usergroups.list": "usergroups:read",
    "usergroups.users.list": "usergroups:read",
    "reactions.add": "reactions:write",
    "reactions.get": "reactions:read",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
    "files.info": "files:read",
    "team.info": "team:read",
}
"""The scope each method asks for (https://docs.slack.dev/reference/methods); those that depend
on the kind of conversation are asked for by the methods themselves."""

EVERY_SCOPE = (
    frozenset(METHOD_SCOPES.values())
    | {f"{kind}:{act}" for kind in ("channels", "groups", "im") for act in ("read", "history")}
    | {"im:write", "commands", "links:read", "app_mentions:read"}
)


@dataclass(frozen=True, slots=True)
class Installation:
    """The workspace and the app installed in it."""

    team_id: str = "T000000001"
    team_name: str = "Example Corp"
    team_domain: str = "example-corp"
    app_id: str = "A000000001"
    bot_id: str = "B000000001"
    bot_user: str = "U000000001"
    bot_name: str = "shortlist"
    bot_token: str = "xoxb-sandbox"  # noqa: S105
    app_token: str = "xapp-sandbox"  # noqa: S105
    scopes: frozenset[str] = EVERY_SCOPE
    events: frozenset[str] | None = None
    """The events the app subscribed to, messages as `message.channels` and so on; None: all."""
    escape_commands: bool = True
    """Whether `@name` and `#name` reach slash commands as ids (the manifest's should_escape)."""
    unfurl_domains: frozenset[str] = field(default_factory=frozenset)

    @property
    def team_url(self) -> str:
        """The workspace's address, with its last slash."""
        return f"https://{self.team_domain}.slack.com/"

    def declaring(self, manifest: dict[str, Any]) -> Self:
        """The same app with what this manifest declares
        (https://docs.slack.dev/reference/app-manifest)."""
        features, settings = manifest.get("features", {}), manifest.get("settings", {})
        return replace(
            self,
            scopes=frozenset(manifest["oauth_config"]["scopes"]["bot"]),
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
            escape_commands=any(c.get("should_escape") for c in features["slash_commands"]),
            unfurl_domains=frozenset(features.get("unfurl_domains", [])),
        )

    def subscribed(self, event: str) -> bool:
        """Whether the app is told of `event`."""
        return self.events is None or event in self.events
