"""conversations.* through Slack's own client."""

from typing import Any

from bot.sandbox.slack import Json
from tests.sandbox.slack.bench import Bench, refused

CARD = {"event_type": "sample", "event_payload": {"k": "7"}}


async def test_history_runs_back_in_pages_within_its_bounds(quiet: Bench) -> None:
    at: Json = {"channel": quiet.channel.id}
    stamps = []
    for n in range(5):
        quiet.time.now += 1
        stamps.append((await quiet.client.chat_postMessage(**at, text=str(n), metadata=CARD))["ts"])
    await quiet.client.chat_postMessage(**at, text="Reply", thread_ts=stamps[0])

    async def texts(**asked: Any) -> list[str]:
        answer = await quiet.client.conversations_history(**at, **asked)
        return [message["text"] for message in answer["messages"]]

    assert ["4", "3", "2", "1", "0"] == await texts()
    assert ["3", "2"] == await texts(oldest=stamps[1], latest=stamps[4])
    assert ["3", "2", "1"] == await texts(oldest=stamps[1], latest=stamps[3], inclusive=True)
    assert ["4", "3", "2"] == await texts(oldest="1700000002.5")
    first = await quiet.client.conversations_history(**at, limit=2)
    assert first["has_more"] is True
    assert ["2", "1"] == await texts(limit=2, cursor=first["response_metadata"]["next_cursor"])
    broken = quiet.client.conversations_history(**at, cursor="nonsense")
    assert "invalid_cursor" == await refused(broken)


async def test_metadata_comes_back_only_when_asked_for(quiet: Bench) -> None:
    at: Json = {"channel": quiet.channel.id}
    root = await quiet.client.chat_postMessage(**at, text="Root", metadata=CARD)
    await quiet.client.chat_postMessage(**at, text="Reply", thread_ts=root["ts"], metadata=CARD)
    for read in (
        quiet.client.conversations_history(**at),
        quiet.client.conversations_replies(**at, ts=root["ts"]),
    ):
        assert all("metadata" not in message for message in (await read)["messages"])
    replies = await quiet.client.conversations_replies(
        **at, ts=root["ts"], include_all_metadata=True
    )
    assert [CARD, CARD] == [message["metadata"] for message in replies["messages"]]
    assert 1 == replies["messages"][0]["reply_count"]
    missing = quiet.client.conversations_replies(**at, ts="1.000000")
    assert "thread_not_found" == await refused(missing)


async def test_history_is_for_members(quiet: Bench) -> None:
    aside = quiet.slack.add_channel("aside", bot=False)
    read = quiet.client.conversations_history(channel=aside.id)
    assert "not_in_channel" == await refused(read)


async def test_channels_are_listed_by_kind(quiet: Bench) -> None:
    quiet.slack.add_channel("team", private=True)
    quiet.slack.add_channel("hidden", private=True, bot=False)
    kinds = "public_channel,private_channel"
    answer = await quiet.client.conversations_list(types=kinds)
    assert ["product-ideas", "team"] == [channel["name"] for channel in answer["channels"]]
    members = await quiet.client.conversations_members(channel=quiet.channel.id)
    assert quiet.channel.members == members["members"]


async def test_direct_messages(quiet: Bench) -> None:
    opened = await quiet.client.conversations_open(users=quiet.requester.id)
    posted = await quiet.client.chat_postMessage(channel=quiet.requester.id, text="Hello")
    assert opened["channel"]["id"] == posted["channel"]
    assert ["Hello"] == [m.text for m in quiet.slack.direct_messages(quiet.requester)]
    quiet.manager.deactivated = True
    gone = quiet.client.conversations_open(users=quiet.manager.id)
    assert "user_disabled" == await refused(gone)
    assert "user_not_found" == await refused(quiet.client.conversations_open(users="U404"))
