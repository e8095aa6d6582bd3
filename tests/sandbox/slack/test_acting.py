"""People type commands, click and use shortcuts; a real Bolt app answers, over both transports."""

import copy
from typing import Any

import pytest

from bot.sandbox.slack import CannotAct, Installation, Json
from tests.sandbox.slack.bench import Bench, bench, over_socket
from tests.sandbox.slack.samples import CARD, option


async def test_a_commands_acknowledgement_is_shown_to_who_typed_it(live: Bench) -> None:
    @live.app.command("/idea")
    async def idea(ack: Any, body: Json) -> None:
        live.heard.append(body)
        await ack(f"Kept: {body['text']}")

    answer = await live.slack.command(live.requester, live.channel, "/idea", "Dark & <bright>")

    assert answer.ok
    assert "Kept: Dark &amp; &lt;bright&gt;" == answer.text
    assert "Kept: Dark & <bright>" == live.slack.shown(answer.reply)
    assert [answer.message] == live.slack.ephemerals(live.requester)
    assert [] == live.slack.messages(live.channel, as_user=live.manager)
    assert {
        "team_id": "T000000001",
        "team_domain": "example-corp",
        "channel_name": "product-ideas",
        "user_name": "sample.requester",
        "command": "/idea",
    }.items() <= live.heard[0].items()
    assert {"response_url", "trigger_id", "api_app_id"} <= set(live.heard[0])


async def test_an_answer_in_the_channel_is_seen_by_all(live: Bench) -> None:
    @live.app.command("/idea")
    async def idea(ack: Any) -> None:
        await ack(text="For all", blocks=CARD, response_type="in_channel")

    answer = await live.slack.command(live.requester, live.channel, "/idea")

    assert "in_channel" == answer.response_type
    assert [answer.message] == live.slack.messages(live.channel, as_user=live.manager)
    assert "[Support]" == live.slack.shown(answer.reply)


async def test_names_in_a_command_reach_the_app_as_references(live: Bench) -> None:
    @live.app.command("/idea")
    async def idea(ack: Any, body: Json) -> None:
        await ack(body["text"])

    text = "#product-ideas for @sample.pm, see https://example.com/a?b=1 #142"
    answer = await live.slack.command(live.requester, live.channel, "/idea", text)

    expected = (
        f"<#{live.channel.id}|product-ideas> for <@{live.manager.id}|sample.pm>,"
        " see <https://example.com/a?b=1> #142"
    )
    assert expected == answer.text


async def test_an_answer_slack_would_not_show_is_refused(live: Bench) -> None:
    @live.app.command("/idea")
    async def idea(ack: Any) -> None:
        await ack(text="x", blocks=[{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}])

    answer = await live.slack.command(live.requester, live.channel, "/idea")

    assert not answer.ok
    assert answer.refused
    assert "invalid_blocks" == answer.refused["error"]
    assert [] == live.slack.ephemerals(live.requester)


async def test_a_click_carries_the_message_and_what_stands_in_it(live: Bench) -> None:
    @live.app.action("idea.support")
    async def support(ack: Any, body: Json) -> None:
        live.heard.append(body)
        await ack()

    await live.client.chat_postMessage(channel=live.channel.id, text="Card", blocks=CARD)
    [card] = live.slack.messages(live.channel)
    answer = await live.slack.click(live.manager, card, "idea.support")

    body = live.heard[0]
    assert answer.ok
    assert ("idea.support", "card", "142") == tuple(
        body["actions"][0][key] for key in ("action_id", "block_id", "value")
    )
    assert card.ts == body["message"]["ts"] == body["container"]["message_ts"]
    assert live.manager.id == body["user"]["id"]
    assert {"channel", "trigger_id", "response_url", "state"} <= set(body)


async def test_nobody_clicks_what_is_not_there(live: Bench) -> None:
    await live.client.chat_postMessage(channel=live.channel.id, text="Card", blocks=CARD)
    [card] = live.slack.messages(live.channel)

    with pytest.raises(CannotAct, match=r"there is no 'idea\.drop' here"):
        await live.slack.click(live.manager, card, "idea.drop")
    await live.client.chat_delete(channel=live.channel.id, ts=card.ts)
    with pytest.raises(CannotAct, match="does not see that message"):
        await live.slack.click(live.manager, card, "idea.support")


async def test_a_stale_copy_is_clicked_as_it_stood(live: Bench) -> None:
    @live.app.action("idea.support")
    async def support(ack: Any, body: Json, respond: Any) -> None:
        live.heard.append(body["actions"][0]["value"])
        await ack()
        await respond(text="As it is now", replace_original=True)

    await live.client.chat_postMessage(channel=live.channel.id, text="Card", blocks=CARD)
    [card] = live.slack.messages(live.channel)
    stale = copy.copy(card)
    await live.client.chat_update(channel=live.channel.id, ts=card.ts, text="Card, closed")

    await live.slack.click(live.manager, stale, "idea.support")

    assert ["142"] == live.heard
    assert "As it is now" == card.text


async def test_an_ephemeral_click_carries_no_message(live: Bench) -> None:
    @live.app.action("idea.support")
    async def support(ack: Any, body: Json, respond: Any) -> None:
        live.heard.append(body)
        await ack()
        await respond(replace_original=True, text="Thank you")

    await live.client.chat_postEphemeral(
        channel=live.channel.id, user=live.requester.id, text="Only you", blocks=CARD
    )
    [only] = live.slack.ephemerals(live.requester)
    with pytest.raises(CannotAct, match="does not see"):
        await live.slack.click(live.manager, only, "idea.support")
    await live.slack.click(live.requester, only, "idea.support")

    assert "message" not in live.heard[0]
    assert live.heard[0]["container"]["is_ephemeral"]
    assert "Thank you" == live.slack.shown(only)


async def test_a_message_shortcut_carries_the_message(live: Bench) -> None:
    @live.app.message_shortcut("idea.from_message")
    async def capture(ack: Any, body: Json) -> None:
        live.heard.append(body)
        await ack()

    said = live.slack.workspace.post(live.channel, live.requester.id, "Please add dark mode")
    answer = await live.slack.shortcut(live.manager, said, "idea.from_message")

    assert answer.ok
    assert "Please add dark mode" == live.heard[0]["message"]["text"]
    assert said.ts == live.heard[0]["message_ts"]


async def test_an_app_home_is_published_and_clicked(live: Bench) -> None:
    @live.app.action("idea.support")
    async def support(ack: Any, body: Json) -> None:
        live.heard.append(body["container"])
        await ack()

    await live.client.views_publish(
        user_id=live.requester.id, view={"type": "home", "blocks": CARD}
    )
    home = live.slack.home(live.requester)
    assert home
    await live.slack.click(live.requester, home, "idea.support")
    assert [{"type": "view", "view_id": home.id}] == live.heard
    with pytest.raises(CannotAct, match="in front of them"):
        await live.slack.click(live.manager, home, "idea.support")


async def test_a_deactivated_person_cannot_act(live: Bench) -> None:
    live.requester.deactivated = True
    with pytest.raises(CannotAct, match="is deactivated"):
        await live.slack.command(live.requester, live.channel, "/idea")


async def test_a_global_shortcut_stands_alone(live: Bench) -> None:
    @live.app.global_shortcut("idea.new")
    async def capture(ack: Any, body: Json) -> None:
        live.heard.append(body)
        await ack()

    assert (await live.slack.shortcut(live.manager, None, "idea.new")).ok
    assert "message" not in live.heard[0]
    assert "channel" not in live.heard[0]


async def test_every_kind_of_control_reports_what_was_chosen(live: Bench) -> None:
    options = [option("a"), option("b")]
    feedback = {
        "type": "feedback_buttons",
        "positive_button": {"text": option("yes")["text"], "value": "yes"},
        "negative_button": {"text": option("no")["text"], "value": "no"},
    }
    cases: list[tuple[Json, object, str, object]] = [
        ({"type": "overflow", "options": options}, "B", "selected_option", option("b")),
        ({"type": "static_select", "options": options}, "a", "selected_option", option("a")),
        ({"type": "checkboxes", "options": options}, ["a", "b"], "selected_options", options),
        ({"type": "multi_users_select"}, ["U1"], "selected_users", ["U1"]),
        ({"type": "conversations_select"}, "C1", "selected_conversation", "C1"),
        ({"type": "datepicker"}, "2026-01-31", "selected_date", "2026-01-31"),
        ({"type": "datetimepicker"}, 1_700_000_000, "selected_date_time", 1_700_000_000),
        (feedback, "negative", "value", "no"),
    ]

    async def listener(ack: Any, body: Json) -> None:
        live.heard.append(body["actions"][0])
        await ack()

    for n, (element, value, member, expected) in enumerate(cases):
        action_id = f"control.{n}"
        live.app.action(action_id)(listener)
        kind = "context_actions" if element is feedback else "actions"
        row = {"type": kind, "elements": [{**element, "action_id": action_id}]}
        await live.client.chat_postMessage(channel=live.channel.id, text="x", blocks=[row])
        card = live.slack.messages(live.channel)[-1]
        assert (await live.slack.click(live.manager, card, action_id, value)).ok
        assert expected == live.heard[-1][member], element["type"]


async def test_a_card_shown_for_a_link_can_be_clicked() -> None:
    domains = frozenset({"ideas.example"})
    async with bench(Installation(unfurl_domains=domains)) as made:

        @made.app.event("link_shared")
        async def shared(body: Json, client: Any) -> None:
            event = body["event"]
            [link] = event["links"]
            card = {link["url"]: {"blocks": CARD}}
            await client.chat_unfurl(channel=event["channel"], ts=event["message_ts"], unfurls=card)

        @made.app.action("idea.support")
        async def support(ack: Any, body: Json) -> None:
            made.heard.append(body["message"]["ts"])
            await ack()

        @made.app.event("message")
        async def message() -> None:
            """Heard, and let be."""

        async with over_socket(made.slack, made.app):
            text = "see https://ideas.example/i/142 and https://other.example"
            said = await made.slack.say(made.requester, made.channel, text)
            assert made.slack.shown(said).endswith("\n[Support]")
            assert (await made.slack.click(made.manager, said, "idea.support")).ok
        assert [said.ts] == made.heard


async def test_what_is_private_is_seen_by_members_only(quiet: Bench) -> None:
    room = quiet.slack.add_channel("team", [quiet.manager], private=True)
    await quiet.client.chat_postMessage(channel=room.id, text="Card", blocks=CARD)
    [card] = quiet.slack.messages(room)

    assert [] == quiet.slack.messages(room, as_user=quiet.requester)
    assert [card] == quiet.slack.messages(room, as_user=quiet.manager)
    with pytest.raises(CannotAct, match="does not see"):
        await quiet.slack.click(quiet.requester, card, "idea.support")
    with pytest.raises(CannotAct, match="is not in team"):
        await quiet.slack.say(quiet.requester, room, "Let me in")
    select = {"type": "static_select", "action_id": "s", "options": [option("a")]}
    row = {"type": "actions", "elements": [select]}
    message = quiet.slack.workspace.post(room, quiet.manager.id, "x", [row])
    with pytest.raises(CannotAct, match="offers"):
        await quiet.slack.click(quiet.manager, message, "s", "z")
