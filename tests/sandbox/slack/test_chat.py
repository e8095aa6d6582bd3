"""chat.* through Slack's own client: what is posted, what is refused, in which words."""

from bot.sandbox.slack import Json
from tests.sandbox.slack.bench import Bench, refusal, refused

DIVIDER = [{"type": "divider"}]
CARD = {"event_type": "sample", "event_payload": {"k": "7"}}


async def test_a_post_answers_with_the_whole_message(quiet: Bench) -> None:
    posted = await quiet.client.chat_postMessage(
        channel="#product-ideas", text="Card", blocks=DIVIDER, metadata=CARD
    )
    message = posted["message"]
    assert ("1700000000.000000", quiet.channel.id) == (posted["ts"], posted["channel"])
    assert ("B000000001", "A000000001") == (message["bot_id"], message["app_id"])
    assert ("T000000001", CARD) == (message["team"], message["metadata"])
    assert [{"type": "divider", "block_id": "b0000"}] == message["blocks"]


async def test_timestamps_rise_while_the_clock_stands(quiet: Bench) -> None:
    posted = [await quiet.client.chat_postMessage(channel=quiet.channel.id, text="x") for _ in "ab"]
    assert ["1700000000.000000", "1700000000.000001"] == [one["ts"] for one in posted]


async def test_where_the_bot_cannot_post(quiet: Bench) -> None:
    post, slack = quiet.client.chat_postMessage, quiet.slack
    aside = slack.add_channel("aside", bot=False)
    hidden = slack.add_channel("hidden", private=True, bot=False)
    old = slack.add_channel("old")
    old.archived = True
    assert "channel_not_found" == await refused(post(channel="C404", text="x"))
    assert "channel_not_found" == await refused(post(channel=hidden.id, text="x"))
    assert "not_in_channel" == await refused(post(channel=aside.id, text="x"))
    assert "is_archived" == await refused(post(channel=old.id, text="x"))
    assert "no_text" == await refused(
        quiet.client.api_call("chat.postMessage", json={"channel": quiet.channel.id})
    )
    await quiet.client.conversations_join(channel=aside.id)
    assert (await post(channel=aside.id, text="x"))["ok"]


async def test_what_slack_would_not_show_is_refused_with_reasons(quiet: Bench) -> None:
    many = await refusal(
        quiet.client.chat_postMessage(channel=quiet.channel.id, text="x", blocks=DIVIDER * 51)
    )
    complaint = "no more than 50 items allowed [json-pointer:/blocks]"
    assert ("invalid_blocks", [complaint]) == (many["error"], many["errors"])
    assert [f"[ERROR] {complaint}"] == many["response_metadata"]["messages"]
    long = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}] * 5
    post = quiet.client.chat_postMessage(channel=quiet.channel.id, text="x", blocks=long)
    assert "msg_blocks_too_long" == await refused(post)


async def test_long_texts_are_cut_when_posted_and_refused_when_edited(quiet: Bench) -> None:
    posted = await quiet.client.chat_postMessage(channel=quiet.channel.id, text="x" * 40_001)
    assert 40_000 == len(posted["message"]["text"])
    at: Json = {"channel": quiet.channel.id, "ts": posted["ts"]}
    assert "msg_too_long" == await refused(quiet.client.chat_update(**at, text="x" * 4_001))


async def test_editing_with_a_text_alone_drops_the_blocks_and_keeps_the_metadata(
    quiet: Bench,
) -> None:
    at: Json = {"channel": quiet.channel.id}
    posted = await quiet.client.chat_postMessage(**at, text="x", blocks=DIVIDER, metadata=CARD)
    at["ts"] = posted["ts"]
    edited = (await quiet.client.chat_update(**at, text="y"))["message"]
    assert ("y", CARD) == (edited["text"], edited["metadata"])
    assert "blocks" not in edited
    assert "U000000001" == edited["edited"]["user"]


async def test_only_its_own_messages_are_the_bots_to_change(quiet: Bench) -> None:
    said = quiet.slack.workspace.post(quiet.channel, quiet.requester.id, "Mine")
    at: Json = {"channel": quiet.channel.id, "ts": said.ts}
    assert "cant_update_message" == await refused(quiet.client.chat_update(**at, text="x"))
    assert "cant_delete_message" == await refused(quiet.client.chat_delete(**at))
    gone = quiet.client.chat_update(channel=quiet.channel.id, ts="1.000000", text="x")
    assert "message_not_found" == await refused(gone)


async def test_a_reply_to_a_message_that_is_gone_stands_in_the_channel(quiet: Bench) -> None:
    at: Json = {"channel": quiet.channel.id}
    posted = await quiet.client.chat_postMessage(**at, text="Root")
    await quiet.client.chat_delete(**at, ts=posted["ts"])
    reply = await quiet.client.chat_postMessage(**at, text="Late", thread_ts=posted["ts"])
    assert "thread_ts" not in reply["message"]
    assert ["Late"] == [message.text for message in quiet.slack.messages(quiet.channel)]


async def test_ephemerals_reach_members_only(quiet: Bench) -> None:
    outsider = quiet.slack.add_person("Sample Outsider")
    show = quiet.client.chat_postEphemeral
    at: Json = {"channel": quiet.channel.id, "text": "x"}
    assert "user_not_in_channel" == await refused(show(**at, user=outsider.id))
    shown = await show(**at, user=quiet.requester.id)
    update = quiet.client.chat_update(channel=quiet.channel.id, ts=shown["message_ts"], text="y")
    assert "message_not_found" == await refused(update)


async def test_permalinks(quiet: Bench) -> None:
    at: Json = {"channel": quiet.channel.id}
    root = await quiet.client.chat_postMessage(**at, text="Root")
    reply = await quiet.client.chat_postMessage(**at, text="Reply", thread_ts=root["ts"])
    base = f"https://example-corp.slack.com/archives/{quiet.channel.id}"
    links = [
        (await quiet.client.chat_getPermalink(**at, message_ts=one["ts"]))["permalink"]
        for one in (root, reply)
    ]
    assert [
        f"{base}/p1700000000000000",
        f"{base}/p1700000000000001?thread_ts={root['ts']}&cid={quiet.channel.id}",
    ] == links
