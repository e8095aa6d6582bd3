"""The rich_text block: sections, lists, quotes and code, and what stands in them.

https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from bot.sandbox.slack.checks import flag, items, number, one_of, record, string, variant

STYLE = {
    "style": record({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), flag))
}
TEXT = record({"text": string()}, STYLE)
URL = record({"url": string()}, {**STYLE, "text": string(), "unsafe": flag})
INLINE = variant(
    {
        "text": TEXT,
        "link": URL,
        "user": record({"user_id": string()}, STYLE),
        "channel": record({"channel_id": string()}, STYLE),
        "usergroup": record({"usergroup_id": string()}, STYLE),
        "team": record({"team_id": string()}, STYLE),
        "broadcast": record({"range": one_of("here", "channel", "everyone")}, STYLE),
        "emoji": record({"name": string()}, {**STYLE, "unicode": string(), "url": string()}),
        "color": record({"value": string()}, STYLE),
        "date": record(
            {"timestamp": number(), "format": string()},
            {**STYLE, "url": string(), "fallback": string()},
        ),
    }
)
BORDER = {"border": one_of(0, 1)}
SECTION = record({"elements": items(INLINE, least=0)})
RICH_TEXT = record(
    {
        "elements": items(
            variant(
                {
                    "rich_text_section": SECTION,
                    "rich_text_quote": record({"elements": items(INLINE)}, BORDER),
                    "rich_text_preformatted": record(
                        {"elements": items(variant({"text": TEXT, "link": URL}))}, BORDER
                    ),
                    "rich_text_list": record(
                        {
                            "style": one_of("bullet", "ordered"),
                            "elements": items(variant({"rich_text_section": SECTION})),
                        },
                        {**BORDER, "indent": number(0), "offset": number(0)},
                    ),
                }
            )
        )
    },
    {"block_id": string(255)},
)
