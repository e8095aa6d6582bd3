"""What the page's server lets in, tells and does."""

import aiohttp
import pytest

from bot.sandbox.slack import File, Json
from bot.sandbox.workspace import PortTaken, WorkspacePage
from bot.sandbox.workspace.slack_acts import LATE
from tests.sandbox.workspace.conftest import Client


async def first(socket: "aiohttp.ClientWebSocketResponse[bool]") -> Json:
    told: Json = await socket.receive_json()
    return told


# --- Who may ask


@pytest.mark.parametrize("name", ["evil.example", "127.0.0.1.evil.example", "[::1]", ""])
async def test_another_name_for_this_machine_is_refused(client: Client, name: str) -> None:
    assert 403 == await client.status("", headers={"Host": name})


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", None])
async def test_an_act_of_another_page_is_refused(client: Client, origin: str | None) -> None:
    headers = {"Origin": origin} if origin else {}
    before = client.scene.clock.now()
    status = await client.status("acts/clock", "POST", json={"to": "week"}, headers=headers)
    assert 403 == status
    assert (client.scene.clock.now() - before).days == 0


async def test_another_page_cannot_follow(client: Client) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        async with client.live(origin="http://evil.example"):
            pass


async def test_nothing_but_its_own_scripts_may_run(client: Client) -> None:
    async with client.session.get(client.page.url) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "There is no Node here." == await answer.text()
        assert "text/plain" == answer.content_type


# --- What it tells


async def test_a_person_sees_their_own_and_what_is_public(client: Client) -> None:
    slack, scene = client.scene.slack, client.scene
    private = slack.add_channel("sample-private", [scene.pm], private=True)
    await slack.say(scene.pm, scene.ideas, "to all")
    await slack.say(scene.pm, private, "to few")
    async with client.live(scene.requester.id) as socket:
        told = await first(socket)
    messages = [part["text"] for name, part in told.items() if name.startswith("message:")]
    assert ["to all"] == messages
    assert "sample-private" not in [channel["name"] for channel in told["channels"]]


async def test_only_what_changed_is_sent_again(client: Client) -> None:
    scene = client.scene
    async with client.live(scene.requester.id) as socket:
        await first(socket)
        said = await scene.slack.say(scene.pm, scene.ideas, "new")
        name = f"message:{scene.ideas.id}:{said.ts}"
        assert ["new"] == [
            part["text"] for key, part in (await first(socket)).items() if key == name
        ]
        scene.slack.workspace.messages.remove(said)
        assert {name: None} == await first(socket)


async def test_a_stranger_is_the_requester(client: Client) -> None:
    async with client.live("U999") as socket:
        (direct,) = [c for c in (await first(socket))["channels"] if c["kind"] == "im"]
    known = client.scene.slack.workspace.direct_channel(client.scene.requester.id)
    assert known.id == direct["id"]


# --- What it does


async def test_an_app_that_does_not_answer_is_told_of(client: Client) -> None:
    scene = client.scene
    told = await client.act(
        "command", me=scene.pm.id, channel=scene.ideas.id, text="/idea something"
    )
    assert {"ok": False, "note": LATE} == told


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("nothing", {}),
        ("say", {"channel": "C999", "text": "x"}),
        ("say", {"channel": 7, "text": "x"}),
        ("click", {"channel": "C999", "ts": "1.0", "action": "x"}),
        ("submit", {"view": "V999"}),
        ("clock", {"to": "yesterday"}),
        ("weather", {"name": "frogs", "on": True}),
        ("weather", {"name": "bot_down", "on": True}),
        ("jira.move", {"issue": "NONE-1", "to": "Done"}),
        ("jira.create", {"project": "SAMPLE", "type": "Story", "summary": " "}),
        ("jira.date", {"version": "Sample 1.5", "to": "soon"}),
    ],
)
async def test_what_makes_no_sense_is_refused_with_a_sentence(
    client: Client, act: str, body: Json
) -> None:
    told = await client.act(act, me=client.scene.pm.id, **body)
    assert not told["ok"]
    assert told["note"].endswith(".")


async def test_an_act_is_a_json_object(client: Client) -> None:
    headers = {"Origin": client.origin, "Content-Type": "application/json"}
    for sent in (b"{", b"[]", b"\xff"):
        assert 400 == await client.status("acts/look", "POST", data=sent, headers=headers)
    plain = {"Origin": client.origin, "Content-Type": "text/plain"}
    assert 400 == await client.status("acts/look", "POST", data=b"{}", headers=plain)


async def test_jira_follows_the_page(client: Client) -> None:
    jira, me = client.scene.jira, client.scene.engineer.id
    issue = jira.create("SAMPLE", "Sample issue")
    asked = {"me": me, "issue": issue.id}
    await client.act("jira.move", to="In Progress", **asked)
    await client.act("jira.flag", on=True, **asked)
    await client.act("jira.priority", to="High", **asked)
    await client.act("jira.assign", to="Sample Engineer 2", **asked)
    await client.act("jira.version", to="Sample 1.5", **asked)
    fields = issue.fields
    assert ("In Progress", "High") == (fields["status"]["name"], fields["priority"]["name"])
    assert "Sample Engineer 2" == fields["assignee"]["displayName"]
    assert ["Sample 1.5"] == [version["name"] for version in fields["fixVersions"]]
    assert "Sample Engineer 1" == issue.histories[-1]["author"]["displayName"]


async def test_the_clock_moves_for_everybody(client: Client) -> None:
    before = client.scene.clock.now()
    assert (await client.act("clock", me=client.scene.pm.id, to="monday"))["ok"]
    now = client.scene.clock.now()
    assert (0, 9, 0) == (now.weekday(), now.hour, now.minute)
    assert now > before


async def test_weather_begins_and_ends(client: Client) -> None:
    me = client.scene.pm.id
    await client.act("weather", me=me, name="jira_down", on=True)
    async with client.session.get(f"{client.scene.jira.url}/rest/api/2/myself") as answer:
        assert 503 == answer.status
    async with client.live(me) as socket:
        assert ["jira_down"] == (await first(socket))["weather"]["on"]
    await client.act("weather", me=me, name="jira_down", on=False)
    async with client.session.get(f"{client.scene.jira.url}/rest/api/2/myself") as answer:
        assert 503 != answer.status


async def test_a_picture_is_shown_and_anything_else_is_saved(client: Client) -> None:
    files = client.scene.slack.workspace.files
    files["F1"] = File("F1", "sample.png", 3, content=b"png")
    files["F2"] = File("F2", "sample.svg", 3, content=b"<svg onload=alert(1)>")
    async with client.session.get(f"{client.page.url}files/F1") as answer:
        assert ("image/png", b"png") == (answer.content_type, await answer.read())
    async with client.session.get(f"{client.page.url}files/F2") as answer:
        assert "application/octet-stream" == answer.content_type
        assert "attachment" == answer.headers["Content-Disposition"]
    assert 404 == await client.status("files/F3")


async def test_a_file_chosen_on_the_page_is_uploaded(client: Client) -> None:
    slack, pm = client.scene.slack.workspace, client.scene.pm
    label = {"type": "plain_text", "text": "Calendar"}
    element = {"type": "file_input", "action_id": "file", "filetypes": ["ics"]}
    field = {"type": "input", "block_id": "file", "label": label, "element": element}
    view = slack.new_view(pm.id, {"type": "modal", "title": label, "blocks": [field]})
    slack.modals[pm.id] = [view]
    chosen = {"file": {"name": "leave.ics", "content": "BEGIN:VCALENDAR"}}
    assert (await client.act("fill", me=pm.id, view=view.id, typed=chosen))["ok"]
    (file,) = slack.files.values()
    assert ("leave.ics", b"BEGIN:VCALENDAR") == (file.name, file.content)
    assert file.id == view.typed["file"]["file"]["files"][0]["id"]


async def test_a_port_in_use_is_named(client: Client) -> None:
    taken = int(client.page.url.rstrip("/").rpartition(":")[2])
    with pytest.raises(PortTaken, match=f"on port {taken}.*Name another port"):
        async with WorkspacePage(client.scene, port=taken):
            pass
