"""The fields of a form, each within Slack's limits.

https://docs.slack.dev/reference/block-kit/blocks/input-block
"""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from bot.message import Block, Option
from bot.views.blocks import PLACEHOLDER, option, plain_text
from bot.views.text import cut

INPUT = 3000
"""What a text input of a modal holds at most; Slack's own bound."""


class Input(Struct, frozen=True):
    """What every input has. Its name is the block id, under which its value comes back."""

    name: str
    label: str
    hint: str = ""
    optional: bool = False
    reports: str = ""
    """The handler that is told while the form is open, so that what stands in it is kept."""


def _input(field: Input, element: Mapping[str, object], placeholder: str = "") -> Block:
    shown = {"placeholder": plain_text(placeholder, PLACEHOLDER)} if placeholder else {}
    block: dict[str, object] = {
        "type": "input",
        "block_id": field.name,
        "label": plain_text(field.label, 2000),
        "element": {"action_id": field.reports or field.name, **element, **shown},
        "optional": field.optional,
    }
    if field.hint:
        block["hint"] = plain_text(field.hint, 2000)
    if field.reports:
        block["dispatch_action"] = True
    return block


def text_input(
    field: Input,
    initial: str = "",
    *,
    lines: bool = False,
    most: int = INPUT,
    placeholder: str = "",
) -> Block:
    """A text field of one line, or of several."""
    element: dict[str, object] = {
        "type": "plain_text_input",
        "multiline": lines,
        "max_length": most,
    }
    if initial:
        element["initial_value"] = cut(initial, most)
    return _input(field, element, placeholder)


def choice(
    field: Input, options: Sequence[Option], initial: str | None = None, placeholder: str = ""
) -> Block:
    """A select of up to 100 options."""
    element: dict[str, object] = {
        "type": "static_select",
        "options": [option(o) for o in options[:100]],
    }
    chosen = next((o for o in options if o.value == initial), None)
    if chosen:
        element["initial_option"] = option(chosen)
    return _input(field, element, placeholder)


def multi_choice(
    field: Input, options: Sequence[Option], initial: Sequence[str] = (), placeholder: str = ""
) -> Block:
    """A select of several of up to 100 options."""
    element: dict[str, object] = {
        "type": "multi_static_select",
        "options": [option(o) for o in options[:100]],
    }
    chosen = [option(o) for o in options[:100] if o.value in initial]
    if chosen:
        element["initial_options"] = chosen
    return _input(field, element, placeholder)


def ticks(field: Input, options: Sequence[Option], initial: Sequence[str] = ()) -> Block:
    """Up to ten boxes to tick."""
    element: dict[str, object] = {
        "type": "checkboxes",
        "options": [option(o) for o in options[:10]],
    }
    chosen = [option(o) for o in options[:10] if o.value in initial]
    if chosen:
        element["initial_options"] = chosen
    return _input(field, element)


def search_input(
    field: Input,
    options_from: str,
    initial: Option | None = None,
    placeholder: str = "",
    *,
    least: int = 1,
) -> Block:
    """A select whose options are asked of the handler `options_from` while a person types, from
    `least` characters on."""
    element: dict[str, object] = {
        "type": "external_select",
        "action_id": options_from,
        "min_query_length": least,
    }
    if initial:
        element["initial_option"] = option(initial)
    return _input(field, element, placeholder)


def multi_search_input(
    field: Input, options_from: str, initial: Sequence[Option] = (), placeholder: str = ""
) -> Block:
    """The same for several choices; with nothing typed it offers the first there are."""
    element: dict[str, object] = {
        "type": "multi_external_select",
        "action_id": options_from,
        "min_query_length": 0,
    }
    if initial:
        element["initial_options"] = [option(o) for o in initial]
    return _input(field, element, placeholder)


def people_input(field: Input, initial: Sequence[str] = ()) -> Block:
    """A choice of people."""
    element: dict[str, object] = {"type": "multi_users_select"}
    if initial:
        element["initial_users"] = list(initial)
    return _input(field, element)


def person_input(field: Input, initial: str | None = None, placeholder: str = "") -> Block:
    """A choice of one person."""
    element: dict[str, object] = {"type": "users_select"}
    if initial:
        element["initial_user"] = initial
    return _input(field, element, placeholder)


def number_input(field: Input, initial: str = "", *, least: int = 1, most: int = 1000) -> Block:
    """A whole number."""
    element: dict[str, object] = {
        "type": "number_input",
        "is_decimal_allowed": False,
        "min_value": str(least),
        "max_value": str(most),
    }
    if initial:
        element["initial_value"] = initial
    return _input(field, element)


def figure_input(field: Input, initial: str = "", *, most: float = 1000) -> Block:
    """A number that may have decimals."""
    element: dict[str, object] = {
        "type": "number_input",
        "is_decimal_allowed": True,
        "min_value": "0",
        "max_value": f"{most:g}",
    }
    if initial:
        element["initial_value"] = initial
    return _input(field, element)


def file_input(field: Input, kinds: Sequence[str]) -> Block:
    """A file to upload, of one of some kinds (endings without the dot)."""
    return _input(field, {"type": "file_input", "filetypes": list(kinds), "max_files": 1})


def channel_input(field: Input, initial: str | None = None) -> Block:
    """A choice of one channel, public or private."""
    element: dict[str, object] = {
        "type": "conversations_select",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    if initial:
        element["initial_conversation"] = initial
    return _input(field, element)


def date_input(field: Input, initial: date | None = None) -> Block:
    """A choice of a day."""
    element: dict[str, object] = {"type": "datepicker"}
    if initial:
        element["initial_date"] = initial.isoformat()
    return _input(field, element)


def time_input(field: Input, initial: str | None = None) -> Block:
    """A choice of a time of day."""
    element: dict[str, object] = {"type": "timepicker"}
    if initial:
        element["initial_time"] = initial
    return _input(field, element)
