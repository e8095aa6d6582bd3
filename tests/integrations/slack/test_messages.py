"""Slack's messages, in whatever event they come, as what was said."""

from typing import Any

import pytest

from bot.message import Fate, MessageRef, Reaction
from integrations.slack import payload
from integrations.slack.messages import said, told

SENT = {"type": "message", "channel": "C1", "user": "U1", "text": "a &lt;b&gt;", "ts": "7.000100"}


def event(**inner: Any) -> dict[str, Any]:
    return {"team_id": "T1", "event_id": "Ev1", "event": inner}


@pytest.mark.parametrize("subtype", [None, "file_share", "thread_broadcast", "me_message"])
def test_what_a_person_says_is_read_whatever_its_subtype(subtype: str | None) -> None:
    found = told(SENT | {"subtype": subtype, "files": [{"title": "Plan", "name": "a.pdf"}, {}]})
    assert found is not None
    assert (MessageRef("C1", "7.000100"), "U1", "a <b>") == (found.at, found.author, found.text)
    assert (("Plan", "file"), Fate.SAID, False) == (found.files, found.fate, found.by_app)


@pytest.mark.parametrize("subtype", ["channel_join", "channel_topic", "message_replied", "new_one"])
def test_what_nobody_says_is_nothing(subtype: str) -> None:
    assert told(SENT | {"subtype": subtype}) is None
    assert told({"type": "team_join", "user": {"id": "U1"}}) is None


@pytest.mark.parametrize(
    "app", [{"bot_id": "B1"}, {"subtype": "bot_message", "user": None, "bot_id": "B1"}]
)
def test_an_apps_words_are_known_as_such(app: dict[str, Any]) -> None:
    found = told(SENT | app)
    assert found is not None
    assert found.by_app
    assert (app.get("user", "U1") or "") == found.author


def test_a_reply_knows_its_root_and_a_root_that_it_is_one() -> None:
    reply, root = (
        said("C1", SENT | {"thread_ts": "5.0"}),
        said("C1", SENT | {"thread_ts": "7.000100"}),
    )
    assert ("5.0", "5.0") == (reply.thread, reply.root)
    assert (None, "7.000100") == (root.thread, root.root)


def test_an_edit_and_a_deletion_carry_the_message_inside() -> None:
    inside = {k: SENT[k] for k in ("user", "text", "ts")} | {"thread_ts": "5.0"}
    edit = told(
        {"type": "message", "subtype": "message_changed", "channel": "C1", "ts": "9.0"}
        | {"message": inside | {"edited": {"user": "U1", "ts": "8.0"}}, "previous_message": inside}
    )
    gone = told(
        {"type": "message", "subtype": "message_deleted", "channel": "C1", "ts": "9.0"}
        | {"deleted_ts": "7.000100", "previous_message": inside}
    )
    assert edit is not None
    assert gone is not None
    assert (Fate.EDITED, "8.0", "7.000100") == (edit.fate, edit.edited, edit.at.ts)
    assert (Fate.DELETED, "7.000100", "5.0", "U1") == (
        gone.fate,
        gone.at.ts,
        gone.thread,
        gone.author,
    )


def test_a_gravestone_is_a_deletion() -> None:
    inside = {"subtype": "tombstone", "user": "USLACKBOT", "text": "Deleted.", "ts": "7.000100"}
    found = told(
        {"type": "message", "subtype": "message_changed", "channel": "C1", "message": inside}
    )
    assert found is not None
    assert Fate.DELETED is found.fate


def test_reactions_are_counted_over_all_skin_tones() -> None:
    listed = [
        {"name": "wave::skin-tone-2", "users": ["U1"], "count": 1},
        {"name": "wave", "users": ["U2"], "count": 60},
        {"name": "bulb", "users": ["U1"], "count": 1},
    ]
    expected = (Reaction("wave", ("U1", "U2"), 61), Reaction("bulb", ("U1",), 1))
    assert expected == said("C1", SENT | {"reactions": listed}).reactions


def test_a_reaction_names_its_emoji_and_its_message() -> None:
    item = {"type": "message", "channel": "C1", "ts": "7.000100"}
    happened = {"type": "reaction_added", "user": "U2", "reaction": "wave::skin-tone-3"}
    found = payload.event(event(**happened, item=item, item_user="U1"))
    assert ("U2", "wave", "C1") == (found.user, found.value, found.channel)
    assert MessageRef("C1", "7.000100") == found.message
    file = payload.event(event(**happened, item={"type": "file", "file": "F1"}))
    assert file.message is None


def test_a_message_of_a_stranger_is_told_to_the_team_that_installed_us() -> None:
    body = event(**SENT, user_team="T2") | {"team_id": "T2", "authorizations": [{"team_id": "T1"}]}
    found = payload.event(body)
    assert found.said is not None
    assert ("T1", "T2") == (found.team, found.said.team)


def test_a_shortcut_brings_what_its_message_says() -> None:
    body = {
        "callback_id": "sample.keep",
        "team": {"id": "T1"},
        "user": {"id": "U2"},
        "trigger_id": "1.2.3",
        "channel": {"id": "C1"},
        "message": {"user": "U1", "text": "a &amp; b", "ts": "7.000100"},
    }
    found = payload.shortcut(body).said
    assert found is not None
    assert ("U1", "a & b", "C1") == (found.author, found.text, found.at.channel)
