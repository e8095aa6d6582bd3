"""Block Kit's primitives, each within Slack's limits.

https://docs.slack.dev/reference/block-kit/blocks. Text given to a function whose name does not
say otherwise is mrkdwn, already escaped.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.message import Block, Option
from bot.views.text import cut, cut_escaped, line

SECTION = 3000
FIELD = 2000
HEADER = 150
LABEL = 75
NAME = 255
PLACEHOLDER = 150
TITLE = 24
INPUT = 3000
"""What a text input of a modal holds at most; Slack's own bound."""
ALT = 2000
NO_CHART = "_The chart could not be drawn or uploaded. The figures above are complete._"
MESSAGE_BLOCKS = 50
MESSAGE_CHARACTERS = 12_000
"""Slack refuses all blocks together from about 13,200 on, without documenting it."""


def plain_text(text: str, most: int) -> Mapping[str, object]:
    """A plain-text object: never formatted, so never escaped."""
    return {"type": "plain_text", "text": cut(text, most), "emoji": True}


def mrkdwn(text: str, most: int) -> Mapping[str, object]:
    """A formatted text object, its links left unexpanded by name."""
    return {"type": "mrkdwn", "text": cut_escaped(text, most), "verbatim": True}


def header(text: str) -> Block:
    """A headline in plain text."""
    return {"type": "header", "text": plain_text(line(text) or "…", HEADER)}


def section(text: str, accessory: Block | None = None) -> Block:
    """A paragraph, with something beside it."""
    block: dict[str, object] = {"type": "section", "text": mrkdwn(text or " ", SECTION)}
    if accessory is not None:
        block["accessory"] = accessory
    return block


def fields(pairs: Iterable[tuple[str, str]]) -> Block:
    """Up to ten short facts in two columns."""
    shown = [mrkdwn(f"*{name}*\n{value}", FIELD) for name, value in pairs]
    return {"type": "section", "fields": shown[:10]}


def context(*texts: str) -> Block:
    """Small print."""
    return {"type": "context", "elements": [mrkdwn(text, SECTION) for text in texts[:10] if text]}


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def actions(name: str, *elements: Block) -> Block:
    """A row of controls, named for the payload."""
    return {"type": "actions", "block_id": name, "elements": list(elements[:25])}


def button(
    action: str, label: str, value: str, *, style: str | None = None, confirm: Block | None = None
) -> Block:
    """A button; `action` is the handler it reaches."""
    block: dict[str, object] = {
        "type": "button",
        "action_id": action,
        "text": plain_text(label, LABEL),
        "value": value,
    }
    if style:
        block["style"] = style
    if confirm:
        block["confirm"] = confirm
    return block


def link_button(action: str, label: str, url: str) -> Block:
    """A button that opens an address; Slack tells `action` of it, and wants nothing."""
    block: dict[str, object] = {"type": "button", "action_id": action, "url": url}
    return {**block, "text": plain_text(label, LABEL)}


def confirm(title: str, text: str, yes: str, no: str) -> Block:
    """A question before a button acts."""
    return {
        "title": plain_text(title, 100),
        "text": plain_text(text, 300),
        "confirm": plain_text(yes, 30),
        "deny": plain_text(no, 30),
    }


@dataclass(frozen=True, slots=True)
class Input:
    """What every input has. Its name is the block id, under which its value comes back."""

    name: str
    label: str
    hint: str = ""
    optional: bool = False
    reports: str = ""
    """The handler that is told while the form is open, so that what stands in it is kept."""


def _input(field: Input, element: Mapping[str, object]) -> Block:
    block: dict[str, object] = {
        "type": "input",
        "block_id": field.name,
        "label": plain_text(field.label, 2000),
        "element": {"action_id": field.reports or field.name, **element},
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
    if placeholder:
        element["placeholder"] = plain_text(placeholder, PLACEHOLDER)
    return _input(field, element)


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
    if placeholder:
        element["placeholder"] = plain_text(placeholder, PLACEHOLDER)
    return _input(field, element)


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
    if placeholder:
        element["placeholder"] = plain_text(placeholder, PLACEHOLDER)
    return _input(field, element)


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


def select(action: str, placeholder: str, options: Sequence[Option], value: str | None) -> Block:
    """A select that acts at once when something is chosen."""
    block: dict[str, object] = {
        "type": "static_select",
        "action_id": action,
        "placeholder": plain_text(placeholder, PLACEHOLDER),
        "options": [option(o) for o in options[:100]],
    }
    chosen = next((o for o in options if o.value == value), None)
    if chosen:
        block["initial_option"] = option(chosen)
    return block


def option(item: Option) -> Mapping[str, object]:
    """One choice of a select."""
    return {"text": plain_text(line(item.label), LABEL), "value": item.value}


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
    if placeholder:
        element["placeholder"] = plain_text(placeholder, PLACEHOLDER)
    return _input(field, element)


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
    if placeholder:
        element["placeholder"] = plain_text(placeholder, PLACEHOLDER)
    return _input(field, element)


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
    if placeholder:
        element["placeholder"] = plain_text(placeholder, PLACEHOLDER)
    return _input(field, element)


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


def image(file: str, alt: str) -> Block:
    """A picture that was uploaded, with the words for who does not see it."""
    return {"type": "image", "slack_file": {"id": file}, "alt_text": cut(line(alt), ALT)}


def with_picture(shown: Sequence[Block], file: str | None, alt: str) -> tuple[Block, ...]:
    """Blocks with their chart above the small print, or with a word that it is missing."""
    picture = image(file, alt) if file else context(NO_CHART)
    last = len(shown) - bool(shown and shown[-1]["type"] == "context")
    return (*shown[:last], picture, *shown[last:])


def fitting(blocks: Sequence[Block], most: int = MESSAGE_BLOCKS) -> tuple[Block, ...]:
    """As many leading blocks as one message may hold."""
    return tuple(blocks[:most])
