"""The short sentences by which anything that went wrong is told."""

from bot.message import Block, Form, Message
from bot.views import blocks
from bot.views.text import escaped, plain

SLOW = "That took too long, so nothing was stored. Please send it again."
UNDECLARED = "I don't know this any more: I was changed since it was shown. Please start afresh."
MOST_PARTS = 4
"""Sections of handed-back text: with their 12,000 characters a message is full."""


def told(text: str) -> Message:
    """A sentence for one person."""
    return Message(text, (blocks.section(text),))


def not_stored(why: str, words: str) -> Message:
    """Nothing was stored; the person's words are handed back as they were typed."""
    if not words or words in why:
        return told(why)
    rest = plain(words)
    parts = [rest[at : at + blocks.SECTION] for at in range(0, len(rest), blocks.SECTION)]
    back = [_as_typed(part) for part in parts[:MOST_PARTS] if part.strip()]
    return Message(why, (blocks.section(f"{why} Here is your text:"), *back))


def _as_typed(part: str) -> Block:
    """Plain text, which Slack shows as it stands: no mention, no link, no emoji of a `:code:`."""
    return {"type": "section", "text": {"type": "plain_text", "text": part, "emoji": False}}


def fault(incident: str, *, kept: bool) -> str:
    """Something broke on our side. `kept`: what was typed is kept as a draft."""
    return (
        "Something went wrong on my side, and nothing was changed. "
        + ("Your text is kept. " if kept else "")
        + f"Please try again; if it stays, tell whoever runs this bot: {incident}."
    )


def away() -> str:
    """The database cannot be reached."""
    return "I can't reach my database right now, so nothing was stored. Please try again shortly."


def unknown_workspace() -> str:
    """The payload is of a team this installation does not serve."""
    return "This bot is not set up for your workspace. Ask whoever runs it to install it there."


def elsewhere() -> str:
    """Somebody of another organisation used a control in a channel that is shared with theirs."""
    return (
        "I work for the other organisation in this channel, so I can't take a click of yours. "
        "Write what you need and mention me: that reaches them."
    )


def unread() -> Message:
    """Somebody wrote to the bot itself, and it asked them nothing."""
    return told(
        "I read answers to my questions here, and nothing else. `/idea` with what you need keeps a "
        "request; `/idea help` shows what else there is."
    )


def open_form(form: Form) -> Message:
    """The way to a form that could not be opened in time."""
    if form.again is None:
        return told(f"The form *{escaped(form.title)}* did not open in time. Please press again.")
    action, value = form.again
    text = "The form did not open in time. Nothing is lost."
    again = blocks.button(action, "Open the form", value, style="primary")
    return Message(text, (blocks.section(text), blocks.actions("again", again)))


def over(name: str, message: Message) -> Form:
    """A message shown over the form it belongs to."""
    return Form(name, "Please note", message.blocks, close="Close")


def sheet(name: str, title: str, text: str) -> Form:
    """A form that only says something."""
    return Form(name, title, (blocks.section(text),), close="Close")
