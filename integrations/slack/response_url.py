"""Answers by `response_url`: what is posted there, and to which hosts alone.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from urllib.parse import urlsplit

import aiohttp

from bot.errors import Refused
from bot.message import Message
from integrations.slack.faults import as_our_errors
from integrations.slack.reply import message as arguments_of

HOSTS = frozenset({"hooks.slack.com", "hooks.slack-gov.com"})
TIMEOUT = aiohttp.ClientTimeout(total=10)


def is_trusted(url: str, base: str) -> bool:
    """Whether an address is Slack's own, or of the host and port of the API at `base`."""
    try:
        asked, ours = urlsplit(url), urlsplit(base)
        port = asked.port
    except ValueError:
        return False
    if (asked.scheme, asked.netloc) == (ours.scheme, ours.netloc):
        return True
    return (
        asked.scheme == "https"
        and asked.hostname in HOSTS
        and port in (None, 443)
        and "@" not in asked.netloc
    )


def answer_of(message: Message, *, replace: bool, thread: str | None) -> dict[str, object]:
    """The body of an answer; a message that is replaced stays as visible as it was."""
    body: dict[str, object] = {"replace_original": replace, **arguments_of(message)}
    if not replace:
        body["response_type"] = "ephemeral"
        if thread is not None:
            body["thread_ts"] = thread
    return body


async def respond(session: aiohttp.ClientSession, url: str, body: dict[str, object]) -> None:
    """Post an answer, following no redirect."""
    with as_our_errors():
        async with session.post(url, json=body, allow_redirects=False, timeout=TIMEOUT) as response:
            if response.status >= 300:
                raise Refused(f"http_{response.status}")
