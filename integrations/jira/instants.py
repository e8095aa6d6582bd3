"""Jira's instants and days: strings with an offset, or epoch numbers, as aware UTC values."""

from datetime import UTC, date, datetime

SECONDS_END = 100_000_000_000
"""Epoch numbers from here on are milliseconds: as seconds they lie beyond the year 5000."""


def instant(value: str | float) -> datetime:
    """The instant in UTC. Strings carry an offset; numbers are epoch seconds or milliseconds.

    Bulk changelogs answer with either. Raises ValueError for text that is no instant.
    """
    if isinstance(value, str) and not value.isdigit():
        return datetime.fromisoformat(value).astimezone(UTC)
    number = float(value)
    return datetime.fromtimestamp(number if number < SECONDS_END else number / 1000, UTC)


def instant_or_none(value: str | float | None) -> datetime | None:
    """The instant in UTC, None where nothing is set. Raises ValueError like `instant`."""
    return instant(value) if value not in (None, "", "<null>") else None


def day_or_none(value: str | float | None) -> date | None:
    """A local day such as a release date, None where nothing is set. Raises ValueError."""
    if value is None or value == "":
        return None
    return date.fromisoformat(value[:10]) if isinstance(value, str) else instant(value).date()


def epoch_milliseconds(at: datetime) -> int:
    """`at` as JQL on Cloud takes it, free of anyone's time zone: whole milliseconds, cut."""
    return int(at.timestamp() * 1000)
