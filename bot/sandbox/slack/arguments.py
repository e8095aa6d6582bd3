"""The arguments of one Web API call, whichever way they were sent.

https://docs.slack.dev/apis/web-api/#post-bodies
"""

import base64
import binascii
import json
from typing import TypeVar

from aiohttp import web

from bot.sandbox.slack.checks import says
from bot.sandbox.slack.errors import Refused, faulty
from bot.sandbox.slack.state import Json

Item = TypeVar("Item")
STRUCTURED = ("blocks", "view", "attachments", "metadata", "unfurls", "files")
"""Arguments that are JSON, and travel as text in a form."""


async def sent(request: web.Request) -> Json:
    """The call's arguments, from the address, the form or the JSON body. Raises Refused."""
    values: Json = dict(request.query)
    if request.content_type == "application/json":
        body = await request.text()
        try:
            values.update(json.loads(body or "{}"))
        except ValueError as error:
            raise Refused("invalid_json") from error
    else:
        values.update(await request.post())
    for name in STRUCTURED:
        if isinstance(values.get(name), str):
            values[name] = _parsed(name, values[name])
    return values


def _parsed(name: str, text: str) -> object:
    try:
        return json.loads(text) if text else None
    except ValueError as error:
        if name == "blocks":
            raise Refused("invalid_blocks_format") from error
        raise faulty("invalid_arguments", [says("must be valid json", f"/{name}")]) from error


class Arguments:
    """What was asked, and what the token is allowed."""

    def __init__(self, values: Json, scopes: frozenset[str]) -> None:
        self.values = values
        self.scopes = scopes

    def text(self, name: str, default: str = "") -> str:
        """The argument as text."""
        value = self.values.get(name)
        return default if value is None else str(value)

    def required(self, name: str) -> str:
        """The argument as text; refused without it."""
        value = self.text(name)
        if not value:
            raise faulty("invalid_arguments", [says(f"missing required field: {name}", "")])
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """The argument as yes or no."""
        value = self.values.get(name)
        return default if value is None else str(value).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        """The argument as a whole number; refused when it is none."""
        try:
            return int(float(self.text(name) or default))
        except ValueError as error:
            raise faulty("invalid_arguments", [says("must be a number", f"/{name}")]) from error

    def object(self, name: str) -> Json:
        """The argument as a JSON object; refused when it is something else."""
        value = self.values.get(name)
        if not isinstance(value, dict):
            raise faulty("invalid_arguments", [says(f"missing required field: {name}", "")])
        return value

    def need(self, scope: str) -> None:
        """Refuse unless the scope was granted."""
        if scope not in self.scopes:
            provided = ",".join(sorted(self.scopes))
            raise Refused("missing_scope", needed=scope, provided=provided)

    def page(self, items: list[Item], default: int = 100) -> tuple[list[Item], str]:
        """The items this call asks for by `cursor` and `limit`, and the next cursor."""
        start = _offset(self.text("cursor"))
        limit = min(self.number("limit", default) or default, 1000)
        if limit < 0:
            raise Refused("invalid_limit")
        end = start + limit
        cursor = base64.b64encode(f"next:{end}".encode()).decode()
        return items[start:end], cursor if end < len(items) else ""


def _offset(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, _, offset = base64.b64decode(cursor, validate=True).decode().partition(":")
        if word == "next":
            return int(offset)
    except (binascii.Error, ValueError) as error:
        raise Refused("invalid_cursor") from error
    raise Refused("invalid_cursor")
