"""The Web API: tokens, scopes, the ways to send arguments, people, paging, the record."""

import asyncio
import base64

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import Installation, SlackStandIn
from tests.sandbox.slack.bench import Bench, refusal, refused


async def test_auth_test_names_the_bot_and_its_scopes(quiet: Bench) -> None:
    answer = await quiet.client.auth_test()
    expected = {
        "ok": True,
        "url": "https://example-corp.slack.com/",
        "team": "Example Corp",
        "team_id": "T000000001",
        "user": "shortlist",
        "user_id": "U000000001",
        "bot_id": "B000000001",
        "is_enterprise_install": False,
    }
    assert expected == answer.data
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


async def test_tokens_are_checked(quiet: Bench) -> None:
    url, app = quiet.slack.api_url, quiet.slack.installation
    assert "invalid_auth" == await refused(AsyncWebClient("xoxb-no", url).auth_test())
    assert "not_authed" == await refused(AsyncWebClient(base_url=url).auth_test())
    assert "unknown_method" == await refused(quiet.client.api_call("chat.postMesage"))
    wrong = AsyncWebClient(app.app_token, url).auth_test()
    assert "not_allowed_token_type" == await refused(wrong)
    opened = await quiet.client.apps_connections_open(app_token=app.app_token)
    assert opened["url"].startswith("ws://127.0.0.1:")


async def test_a_missing_scope_is_named() -> None:
    granted = frozenset({"users:read", "channels:read"})
    async with SlackStandIn(Installation(scopes=granted)) as slack:
        person, room = slack.add_person("Sample Person"), slack.add_channel("ideas")
        client = AsyncWebClient(slack.installation.bot_token, slack.api_url)
        post = await refusal(client.chat_postMessage(channel=room.id, text="x"))
        history = await refusal(client.conversations_history(channel=room.id))
        listed = await refusal(client.conversations_list(types="private_channel"))
        seen = await client.users_info(user=person.id)

    expected = {"ok": False, "error": "missing_scope", "needed": "chat:write"}
    assert {**expected, "provided": "channels:read,users:read"} == post
    assert ("channels:history", "groups:read") == (history["needed"], listed["needed"])
    assert "email" not in seen["user"]["profile"]


async def test_forms_and_json_say_the_same(quiet: Bench) -> None:
    token = {"Authorization": f"Bearer {quiet.slack.installation.bot_token}"}
    body = {"channel": quiet.channel.id, "text": "x"}
    url = f"{quiet.slack.api_url}chat.postMessage"
    async with aiohttp.ClientSession() as session:
        for sending in (
            session.post(url, headers=token, data=body),
            session.post(url, headers=token, json=body),
            session.post(url, headers=token, params=body),
        ):
            async with sending as response:
                assert (await response.json())["ok"] is True
        with_token = {**body, "token": quiet.slack.installation.bot_token}
        async with session.post(url, data=with_token) as response:
            assert (await response.json())["ok"] is True
        broken = {**body, "blocks": "[{"}
        async with session.post(url, headers=token, data=broken) as response:
            assert "invalid_blocks_format" == (await response.json())["error"]
    assert body == quiet.slack.calls[3].arguments


async def test_lists_come_in_pages(quiet: Bench) -> None:
    found: list[str] = []
    cursor, pages = "", 0
    while pages == 0 or cursor:
        answer = await quiet.client.users_list(limit=3, cursor=cursor)
        cursor, pages = answer["response_metadata"]["next_cursor"], pages + 1
        found += [member["name"] for member in answer["members"]]
    assert ["shortlist", "slackbot", "sample.requester", "sample.pm"] == found
    assert 2 == pages
    assert b"next:3" == base64.b64decode(
        (await quiet.client.users_list(limit=3))["response_metadata"]["next_cursor"]
    )


async def test_people_and_groups(quiet: Bench) -> None:
    group = quiet.slack.add_user_group("pms", [quiet.manager])
    found = await quiet.client.users_lookupByEmail(email="sample.pm@example.com")
    assert quiet.manager.id == found["user"]["id"]
    listed = await quiet.client.usergroups_users_list(usergroup=group.id)
    assert [quiet.manager.id] == listed["users"]
    absent = quiet.client.users_lookupByEmail(email="nobody@example.com")
    assert "users_not_found" == await refused(absent)
    assert "user_not_found" == await refused(quiet.client.users_info(user="U404"))


async def test_calls_at_once_are_all_recorded(quiet: Bench) -> None:
    post = quiet.client.chat_postMessage
    await asyncio.gather(*(post(channel=quiet.channel.id, text=str(n)) for n in range(10)))
    made = quiet.slack.called("chat.postMessage")
    assert {str(n) for n in range(10)} == {call.arguments["text"] for call in made}
    assert all(call.ok and call.at == quiet.time.now for call in made)
