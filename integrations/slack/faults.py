"""What went wrong with a call to Slack, by what it means for the work."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError, SlackObjectFormationError

from bot.errors import BotError, Refused, Unavailable, Uncertain

POSSIBLY_DONE = frozenset({"fatal_error", "internal_error", "request_timeout", "team_added_to_org"})
"""Slack says of these that some aspect of the operation may have succeeded."""
TRY_LATER = frozenset(
    {
        "ratelimited",
        "rate_limited",
        "message_limit_exceeded",
        "service_unavailable",
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
    }
)
"""Nothing was done; once the token or the weather is mended, it can be."""
DEFAULT_RETRY = 30.0
"""Seconds to wait when a 429 names none."""
LONGEST_RETRY = 24 * 3600.0
"""Seconds believed at most."""


@contextmanager
def as_our_errors() -> Iterator[None]:
    """Raise whatever a call raises as Unavailable, Refused or Uncertain."""
    try:
        yield
    except SlackApiError as error:
        raise _answered(error) from error
    except aiohttp.ClientConnectorError as error:
        raise Unavailable(f"Slack cannot be reached: {error}") from error
    except (aiohttp.ClientError, TimeoutError, asyncio.IncompleteReadError) as error:
        raise Uncertain(f"Slack's answer was cut: {type(error).__name__}") from error
    except SlackObjectFormationError as error:
        raise Refused("malformed", str(error)) from error
    except (SlackClientError, AttributeError, ValueError) as error:
        # The library takes every answer for an object: a proxy's page trips it up.
        raise Uncertain(f"Slack's answer was not understood: {error}") from error


def _answered(error: SlackApiError) -> BotError:
    response = error.response
    status: int = getattr(response, "status_code", 0) or getattr(response, "status", 200)
    if status == 429:
        return Unavailable("Slack asks to wait", retry_after=_seconds(response.headers))
    data = getattr(response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    if status >= 500 or not isinstance(code, str):
        return Uncertain(f"Slack answered {status}")
    if code in POSSIBLY_DONE:
        return Uncertain(f"Slack answered {code}")
    if code in TRY_LATER:
        return Unavailable(f"Slack answered {code}")
    return Refused(code, _detail(data))


def _seconds(headers: object) -> float:
    found = {str(k).lower(): v for k, v in dict(headers or {}).items()}.get("retry-after")  # type: ignore[call-overload]
    try:
        return min(max(0.0, float(str(found))), LONGEST_RETRY)
    except ValueError:
        return DEFAULT_RETRY


def _detail(data: object) -> str:
    if not isinstance(data, dict):
        return ""
    messages = (data.get("response_metadata") or {}).get("messages") or []
    needed = data.get("needed")
    return f"needs the scope {needed}" if needed else "; ".join(map(str, messages[:3]))
