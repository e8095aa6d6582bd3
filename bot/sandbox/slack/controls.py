"""The controls inside blocks: where they stand, what they hold, what may be put into them.

Shapes of `state.values`:
https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bot.sandbox.slack.state import Json, Values

STATE_KEYS: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", "initial_files"),
}
"""By element type: the member that holds the value, and the one that sets it at first."""

FORMATS = {
    "datepicker": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "timepicker": re.compile(r"\d{2}:\d{2}"),
    "email_text_input": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"),
    "url_text_input": re.compile(r"https?://\S+"),
    "number_input": re.compile(r"-?\d+(\.\d+)?"),
}


NESTING = {"carousel": "elements", "container": "child_blocks"}
"""Blocks that hold blocks, and in which member."""


class CannotAct(AssertionError):
    """The person cannot do that: it is not there, or Slack's own client would refuse it."""


class Control(NamedTuple):
    """An element a person can use, and the block it stands in."""

    block: Json
    element: Json

    @property
    def action_id(self) -> str:
        """The element's action_id."""
        return str(self.element["action_id"])

    @property
    def block_id(self) -> str:
        """The block's block_id."""
        return str(self.block["block_id"])

    @property
    def value_key(self) -> str | None:
        """The member its value is sent in, None for buttons and menus without a state."""
        return STATE_KEYS.get(self.element["type"], (None,))[0]


def _elements(block: Json) -> Iterator[Json]:
    for key in ("accessory", "element"):
        if key in block:
            yield block[key]
    for key in ("elements", "actions"):
        yield from block.get(key, [])


def controls(blocks: Iterable[Json]) -> Iterator[Control]:
    """The controls in these blocks, in reading order."""
    for block in blocks:
        if block["type"] in ("rich_text", "context"):
            continue
        if block["type"] in NESTING:
            yield from controls(block[NESTING[block["type"]]])
            continue
        for element in _elements(block):
            if element["type"] != "image":
                yield Control(block, element)


def _with_action_id(element: Json, action_id: str) -> Json:
    if element["type"] == "image":
        return element
    return {**element, "action_id": element.get("action_id", action_id)}


def _filled(block: Json, block_id: str) -> Json:
    if block["type"] in ("rich_text", "context"):
        return {**block, "block_id": block.get("block_id", block_id)}
    filled = {**block, "block_id": block.get("block_id", block_id)}
    for key in ("accessory", "element"):
        if key in block:
            filled[key] = _with_action_id(block[key], f"{block_id}-{key}")
    for key in ("elements", "actions", "child_blocks"):
        if key in block:
            filled[key] = [
                _filled(inner, f"{block_id}-{n}")
                if block["type"] in NESTING
                else _with_action_id(inner, f"{block_id}-{n}")
                for n, inner in enumerate(block[key])
            ]
    return filled


def with_ids(blocks: list[Json], before: Iterable[Json] = ()) -> list[Json]:
    """The blocks with every block_id and action_id there is to have, made up where none was
    given and different from those made up for the blocks `before`."""
    taken = {block.get("block_id") for block in (*blocks, *before)}
    fresh = (name for n in range(10_000) if (name := f"b{n:04d}") not in taken)
    return [_filled(block, next(fresh)) for block in blocks]


def options_of(element: Json, offered: Iterable[Json] = ()) -> list[Json]:
    """Every option one can choose: its own, those of its groups, those the app offered."""
    groups = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *groups, *offered]


def _option(control: Control, wanted: object, offered: Iterable[Json]) -> Json:
    choices = options_of(control.element, offered)
    for option in choices:
        if wanted in (option.get("value"), option["text"]["text"], option):
            return option
    names = [option["text"]["text"] for option in choices]
    raise CannotAct(f"{control.action_id} offers {names}, not {wanted!r}")


def _rich_text(words: object) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": str(words)}]}
    return {"type": "rich_text", "elements": [section]}


def chosen(control: Control, wanted: object, offered: Iterable[Json] = ()) -> Json:
    """The control's value once the person put `wanted` into it: text, a day, an option by its
    value or label, ids, or a list of these. Raises CannotAct for what it does not offer."""
    kind, key = control.element["type"], control.value_key
    if key is None:
        raise CannotAct(f"{control.action_id} is a {kind}: nothing can be put into it")
    value: object = wanted
    if wanted in (None, "", []):
        value = [] if key.endswith("s") else None
    elif key == "selected_option":
        value = _option(control, wanted, offered)
    elif key == "selected_options":
        value = [_option(control, one, offered) for one in _several(wanted)]
    elif key == "rich_text_value":
        value = _rich_text(wanted)
    elif key.endswith("s"):
        value = _several(wanted)
    elif key == "value":
        value = str(wanted)
    return {"type": kind, key: value}


def _several(wanted: object) -> list[object]:
    return list(wanted) if isinstance(wanted, list | tuple | set) else [wanted]


def initial(element: Json) -> Json:
    """The value an element shows before anyone touched it."""
    key, source = STATE_KEYS[element["type"]]
    return {"type": element["type"], key: element.get(source, [] if key.endswith("s") else None)}


def state_values(blocks: Iterable[Json], typed: Values) -> Values:
    """`state.values`: every stateful control with what was put into it, or its initial value."""
    values: Values = {}
    for control in controls(blocks):
        if control.value_key is not None:
            held = typed.get(control.block_id, {}).get(control.action_id)
            value = held if held is not None else initial(control.element)
            values.setdefault(control.block_id, {})[control.action_id] = value
    return values


def kept(typed: Values, blocks: Iterable[Json]) -> Values:
    """What of `typed` survives when a view's blocks are replaced by these."""
    places = {(c.block_id, c.action_id, c.element["type"]) for c in controls(blocks)}
    return {
        block_id: survivors
        for block_id, held in typed.items()
        if (survivors := {a: v for a, v in held.items() if (block_id, a, v["type"]) in places})
    }


def complaint(control: Control, value: Json) -> str | None:
    """Why Slack's own client would not send the form with this value; None when it would."""
    key = control.value_key or "value"
    held, element = value.get(key), control.element
    if held in (None, "", []):
        needed = control.block["type"] == "input" and not control.block.get("optional")
        return "is required" if needed else None
    if key == "value":
        return _text_complaint(element, str(held))
    form = FORMATS.get(element["type"])
    if form and not form.fullmatch(str(held)):
        return f"does not take {held!r}"
    most = element.get("max_selected_items", element.get("max_files"))
    return f"takes at most {most}" if most and len(_several(held)) > most else None


def _text_complaint(element: Json, text: str) -> str | None:
    form = FORMATS.get(element["type"])
    if form and not form.fullmatch(text):
        return f"does not take {text!r}"
    if len(text) < element.get("min_length", 0):
        return f"needs {element['min_length']} characters"
    if len(text) > element.get("max_length", 3000):
        return f"takes {element.get('max_length', 3000)} characters at most"
    if element["type"] != "number_input":
        return None
    if not element.get("is_decimal_allowed") and "." in text:
        return "takes whole numbers"
    low, high = element.get("min_value", text), element.get("max_value", text)
    return None if float(low) <= float(text) <= float(high) else f"does not go to {text}"
