"""Every rule on what Slack shows, one case each."""

from typing import Any

import pytest

from bot.sandbox.slack.blocks import Surface
from bot.sandbox.slack.limits import MOST_TEXT, blocks_faults, message_faults, view_faults

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str = "a") -> Json:
    return {"text": plain(value), "value": value}


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "options": [option()], **more}


def entry(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("Label"), "element": element, **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def section(text: str = "x", **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


BUTTON = {"type": "button", "text": plain("Go"), "action_id": "go"}
DIVIDER = {"type": "divider"}
TABLE = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}

SOUND = {
    "header": {"type": "header", "text": plain("x" * 150)},
    "section": section("x" * 3000, fields=[plain("x" * 2000)], accessory=BUTTON),
    "actions": actions({**BUTTON, "value": "x" * 2000, "style": "primary"}),
    "option value of 150": actions(select(options=[option() | {"value": "v" * 150}])),
    "image": {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "Chart"},
    "slack file": {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "Chart"},
    "context": {"type": "context", "elements": [plain("x")] * 10},
    "table": TABLE,
    "rich text": {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
    },
}

BROKEN_BLOCKS = {
    "unsupported type: shape": [{"type": "shape"}],
    "unsupported type: mrkdwn": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
    "unsupported type: plain_text_input": [actions({"type": "plain_text_input"})],
    "less than 151 characters": [{"type": "header", "text": plain("x" * 151)}],
    "less than 3001": [section("x" * 3001)],
    "less than 2001": [section(fields=[plain("x" * 2001)])],
    "less than 76": [actions({**BUTTON, "text": plain("x" * 76)})],
    "less than 256": [{**DIVIDER, "block_id": "x" * 256}],
    "more than 0 characters": [section("")],
    "no more than 50 items": [DIVIDER] * 51,
    "no more than 25 items": [actions(*[{**BUTTON, "action_id": f"b{n}"} for n in range(26)])],
    "no more than 5 items": [actions({"type": "overflow", "options": [option()] * 6})],
    "no more than 100 items": [actions(select(options=[option()] * 101))],
    "no less than 1 items": [actions()],
    "either `text` or `fields`": [{"type": "section"}],
    "either `options` or": [actions({"type": "static_select"})],
    "either `image_url` or": [{"type": "image", "alt_text": "x"}],
    "missing required field: alt_text": [{"type": "image", "image_url": "https://a.example"}],
    "missing required field: value": [actions(select(options=[{"text": plain("x")}]))],
    "invalid additional property: colour": [{**DIVIDER, "colour": "red"}],
    "`block_id` already exists: b": [{**DIVIDER, "block_id": "b"}] * 2,
    "`action_id` already exists: go": [actions(BUTTON, BUTTON)],
    "initial option": [actions(select(initial_option=option("z")))],
    "only one table": [TABLE, TABLE],
    "alert is not supported in a message": [{"type": "alert", "text": plain("x")}],
    "file_input is not supported": [entry({"type": "file_input", "action_id": "f"})],
    "in total": [{"type": "markdown", "text": "x" * 6_001}] * 2,
    "YYYY-MM-DD": [actions({"type": "datepicker", "initial_date": "1 May"})],
    "be a list": "blocks",
    "only one element may have": [
        entry({"type": "plain_text_input", "action_id": "t", "focus_on_load": True}) for _ in "ab"
    ],
}


@pytest.mark.parametrize("name", SOUND)
def test_sound_blocks_pass(name: str) -> None:
    assert [] == blocks_faults([SOUND[name]], Surface.MESSAGE)


@pytest.mark.parametrize("complaint", BROKEN_BLOCKS)
def test_each_rule_is_named(complaint: str) -> None:
    found = blocks_faults(BROKEN_BLOCKS[complaint], Surface.MESSAGE)
    assert any(complaint in fault for fault in found), found


def test_all_blocks_together_have_a_limit() -> None:
    many = [section("x" * 3000) for _ in range(4)]
    assert [] == message_faults(many, "x")
    found = message_faults([*many, section("x" * (MOST_TEXT - 11_999))], "x")
    assert ["all blocks together must be less than 13201 [json-pointer:/blocks]"] == found


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Title"), "blocks": list(blocks), **more}


BROKEN_VIEWS = {
    "missing required field: submit": modal(entry({"type": "plain_text_input"})),
    "missing required field: title": {"type": "modal", "blocks": []},
    "less than 25": modal(submit=plain("x" * 25)),
    "less than 3001": modal(private_metadata="x" * 3001),
    "table is not supported in a modal": modal(TABLE),
    "no more than 100 items": modal(*[DIVIDER] * 101),
    "invalid additional property: title": {"type": "home", "title": plain("x"), "blocks": []},
    "markdown is not supported in a home": {
        "type": "home",
        "blocks": [{"type": "markdown", "text": "x"}],
    },
    "weigh less": modal(*[section("é" * 3000, fields=[plain("é" * 2000)] * 10)] * 10),
    "unsupported type": {"type": "workflow_step", "blocks": []},
}


@pytest.mark.parametrize("complaint", BROKEN_VIEWS)
def test_each_rule_of_views_is_named(complaint: str) -> None:
    found = view_faults(BROKEN_VIEWS[complaint])
    assert any(complaint in fault for fault in found), found


def test_inputs_in_an_app_home_need_no_submit() -> None:
    home = {"type": "home", "blocks": [entry({"type": "plain_text_input"})]}
    assert [] == view_faults(home)
