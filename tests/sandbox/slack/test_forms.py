"""People fill in forms; a real Bolt app answers, over both transports."""

from typing import Any

import pytest

from bot.sandbox.slack import CannotAct, Json, View
from tests.sandbox.slack.bench import Bench
from tests.sandbox.slack.samples import TITLE, field, form, option


async def opened(live: Bench, view: Json) -> View:
    """A modal opened by a slash command."""

    async def listener(ack: Any, body: Json, client: Any) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    live.app.command("/idea")(listener)
    answer = await live.slack.command(live.requester, live.channel, "/idea")
    assert answer.ok
    return answer.form


async def test_a_form_keeps_what_the_person_left_alone(live: Bench) -> None:
    @live.app.view("idea")
    async def sent(ack: Any, body: Json) -> None:
        live.heard.append(body["view"]["state"]["values"])
        await ack()

    product = field("product", {"type": "static_select", "options": [option("a"), option("b")]})
    due = field("due", {"type": "datepicker"}, optional=True)
    view = await opened(live, form(TITLE, product, due))
    answer = await live.slack.submit(live.requester, view, {"product": "B"})

    assert answer.ok
    assert live.slack.open_view(live.requester) is None
    assert {
        "title": {"title.value": {"type": "plain_text_input", "value": "Draft"}},
        "product": {"product.value": {"type": "static_select", "selected_option": option("b")}},
        "due": {"due.value": {"type": "datepicker", "selected_date": None}},
    } == live.heard[0]


async def test_a_form_with_errors_stays_as_it_is_and_is_sent_again(live: Bench) -> None:
    @live.app.view("idea")
    async def sent(ack: Any, body: Json) -> None:
        live.heard.append((body["view"]["id"], body["view"]["hash"]))
        title = body["view"]["state"]["values"]["title"]["title.value"]["value"]
        if len(title) < 3:
            await ack(response_action="errors", errors={"title": "Too short"})
        else:
            await ack()

    view = await opened(live, form(TITLE))
    refused = await live.slack.submit(live.requester, view, {"title.value": "x"})
    assert ({"title": "Too short"}, view) == (refused.errors, refused.view)

    accepted = await live.slack.submit(live.requester, view, {"title": "Longer"})
    assert accepted.ok
    assert accepted.view is None
    assert 1 == len(set(live.heard))


async def test_errors_on_fields_that_are_not_there_are_refused(live: Bench) -> None:
    @live.app.view("idea")
    async def sent(ack: Any) -> None:
        await ack(response_action="errors", errors={"nowhere": "Wrong"})

    view = await opened(live, form(TITLE))
    answer = await live.slack.submit(live.requester, view)

    assert answer.refused
    assert "invalid_errors" == answer.refused["error"]
    assert view is answer.view


async def test_update_push_and_clear(live: Bench) -> None:
    steps = iter(
        [
            {"response_action": "update", "view": form(TITLE, private_metadata="2")},
            {"response_action": "push", "view": form(private_metadata="3", blocks=[])},
            {"response_action": "push", "view": form(private_metadata="4", blocks=[])},
            {"response_action": "push", "view": form(private_metadata="5", blocks=[])},
            {"response_action": "clear"},
        ]
    )

    @live.app.view("idea")
    async def sent(ack: Any) -> None:
        await ack(next(steps))

    root = await opened(live, form(TITLE))
    first_hash = root.hash
    updated = await live.slack.submit(live.requester, root, {"title": "Typed"})
    assert updated.view is root
    assert ("2", "New idea\nTitle: Typed\n[Send]") == (
        root.private_metadata,
        live.slack.shown(root),
    )
    assert first_hash != root.hash

    second = (await live.slack.submit(live.requester, root)).form
    assert (root.id, root.id) == (second.root, second.previous)
    third = (await live.slack.submit(live.requester, second)).form
    too_deep = await live.slack.submit(live.requester, third)
    assert too_deep.refused
    assert "push_limit_reached" == too_deep.refused["error"]
    assert (await live.slack.submit(live.requester, third)).view is None


async def test_a_form_needs_what_slacks_own_client_demands(live: Bench) -> None:
    points = {"type": "number_input", "is_decimal_allowed": False, "max_value": "9"}
    blocks = [field("points", points), field("mail", {"type": "email_text_input"})]
    view = await opened(live, form(*blocks))
    cases: dict[str, dict[str, object]] = {
        "points.value is required": {},
        "points.value takes whole numbers": {"points": "1.5"},
        "points.value does not go to 10": {"points": 10},
        "mail.value does not take 'nobody'": {"points": 1, "mail": "nobody"},
        "0 fields are called 'other'": {"other": 1},
    }
    for complaint, values in cases.items():
        with pytest.raises(CannotAct, match=complaint):
            await live.slack.submit(live.requester, view, values)


async def test_closing_tells_only_who_asked_and_nothing_that_was_typed(live: Bench) -> None:
    @live.app.view_closed("idea")
    async def closed(ack: Any, body: Json) -> None:
        live.heard.append(body)
        await ack()

    view = await opened(live, form(TITLE, notify_on_close=True))
    live.slack.fill(live.requester, view, {"title": "Half a thought"})
    told = await live.slack.close(live.requester, view)
    assert told
    assert told.ok
    assert {"values": {}} == live.heard[0]["view"]["state"]
    assert live.heard[0]["is_cleared"] is False

    again = (await live.slack.command(live.requester, live.channel, "/idea")).form
    again.content["notify_on_close"] = False
    assert await live.slack.close(live.requester, again) is None
    assert 1 == len(live.heard)


async def test_a_control_in_a_form_reports_what_was_typed_so_far(live: Bench) -> None:
    @live.app.action("product.value")
    async def chose(ack: Any, body: Json) -> None:
        live.heard.append(body)
        await ack()

    select = {"type": "static_select", "options": [option("a")]}
    view = await opened(live, form(TITLE, field("product", select, dispatch_action=True)))
    live.slack.fill(live.requester, view, {"title": "So far"})
    await live.slack.click(live.requester, view, "product.value", "a")

    body = live.heard[0]
    assert option("a") == body["actions"][0]["selected_option"]
    assert "So far" == body["view"]["state"]["values"]["title"]["title.value"]["value"]
    with pytest.raises(CannotAct, match="before the form is sent"):
        await live.slack.click(live.requester, view, "title.value", "x")


async def test_an_external_menu_asks_the_app_and_then_offers_it(live: Bench) -> None:
    @live.app.options("product.value")
    async def products(ack: Any, body: Json) -> None:
        await ack(options=[option(body["value"] + "-one")])

    @live.app.view("idea")
    async def sent(ack: Any, body: Json) -> None:
        live.heard.append(body["view"]["state"]["values"]["product"]["product.value"])
        await ack()

    menu = {"type": "external_select", "min_query_length": 2}
    view = await opened(live, form(field("product", menu)))
    with pytest.raises(CannotAct, match="does not ask"):
        await live.slack.options(live.requester, view, "product.value", "a")
    offered = await live.slack.options(live.requester, view, "product.value", "ab")
    assert [option("ab-one")] == offered
    await live.slack.submit(live.requester, view, {"product": "ab-one"})
    assert option("ab-one") == live.heard[0]["selected_option"]


async def test_closing_a_stack_at_once_tells_of_each_form(live: Bench) -> None:
    @live.app.view_closed("idea")
    async def closed(ack: Any, body: Json) -> None:
        live.heard.append((body["view"]["private_metadata"], body["is_cleared"]))
        await ack()

    @live.app.view("idea")
    async def sent(ack: Any) -> None:
        view = form(private_metadata="top", notify_on_close=True, clear_on_close=True)
        await ack(response_action="push", view=view)

    root = await opened(live, form(private_metadata="root", notify_on_close=True))
    top = (await live.slack.submit(live.requester, root)).form
    await live.slack.close(live.requester, top)

    assert [("top", True), ("root", True)] == live.heard
    assert live.slack.open_view(live.requester) is None


async def test_a_form_can_answer_in_the_channel_it_names(live: Bench) -> None:
    @live.app.view("idea")
    async def sent(ack: Any, body: Json) -> None:
        live.heard.append(body["response_urls"])
        await ack()

    menu = {"type": "conversations_select", "response_url_enabled": True}
    view = await opened(live, form(field("where", menu)))
    await live.slack.submit(live.requester, view, {"where": live.channel.id})

    [[target]] = live.heard
    assert ("where", live.channel.id) == (target["block_id"], target["channel_id"])
    assert target["response_url"].startswith(live.slack.workspace.base_url)


async def test_a_form_whose_listener_fails_stays_open(live: Bench) -> None:
    @live.app.view("idea")
    async def sent() -> None:
        raise RuntimeError("sample failure")

    view = await opened(live, form(TITLE))
    live.slack.ack_seconds = 0.2
    answer = await live.slack.submit(live.requester, view)

    assert not answer.ok
    assert view is live.slack.open_view(live.requester)


async def test_options_slack_would_not_show_are_refused(live: Bench) -> None:
    @live.app.options("product.value")
    async def products(ack: Any) -> None:
        await ack(options=[option("x" * 151)])

    menu = {"type": "external_select", "min_query_length": 0}
    view = await opened(live, form(field("product", menu)))
    with pytest.raises(CannotAct, match="no options"):
        await live.slack.options(live.requester, view, "product.value")
