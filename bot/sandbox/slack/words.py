"""The words a person reads: blocks flattened to plain text.

Buttons are `[Label]`, fields `Label: value`, menus `[choice v]`, images `(alt text)`.
"""

import html
import re
from collections.abc import Callable, Iterable, Mapping

from bot.sandbox.slack.controls import NESTING, STATE_KEYS, initial
from bot.sandbox.slack.state import Json, Message, Values, View


class Reader:
    """Reads for one person: `names` are those of people and channels, by id."""

    def __init__(self, names: Mapping[str, str], typed: Values) -> None:
        self._names = names
        self._typed = typed

    def text(self, value: Json | None) -> str:
        """A text object's words, references and entities resolved."""
        if value is None:
            return ""
        text = str(value["text"])
        return self.mrkdwn(text) if value["type"] == "mrkdwn" else text

    def mrkdwn(self, text: str) -> str:
        """Marked-up text as it is read; emphasis marks are left."""
        return html.unescape(re.sub(r"<([^<>|]+)(?:\|([^<>]*))?>", self._reference, text))

    def _reference(self, found: re.Match[str]) -> str:
        target, label = found[1], found[2]
        if target[0] in "@#":
            return target[0] + self._names.get(target[1:], label or target[1:])
        if target.startswith("!subteam"):
            return label or "@" + self._names.get(target.partition("^")[2], target)
        return label or (f"@{target[1:]}" if target[0] == "!" else target)

    def blocks(self, blocks: Iterable[Json]) -> list[str]:
        """The lines these blocks show."""
        return [line for block in blocks for line in self._block(block) if line]

    def _block(self, block: Json) -> list[str]:
        draw = _BLOCKS.get(block["type"])
        return draw(self, block) if draw else [f"({block['type']})"]

    def element(self, block: Json, element: Json) -> str:
        """One control, picture or text."""
        kind = element["type"]
        if kind in ("plain_text", "mrkdwn"):
            return self.text(element)
        if kind == "image":
            return f"({element['alt_text']})"
        if kind in ("button", "workflow_button", "icon_button"):
            return f"[{self.text(element['text'])}]"
        if kind == "overflow":
            return f"[{' / '.join(self.text(option['text']) for option in element['options'])}]"
        return self._field(block, element) if kind in STATE_KEYS else f"({kind})"

    def _field(self, block: Json, element: Json) -> str:
        held = self._typed.get(str(block.get("block_id")), {}).get(str(element.get("action_id")))
        value = (held or initial(element))[STATE_KEYS[element["type"]][0]]
        if element["type"] in ("radio_buttons", "checkboxes"):
            return self._ticks(element, value)
        words = self._value(value) or self.text(element.get("placeholder")) or "___"
        is_menu = element["type"].endswith("_select")
        return f"[{words} v]" if is_menu else words

    def _ticks(self, element: Json, value: object) -> str:
        ticked = value if isinstance(value, list) else [value]
        marks = [
            f"({'x' if option in ticked else ' '}) {self.text(option['text'])}"
            for option in element["options"]
        ]
        return " ".join(marks)

    def _value(self, value: object) -> str:
        if isinstance(value, list):
            return ", ".join(self._value(one) for one in value)
        if isinstance(value, dict):
            return self.text(value["text"]) if "text" in value else " ".join(self.rich(value))
        return "" if value is None else self._names.get(str(value), str(value))

    def rich(self, block: Json) -> list[str]:
        """The lines of a rich_text block."""
        return [line for part in block["elements"] for line in self._rich_part(part)]

    def _rich_part(self, part: Json) -> list[str]:
        if part["type"] == "rich_text_list":
            return [f"- {''.join(self._rich_part(item))}" for item in part["elements"]]
        return ["".join(self._inline(element) for element in part["elements"])]

    def _inline(self, element: Json) -> str:
        for key in ("text", "user_id", "channel_id", "usergroup_id", "url", "fallback", "name"):
            if key in element:
                return self._names.get(element[key], str(element[key]))
        return ""


def _section(reader: Reader, block: Json) -> list[str]:
    lines = [reader.text(block.get("text"))]
    lines += [reader.text(field) for field in block.get("fields", [])]
    return [*lines, reader.element(block, block["accessory"])] if "accessory" in block else lines


def _row(reader: Reader, block: Json) -> list[str]:
    return [" ".join(reader.element(block, element) for element in block["elements"])]


def _input(reader: Reader, block: Json) -> list[str]:
    label = reader.text(block["label"]) + (" (optional)" if block.get("optional") else "")
    return [f"{label}: {reader.element(block, block['element'])}", reader.text(block.get("hint"))]


def _card(reader: Reader, block: Json) -> list[str]:
    lines = [reader.text(block.get(key)) for key in ("title", "subtitle", "body")]
    buttons = [reader.element(block, button) for button in block.get("actions", [])]
    return [*lines, " ".join(buttons)]


def _table(reader: Reader, block: Json) -> list[str]:
    def cell(value: Json) -> str:
        return " ".join(reader.rich(value)) if value["type"] == "rich_text" else value["text"]

    rows = [" | ".join(cell(value) for value in row) for row in block["rows"]]
    return [str(block.get("caption", "")), *rows]


def _nested(reader: Reader, block: Json) -> list[str]:
    return [reader.text(block.get("title")), *reader.blocks(block[NESTING[block["type"]]])]


_BLOCKS: dict[str, Callable[[Reader, Json], list[str]]] = {
    "actions": _row,
    "context": _row,
    "context_actions": _row,
    "section": _section,
    "input": _input,
    "card": _card,
    "carousel": _nested,
    "container": _nested,
    "table": _table,
    "data_table": _table,
    "rich_text": Reader.rich,
    "header": lambda reader, block: [reader.text(block["text"])],
    "alert": lambda reader, block: [reader.text(block["text"])],
    "markdown": lambda _reader, block: [block["text"]],
    "divider": lambda _reader, _block: ["---"],
    "image": lambda reader, block: [reader.text(block.get("title")), f"({block['alt_text']})"],
}


def shown(
    surface: Message | View, names: Mapping[str, str] | None = None, *, as_user: str = ""
) -> str:
    """What a person reads in a message, a modal or an App Home, line by line."""
    if isinstance(surface, View):
        reader, content = Reader(names or {}, surface.typed), surface.content
        ends = [f"[{content[key]['text']}]" for key in ("submit", "close") if key in content]
        lines = [reader.text(content.get("title")), *reader.blocks(surface.blocks), " ".join(ends)]
        return "\n".join(line for line in lines if line)
    reader = Reader(names or {}, surface.typed.get(as_user, {}))
    lines = reader.blocks(surface.blocks) or [reader.mrkdwn(surface.text)]
    for card in surface.attachments:
        lines += reader.blocks(card.get("blocks", [])) or [str(card.get("text", ""))]
    lines += [f"({file.alt_text or file.title or file.name})" for file in surface.files]
    return "\n".join(line for line in lines if line)
