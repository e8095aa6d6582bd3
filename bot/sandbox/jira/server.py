"""The stand-in as an HTTP server on loopback."""

import asyncio
import functools
import sys
from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import format_datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import orjson
from aiohttp import web

from bot.sandbox.faults import Fault, FaultKind, Faults
from bot.sandbox.jira import (
    webhooks,
)
from bot.sandbox.jira.acts import Acts
from bot.sandbox.jira.entities import Issue, Mode, Project, Weather
from bot.sandbox.jira.exchange import Answer, Call, Refusal, Route
from bot.sandbox.jira.failing import answer_instead, failure
from bot.sandbox.jira.generate import KEY, Life
from bot.sandbox.jira.replay import Replay
from bot.sandbox.jira.routing import done, served
from bot.sandbox.jira.seed import load
from bot.sandbox.jira.state import Site
from bot.sandbox.jira.webhooks import Webhooks
from bot.sandbox.jira.wire import API, ORIGIN, Json, JsonValue

LARGEST_BODY = 16 * 1024 * 1024


class JiraStandIn(Acts):
    """A Jira site on 127.0.0.1: `async with JiraStandIn(clock) as jira`, then `jira.url`.

    `clock` tells aware instants; answers are stamped in `site_zone`, JQL is read in
    `user_zone`, the zone of the API user. Cloud takes Basic e-mail and token, Data Center a
    Bearer token or Basic. `weather` holds the lasting oddities, `faults` the passing ones:
    they are consulted by route name (`route_names`), `REFUSED` answering its `error` as
    errorMessages and `RATE_LIMITED` as RateLimit-Reason when it begins with `jira-`.
    """

    def __init__(
        self,
        clock: Callable[[], datetime],
        *,
        site_zone: tzinfo = UTC,
        user_zone: tzinfo = UTC,
        mode: Mode | str = Mode.CLOUD,
        credentials: tuple[str, str] = ("bot@example.com", "sample-token"),
        index_lag: float = 0.0,
        page_cap: int | None = None,
        port: int = 0,
    ) -> None:
        super().__init__(Site(clock, Mode(mode), site_zone, user_zone))
        self.weather.index_lag = index_lag
        self.weather.page_cap = page_cap
        self.credentials = credentials
        self.faults = Faults()
        self.calls: list[Call] = []
        """Every request so far, or the latest `calls_kept`; unknown paths and cut ones too."""
        self.calls_kept = sys.maxsize
        self.webhooks = Webhooks(self.site)
        self._life: Life | None = None
        self._port = port
        self._url = ""
        self._runner: web.AppRunner | None = None

    @property
    def weather(self) -> Weather:
        """What the site does wrong all the time."""
        return self.site.weather

    @property
    def url(self) -> str:
        """The address of the running site; RuntimeError before it runs."""
        if not self._url:
            raise RuntimeError("the stand-in is not started")
        return self._url

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Serve on a free port of 127.0.0.1, or on the one asked for."""
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        await self.webhooks.start(self._url)

    async def stop(self) -> None:
        """Stop serving; the state stays."""
        await self.webhooks.stop()
        if self._runner:
            await self._runner.cleanup()

    def deliver_to(self, url: str, secret: str = "", *, events: tuple[str, ...] = ()) -> Json:
        """Post each change to `url`, signed when there is a secret."""
        return webhooks.subscribe(self.site, url, secret=secret, events=events)

    def load(self, path: Path | str) -> list[Issue]:
        """Take over the issues of an export, a `.jsonl` or `.jsonl.gz`; see `seed.load`."""
        return load(self.site, path)

    def replay(self, path: Path | str) -> Replay:
        """An export to live through again, from an empty site on."""
        return Replay(self.site, path)

    def generate(self, seed: int, now: datetime, months: int = 6) -> Project:
        """The project SAMPLE with `months` of history up to `now`, the same for one seed."""
        self._life = Life(self, seed, now - timedelta(days=30 * months))
        self._life.live(now)
        return self.project(KEY)

    def live_on(self, until: datetime) -> None:
        """Let the generated project live on from now until then, where there is one. Nobody is
        told of it by webhook: whoever reads Jira finds it."""
        if self._life is not None:
            before = len(self.webhooks.pending)
            self._life.live(until, self.site.now())
            del self.webhooks.pending[before:]

    # Serving

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=LARGEST_BODY)
        for base, route in served(self.site):
            handler = functools.partial(self._serve, route)
            application.router.add_route(route.method, base + route.path, handler)
        application.router.add_route("*", "/{tail:.*}", functools.partial(self._serve, None))
        return application

    async def _serve(self, route: Route | None, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        call = _received(route, request, self.site.now())
        self.calls.append(call)
        del self.calls[: -self.calls_kept]
        fault = self.faults.take(call.route)
        answer = answer_instead(fault) if fault else None
        if answer is None:
            answer = self._answered(route, call, request, raw)
        if fault and fault.kind is FaultKind.SLOW:
            await asyncio.sleep(fault.seconds)
        if fault and fault.kind is FaultKind.ERROR_AFTER:
            answer = failure(fault)
        return self._sent(call, answer, fault, request)

    def _answered(
        self, route: Route | None, call: Call, request: web.Request, raw: bytes
    ) -> Answer:
        try:
            call.anonymous = self._is_anonymous(request)
            call.body = _json(request, raw)
            return done(self.site, route, call)
        except Refusal as refusal:
            return Answer(refusal.status, refusal.body)

    def _is_anonymous(self, request: web.Request) -> bool:
        given = request.headers.get("Authorization")
        if given is None:
            return True
        name, token = self.credentials
        accepted = {f"Basic {b64encode(f'{name}:{token}'.encode()).decode()}"}
        if not self.site.cloud:
            accepted.add(f"Bearer {token}")
        if given in accepted:
            return False
        if self.weather.bad_token_is_anonymous:
            return True
        raise Refusal(401, "Client must be authenticated to access this resource.")

    def _sent(
        self, call: Call, answer: Answer, fault: Fault | None, request: web.Request
    ) -> web.StreamResponse:
        call.status = answer.status
        call.content = self._content(call, answer)
        if fault and fault.kind in (FaultKind.CUT_BEFORE, FaultKind.CUT_AFTER):
            if request.transport:
                request.transport.close()
            return web.Response()
        headers = {
            "Date": format_datetime(self.site.now().astimezone(UTC), usegmt=True),
            **({"X-RateLimit-NearLimit": "true"} if self.weather.near_limit else {}),
            **answer.headers,
        }
        kind = "application/json" if call.content else None
        return web.Response(
            status=answer.status, body=call.content, headers=headers, content_type=kind
        )

    def _content(self, call: Call, answer: Answer) -> bytes:
        if answer.body is None:
            return b""
        content = orjson.dumps(answer.body)
        if call.rich:
            content = content.replace(API.encode(), f"{ORIGIN}/rest/api/3".encode())
        return content.replace(ORIGIN.encode(), self.url.encode())


def _received(route: Route | None, request: web.Request, at: datetime) -> Call:
    params: Mapping[str, str] = request.match_info
    return Call(
        method=request.method,
        path=request.path,
        query=list(request.query.items()),
        body=None,
        at=at,
        route=route.name if route else "",
        version=params.get("api", "2"),
        params=dict(params),
    )


def _json(request: web.Request, raw: bytes) -> JsonValue:
    if not raw:
        return None
    if request.content_type != "application/json":
        raise Refusal(415, "The content type must be application/json.")
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise Refusal(400, "The body is not JSON.") from None
