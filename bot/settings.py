"""Every setting there is: what it means, what it looks like, and what will not do."""

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

from msgspec import Struct
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

SLACK_API = "https://slack.com/api/"
LONGEST_SHOWN = 12


class Format(NamedTuple):
    """How a value must look, and what to do about one that does not."""

    fits: Callable[[str], bool]
    fix: str


class Setting(Struct, frozen=True):
    """One setting: what it is, how it looks, where to get it."""

    name: str
    meaning: str
    example: str
    default: str = ""
    format: Format | None = None
    plain: bool = False
    """Whether a wrong value is shown again: nobody would put a secret there."""

    def fault(self, value: str) -> str | None:
        """What is wrong with a value, and how to mend it."""
        if not value or self.format is None or self.format.fits(value):
            return None
        return f"{self.name} is {self._shown(value)}. {self.format.fix}"

    def _shown(self, value: str) -> str:
        """A fault never prints a secret, not even one put in the wrong place."""
        shown = self.plain and len(value) < LONGEST_SHOWN
        return repr(value) if shown else "not of the right form"


# --- What a value must look like


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


def _is_port(value: str) -> bool:
    return value.isascii() and value.isdigit() and 0 < int(value) < 65536


def _number(least: float, most: float, of: str) -> Format:
    def fits(value: str) -> bool:
        try:
            return least <= float(value) <= most
        except ValueError:
            return False

    return Format(fits, f"Use a number of {of} from {least:g} to {most:g}.")


def _like(pattern: str, fix: str) -> Format:
    return Format(lambda value: re.fullmatch(pattern, value) is not None, fix)


def _listed(part: str, fix: str) -> Format:
    """One or more of the same, by comma."""
    return _like(rf"{part}(,{part})*,?\s*", fix)


USER = r"\s*[UW][A-Z0-9]+\s*"
FIELD = r"\s*(estimate|sprint|flagged)\s*=\s*(customfield_[0-9]+|timeoriginalestimate)\s*"
WEB = Format(
    _is_web, "It must be an https:// address without a login (http:// only on this machine)."
)
DATABASE = Format(_is_database, "Use sqlite:///shortlist.db (a file) or a postgresql:// URL.")


# --- What there is

SETTINGS = (
    Setting(
        "SLACK_BOT_TOKEN",
        "Bot User OAuth Token, from OAuth & Permissions",
        "xoxb-...",
        format=_like(r"xoxb-\S+", "A bot token starts with xoxb-."),
    ),
    Setting(
        "SLACK_APP_TOKEN",
        "App-level token with connections:write (Socket Mode)",
        "xapp-...",
        format=_like(r"xapp-\S+", "An app-level token starts with xapp-."),
    ),
    Setting("SLACK_SIGNING_SECRET", "Signing secret, from Basic Information (HTTP)", "8f7e..."),
    Setting("SLACK_API_URL", "Where Slack's API is", SLACK_API, SLACK_API, WEB),
    Setting(
        "JIRA_URL",
        "Your Jira site; leave empty to work without Jira",
        "https://site.example",
        format=WEB,
    ),
    Setting(
        "JIRA_EMAIL",
        "The API user's e-mail (Cloud only)",
        "bot@site.example",
        format=_like(r"\S+@\S+", "Enter the e-mail of the API user, or leave it empty."),
    ),
    Setting("JIRA_TOKEN", "API token (Cloud) or personal access token (Data Center)", "..."),
    Setting("JIRA_WEBHOOK_SECRET", "Secret of the admin webhook; leave empty to poll only", "..."),
    Setting(
        "JIRA_RATE",
        "The most requests to Jira in a second",
        "5",
        "5",
        _number(0.1, 100, "requests"),
        plain=True,
    ),
    Setting(
        "JIRA_FIELDS",
        "Jira's field for estimate, sprint or flagged, where several look alike",
        "estimate=customfield_10016",
        format=_listed(FIELD, "Use pairs such as estimate=customfield_10016, by comma."),
    ),
    Setting(
        "DATABASE_URL",
        "SQLite file or PostgreSQL",
        "postgresql://user:password@host/shortlist",
        "sqlite:///shortlist.db",
        DATABASE,
    ),
    Setting("HOST", "Address the web process listens on", "127.0.0.1", "0.0.0.0"),  # noqa: S104
    Setting(
        "PORT",
        "Port of the web process",
        "3000",
        "3000",
        Format(_is_port, "Use a port number such as 3000."),
        plain=True,
    ),
    Setting(
        "ADMIN_USERS",
        "Slack ids of the first admins, by comma",
        "U012AB3CD,U045EF6GH",
        format=_listed(USER, "Use Slack member ids such as U012AB3CD, by comma."),
    ),
    Setting(
        "PUBLIC_URL", "Public address of the web process", "https://shortlist.example", format=WEB
    ),
    Setting(
        "LEASE_SECONDS",
        "How long a worker may hold a delivery",
        "60",
        "60",
        _number(1, 3600, "seconds"),
        plain=True,
    ),
    Setting(
        "LOG_FORMAT",
        "json, or text for people",
        "text",
        "json",
        _like("json|text", "Use json or text."),
        plain=True,
    ),
    Setting("CLOCK_FILE", "A file that holds seconds to add to the clock (demo)", ""),
)


def example() -> str:
    """The text of `.env.example`: every setting with what it is."""
    head = "# Copy to .env and fill in what you use. The environment wins over this file.\n"
    shown = (setting for setting in SETTINGS if setting.name != "CLOCK_FILE")
    told = (f"# {s.meaning}, such as {s.example}\n{s.name}={s.default}\n" for s in shown)
    return "\n".join([head, *told])
