"""Jira's hints, health, readiness and figures over HTTP."""

import hashlib
import hmac
import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from sqlmodel import select
from structlog.testing import capture_logs

from bot.app import App
from bot.config import read
from bot.models import Card, Delivery, Idea, Product
from bot.store.database import Database
from bot.store.stores import Stores
from bot.web import LARGEST_HOOK, Health, JiraHook, Links, application
from bot.words import DeliveryState
from integrations.jira import hints
from integrations.jira.webhook import signed
from tests.world import WEBHOOK_SECRET, Frozen, served

CANARY = "canary-nobody-may-log"
HINT = {"webhookEvent": "jira:issue_updated", "issue": {"id": "10001", "fields": {}}}


@dataclass
class Site:
    """The served application, and a client in front of it."""

    app: App
    clock: Frozen
    health: Health
    hook: JiraHook
    url: str
    session: aiohttp.ClientSession

    async def get(self, path: str) -> tuple[int, str]:
        async with self.session.get(self.url + path) as answer:
            return answer.status, await answer.text()

    async def hint(self, body: bytes, header: str | None = None) -> tuple[int, str]:
        digest = hmac.new(WEBHOOK_SECRET.encode(), body, hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature": f"sha256={digest}" if header is None else header}
        async with self.session.post(
            f"{self.url}/jira/webhook", data=io.BytesIO(body), headers=headers
        ) as answer:
            return answer.status, await answer.text()

    @property
    def workspace(self) -> int:
        found = self.app.database.look(lambda stores: stores.workspaces.all())
        return found[0].id or 0

    async def owed(self) -> list[str]:
        return await self.app.database.read(
            lambda stores: [d.kind for d in stores.session.exec(select(Delivery))]
        )


@pytest.fixture
async def site(database_url: str) -> AsyncIterator[Site]:
    clock = Frozen()
    app = App(read({"DATABASE_URL": database_url}), clock)
    health = Health(app.database, app.surroundings)
    hook = JiraHook(app.database, app.surroundings, WEBHOOK_SECRET, signed, hints.owe)
    app.database.commit(lambda s: s.workspaces.adopt("T1", "Example Corp", "U1", ""))
    async with (
        aiohttp.ClientSession() as session,
        served(application(health, None, hook.hinted, Links(app.database).followed)) as url,
    ):
        found = Site(app, clock, health, hook, url, session)
        made = Product(
            workspace_id=found.workspace,
            key="APP",
            name="Sample App",
            project="SAMPLE",
            created_at=clock.now(),
        )
        app.database.commit(lambda s: s.of(found.workspace).products.add(made, []))
        yield found
    app.close()


# --- Jira's hints


async def test_a_signed_hint_is_owed_once_however_often_it_comes(site: Site) -> None:
    body = json.dumps(HINT).encode()
    assert (204, "") == await site.hint(body)
    assert (204, "") == await site.hint(body)
    due = await site.app.database.read(lambda s: s.deliveries.counts())
    assert 1 == due[DeliveryState.READY]
    assert {"jira.issue"} == set(await site.owed())


@pytest.mark.parametrize(
    "header",
    ["", "sha256=", "sha256=" + "0" * 64, "sha1=" + "0" * 40, "sha256=é", "none"],
)
async def test_an_unsigned_or_forged_hint_is_refused(site: Site, header: str) -> None:
    assert (401, "") == await site.hint(json.dumps(HINT).encode(), header)
    assert [] == await site.owed()


async def test_the_signature_of_other_bytes_is_refused(site: Site) -> None:
    digest = hmac.new(WEBHOOK_SECRET.encode(), b"{}", hashlib.sha256).hexdigest()
    assert 401 == (await site.hint(json.dumps(HINT).encode(), f"sha256={digest}"))[0]


@pytest.mark.parametrize("body", [b"{not json", b"\xff\xfe", b"", b"[" * 200_000])
async def test_a_signed_hint_that_is_no_json_is_refused(site: Site, body: bytes) -> None:
    assert (400, "") == await site.hint(body)


@pytest.mark.parametrize("body", [b"[]", b"null", b'"text"', b'{"issue": 7}', b'{"issue": {}}'])
async def test_a_signed_hint_at_nothing_is_taken_and_forgotten(site: Site, body: bytes) -> None:
    assert (204, "") == await site.hint(body)
    assert [] == await site.owed()


async def test_a_huge_hint_is_refused(site: Site) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(LARGEST_HOOK // (1024 * 1024) + 1):
            yield b"x" * 1024 * 1024

    async with site.session.post(f"{site.url}/jira/webhook", data=chunks()) as answer:
        assert 413 == answer.status


async def test_without_a_database_jira_is_asked_to_come_again(site: Site) -> None:
    nowhere = Database("postgresql://nobody@127.0.0.1:1/none")
    site.hook.database = nowhere
    assert (503, "") == await site.hint(json.dumps(HINT).encode())
    nowhere.close()


async def test_nothing_of_a_hint_is_logged(
    site: Site, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with capture_logs() as logs:
        await site.hint(f'{{"issue": "{CANARY}"}}'.encode(), f"sha256={CANARY}")
        await site.hint(f'{{"issue": "{CANARY}"}}'.encode())
        await site.hint(CANARY.encode())
    printed = capfd.readouterr()
    assert "refused" in str(logs)
    assert CANARY not in "\n".join([str(logs), caplog.text, printed.out, printed.err])


@pytest.mark.parametrize("path", ["/slack/events", "/", "/docs", "/healthz/more"])
async def test_what_this_process_does_not_serve_is_not_there(site: Site, path: str) -> None:
    assert 404 == (await site.get(path))[0]


async def test_the_hook_takes_posts_alone(site: Site) -> None:
    assert 405 == (await site.get("/jira/webhook"))[0]


# --- Health


async def test_a_process_is_alive_and_ready(site: Site) -> None:
    assert (200, "ok\n") == await site.get("/healthz")
    assert (200, "ok\n") == await site.get("/readyz")


async def test_a_process_that_lost_its_socket_is_not_alive(site: Site) -> None:
    site.health.connected = lambda: False
    assert (503, "socket mode is not connected\n") == await site.get("/healthz")


async def test_a_process_without_its_database_is_alive_but_not_ready(site: Site) -> None:
    nowhere = Database("postgresql://nobody:sample-password@127.0.0.1:1/none")
    site.health.database = nowhere
    assert 200 == (await site.get("/healthz"))[0]
    for path in ("/readyz", "/metrics"):
        assert (503, "the database does not answer\n") == await site.get(path)
    nowhere.close()


async def test_a_database_without_tables_is_not_ready(site: Site, tmp_path: Path) -> None:
    empty = Database(f"sqlite:///{tmp_path}/empty.db")
    site.health.database = empty
    assert 503 == (await site.get("/readyz"))[0]
    empty.close()


# --- Links to ideas


async def test_a_link_leads_to_the_card_and_tells_nothing_by_itself(site: Site) -> None:
    def carded(stores: Stores) -> None:
        store = stores.of(site.workspace)
        for number, address in ((1, "https://example.slack.com/archives/C1/p1"), (2, None)):
            idea = store.ideas.add(
                Idea(
                    workspace_id=store.workspace,
                    number=number,
                    request=f"r{number}",
                    title=CANARY,
                    requester="U1",
                    filed_by="U1",
                    created_at=site.clock.now(),
                    updated_at=site.clock.now(),
                )
            )
            store.ideas.place_card(
                Card(idea_id=idea.id or 0, channel="C1", ts="1", permalink=address)
            )

    await site.app.database.write(carded)
    async with site.session.get(f"{site.url}/i/1", allow_redirects=False) as answer:
        assert 302 == answer.status
        assert "https://example.slack.com/archives/C1/p1" == answer.headers["location"]
        assert CANARY not in await answer.text()
    for path in ("/i/2", "/i/3", "/i/99999999999999999999", "/i/abc", "/i/-1", "/i/"):
        status, text = await site.get(path)
        assert (404, False) == (status, CANARY in text)


# --- Figures


async def test_the_figures_say_what_is_owed_and_how_old_the_syncs_are(site: Site) -> None:
    workspace, now = site.workspace, site.clock.now()

    def prepare(stores: Stores) -> None:
        context = site.app.surroundings.context(stores.of(workspace))
        context.owe("sample.effect", "sample", {})
        synced = context.store.syncs.of("SAMPLE")
        synced.good_at = now
        context.store.syncs.save(synced)

    await site.app.database.write(prepare)
    site.clock.move(seconds=90)
    status, text = await site.get("/metrics")
    assert 200 == status
    lines = text.splitlines()
    assert 'shortlist_deliveries{state="ready"} 1.0' in lines
    assert 'shortlist_deliveries{state="dead"} 0.0' in lines
    assert "shortlist_outbox_lag_seconds 90.0" in lines
    assert 'shortlist_sync_age_seconds{project="SAMPLE"} 90.0' in lines
