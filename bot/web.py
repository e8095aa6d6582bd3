"""The HTTP application: Slack's payloads, Jira's hints, health and metrics."""

import json
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.errors import Unavailable
from bot.feature import Surroundings
from bot.store.database import Database
from bot.store.stores import Stores
from bot.words import DeliveryState

log = structlog.get_logger("web")

Endpoint = Callable[[Request], Awaitable[Response]]
AWAY = "the database does not answer\n"
"""All a stranger is told; the log says why."""


async def received(request: Request, most: int) -> bytes | None:
    """The whole body; None when it is longer than `most` bytes or broke off."""
    parts, size = [], 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > most:
                return None
            parts.append(part)
    except ClientDisconnect:
        return None
    return b"".join(parts)


class Health:
    """Answers for the process: is it alive, can it work, how much does it owe."""

    def __init__(self, database: Database, surroundings: Surroundings) -> None:
        self.database = database
        self.surroundings = surroundings
        self.connected: Callable[[], bool] = lambda: True
        """Whether Socket Mode is connected, where it is used."""

    async def alive(self, _request: Request) -> Response:
        """The process answers, and its socket is connected."""
        if not self.connected():
            return PlainTextResponse("socket mode is not connected\n", 503)
        return PlainTextResponse("ok\n")

    async def ready(self, _request: Request) -> Response:
        """The database answers too."""
        try:
            await self.database.read(lambda stores: stores.workspaces.all())
        except Exception as error:  # noqa: BLE001 - a missing table is no readiness either
            log.warning("not ready", error=str(error))
            return PlainTextResponse(AWAY, 503)
        return PlainTextResponse("ok\n")

    async def metrics(self, _request: Request) -> Response:
        """Deliveries by state, the age of the oldest due one, the age of each project's sync."""
        try:
            text = await self.database.read(self._measured)
        except Unavailable as error:
            log.warning("not measured", error=str(error))
            return PlainTextResponse(AWAY, 503)
        return Response(text, media_type="text/plain; version=0.0.4")

    def _measured(self, stores: Stores) -> bytes:
        registry, now = CollectorRegistry(), self.surroundings.clock.real_now()
        owed = Gauge("shortlist_deliveries", "Deliveries", ["state"], registry=registry)
        counts = stores.deliveries.counts()
        for state in DeliveryState:
            owed.labels(state.value).set(counts.get(state, 0))
        lag = Gauge("shortlist_outbox_lag_seconds", "Oldest due delivery", registry=registry)
        lag.set(_age(stores.deliveries.oldest_due(now), now))
        synced = Gauge("shortlist_sync_age_seconds", "Sync", ["project"], registry=registry)
        for workspace in stores.workspaces.all():
            for sync in stores.of(workspace.id or 0).syncs.all():
                age = _age(sync.good_at, self.surroundings.clock.now())
                synced.labels(sync.project).set(age)
        return generate_latest(registry)


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0


LARGEST_NUMBER = 2**31 - 1
"""No idea has a larger number."""
LARGEST_HOOK = 25 * 1024 * 1024
"""Jira sends no larger webhook."""


class JiraHook:
    """`/jira/webhook`: signed hints of what to read again, owed in one transaction."""

    def __init__(
        self,
        database: Database,
        surroundings: Surroundings,
        secret: str,
        signed: Callable[[bytes, str | None, str], bool],
        owe: Callable[[object, Stores, Surroundings], None],
    ) -> None:
        self.database = database
        self.surroundings = surroundings
        self.secret = secret
        self.signed = signed
        self.owe = owe

    async def hinted(self, request: Request) -> Response:
        """204 once the hint is stored. Jira sends again after a 503, never after a 4xx."""
        body = await received(request, LARGEST_HOOK)
        if body is None:
            return Response(status_code=413)
        if not self.signed(body, request.headers.get("x-hub-signature"), self.secret):
            log.warning("refused", reason="signature", size=len(body))
            return Response(status_code=401)
        try:
            payload = json.loads(body)
        except (ValueError, RecursionError):
            return Response(status_code=400)
        try:
            await self.database.write(lambda stores: self.owe(payload, stores, self.surroundings))
        except Unavailable:
            return Response(status_code=503)
        return Response(status_code=204)


class Links:
    """`/i/142`: from an idea's address to its card in Slack, which asks who one is.

    Nobody learns here what an idea says, nor whether one without a card is there.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    async def followed(self, request: Request) -> Response:
        """A redirect to the card, 404 where there is none to be seen."""
        number = int(request.path_params["number"])
        try:
            card = await self.database.read(lambda stores: _card(stores, number))
        except Unavailable as error:
            log.warning("no link followed", error=str(error))
            return PlainTextResponse(AWAY, 503)
        if card is None:
            return PlainTextResponse("There is nothing here.\n", 404)
        private = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        return RedirectResponse(card, 302, headers=private)


def _card(stores: Stores, number: int) -> str | None:
    """The address of an idea's card; ideas are numbered per workspace, and there is one."""
    for workspace in stores.workspaces.all():
        ideas = stores.of(workspace.id or 0).ideas
        idea = ideas.numbered(number) if number <= LARGEST_NUMBER else None
        card = ideas.card(idea.id) if idea is not None and idea.id is not None else None
        if card is not None and card.permalink:
            return card.permalink
    return None


def application(
    health: Health,
    slack: Endpoint | None = None,
    jira: Endpoint | None = None,
    links: Endpoint | None = None,
) -> Starlette:
    """The routes this process serves."""
    routes = [
        Route("/healthz", health.alive),
        Route("/readyz", health.ready),
        Route("/metrics", health.metrics),
    ]
    if slack is not None:
        routes.append(Route("/slack/events", slack, methods=["POST"]))
    if jira is not None:
        routes.append(Route("/jira/webhook", jira, methods=["POST"]))
    if links is not None:
        routes.append(Route("/i/{number:int}", links))
    return Starlette(routes=routes)
