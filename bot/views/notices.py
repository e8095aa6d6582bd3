"""The short sentences by which anything that went wrong is told."""

from bot.message import Form, Message
from bot.views import blocks
from bot.views.text import cut_escaped, escaped

SLOW = "That took too long, so nothing was stored. Please send it again."


def told(text: str) -> Message:
    """A sentence for one person."""
    return Message(text, (blocks.section(text),))


def not_stored(why: str, words: str) -> Message:
    """Nothing was stored; the person's words are handed back."""
    if not words:
        return told(why)
    kept = escaped(words)
    return Message(
        why,
        (
            blocks.section(f"{why} Here is your text:"),
            *(blocks.section(f"```{part}```") for part in _parts(kept)),
        ),
    )


def _parts(text: str, size: int = 2900) -> list[str]:
    rest, parts = text.replace("`", "ˋ"), list[str]()
    while rest and len(parts) < 4:
        part = rest if len(rest) <= size else cut_escaped(rest, size)[:-1]
        parts.append(part)
        rest = rest[len(part) :]
    return parts


def fault(incident: str) -> str:
    """Something broke on our side."""
    return (
        "Something went wrong on my side, and nothing was changed. Your text is kept. "
        f"Please try again; if it stays, tell whoever runs this bot: {incident}."
    )


def away() -> str:
    """The database cannot be reached."""
    return "I can't reach my database right now, so nothing was stored. Please try again shortly."


def unknown_workspace() -> str:
    """The payload is of a team this installation does not serve."""
    return "This bot is not set up for your workspace. Ask whoever runs it to install it there."


def open_form(form: Form) -> Message:
    """The way to a form that could not be opened in time."""
    if form.again is None:
        return told(f"The form *{escaped(form.title)}* did not open in time. Please press again.")
    action, value = form.again
    text = "The form did not open in time. Nothing is lost."
    again = blocks.button(action, "Open the form", value, style="primary")
    return Message(text, (blocks.section(text), blocks.actions("again", again)))


def sheet(name: str, title: str, text: str) -> Form:
    """A form that only says something."""
    return Form(name, title, (blocks.section(text),), submit=None, close="Close")
