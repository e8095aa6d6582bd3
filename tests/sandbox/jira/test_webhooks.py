import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from aiohttp import web

from bot.sandbox.jira import JiraStandIn
from tests.sandbox.jira.conftest import Client, Clock

SECRET = "sample-secret"


@dataclass
class Receiver:
    """Takes webhooks and answers with `statuses` in turn, then 200."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.got.append((dict(request.headers), await request.read()))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    @property
    def bodies(self) -> list[Any]:
        return [json.loads(body) for _, body in self.got]

    @property
    def events(self) -> list[str]:
        return [body["webhookEvent"] for body in self.bodies]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    taking = Receiver()
    application = web.Application()
    application.router.add_post("/hook", taking.take)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    taking.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield taking
    await runner.cleanup()


async def test_every_act_is_told(jira: JiraStandIn, receiver: Receiver) -> None:
    jira.deliver_to(receiver.url)
    jira.create("APP", "An issue")
    jira.move("APP-1", "Done")
    jira.add_version("APP", "Sample 1.0", date(2026, 3, 1))
    jira.release("Sample 1.0", on=date(2026, 3, 1))
    jira.release("Sample 1.0", on=date(2026, 3, 1))
    jira.delete("APP-1")
    await jira.webhooks.deliver()

    assert [
        "jira:issue_created",
        "jira:issue_updated",
        "jira:version_created",
        "jira:version_released",
        "jira:issue_deleted",
    ] == receiver.events


async def test_an_update_tells_issue_and_items(jira: JiraStandIn, receiver: Receiver) -> None:
    jira.create("APP", "An issue")
    jira.deliver_to(receiver.url)
    jira.edit("APP-1", summary="Renamed")
    await jira.webhooks.deliver()

    told = receiver.bodies[0]
    assert ("10001", "Renamed") == (told["issue"]["id"], told["issue"]["fields"]["summary"])
    assert f"{jira.url}/rest/api/2/issue/10001" == told["issue"]["self"]
    assert ["summary"] == [item["fieldId"] for item in told["changelog"]["items"]]


async def test_the_raw_body_is_signed(jira: JiraStandIn, receiver: Receiver) -> None:
    jira.deliver_to(receiver.url, SECRET)
    jira.create("APP", "An issue")
    await jira.webhooks.deliver()

    headers, body = receiver.got[0]
    digest = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    assert f"sha256={digest}" == headers["X-Hub-Signature"]
    assert "Primary" == headers["X-Atlassian-Webhook-Flow"]


async def test_a_redelivery_keeps_its_identifier(jira: JiraStandIn, receiver: Receiver) -> None:
    receiver.statuses = [503]
    jira.deliver_to(receiver.url)
    jira.create("APP", "An issue")
    await jira.webhooks.deliver()
    await jira.webhooks.retry_failed()
    await jira.webhooks.retry_failed()
    await jira.webhooks.redeliver(jira.webhooks.sent[0])

    heads = [headers for headers, _ in receiver.got]
    assert 3 == len(heads)
    assert 1 == len({head["X-Atlassian-Webhook-Identifier"] for head in heads})
    assert [None, "1", "2"] == [head.get("X-Atlassian-Webhook-Retry") for head in heads]


@pytest.mark.parametrize("status", [400, 404])
async def test_a_plain_refusal_is_lost(jira: JiraStandIn, receiver: Receiver, status: int) -> None:
    receiver.statuses = [status]
    jira.deliver_to(receiver.url)
    jira.create("APP", "An issue")
    await jira.webhooks.deliver()
    await jira.webhooks.retry_failed()

    assert 1 == len(receiver.got)


async def test_nobody_at_home_is_tried_again(jira: JiraStandIn, receiver: Receiver) -> None:
    subscription = jira.deliver_to("http://127.0.0.1:9/hook")
    jira.create("APP", "An issue")
    await jira.webhooks.deliver()
    assert [True] == [delivery.failed for delivery in jira.webhooks.sent]

    subscription["url"] = receiver.url
    await jira.webhooks.retry_failed()
    assert ["jira:issue_created"] == receiver.events


async def test_held_deliveries_can_be_shuffled(jira: JiraStandIn, receiver: Receiver) -> None:
    jira.webhooks.hold = True
    jira.deliver_to(receiver.url)
    for number in range(6):
        jira.create("APP", f"Issue {number}")
    await jira.webhooks.deliver(shuffled_by=1)

    keys = [body["issue"]["key"] for body in receiver.bodies]
    assert [f"APP-{number}" for number in range(1, 7)] == sorted(keys)
    assert sorted(keys) != keys


async def test_an_administrator_registers_over_rest(
    jira: JiraStandIn, client: Client, receiver: Receiver
) -> None:
    base = "/rest/webhooks/1.0/webhook"
    body = {
        "name": "Sample hook",
        "url": receiver.url,
        "events": ["jira:issue_updated"],
        "filters": {"issue-related-events-section": "project = APP and status = Done"},
        "secret": SECRET,
    }
    made = (await client.post(base, body)).json
    jira.create("APP", "An issue")
    jira.edit("APP-1", summary="Renamed")
    jira.move("APP-1", "Done")
    await jira.webhooks.deliver()

    assert ["jira:issue_updated"] == receiver.events
    assert [made] == (await client.get(base)).json
    assert "secret" not in made
    number = made["self"].rpartition("/")[2]
    assert 204 == (await client.ask("DELETE", f"{base}/{number}")).status
    assert 404 == (await client.ask("DELETE", f"{base}/{number}")).status


async def test_changes_through_rest_are_told_by_themselves(
    jira: JiraStandIn, client: Client, receiver: Receiver, clock: Clock
) -> None:
    jira.create("APP", "An issue")
    jira.deliver_to(receiver.url)

    await client.put("/issue/APP-1", {"fields": {"summary": "Renamed"}})
    await client.post("/rest/api/2/issue/APP-1/comment", {"body": "Hello"})
    await jira.webhooks.deliver()

    assert ["jira:issue_updated", "comment_created"] == receiver.events
    assert int(clock.now.timestamp() * 1000) == receiver.bodies[0]["timestamp"]
