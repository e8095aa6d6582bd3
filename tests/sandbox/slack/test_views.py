"""views.* through Slack's own client."""

from collections.abc import Awaitable
from typing import Any

from bot.sandbox.slack import Json
from tests.sandbox.slack.bench import Bench, refusal, refused

MODAL: Json = {"type": "modal", "title": {"type": "plain_text", "text": "Idea"}, "blocks": []}


async def test_a_trigger_opens_one_modal_within_three_seconds(quiet: Bench) -> None:
    trigger = quiet.slack.workspace.new_trigger(quiet.requester.id).id
    late = quiet.slack.workspace.new_trigger(quiet.requester.id).id
    view = (await quiet.client.views_open(trigger_id=trigger, view=MODAL))["view"]
    assert view["id"] == view["root_view_id"]
    again = quiet.client.views_open(trigger_id=trigger, view=MODAL)
    assert "exchanged_trigger_id" == await refused(again)
    quiet.time.now += 3.1
    assert "expired_trigger_id" == await refused(
        quiet.client.views_open(trigger_id=late, view=MODAL)
    )
    assert "invalid_trigger_id" == await refused(
        quiet.client.views_open(trigger_id="1.2.3", view=MODAL)
    )


async def test_the_stack_of_modals_is_three_deep(quiet: Bench) -> None:
    def trigger() -> str:
        return str(quiet.slack.workspace.new_trigger(quiet.requester.id).id)

    root = (await quiet.client.views_open(trigger_id=trigger(), view=MODAL))["view"]
    for _ in range(2):
        top = (await quiet.client.views_push(trigger_id=trigger(), view=MODAL))["view"]
    assert root["id"] == top["root_view_id"]
    fourth = quiet.client.views_push(trigger_id=trigger(), view=MODAL)
    assert "push_limit_reached" == await refused(fourth)


async def test_a_hash_guards_updates(quiet: Bench) -> None:
    trigger = quiet.slack.workspace.new_trigger(quiet.requester.id).id
    first = (await quiet.client.views_open(trigger_id=trigger, view=MODAL))["view"]
    at: Json = {"view_id": first["id"], "view": MODAL}
    second = (await quiet.client.views_update(**at, hash=first["hash"]))["view"]
    assert (first["id"], True) == (second["id"], first["hash"] != second["hash"])
    assert "hash_conflict" == await refused(quiet.client.views_update(**at, hash=first["hash"]))
    missing = quiet.client.views_update(view_id="V404", view=MODAL)
    assert "not_found" == await refused(missing)
    home = {"type": "home", "blocks": []}
    published = await quiet.client.views_publish(user_id=quiet.requester.id, view=home)
    stale = quiet.client.views_publish(user_id=quiet.requester.id, view=home, hash="1.x")
    assert "hash_conflict" == await refused(stale)
    home_view = quiet.slack.home(quiet.requester)
    assert home_view
    assert home_view.hash == published["view"]["hash"]


async def test_views_slack_would_not_show_are_refused(quiet: Bench) -> None:
    def opened(view: Json) -> Awaitable[Any]:
        trigger = quiet.slack.workspace.new_trigger(quiet.requester.id).id
        return quiet.client.views_open(trigger_id=trigger, view=view)

    untitled = await refusal(opened({"type": "modal", "blocks": []}))
    assert "invalid_arguments" == untitled["error"]
    expected = ["[ERROR] missing required field: title [json-pointer:/view]"]
    assert expected == untitled["response_metadata"]["messages"]
    heavy = {"type": "section", "text": {"type": "plain_text", "text": "x" * 3000}}
    assert "view_too_large" == await refused(opened({**MODAL, "blocks": [heavy] * 90}))
    assert "invalid_arguments" == await refused(opened({"type": "home", "blocks": []}))
