"""Serves the page on loopback: its files, its live state, and the acts of its people."""

import json
import os
from pathlib import Path
from types import TracebackType
from typing import Self

import orjson
from aiohttp import web

from bot.sandbox.child import Bot
from bot.sandbox.scene import Scene
from bot.sandbox.slack import Json, Person
from bot.sandbox.workspace.asked import NotUnderstood
from bot.sandbox.workspace.build import Build
from bot.sandbox.workspace.files import served
from bot.sandbox.workspace.guard import guard
from bot.sandbox.workspace.live import Live
from bot.sandbox.workspace.state import State

LARGEST_ACT = 256 * 1024


class PortTaken(Exception):
    """Somebody else listens where the page was to be; the text says what to do."""


class WorkspacePage:
    """Serves the scene at `url` while the context is entered; `instead`, where one is given, is
    what a reader is shown for a page that could not be built.

    `database` is the bot's SQLite file, read for the count of what it owes. `bot` is told once
    it is up, so that the page can stop it. Entering raises PortTaken for a `port` in use.
    """

    def __init__(
        self, scene: Scene, instead: str = "", database: Path | None = None, port: int = 0
    ) -> None:
        self.url = ""
        self.state = State(scene, database)
        self._live = Live()
        self._port = port
        self._instead = instead
        self._built = Build().built
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        application = web.Application(middlewares=[guard], client_max_size=LARGEST_ACT)
        application.add_routes(self._routes())
        application.on_shutdown.append(self._close)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await self._listen(self._runner)
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/"
        return self

    async def _listen(self, runner: web.AppRunner) -> None:
        try:
            await web.TCPSite(runner, "127.0.0.1", self._port).start()
        except OSError as error:
            await runner.cleanup()
            raise PortTaken(
                f"The page cannot be served on port {self._port}: {os.strerror(error.errno or 0)}. "
                "Name another port, or none to have a free one."
            ) from error

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _close(self, _application: web.Application) -> None:
        await self._live.close()

    def has(self, bot: Bot) -> None:
        """The bot is up: from now on the page can stop it and start it again."""
        self.state.weather.bot = bot

    def check(self) -> None:
        """Raises BotEnded when the bot is no more, unless the page stopped it."""
        self.state.weather.check()

    def _routes(self) -> list[web.AbstractRouteDef]:
        routes: list[web.AbstractRouteDef] = [
            web.get("/", self._page),
            web.get("/live", self._follow),
            web.post("/acts/{name}", self._act),
            web.get("/files/{id}", self._file),
        ]
        assets = self._built / "assets"
        return [*routes, web.static("/assets", assets)] if assets.is_dir() else routes

    async def _page(self, _request: web.Request) -> web.StreamResponse:
        if self._instead:
            return web.Response(text=self._instead)
        page = (self._built / "index.html").read_bytes()
        return web.Response(
            body=page, content_type="text/html", headers={"Cache-Control": "no-store"}
        )

    async def _follow(self, request: web.Request) -> web.StreamResponse:
        person = self._person(request.query.get("me", ""))
        return await self._live.serve(request, lambda: self.state.parts(person))

    def _person(self, named: str) -> Person:
        """Who is named, where that is a person; else the first one."""
        found = self.state.scene.slack.workspace.people.get(named, self.state.first)
        return self.state.first if found.is_bot or found.deactivated else found

    async def _act(self, request: web.Request) -> web.StreamResponse:
        try:
            outcome = await self.state.act(request.match_info["name"], await _body(request))
        except NotUnderstood as error:
            return _said(400, {"ok": False, "note": str(error)})
        return _said(200, outcome)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        return served(self.state.scene.slack.workspace.files.get(request.match_info["id"]))


async def _body(request: web.Request) -> Json:
    if request.content_type != "application/json":
        raise NotUnderstood("An act is sent as JSON.")
    try:
        body = orjson.loads(await request.read())
    except json.JSONDecodeError as error:
        raise NotUnderstood("That is no JSON.") from error
    if not isinstance(body, dict):
        raise NotUnderstood("An act is an object.")
    return body


def _said(status: int, outcome: Json) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(outcome), content_type="application/json")
