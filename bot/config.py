"""The settings of this process: all faults are reported at once, each with its fix."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from dotenv import dotenv_values
from sqlalchemy.engine import make_url

from bot.errors import ConfigError
from bot.settings import SETTINGS


class Need(StrEnum):
    """What a command cannot do without."""

    BOT_TOKEN = "SLACK_BOT_TOKEN"  # noqa: S105 - a setting's name
    APP_TOKEN = "SLACK_APP_TOKEN"  # noqa: S105 - a setting's name
    SIGNING_SECRET = "SLACK_SIGNING_SECRET"  # noqa: S105 - a setting's name
    JIRA = "JIRA_URL"


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


def _malformed(values: Mapping[str, str]) -> list[str]:
    return [fault for setting in SETTINGS if (fault := setting.fault(values[setting.name]))]


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
