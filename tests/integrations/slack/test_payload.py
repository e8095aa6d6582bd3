"""Payloads as requests: markup undone, keys by which each counts once, values by field."""

import pytest

from bot.request import Kind
from integrations.slack import payload
from integrations.slack.markup import storable, typed

COMMAND = {
    "command": "/idea",
    "text": "a &lt;b&gt; &amp; c",
    "team_id": "T1",
    "user_id": "U1",
    "channel_id": "C1",
    "trigger_id": "1.2.3",
}
CLICK = {
    "type": "block_actions",
    "team": {"id": "T1"},
    "user": {"id": "U1"},
    "trigger_id": "1.2.3",
    "actions": [{"action_id": "idea.edit", "type": "button", "value": "7"}],
}


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("plain", "plain"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("&amp;lt;", "&lt;"),
        ("<@U1|sample.person> and <@U2>", "@sample.person and @U2"),
        ("<#C1|142>", "#142"),
        ("<#C1|>", "#C1"),
        ("<!channel> <!here>", "@channel @here"),
        ("<!subteam^S1|@sample-team> <!subteam^S1>", "@sample-team @S1"),
        ("<!date^1795420800^{date}|Nov 23>", "Nov 23"),
        ("<https://example.com/a?b=1&amp;c=2>", "https://example.com/a?b=1&c=2"),
        ("<http://example.com|example.com>", "example.com"),
        ("<mailto:person@example.com|person@example.com>", "person@example.com"),
        ("&lt;<http://evil.example|docs&gt;>", "<http://evil.example|docs>"),
        ("1 < 2 > 0", "1 < 2 > 0"),
        ("\x00nul and \ud800 half", "nul and  half"),
    ],
)
def test_markup_is_read_as_it_was_typed(sent: str, meant: str) -> None:
    assert meant == typed(sent)


def test_only_what_no_database_takes_is_dropped() -> None:
    assert "a\tb\n👍🏽 \u202e" == storable("a\tb\n👍🏽 \u202e")


def test_a_command_counts_once_by_its_trigger() -> None:
    request = payload.command(COMMAND)
    assert (Kind.COMMAND, "/idea", "a <b> & c") == (request.kind, request.name, request.text)
    assert ("1.2.3",) == request.once


def test_a_click_knows_its_message_or_its_form() -> None:
    at = {"channel": {"id": "C1"}, "message": {"ts": "1.1"}}
    assert ("C1", "1.1") == payload.click(CLICK | at).message
    assert payload.click(CLICK | at).thread is None
    reply = {**at, "message": {"ts": "1.2", "thread_ts": "1.1"}}
    assert "1.1" == payload.click(CLICK | reply).thread
    assert "V1" == payload.click(CLICK | {"view": {"id": "V1", "type": "modal"}}).view
    assert payload.click(CLICK | {"view": {"id": "V1", "type": "home"}}).view is None


def test_a_submission_counts_by_view_and_hash_once_accepted() -> None:
    view = {"id": "V1", "hash": "h1", "callback_id": "idea.submit"}
    request = payload.submission(CLICK | {"view": view})
    assert (("1.2.3",), ("V1:h1",)) == (request.once, request.once_accepted)


@pytest.mark.parametrize(
    ("state", "value"),
    [
        ({"type": "plain_text_input", "value": "words"}, "words"),
        ({"type": "plain_text_input", "value": None}, None),
        ({"type": "static_select", "selected_option": {"value": "a"}}, "a"),
        ({"type": "static_select", "selected_option": None}, None),
        ({"type": "file_input", "files": [{"id": "F1", "name": "a.ics"}]}, ("F1",)),
        ({"type": "file_input", "files": []}, ()),
        ({"type": "checkboxes", "selected_options": [{"value": "a"}, {"value": "b"}]}, ("a", "b")),
        ({"type": "multi_users_select", "selected_users": ["U1", "U2"]}, ("U1", "U2")),
        ({"type": "conversations_select", "selected_conversation": "C1"}, "C1"),
        ({"type": "channels_select", "selected_channel": "C1"}, "C1"),
        ({"type": "users_select", "selected_user": "U1"}, "U1"),
        ({"type": "datepicker", "selected_date": "2026-11-23"}, "2026-11-23"),
        ({"type": "timepicker", "selected_time": "09:00"}, "09:00"),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else "",
)
def test_a_field_holds_what_was_entered(state: dict[str, object], value: object) -> None:
    view = {"id": "V1", "type": "modal", "state": {"values": {"field": {"action": state}}}}
    assert {"field": value} == payload.click(CLICK | {"view": view}).values


@pytest.mark.parametrize("metadata", ["", None, "[]", '"text"'])
def test_a_form_without_a_context_has_an_empty_one(metadata: str | None) -> None:
    view = {"id": "V1", "type": "modal", "private_metadata": metadata}
    assert {} == payload.click(CLICK | {"view": view}).context


@pytest.mark.parametrize("channel", [{"id": "C1"}, None])
def test_an_event_whose_channel_is_no_id_has_none(channel: object) -> None:
    body = {"team_id": "T1", "event_id": "Ev1", "event": {"type": "sample", "channel": channel}}
    assert payload.event(body).channel is None
    assert ("Ev1",) == payload.event(body).once
