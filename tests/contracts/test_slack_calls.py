"""Every call the real client makes and the stand-in takes is one that Slack describes."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import Call, Channel, Installation, Json, Person, SlackStandIn
from tests.slack_contract import calls_out_of_contract

MODAL: Json = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Idea"},
    "blocks": [{"type": "divider"}],
}
HOME: Json = {"type": "home", "blocks": [{"type": "divider"}]}
CARD: list[Json] = [
    {"type": "header", "text": {"type": "plain_text", "text": "Dark mode"}},
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "Support"}}
        ],
    },
]


def call(method: str, **arguments: object) -> Call:
    return Call(method, arguments, 0.0)


async def speak(client: AsyncWebClient, channel: Channel, person: Person) -> None:
    posted = await client.chat_postMessage(
        channel=channel.id,
        text="Card",
        blocks=CARD,
        unfurl_links=False,
        metadata={"event_type": "sample", "event_payload": {"k": "1"}},
    )
    at = {"channel": channel.id, "ts": posted["ts"]}
    await client.chat_postMessage(channel=channel.id, text="Reply", thread_ts=posted["ts"])
    await client.chat_update(**at, text="Card", blocks=CARD)
    await client.chat_getPermalink(channel=channel.id, message_ts=posted["ts"])
    await client.chat_postEphemeral(channel=channel.id, user=person.id, text="Only you")
    await client.reactions_add(channel=channel.id, timestamp=posted["ts"], name="bulb")
    await client.reactions_get(channel=channel.id, timestamp=posted["ts"])
    await client.conversations_history(
        channel=channel.id, limit=10, inclusive=True, oldest="0", include_all_metadata=True
    )
    await client.conversations_replies(**at, limit=10)
    await client.chat_delete(**at)


async def look(client: AsyncWebClient, channel: Channel, person: Person, group: str) -> None:
    await client.auth_test()
    await client.team_info()
    await client.bots_info(bot="B000000001")
    await client.users_info(user=person.id)
    await client.users_list(limit=2)
    await client.users_lookupByEmail(email=person.email)
    await client.usergroups_list(include_users=True)
    await client.usergroups_users_list(usergroup=group)
    await client.conversations_list(types="public_channel,private_channel", limit=2)
    await client.conversations_info(channel=channel.id)
    await client.conversations_members(channel=channel.id)
    await client.conversations_join(channel=channel.id)
    await client.conversations_open(users=person.id)


async def show(slack: SlackStandIn, client: AsyncWebClient, person: Person) -> None:
    trigger = slack.workspace.new_trigger
    opened = await client.views_open(trigger_id=trigger(person.id).id, view=MODAL)
    view = opened["view"]
    await client.views_update(view_id=view["id"], hash=view["hash"], view=MODAL)
    await client.views_push(trigger_id=trigger(person.id).id, view=MODAL)
    await client.views_publish(user_id=person.id, view=HOME)


async def test_the_clients_calls_are_those_slack_describes() -> None:
    domains = frozenset({"ideas.example"})
    async with SlackStandIn(Installation(unfurl_domains=domains)) as slack:
        client = AsyncWebClient(token=slack.installation.bot_token, base_url=slack.api_url)
        person = slack.add_person("Sample Person")
        channel = slack.add_channel("ideas", [person])
        group = slack.add_user_group("pms", [person])
        await speak(client, channel, person)
        await look(client, channel, person, group.id)
        await show(slack, client, person)
        said = slack.workspace.post(channel, person.id, "<https://ideas.example/i/1>")
        await client.chat_unfurl(
            channel=channel.id, ts=said.ts, unfurls={"https://ideas.example/i/1": {"text": "One"}}
        )
        await client.files_upload_v2(channel=channel.id, filename="a.png", content=b"png")
        await client.files_info(file=next(iter(slack.workspace.files)))

    assert [] == [call for call in slack.calls if not call.ok]
    assert [] == calls_out_of_contract(slack.calls)


def test_calls_slack_does_not_describe_are_named() -> None:
    cases = [
        ("unknown method", call("chat.postMesage")),
        ("unknown argument blockz", call("chat.postMessage", channel="C1", text="x", blockz=[])),
        ('"channel" is a required property', call("conversations.info")),
        ('"many" is not of type "number"', call("users.list", limit="many")),
        ('"trigger_id" is a required property', call("views.open", view=MODAL)),
    ]
    for complaint, made in cases:
        found = calls_out_of_contract([made])
        assert any(complaint in one for one in found), (complaint, found)


def test_a_forms_text_counts_as_what_it_stands_for() -> None:
    made = [
        call("conversations.history", channel="C1", limit="10", inclusive="1"),
        call("users.list", include_locale="true"),
        call("response_url", text="x"),
    ]
    assert [] == calls_out_of_contract(made)
