"""Settings from the environment and `.env`: all faults are reported at once, each with its fix."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import ConfigError

SLACK_API = "https://slack.com/api/"


class Need(StrEnum):
    """What a command cannot do without."""

    BOT_TOKEN = "SLACK_BOT_TOKEN"  # noqa: S105 - a setting's name
    APP_TOKEN = "SLACK_APP_TOKEN"  # noqa: S105 - a setting's name
    SIGNING_SECRET = "SLACK_SIGNING_SECRET"  # noqa: S105 - a setting's name
    JIRA = "JIRA_URL"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: what it is, how it looks, where to get it."""

    name: str
    meaning: str
    example: str
    default: str = ""


SETTINGS = (
    Setting("SLACK_BOT_TOKEN", "Bot User OAuth Token, from OAuth & Permissions", "xoxb-..."),
    Setting("SLACK_APP_TOKEN", "App-level token with connections:write (Socket Mode)", "xapp-..."),
    Setting("SLACK_SIGNING_SECRET", "Signing secret, from Basic Information (HTTP)", "8f7e..."),
    Setting("SLACK_API_URL", "Where Slack's API is", SLACK_API, SLACK_API),
    Setting("JIRA_URL", "Your Jira site; leave empty to work without Jira", "https://site.example"),
    Setting("JIRA_EMAIL", "The API user's e-mail (Cloud only)", "bot@site.example"),
    Setting("JIRA_TOKEN", "API token (Cloud) or personal access token (Data Center)", "..."),
    Setting("JIRA_WEBHOOK_SECRET", "Secret of the admin webhook; leave empty to poll only", "..."),
    Setting("JIRA_RATE", "The most requests to Jira in a second", "5", "5"),
    Setting(
        "JIRA_FIELDS",
        "Jira's field for estimate, sprint or flagged, where several look alike",
        "estimate=customfield_10016",
    ),
    Setting(
        "DATABASE_URL",
        "SQLite file or PostgreSQL",
        "postgresql://user:password@host/shortlist",
        "sqlite:///shortlist.db",
    ),
    Setting("HOST", "Address the web process listens on", "127.0.0.1", "0.0.0.0"),  # noqa: S104
    Setting("PORT", "Port of the web process", "3000", "3000"),
    Setting("ADMIN_USERS", "Slack ids of the first admins, by comma", "U012AB3CD,U045EF6GH"),
    Setting("PUBLIC_URL", "Public address of the web process", "https://shortlist.example"),
    Setting("LEASE_SECONDS", "How long a worker may hold a delivery", "60", "60"),
    Setting("LOG_FORMAT", "json, or text for people", "text", "json"),
    Setting("CLOCK_FILE", "A file that holds seconds to add to the clock (demo)", ""),
)


@dataclass(frozen=True, slots=True)
class Config:
    """The settings, checked."""

    slack_bot_token: str = field(repr=False)
    slack_app_token: str = field(repr=False)
    slack_signing_secret: str = field(repr=False)
    slack_api_url: str
    jira_url: str | None
    jira_email: str | None
    jira_token: str = field(repr=False)
    jira_webhook_secret: str = field(repr=False)
    jira_rate: float
    jira_fields: Mapping[str, str]
    database_url: str = field(repr=False)
    host: str
    port: int
    admin_users: tuple[str, ...]
    public_url: str | None
    lease_seconds: float
    log_format: str
    clock_file: Path | None

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no log may show."""
        return (
            self.slack_bot_token,
            self.slack_app_token,
            self.slack_signing_secret,
            self.jira_token,
            self.jira_webhook_secret,
            make_url(self.database_url).password or "",
        )


def load(*needs: Need, environment: Mapping[str, str] | None = None) -> Config:
    """The settings of this process, from `.env` and the environment, which wins.

    Raises ConfigError with one line for each fault. Only `needs` must be there.
    """
    return read({**_env_file(), **os.environ} if environment is None else environment, *needs)


def _env_file() -> dict[str, str]:
    return {name: value for name, value in dotenv_values(".env").items() if value is not None}


def read(environment: Mapping[str, str], *needs: Need) -> Config:
    """The settings in `environment`. Raises ConfigError."""
    values = {s.name: environment.get(s.name, "").strip() or s.default for s in SETTINGS}
    faults = [*_missing(values, needs), *_malformed(values), *_half_set(values)]
    if faults:
        raise ConfigError("Please mend these settings:\n" + "\n".join(f"- {f}" for f in faults))
    return Config(
        slack_bot_token=values["SLACK_BOT_TOKEN"],
        slack_app_token=values["SLACK_APP_TOKEN"],
        slack_signing_secret=values["SLACK_SIGNING_SECRET"],
        slack_api_url=values["SLACK_API_URL"].rstrip("/") + "/",
        jira_url=values["JIRA_URL"].rstrip("/") or None,
        jira_email=values["JIRA_EMAIL"] or None,
        jira_token=values["JIRA_TOKEN"],
        jira_webhook_secret=values["JIRA_WEBHOOK_SECRET"],
        jira_rate=float(values["JIRA_RATE"]),
        jira_fields=_fields(values["JIRA_FIELDS"]),
        database_url=values["DATABASE_URL"],
        host=values["HOST"],
        port=int(values["PORT"]),
        admin_users=_users(values["ADMIN_USERS"]),
        public_url=values["PUBLIC_URL"].rstrip("/") or None,
        lease_seconds=float(values["LEASE_SECONDS"]),
        log_format=values["LOG_FORMAT"],
        clock_file=Path(values["CLOCK_FILE"]) if values["CLOCK_FILE"] else None,
    )


def _users(text: str) -> tuple[str, ...]:
    return tuple(user.strip() for user in text.split(",") if user.strip())


def _fields(text: str) -> dict[str, str]:
    """Ids of fields by what they are for."""
    pairs = (pair.partition("=") for pair in text.split(",") if pair.strip())
    return {role.strip(): id_.strip() for role, _, id_ in pairs}


def _missing(values: Mapping[str, str], needs: tuple[Need, ...]) -> list[str]:
    known = {setting.name: setting for setting in SETTINGS}
    return [
        f"{need.value} is missing. Set it to: {known[need.value].meaning}."
        for need in needs
        if not values[need.value]
    ]


def _half_set(values: Mapping[str, str]) -> list[str]:
    faults = []
    if values["JIRA_URL"] and not values["JIRA_TOKEN"]:
        faults.append("JIRA_TOKEN is missing. JIRA_URL is set, so add the token, or empty both.")
    if values["JIRA_TOKEN"] and not values["JIRA_URL"]:
        faults.append("JIRA_URL is missing. JIRA_TOKEN is set, so add the address, or empty both.")
    cloud = values["JIRA_URL"].rstrip("/").endswith(".atlassian.net")
    if cloud and values["JIRA_TOKEN"] and not values["JIRA_EMAIL"]:
        faults.append("JIRA_EMAIL is missing. Jira Cloud wants it beside the token.")
    return faults


def _malformed(values: Mapping[str, str]) -> list[str]:
    return [
        f"{name} is {_shown(name, values[name])}. {fix}"
        for name, (does, fix) in CHECKS.items()
        if values[name] and not does(values[name])
    ]


def _shown(name: str, value: str) -> str:
    """A fault never prints a secret, not even one put in the wrong place."""
    return repr(value) if name in PRINTABLE and len(value) < 12 else "not of the right form"


def _is_database(value: str) -> bool:
    try:
        url = make_url(value)
    except ArgumentError:
        return False
    if url.get_backend_name() == "sqlite":
        return url.drivername == "sqlite" and url.database not in (None, "", ":memory:")
    return url.get_backend_name() in ("postgresql", "postgres")


def _is_web(value: str) -> bool:
    try:
        parts = urlsplit(value)
        loopback = parts.hostname in ("127.0.0.1", "localhost", "::1")
        clean = parts.port != 0 and "@" not in parts.netloc and not parts.query
    except ValueError:
        return False
    safe = parts.scheme == "https" or (parts.scheme == "http" and loopback)
    return bool(parts.hostname) and clean and safe


def _is_number(least: float, most: float) -> Callable[[str], bool]:
    def check(value: str) -> bool:
        try:
            return least <= float(value) <= most
        except ValueError:
            return False

    return check


def _is_port(value: str) -> bool:
    return value.isascii() and value.isdigit() and 0 < int(value) < 65536


def _matches(pattern: str) -> Callable[[str], bool]:
    return lambda value: re.fullmatch(pattern, value) is not None


FIELD = r"\s*(estimate|sprint|flagged)\s*=\s*(customfield_[0-9]+|timeoriginalestimate)\s*"
PRINTABLE = ("PORT", "JIRA_RATE", "LEASE_SECONDS", "LOG_FORMAT")
WEB = "It must be an https:// address without a login (http:// only on this machine)."
CHECKS: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "SLACK_BOT_TOKEN": (_matches(r"xoxb-\S+"), "A bot token starts with xoxb-."),
    "SLACK_APP_TOKEN": (_matches(r"xapp-\S+"), "An app-level token starts with xapp-."),
    "SLACK_API_URL": (_is_web, WEB),
    "JIRA_URL": (_is_web, WEB),
    "JIRA_EMAIL": (_matches(r"\S+@\S+"), "Enter the e-mail of the API user, or leave it empty."),
    "DATABASE_URL": (_is_database, "Use sqlite:///shortlist.db (a file) or a postgresql:// URL."),
    "PORT": (_is_port, "Use a port number such as 3000."),
    "ADMIN_USERS": (
        _matches(r"\s*[UW][A-Z0-9]+(\s*,\s*[UW][A-Z0-9]+)*\s*,?\s*"),
        "Use Slack member ids such as U012AB3CD, by comma.",
    ),
    "PUBLIC_URL": (_is_web, WEB),
    "JIRA_RATE": (_is_number(0.1, 100), "Use a number of requests from 0.1 to 100."),
    "JIRA_FIELDS": (
        _matches(rf"{FIELD}(,{FIELD})*,?\s*"),
        "Use pairs such as estimate=customfield_10016, by comma.",
    ),
    "LEASE_SECONDS": (_is_number(1, 3600), "Use a number of seconds from 1 to 3600."),
    "LOG_FORMAT": (_matches("json|text"), "Use json or text."),
}


def example() -> str:
    """The text of `.env.example`: every setting with what it is."""
    lines = ["# Copy to .env and fill in what you use. The environment wins over this file.\n"]
    for setting in SETTINGS:
        if setting.name != "CLOCK_FILE":
            shown = setting.default or ""
            lines.append(
                f"# {setting.meaning}, such as {setting.example}\n{setting.name}={shown}\n"
            )
    return "\n".join(lines)
