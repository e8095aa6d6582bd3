"""Webhooks: who is told of what, signed, at least once, in any order on demand."""

import asyncio
import hashlib
import hmac
import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import aiohttp
import orjson

from bot.sandbox.jira.access import need
from bot.sandbox.jira.entities import Document
from bot.sandbox.jira.exchange import NO_CONTENT, Answer, Call, Refusal, Routes, required
from bot.sandbox.jira.jql import parse
from bot.sandbox.jira.query import matching
from bot.sandbox.jira.render import field_values
from bot.sandbox.jira.state import Site
from bot.sandbox.jira.wire import ORIGIN, Json, epoch_ms

routes = Routes()

WEBHOOKS = f"{ORIGIN}/rest/webhooks/1.0/webhook"
RETRIED = frozenset({0, 408, 409, 425, 429})
"""Answers after which Jira tries again, beside 5xx; 0 is no answer."""
FILTER = "issue-related-events-section"


@dataclass(slots=True)
class Delivery:
    """One event owed to one subscriber."""

    identifier: str
    event: str
    body: bytes
    subscription: Json
    attempts: int = 0
    status: int = 0
    """The last answer; 0 for none."""

    @property
    def failed(self) -> bool:
        """Whether Jira would try again."""
        return self.attempts > 0 and (self.status in RETRIED or self.status >= 500)


class Webhooks:
    """Turns events into deliveries and posts them."""

    def __init__(self, site: Site, patience: float = 5.0) -> None:
        self._site = site
        self._patience = aiohttp.ClientTimeout(total=patience)
        self._wake = asyncio.Event()
        self._lock = asyncio.Lock()
        self._session: aiohttp.ClientSession | None = None
        self._worker: asyncio.Task[None] | None = None
        self._url = ORIGIN
        self.hold = False
        """Keep deliveries pending until `deliver`."""
        self.pending: list[Delivery] = []
        self.sent: list[Delivery] = []
        site.listeners.append(self._on_event)

    async def start(self, url: str) -> None:
        """Begin to post what happens on the site at `url`."""
        self._url = url
        self._session = aiohttp.ClientSession(timeout=self._patience)
        self._worker = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop posting; what is pending is lost."""
        if self._worker:
            self._worker.cancel()
            await asyncio.gather(self._worker, return_exceptions=True)
        if self._session:
            await self._session.close()

    def _on_event(self, event: str, payload: Json) -> None:
        told = [
            s for s in self._site.subscriptions.values() if _wants(self._site, s, event, payload)
        ]
        if not told:
            return
        body = orjson.dumps({"webhookEvent": event, **_shown(self._site, payload)})
        for subscription in told:
            number = f"{self._site.number('delivery')}"
            identifier = str(uuid.uuid5(uuid.NAMESPACE_URL, number))
            self.pending.append(Delivery(identifier, event, body, subscription))
        self._wake.set()

    async def _run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            if not self.hold:
                await self.deliver()

    async def deliver(self, *, shuffled_by: int | None = None) -> None:
        """Post everything pending, in an order drawn from the seed when one is given."""
        async with self._lock:
            if shuffled_by is not None:
                random.Random(shuffled_by).shuffle(self.pending)  # noqa: S311
            while self.pending:
                await self._post(self.pending.pop(0))

    async def redeliver(self, delivery: Delivery) -> None:
        """Post once more, under the same identifier."""
        async with self._lock:
            await self._post(delivery)

    async def retry_failed(self) -> None:
        """Post again what Jira would try again."""
        for delivery in [d for d in self.sent if d.failed]:
            await self.redeliver(delivery)

    async def _post(self, delivery: Delivery) -> None:
        if self._session is None:
            raise RuntimeError("the stand-in is not started")
        body = delivery.body.replace(ORIGIN.encode(), self._url.encode())
        headers = _headers(delivery, body)
        delivery.attempts += 1
        try:
            async with self._session.post(
                delivery.subscription["url"], data=body, headers=headers
            ) as response:
                delivery.status = response.status
        except (aiohttp.ClientError, TimeoutError):
            delivery.status = 0
        if delivery not in self.sent:
            self.sent.append(delivery)


def _headers(delivery: Delivery, body: bytes) -> dict[str, str]:
    headers = {
        "Content-Type": "application/json",
        "X-Atlassian-Webhook-Identifier": delivery.identifier,
        "X-Atlassian-Webhook-Flow": "Primary",
    }
    if delivery.attempts:
        headers["X-Atlassian-Webhook-Retry"] = str(delivery.attempts)
    if secret := delivery.subscription["secret"]:
        digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        headers["X-Hub-Signature"] = f"sha256={digest}"
    return headers


def _shown(site: Site, payload: Json) -> Json:
    if "issue" not in payload:
        return payload
    issue = payload["issue"]
    fields = field_values(site, issue["fields"], rich=False)
    return {**payload, "issue": {**issue, "fields": fields}}


def _wants(site: Site, subscription: Json, event: str, payload: Json) -> bool:
    if subscription["events"] and event not in subscription["events"]:
        return False
    jql = (subscription["filters"] or {}).get(FILTER)
    if not jql or "issue" not in payload:
        return True
    issue = payload["issue"]
    document = Document(issue["id"], issue["key"], issue["fields"])
    return bool(matching(site, parse(jql), [document]))


def subscribe(
    site: Site, url: str, *, secret: str = "", events: Sequence[str] = (), jql: str = ""
) -> Json:
    """Tell `url` of `events` (of all without any) about the issues that `jql` matches."""
    number = site.number("webhook")
    subscription = {
        "self": f"{WEBHOOKS}/{number}",
        "name": f"Webhook {number}",
        "url": url,
        "events": list(events),
        "filters": {FILTER: jql},
        "excludeBody": False,
        "enabled": True,
        "lastUpdated": epoch_ms(site.now()),
        "secret": secret,
    }
    site.subscriptions[number] = subscription
    return subscription


def _public(subscription: Json) -> Json:
    return {name: value for name, value in subscription.items() if name != "secret"}


@routes.get("/webhook")
def list_webhooks(site: Site, _call: Call) -> list[Json]:
    """The admin webhooks; for administrators."""
    need(site, "ADMINISTER")
    return [_public(subscription) for subscription in site.subscriptions.values()]


@routes.post("/webhook")
def create_webhook(site: Site, call: Call) -> Answer:
    """A new admin webhook; for administrators."""
    need(site, "ADMINISTER")
    made = subscribe(
        site,
        required(call, "url"),
        secret=call.body.get("secret") or "",
        events=call.body.get("events") or [],
        jql=(call.body.get("filters") or {}).get(FILTER) or "",
    )
    made["name"] = required(call, "name")
    return Answer(201, _public(made))


@routes.delete("/webhook/{webhook}")
def delete_webhook(site: Site, call: Call) -> Answer:
    """Remove an admin webhook; for administrators."""
    need(site, "ADMINISTER")
    number = call.params["webhook"]
    if not number.isdigit() or site.subscriptions.pop(int(number), None) is None:
        raise Refusal(404, f"No webhook with id '{number}' exists.")
    return NO_CONTENT
