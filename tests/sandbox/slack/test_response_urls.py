"""response_url: where the app answers after the acknowledgement."""

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.sandbox.slack import Json, Message
from tests.sandbox.slack.bench import Bench

BUTTON = {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "Go"}}
CARD = [{"type": "actions", "elements": [BUTTON]}]


def hook(bench: Bench, message: Message | None = None) -> AsyncWebhookClient:
    workspace = bench.slack.workspace
    url = workspace.new_response_url(bench.requester.id, bench.channel.id, message)
    return AsyncWebhookClient(f"{workspace.base_url}/actions/T000000001/{url.id}")


async def test_an_answer_is_for_the_one_who_acted(quiet: Bench) -> None:
    answered = await hook(quiet).send(text="Only you")
    assert (200, '{"ok": true}') == (answered.status_code, answered.body)
    assert ["Only you"] == [m.text for m in quiet.slack.ephemerals(quiet.requester)]
    assert [] == quiet.slack.messages(quiet.channel)


async def test_an_answer_can_be_for_the_channel_the_bot_is_not_in(quiet: Bench) -> None:
    quiet.channel.members.remove("U000000001")
    await hook(quiet).send(text="All", response_type="in_channel")
    assert ["All"] == [m.text for m in quiet.slack.messages(quiet.channel)]


async def test_the_original_is_replaced_or_deleted(quiet: Bench) -> None:
    message = quiet.slack.workspace.post(quiet.channel, "U000000001", "Before", CARD)
    await hook(quiet, message).send(text="After", replace_original=True)
    assert "After" == quiet.slack.shown(message)
    await hook(quiet, message).send(delete_original=True)
    assert [] == quiet.slack.messages(quiet.channel)


async def test_five_uses_and_thirty_minutes(quiet: Bench) -> None:
    client = hook(quiet)
    statuses = [(await client.send(text="x")).status_code for _ in range(6)]
    assert [200] * 5 + [404] == statuses
    late = hook(quiet)
    quiet.time.now += 30 * 60
    assert 200 == (await late.send(text="x")).status_code
    quiet.time.now += 1
    answer = await late.send(text="x")
    assert (404, True) == (answer.status_code, "expired_url" in answer.body)


@pytest.mark.parametrize(
    ("body", "error"),
    [({}, "no_text"), ({"text": "x", "blocks": [{"type": "shape"}]}, "invalid_blocks")],
)
async def test_nothing_slack_would_not_show(quiet: Bench, body: Json, error: str) -> None:
    answer = await hook(quiet).send_dict(body)
    assert (400, True) == (answer.status_code, error in answer.body)
