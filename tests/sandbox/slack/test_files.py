"""Uploads and reactions through Slack's own client."""

from bot.sandbox.slack import Json
from tests.sandbox.slack.bench import Bench, refused


async def test_a_picture_is_shown_once_it_is_processed(quiet: Bench) -> None:
    quiet.slack.workspace.file_seconds = 5.0
    uploaded = await quiet.client.files_upload_v2(
        filename="chart.png", content=b"png", title="Throughput", alt_txt="Throughput by week"
    )
    file_id = uploaded["file"]["id"]
    picture = [{"type": "image", "slack_file": {"id": file_id}, "alt_text": "Throughput"}]
    at: Json = {"channel": quiet.channel.id, "text": "Week 44", "blocks": picture}

    assert "" == (await quiet.client.files_info(file=file_id))["file"]["mimetype"]
    assert "invalid_blocks" == await refused(quiet.client.chat_postMessage(**at))
    quiet.time.now += 5
    assert "image/png" == (await quiet.client.files_info(file=file_id))["file"]["mimetype"]
    assert (await quiet.client.chat_postMessage(**at))["ok"]
    assert b"png" == quiet.slack.workspace.files[file_id].content


async def test_an_upload_can_be_shared_at_once(quiet: Bench) -> None:
    await quiet.client.files_upload_v2(
        channel=quiet.channel.id, filename="a.csv", content="a,b", initial_comment="The rows"
    )
    [message] = quiet.slack.messages(quiet.channel)
    assert "The rows\n(a.csv)" == quiet.slack.shown(message)
    absent = quiet.client.files_completeUploadExternal(files=[{"id": "F404"}])
    assert "file_not_found" == await refused(absent)


async def test_reactions(quiet: Bench) -> None:
    posted = await quiet.client.chat_postMessage(channel=quiet.channel.id, text="x")
    at: Json = {"channel": quiet.channel.id, "timestamp": posted["ts"]}
    await quiet.client.reactions_add(**at, name="bulb")
    again = quiet.client.reactions_add(**at, name="bulb")
    assert "already_reacted" == await refused(again)
    found = (await quiet.client.reactions_get(**at))["message"]["reactions"]
    assert [{"name": "bulb", "users": ["U000000001"], "count": 1}] == found
