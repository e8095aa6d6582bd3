"""Every element that may stand in a block, with the limits Slack documents.

https://docs.slack.dev/reference/block-kit/block-elements
"""

from collections.abc import Iterator

from bot.sandbox.slack.checks import (
    Check,
    anything,
    both,
    flag,
    items,
    matching,
    number,
    one_of,
    record,
    says,
    string,
    text,
    variant,
)
from bot.sandbox.slack.rich_text import RICH_TEXT


def plain(longest: int) -> Check:
    """A plain_text object of at most so many characters."""
    return text(longest, "plain_text")


def mrkdwn(longest: int) -> Check:
    """A mrkdwn object of at most so many characters."""
    return text(longest, "mrkdwn")


ID = string(255)
STYLE = one_of("primary", "danger")
CONFIRM = record(
    {"text": text(300)},
    {"title": plain(100), "confirm": plain(30), "deny": plain(30), "style": STYLE},
)
LINK = {"url": string(3000)}


def option(label: Check) -> Check:
    """An option whose text passes `label`; `value` up to 150 characters, as slack_sdk has it."""
    return record({"text": label, "value": string(150)}, {"description": plain(75), **LINK})


PLAIN_OPTION, RICH_OPTION = option(plain(75)), option(text(75))
OPTIONS = items(PLAIN_OPTION, 100)
GROUPS = items(record({"label": plain(75), "options": OPTIONS}), 100)
ACTION = {"action_id": ID}
ASKED = {**ACTION, "confirm": CONFIRM}
FIELD = {**ACTION, "focus_on_load": flag}
HINTED = {**FIELD, "placeholder": plain(150)}
TYPED = {
    **HINTED,
    "dispatch_action_config": record(
        {}, {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)}
    ),
}
PICKED = {**HINTED, "confirm": CONFIRM}
SEVERAL = {**PICKED, "max_selected_items": number(1)}
RESPONDS = {"response_url_enabled": flag}
CONVERSATIONS = {
    "default_to_current_conversation": flag,
    "filter": record(
        {},
        {
            "include": items(one_of("im", "mpim", "private", "public")),
            "exclude_bot_users": flag,
            "exclude_external_shared_channels": flag,
        },
    ),
}
CHOICES = {"options": OPTIONS, "option_groups": GROUPS}
IDS = items(string(), least=0)


def _one_list(value: object, at: str) -> Iterator[str]:
    given = {"options", "option_groups"} & set(value if isinstance(value, dict) else ())
    if len(given) != 1:
        yield says("must define either `options` or `option_groups`, and only one", at)


def one_source(value: object, at: str) -> Iterator[str]:
    """An image is drawn from one place, an address or a file of the workspace."""
    given = {"image_url", "slack_file"} & set(value if isinstance(value, dict) else ())
    if len(given) != 1:
        yield says("must define either `image_url` or `slack_file`, and only one", at)


IMAGE_SOURCE = {
    "image_url": matching(r"(?s)https?://.{1,2990}", "an http address"),
    "slack_file": record({}, {"id": string(), "url": string()}),
}
IMAGE = both(one_source, record({"alt_text": string(2000)}, IMAGE_SOURCE))
BUTTON_FACE = {"style": STYLE, "confirm": CONFIRM, "accessibility_label": string(75)}
FEEDBACK = record({"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)})

ELEMENTS: dict[str, Check] = {
    "button": record(
        {"text": plain(75)},
        {**ACTION, **BUTTON_FACE, **LINK, "value": string(2000, shortest=0)},
    ),
    "workflow_button": record({"text": plain(75), "workflow": anything}, {**ACTION, **BUTTON_FACE}),
    "overflow": record({"options": items(PLAIN_OPTION, 5)}, ASKED),
    "checkboxes": record(
        {"options": items(RICH_OPTION, 10)},
        {**FIELD, "confirm": CONFIRM, "initial_options": items(RICH_OPTION, 10)},
    ),
    "radio_buttons": record(
        {"options": items(RICH_OPTION, 10)},
        {**FIELD, "confirm": CONFIRM, "initial_option": RICH_OPTION},
    ),
    "static_select": both(
        _one_list, record({}, {**PICKED, **CHOICES, "initial_option": PLAIN_OPTION})
    ),
    "multi_static_select": both(
        _one_list, record({}, {**SEVERAL, **CHOICES, "initial_options": OPTIONS})
    ),
    "external_select": record(
        {}, {**PICKED, "initial_option": PLAIN_OPTION, "min_query_length": number(0)}
    ),
    "multi_external_select": record(
        {}, {**SEVERAL, "initial_options": OPTIONS, "min_query_length": number(0)}
    ),
    "users_select": record({}, {**PICKED, "initial_user": string()}),
    "multi_users_select": record({}, {**SEVERAL, "initial_users": IDS}),
    "channels_select": record({}, {**PICKED, **RESPONDS, "initial_channel": string()}),
    "multi_channels_select": record({}, {**SEVERAL, "initial_channels": IDS}),
    "conversations_select": record(
        {}, {**PICKED, **RESPONDS, **CONVERSATIONS, "initial_conversation": string()}
    ),
    "multi_conversations_select": record(
        {}, {**SEVERAL, **CONVERSATIONS, "initial_conversations": IDS}
    ),
    "datepicker": record(
        {}, {**PICKED, "initial_date": matching(r"\d{4}-\d{2}-\d{2}", "YYYY-MM-DD")}
    ),
    "timepicker": record(
        {},
        {**PICKED, "initial_time": matching(r"[0-2]\d:[0-5]\d", "HH:mm"), "timezone": string()},
    ),
    "datetimepicker": record({}, {**FIELD, "confirm": CONFIRM, "initial_date_time": number(0)}),
    "plain_text_input": record(
        {},
        {
            **TYPED,
            "initial_value": string(3000, shortest=0),
            "multiline": flag,
            "min_length": number(0),
            "max_length": number(1),
        },
    ),
    "email_text_input": record({}, {**TYPED, "initial_value": string(shortest=0)}),
    "url_text_input": record({}, {**TYPED, "initial_value": string(shortest=0)}),
    "rich_text_input": record(
        {},
        {**TYPED, "initial_value": RICH_TEXT, "min_lines": number(1), "max_lines": number(1)},
    ),
    "number_input": record(
        {"is_decimal_allowed": flag},
        {**TYPED, "initial_value": string(), "min_value": string(), "max_value": string()},
    ),
    "file_input": record({}, {**ACTION, "filetypes": items(string()), "max_files": number(1)}),
    "feedback_buttons": record({"positive_button": FEEDBACK, "negative_button": FEEDBACK}, ACTION),
    "icon_button": record(
        {"icon": string(), "text": plain(75)},
        {
            **ASKED,
            "value": string(2000),
            "accessibility_label": string(75),
            "visible_to_user_ids": IDS,
        },
    ),
    "image": IMAGE,
}

MENUS = (
    "static_select",
    "multi_static_select",
    "external_select",
    "multi_external_select",
    "users_select",
    "multi_users_select",
    "channels_select",
    "multi_channels_select",
    "conversations_select",
    "multi_conversations_select",
    "checkboxes",
    "radio_buttons",
    "datepicker",
    "timepicker",
)


def of(*names: str) -> Check:
    """One of these elements."""
    return variant({name: ELEMENTS[name] for name in names})
