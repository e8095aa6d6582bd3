"""What people say reaches a real Bolt app as events, over both transports."""

from typing import Any

import pytest

from bot.sandbox.slack import CannotAct, Installation, Json
from tests.sandbox.slack.bench import Bench, bench, over_http, over_socket
from tests.sandbox.slack.samples import CARD


async def test_events_reach_the_app_once_each(live: Bench) -> None:
    async def listener(body: Json) -> None:
        live.heard.append(body)

    for kind in ("message", "app_mention", "reaction_added", "app_home_opened", "team_rename"):
        live.app.event(kind)(listener)
    said = await live.slack.mention(live.requester, live.channel, "hello")
    await live.slack.react(live.manager, said, "bulb")
    await live.slack.open_home(live.requester)
    await live.slack.event({"type": "team_rename", "name": "Other"})

    kinds = [body["event"]["type"] for body in live.heard]
    assert ["message", "app_mention", "reaction_added", "app_home_opened", "team_rename"] == kinds
    assert 5 == len({body["event_id"] for body in live.heard})
    assert "channel" == live.heard[0]["event"]["channel_type"]
    assert {"bulb": [live.manager.id]} == said.reactions


async def test_the_same_payload_comes_again_marked_as_a_retry(live: Bench) -> None:
    @live.app.event("app_home_opened")
    async def home(body: Json, request: Any) -> None:
        live.heard.append((body["event_id"], request.headers.get("x-slack-retry-num")))

    await live.slack.open_home(live.requester)
    assert (await live.slack.redeliver()).ok

    event_id = live.heard[0][0]
    assert [event_id, event_id] == [event for event, _ in live.heard]
    assert ["1"] == live.heard[1][1]


async def test_a_late_acknowledgement_is_none(live: Bench) -> None:
    @live.app.command("/idea")
    async def idea() -> None:
        """Never acknowledged."""

    live.slack.ack_seconds = 0.1
    answer = await live.slack.command(live.requester, live.channel, "/idea")

    assert not answer.ok
    assert [] == live.slack.ephemerals(live.requester)


async def test_a_wrong_secret_is_turned_away(quiet: Bench) -> None:
    async with over_http(quiet.slack, quiet.app) as url:
        quiet.slack.deliver_to(url, "another-secret")
        answer = await quiet.slack.event({"type": "team_rename"})
    assert answer.ack
    assert 401 == answer.ack.status


async def test_an_address_nobody_listens_at_gives_no_answer(quiet: Bench) -> None:
    quiet.slack.deliver_to("http://127.0.0.1:9/slack/events", "secret")
    assert (await quiet.slack.event({"type": "team_rename"})).timed_out


async def test_the_app_hears_only_what_it_subscribed_to() -> None:
    async with bench(Installation(events=frozenset({"app_home_opened"}))) as made:

        @made.app.event("app_home_opened")
        async def home(body: Json) -> None:
            made.heard.append(body["event"].get("view"))

        async with over_socket(made.slack, made.app):
            said = await made.slack.mention(made.requester, made.channel, "hello")
            assert await made.slack.react(made.requester, said, "bulb") is None
            assert await made.slack.open_home(made.requester)
            view = {"type": "home", "blocks": CARD}
            await made.client.views_publish(user_id=made.requester.id, view=view)
            await made.slack.open_home(made.requester)
        assert [None, "home"] == [seen and seen["type"] for seen in made.heard]


async def test_a_thread_is_read_under_its_root(quiet: Bench) -> None:
    quiet.slack.deliver_to("http://127.0.0.1:9/", "secret")
    root = await quiet.slack.say(quiet.requester, quiet.channel, "Root")
    reply = await quiet.slack.say(quiet.manager, quiet.channel, "Reply", thread=root)
    assert [reply] == quiet.slack.thread(root)
    assert [root] == quiet.slack.messages(quiet.channel)
    await quiet.slack.react(quiet.requester, root, "bulb")
    with pytest.raises(CannotAct, match="already"):
        await quiet.slack.react(quiet.requester, root, "bulb")


async def test_edits_deletions_and_joins_are_told_in_slacks_shapes(live: Bench) -> None:
    @live.app.event("message")
    async def listener(body: Json) -> None:
        live.heard.append(body["event"])

    root = await live.slack.say(live.requester, live.channel, "Root")
    reply = await live.slack.say(live.manager, live.channel, "Reply", thread=root)
    await live.slack.edit(live.manager, reply, "Reply, mended")
    await live.slack.delete(live.requester, root)
    await live.slack.delete(live.manager, reply)
    await live.slack.join(live.slack.add_person("Sample Newcomer"), live.channel)
    _, _, edit, grave, gone, joined = live.heard

    assert ("message_changed", True, live.channel.id) == _told(edit)
    assert ("Reply, mended", "Reply") == (edit["message"]["text"], edit["previous_message"]["text"])
    assert root.ts == edit["message"]["thread_ts"]
    assert {"user", "ts"} == edit["message"]["edited"].keys()
    assert ("message_changed", "tombstone") == (grave["subtype"], grave["message"]["subtype"])
    assert ("message_deleted", True, live.channel.id) == _told(gone)
    assert (reply.ts, root.ts) == (gone["deleted_ts"], gone["previous_message"]["thread_ts"])
    assert "channel_join" == joined["subtype"]


def _told(event: Json) -> tuple[object, ...]:
    return event["subtype"], event["hidden"], event["channel"]


async def test_emoji_come_and_go(live: Bench) -> None:
    for kind in ("reaction_added", "reaction_removed", "message"):

        @live.app.event(kind)
        async def listener(body: Json) -> None:
            live.heard.append(body["event"]["type"])

    said = await live.slack.say(live.requester, live.channel, "Root")
    await live.slack.react(live.manager, said, "bulb")
    await live.slack.unreact(live.manager, said, "bulb")
    assert ["message", "reaction_added", "reaction_removed"] == live.heard
    assert {} == said.reactions
    with pytest.raises(CannotAct, match="has not reacted"):
        await live.slack.unreact(live.manager, said, "bulb")


async def test_nobody_changes_the_words_of_another(quiet: Bench) -> None:
    quiet.slack.deliver_to("http://127.0.0.1:9/", "secret")
    said = await quiet.slack.say(quiet.requester, quiet.channel, "Root")
    for act in (
        quiet.slack.edit(quiet.manager, said, "x"),
        quiet.slack.delete(quiet.manager, said),
    ):
        with pytest.raises(CannotAct, match="did not write that"):
            await act


async def test_a_strangers_words_carry_their_own_team(live: Bench) -> None:
    @live.app.event("message")
    async def listener(body: Json) -> None:
        live.heard.append(body)

    stranger = live.slack.add_stranger("Sample Stranger", live.channel)
    await live.slack.say(stranger, live.channel, "Hello", files=["plan.pdf"])
    elsewhere = live.slack.add_channel("elsewhere")
    with pytest.raises(CannotAct):
        await live.slack.say(stranger, elsewhere, "Hello")

    told = live.heard[0]
    ours = live.slack.installation.team_id
    assert told["is_ext_shared_channel"]
    assert ours == told["authorizations"][0]["team_id"] != told["event"]["user_team"]
    assert ("file_share", "plan.pdf") == (
        told["event"]["subtype"],
        told["event"]["files"][0]["name"],
    )
    known = await live.client.users_info(user=stranger.id)
    assert known["user"]["is_stranger"]
    shared = await live.client.conversations_info(channel=live.channel.id)
    assert shared["channel"]["is_ext_shared"]
