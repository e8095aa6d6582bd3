"""Slack messages as HTML: plain, escaped, and nothing one could click by mistake."""

import re
from collections.abc import Callable, Mapping
from html import escape, unescape

from bot.sandbox.slack import Json, Message, words

EMOJI = {
    "calendar": "📅",
    "chart_with_upwards_trend": "📈",
    "eyes": "👀",
    "hammer_and_wrench": "🛠️",
    "hourglass_flowing_sand": "⏳",
    "large_blue_circle": "🔵",
    "leftwards_arrow_with_hook": "↩️",
    "link": "🔗",
    "no_entry_sign": "🚫",
    "rocket": "🚀",
    "speech_balloon": "💬",
    "warning": "⚠️",
    "wastebasket": "🗑️",
    "wave": "👋",
    "white_check_mark": "✅",
}
"""By the name Slack gives them; others are shown by name."""
REFERENCE = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
MARKS = (
    (re.compile(r"`([^`\n]+)`"), r"<code>\1</code>"),
    (re.compile(r"(?<![\w*])\*([^*\n]+)\*(?![\w*])"), r"<b>\1</b>"),
    (re.compile(r"(?<![\w_/])_([^_\n]+)_(?![\w_])"), r"<i>\1</i>"),
)
EMOJI_NAME = re.compile(r":([a-z_]+):")
QUOTE = "&gt; "


def with_emoji(text: str) -> str:
    """Text with the pictures for their names."""
    return EMOJI_NAME.sub(lambda name: EMOJI.get(name[1], name[0]), text)


class Drawing:
    """Draws for everybody: `names` are those of people and channels, by id."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def message(self, message: Message) -> str:
        """What a message shows, as HTML."""
        drawn = [self._block(block) for block in message.blocks]
        drawn += [f"<p>{self.mrkdwn(message.text)}</p>"] if not message.blocks else []
        drawn += [
            f"<p class=file>{escape(f.alt_text or f.title or f.name)}</p>" for f in message.files
        ]
        return "".join(drawn)

    def mrkdwn(self, text: str) -> str:
        """Marked-up text as HTML; text between marks is escaped whatever it holds."""
        kept: list[str] = []

        def keep(found: re.Match[str]) -> str:
            kept.append(self._reference(found[1], found[2]))
            return f"\0{len(kept) - 1}\0"

        marked = escape(unescape(REFERENCE.sub(keep, text.replace("\0", ""))), quote=False)
        for pattern, replacement in MARKS:
            marked = pattern.sub(replacement, marked)
        marked = "<br>".join(map(_quoted, with_emoji(marked).split("\n")))
        return re.sub("\0(\\d+)\0", lambda number: kept[int(number[1])], marked)

    def _reference(self, target: str, label: str | None) -> str:
        if target[0] in "@#":
            name = self._names.get(target[1:], label or target[1:])
            return f"<span class=name>{escape(target[0] + name)}</span>"
        shown = escape(unescape(label or target.lstrip("!")))
        return shown if target[0] == "!" else f"<span class=name>{shown}</span>"

    # --- Blocks

    def _block(self, block: Json) -> str:
        draw = _BLOCKS.get(block["type"])
        if draw is not None:
            return draw(self, block)
        lines = words.Reader(self._names, {}).blocks([block])
        return f"<p>{'<br>'.join(map(escape, lines))}</p>"

    def text(self, value: Json | None) -> str:
        """A text object as HTML."""
        if value is None:
            return ""
        text = str(value["text"])
        return self.mrkdwn(text) if value["type"] == "mrkdwn" else escape(with_emoji(text))

    def element(self, element: Json) -> str:
        """A control, picture or text inside a block."""
        kind = element["type"]
        if kind in ("plain_text", "mrkdwn"):
            return self.text(element)
        if kind == "image":
            return f"<span class=file>{escape(str(element['alt_text']))}</span>"
        label = element.get("text") or element.get("placeholder") or {"text": kind}
        chosen = element.get("initial_option", {}).get("text", label)
        sign = "" if kind == "button" else " ▾"
        style = f"button {element.get('style', '')}"
        return f'<span class="{escape(style)}">{escape(str(chosen["text"]))}{sign}</span>'


def _quoted(line: str) -> str:
    return f"<q>{line.removeprefix(QUOTE)}</q>" if line.startswith(QUOTE) else line


def _section(drawing: Drawing, block: Json) -> str:
    texts = [drawing.text(part) for part in (block.get("text"), *block.get("fields", []))]
    beside = drawing.element(block["accessory"]) if "accessory" in block else ""
    return f"<p>{'<br>'.join(filter(None, texts))} {beside}</p>"


def _row(name: str) -> Callable[[Drawing, Json], str]:
    def draw(drawing: Drawing, block: Json) -> str:
        return f"<p class={name}>{' '.join(map(drawing.element, block['elements']))}</p>"

    return draw


_BLOCKS: dict[str, Callable[[Drawing, Json], str]] = {
    "header": lambda drawing, block: f"<h4>{drawing.text(block['text'])}</h4>",
    "section": _section,
    "context": _row("context"),
    "actions": _row("actions"),
    "divider": lambda _drawing, _block: "<hr>",
    "image": lambda _drawing, block: f"<p class=file>{escape(str(block['alt_text']))}</p>",
}
