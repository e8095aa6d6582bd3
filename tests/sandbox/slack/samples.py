"""Sample blocks and forms."""

from typing import Any

from bot.sandbox.slack import Json


def form(*blocks: Json, **more: Any) -> Json:
    submit = {"type": "plain_text", "text": "Send"}
    title = {"type": "plain_text", "text": "New idea"}
    made = {"type": "modal", "callback_id": "idea", "title": title, "submit": submit}
    return {**made, "blocks": list(blocks), **more}


def field(name: str, element: Json, **more: Any) -> Json:
    label = {"type": "plain_text", "text": name.title()}
    control = {"action_id": f"{name}.value", **element}
    return {"type": "input", "block_id": name, "label": label, "element": control, **more}


def option(value: str) -> Json:
    return {"text": {"type": "plain_text", "text": value.title()}, "value": value}


def button(action_id: str, value: str = "1") -> Json:
    text = {"type": "plain_text", "text": "Support"}
    return {"type": "button", "action_id": action_id, "text": text, "value": value}


TITLE = field("title", {"type": "plain_text_input", "initial_value": "Draft"})
CARD = [{"type": "actions", "block_id": "card", "elements": [button("idea.support", "142")]}]
