"""Forms and Homes as Slack's views. https://docs.slack.dev/reference/views"""

import json

from bot.message import Block, Form, Page
from bot.views.blocks import TITLE, plain_text

MODAL_BLOCKS = 100
HOME_BLOCKS = 100


def modal(form: Form) -> Block:
    """The view of a form; its context travels in the private metadata."""
    view: dict[str, object] = {
        "type": "modal",
        "callback_id": form.name,
        "title": plain_text(form.title, TITLE),
        "close": plain_text(form.close, TITLE),
        "blocks": list(form.blocks[:MODAL_BLOCKS]),
        "private_metadata": json.dumps(form.context, separators=(",", ":")),
        "notify_on_close": form.remember,
    }
    if form.submit:
        view["submit"] = plain_text(form.submit, TITLE)
    return view


def home(page: Page) -> Block:
    """The view of a Home."""
    return {"type": "home", "blocks": list(page.blocks[:HOME_BLOCKS])}
