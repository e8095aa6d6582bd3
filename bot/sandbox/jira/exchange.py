"""A request, its answer, its refusal, and the tables of routes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import orjson

from bot.sandbox.jira.state import Site
from bot.sandbox.jira.wire import Json, JsonValue


class Refusal(Exception):
    """Answered with `status` and an error collection; nothing was done."""

    def __init__(
        self, status: int, *messages: str, errors: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status, messages, errors)
        self.status = status
        self.body: Json = {"errorMessages": list(messages), "errors": dict(errors or {})}


@dataclass(slots=True)
class Answer:
    """What a route answers when it is not plain JSON with 200."""

    status: int
    body: JsonValue = None
    headers: Mapping[str, str] = field(default_factory=dict)


NO_CONTENT = Answer(204)


@dataclass(slots=True)
class Call:
    """One recorded request with its answer."""

    method: str
    path: str
    query: Sequence[tuple[str, str]]
    body: JsonValue
    """The parsed JSON body; None without one."""
    at: datetime
    route: str = ""
    """The name of the route, such as `GET /search/jql`; empty for an unknown path."""
    version: str = "2"
    params: Mapping[str, str] = field(default_factory=dict)
    anonymous: bool = False
    status: int = 0
    """0 for a call that was cut before anything was done."""
    content: bytes = b""

    @property
    def answer(self) -> JsonValue:
        """The JSON that was answered; None for an empty answer."""
        return orjson.loads(self.content) if self.content else None

    @property
    def rich(self) -> bool:
        """Whether rich text is a document (v3), not wiki text."""
        return self.version == "3"

    def one(self, name: str, default: str = "") -> str:
        """The first value of a query parameter."""
        return next((value for key, value in self.query if key == name), default)

    def many(self, name: str) -> list[str]:
        """All values of a query parameter, repeated or separated by commas."""
        given = [v for key, v in self.query if key == name for v in value_list(v)]
        return [value for value in given if value]

    def number(self, name: str, default: int) -> int:
        """A query parameter as a whole number; refuses others with 400."""
        return whole(self.one(name) or default, name)

    def flag(self, name: str, *, default: bool) -> bool:
        """A query parameter as a boolean; refuses anything but `true` and `false` with 400."""
        value = self.one(name) or str(default).lower()
        if value not in ("true", "false"):
            raise Refusal(400, f"The value '{value}' of '{name}' is not a boolean.")
        return value == "true"


def value_list(text: str) -> list[str]:
    """The values between commas, without spaces around them; none in an empty text."""
    return [part.strip() for part in text.split(",")] if text else []


def whole(value: JsonValue, name: str) -> int:
    """`value` as a whole number from 0 up; refuses others with 400."""
    if not str(value).isdigit():
        raise Refusal(400, f"The value '{value}' of '{name}' is not a whole number.")
    return int(value)


Handler = Callable[[Site, Call], JsonValue]


@dataclass(frozen=True, slots=True)
class Route:
    """One operation: `path` is below the base of its interface."""

    method: str
    path: str
    handler: Handler
    cloud: bool = True
    server: bool = True

    @property
    def name(self) -> str:
        """What faults and recorded calls know the route by: `GET /issue/{id}`."""
        return f"{self.method} {self.path}"


class Routes(list[Route]):
    """The operations of one module, declared by decorating their handlers."""

    def get(self, path: str, **where: bool) -> Callable[[Handler], Handler]:
        """Declare a GET."""
        return self._declare("GET", path, where)

    def post(self, path: str, **where: bool) -> Callable[[Handler], Handler]:
        """Declare a POST."""
        return self._declare("POST", path, where)

    def put(self, path: str, **where: bool) -> Callable[[Handler], Handler]:
        """Declare a PUT."""
        return self._declare("PUT", path, where)

    def delete(self, path: str, **where: bool) -> Callable[[Handler], Handler]:
        """Declare a DELETE."""
        return self._declare("DELETE", path, where)

    def _declare(
        self, method: str, path: str, where: Mapping[str, bool]
    ) -> Callable[[Handler], Handler]:
        def declare(handler: Handler) -> Handler:
            self.append(Route(method, path, handler, **where))
            return handler

        return declare


def page(call: Call, values: Sequence[JsonValue], *, key: str = "values", most: int = 50) -> Json:
    """The part of `values` that `startAt` and `maxResults` name, as a page."""
    start, size = call.number("startAt", 0), min(call.number("maxResults", most), 1000)
    part = list(values[start : start + size])
    counted: Json = {"startAt": start, "maxResults": size, "total": len(values)}
    if key == "values":
        counted["isLast"] = start + len(part) >= len(values)
    return {**counted, key: part}


def required(call: Call, name: str) -> JsonValue:
    """A member of the JSON body; refuses a body without it with 400."""
    if not isinstance(call.body, dict) or call.body.get(name) is None:
        raise Refusal(400, errors={name: f"The field '{name}' is required."})
    return call.body[name]


def mapping(call: Call, name: str) -> Json:
    """A member of the JSON body that is an object, empty without one; 400 for anything else."""
    held = call.body.get(name) if isinstance(call.body, dict) else None
    if held is not None and not isinstance(held, dict):
        raise Refusal(400, errors={name: f"The field '{name}' is not a JSON object."})
    return held or {}


def needed(call: Call, name: str) -> Json:
    """Like `mapping`, but refusing a body without it."""
    required(call, name)
    return mapping(call, name)
