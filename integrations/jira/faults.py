"""What a failed exchange with Jira means for the work: our errors, made from its answers."""

import re
import ssl
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn

import orjson
from requests import Response
from requests.exceptions import ConnectionError as RequestsConnectionError
from requests.exceptions import ConnectTimeout, ProxyError, RequestException
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

from bot.errors import BotError, Refused, Unavailable, Uncertain

PER_ISSUE = "jira-per-issue-on-write"
"""The reason of a limit on one issue, for which nobody else need wait.

https://developer.atlassian.com/cloud/jira/platform/rate-limiting
"""

LONGEST_REASON = 300

UNKNOWN_LOGIN = (
    "Jira does not know the login. Check JIRA_EMAIL and JIRA_TOKEN; tokens expire, so a new one "
    "may be due."
)
"""Nothing is given up for it: what is owed waits for the new token."""

_SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]+)?")

_REFUSALS = {
    400: ("bad_request", "Jira did not take the request."),
    403: (
        "forbidden",
        "The account may not do this. Give it the permission in the project's permission scheme.",
    ),
    404: ("not_found", "It does not exist, or the account may not see it."),
    410: ("gone", "This site no longer offers the call. Update this program."),
}


def raise_for_failure(error: RequestException, *, write: bool) -> NoReturn:
    """Raise for an exchange without an answer.

    Unavailable when nothing reached Jira or nothing was to be changed, else Uncertain.
    """
    if write and not _never_sent(error):
        raise Uncertain("the connection to Jira broke before it answered") from None
    raise Unavailable(f"Jira cannot be reached ({_cause(error)})") from None


def _never_sent(error: RequestException) -> bool:
    """Whether the connection itself failed, so that no request was written."""
    if isinstance(error, (ConnectTimeout, ProxyError)):
        return True
    cause = error.args[0] if isinstance(error, RequestsConnectionError) and error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    if isinstance(reason, (NewConnectionError, ConnectTimeoutError)):
        return True
    return any(
        isinstance(part, ssl.SSLCertVerificationError) for part in getattr(reason, "args", ())
    )


def _cause(error: RequestException) -> str:
    """The kind of failure alone: the texts of requests repeat addresses and queries."""
    cause = error.args[0] if error.args else error
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    return type(reason if isinstance(reason, Exception) else error).__name__


def raise_for_status(answer: Response, *, write: bool) -> None:
    """Raise for an answer that is no success: Unavailable, Refused or Uncertain."""
    status = answer.status_code
    if 200 <= status < 300:
        return
    if status == 429 or (status == 503 and "Retry-After" in answer.headers):
        raise _busy(answer)
    if status >= 500:
        raise _broken(status, write=write)
    if status == 409:
        raise Unavailable("Jira was changing it at the same time (409)")
    if status in (408, 425):
        raise Unavailable(f"Jira did not take the request in time ({status})")
    if status == 401:
        raise Unavailable(f"unauthorized: {UNKNOWN_LOGIN}")
    if status < 400:
        raise Refused(
            "redirected", "Jira answers from another address: set JIRA_URL to the final one."
        )
    code, words = _REFUSALS.get(status, (f"http_{status}", ""))
    raise Refused(code, " ".join(filter(None, (words, jira_messages(answer.content)))))


def _busy(answer: Response) -> Unavailable:
    alone = answer.headers.get("RateLimit-Reason") == PER_ISSUE
    return Unavailable(
        f"Jira asks for a pause ({answer.status_code})",
        retry_after=None if alone else pause(answer.headers),
    )


def _broken(status: int, *, write: bool) -> BotError:
    if write:
        return Uncertain(f"Jira answered with a server error ({status})")
    return Unavailable(f"Jira answered with a server error ({status})")


def pause(headers: Mapping[str, str]) -> float | None:
    """How many seconds the answer asks to wait, at least 1; None when it does not say.

    `Retry-After` holds seconds or an HTTP date, which is read against the answer's own `Date`;
    `X-RateLimit-Reset` is an ISO 8601 instant.
    """
    after = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(after):
        return max(1.0, float(after))
    now = http_date(headers.get("Date", ""))
    until = http_date(after) or _iso_date(headers.get("X-RateLimit-Reset", ""))
    return max(1.0, (until - now).total_seconds()) if now and until else None


def http_date(text: str) -> datetime | None:
    """The instant of an HTTP date; None for anything else."""
    try:
        return _aware(parsedate_to_datetime(text))
    except ValueError:
        return None


def _iso_date(text: str) -> datetime | None:
    try:
        return _aware(datetime.fromisoformat(text))
    except ValueError:
        return None


def _aware(at: datetime) -> datetime | None:
    return at if at.tzinfo else None


def jira_messages(body: bytes) -> str:
    """Jira's own words in an error's body, cut at `LONGEST_REASON` characters; "" without any."""
    try:
        raw: Any = orjson.loads(body)
    except orjson.JSONDecodeError:
        return ""
    if not isinstance(raw, dict):
        return ""
    messages = [str(text) for text in raw.get("errorMessages") or ()]
    errors = raw.get("errors")
    if isinstance(errors, dict):
        messages += [f"{field}: {text}" for field, text in errors.items()]
    return " ".join(messages)[:LONGEST_REASON]
