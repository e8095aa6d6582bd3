"""Every block: what it holds, how much of it, and on which surface it may stand.

https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Iterator
from enum import StrEnum

from bot.sandbox.slack.checks import (
    Check,
    both,
    flag,
    items,
    number,
    one_of,
    record,
    says,
    string,
    text,
    variant,
)
from bot.sandbox.slack.elements import (
    ID,
    IMAGE,
    IMAGE_SOURCE,
    MENUS,
    mrkdwn,
    of,
    one_source,
    plain,
)
from bot.sandbox.slack.rich_text import RICH_TEXT


class Surface(StrEnum):
    """Where blocks are shown."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


def _some_text(value: object, at: str) -> Iterator[str]:
    if isinstance(value, dict) and not {"text", "fields"} & set(value):
        yield says("must define either `text` or `fields`", at)


BLOCK = {"block_id": ID}
PICTURE = variant({"image": IMAGE})
DETAIL = variant({"rich_text": RICH_TEXT})
CELL = variant(
    {
        "raw_text": record({"text": string()}),
        "raw_number": record({"text": string(), "value": number()}),
        "rich_text": RICH_TEXT,
    }
)
SETTING = record({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})
TASK = record(
    {
        "task_id": string(),
        "title": string(),
        "status": one_of("pending", "in_progress", "complete", "error"),
    },
    {
        **BLOCK,
        "details": DETAIL,
        "output": DETAIL,
        "sources": items(variant({"url": record({"url": string(), "text": string()})})),
    },
)

BLOCKS: dict[str, Check] = {
    "actions": record(
        {
            "elements": items(
                of(
                    "button",
                    "workflow_button",
                    "overflow",
                    "datetimepicker",
                    "rich_text_input",
                    *MENUS,
                ),
                25,
            )
        },
        BLOCK,
    ),
    "alert": record(
        {"text": text(3000)},
        {**BLOCK, "level": one_of("default", "info", "warning", "error", "success")},
    ),
    "card": record(
        {},
        {
            **BLOCK,
            "title": mrkdwn(150),
            "subtitle": mrkdwn(150),
            "body": mrkdwn(200),
            "icon": PICTURE,
            "hero_image": PICTURE,
            "actions": items(of("button")),
        },
    ),
    "context": record(
        {
            "elements": items(
                variant({"image": IMAGE, "plain_text": plain(3000), "mrkdwn": mrkdwn(3000)}), 10
            )
        },
        BLOCK,
    ),
    "context_actions": record({"elements": items(of("feedback_buttons", "icon_button"), 5)}, BLOCK),
    "data_table": record(
        {"caption": string(), "rows": items(items(CELL), 101, least=2)},
        {**BLOCK, "page_size": number(1), "row_header_column_index": number(0)},
    ),
    "divider": record({}, BLOCK),
    "file": record({"external_id": string(), "source": string()}, BLOCK),
    "header": record({"text": plain(150)}, BLOCK),
    "image": both(
        one_source,
        record({"alt_text": string(2000)}, {**BLOCK, **IMAGE_SOURCE, "title": plain(2000)}),
    ),
    "input": record(
        {
            "label": plain(2000),
            "element": of(
                "plain_text_input",
                "email_text_input",
                "url_text_input",
                "number_input",
                "rich_text_input",
                "file_input",
                "datetimepicker",
                *MENUS,
            ),
        },
        {**BLOCK, "hint": plain(2000), "optional": flag, "dispatch_action": flag},
    ),
    "markdown": record({"text": string(12_000)}, BLOCK),
    "plan": record({"title": string()}, {**BLOCK, "tasks": items(variant({"task_card": TASK}))}),
    "rich_text": RICH_TEXT,
    "section": both(
        _some_text,
        record(
            {},
            {
                **BLOCK,
                "text": text(3000),
                "fields": items(text(2000), 10),
                "expand": flag,
                "accessory": of("button", "workflow_button", "overflow", "image", *MENUS),
            },
        ),
    ),
    "table": record(
        {"rows": items(items(CELL, 20), 100)}, {**BLOCK, "column_settings": items(SETTING, 20)}
    ),
    "task_card": TASK,
    "video": record(
        {
            "title": plain(200),
            "video_url": string(3000),
            "thumbnail_url": string(3000),
            "alt_text": string(),
        },
        {
            **BLOCK,
            "author_name": string(50),
            "description": plain(3000),
            "provider_name": string(),
            "provider_icon_url": string(),
            "title_url": string(),
        },
    ),
}
CONTAINED = (
    "actions",
    "context",
    "divider",
    "file",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
    "table",
    "video",
)
BLOCKS["carousel"] = record({"elements": items(variant({"card": BLOCKS["card"]}), 10)}, BLOCK)
BLOCKS["container"] = record(
    {
        "child_blocks": items(
            variant({name: BLOCKS[name] for name in CONTAINED}),
            10,
        )
    },
    {
        **BLOCK,
        "title": plain(150),
        "subtitle": text(150),
        "rich_text_title": DETAIL,
        "icon": PICTURE,
        "width": one_of("narrow", "standard", "wide", "full"),
        "default_collapsed": flag,
        "has_header_divider": flag,
        "is_collapsible": flag,
    },
)

MESSAGE_ONLY = frozenset({"container", "context_actions", "file", "markdown", "plan", "task_card"})
NOT_IN_MODAL = frozenset({"carousel", "data_table", "table"})
MODAL_ONLY = frozenset({"alert"})
REFUSED = {
    Surface.MESSAGE: MODAL_ONLY,
    Surface.MODAL: MESSAGE_ONLY | NOT_IN_MODAL,
    Surface.HOME: MESSAGE_ONLY | MODAL_ONLY,
}
"""By surface: the blocks that may not stand on it."""
