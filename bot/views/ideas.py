"""Lists of ideas, and what their requesters are told when they file one."""

from collections.abc import Sequence

from bot.message import Message
from bot.models import Idea, Product
from bot.views import blocks
from bot.views import evidence as behind
from bot.views.dossier import STATUSES, Dossier
from bot.views.text import (
    counted,
    cut,
    escaped,
    line,
    person,
)
from bot.views.triggers import comes_back

# --- Lists and help


def mine(dossiers: Sequence[Dossier], more: bool, user: str) -> Message:
    """A person's own ideas and those they filed for others, newest first."""
    if not dossiers:
        text = "You have not asked for anything yet. Type `/idea` and what you need."
        return Message(text, (blocks.section(text),))
    title = f"Your {counted(len(dossiers), 'newest idea') if more else 'ideas'}"
    rows = [blocks.section(_row(dossier, user)) for dossier in dossiers]
    return Message(title, (blocks.header(title), *rows))


def on_behalf(idea: Idea, user: str) -> str:
    """For whom somebody filed an idea that is not their own; empty where it is."""
    filed = idea.filed_by == user != idea.requester
    return f"for {person(idea.requester)}" if filed else ""


def _row(dossier: Dossier, user: str) -> str:
    idea = dossier.idea
    words = f"*#{idea.number}* {escaped(cut(line(idea.title), 80))}\n{STATUSES[idea.status]}"
    if whom := on_behalf(idea, user):
        words += f"  ·  {whom}"
    if dossier.returns:
        words += f"  ·  back {comes_back(dossier.returns)}"
    releases = [item.version for item in dossier.work if item.version]
    if releases:
        words += f"  ·  {escaped(releases[0])}"
    if behind.is_told(dossier.evidence):
        words += f"  ·  {behind.evidence_line(dossier.evidence)}"
    return words


def help_text(commands: Sequence[tuple[str, str]]) -> Message:
    """What one can type."""
    text = "\n".join(f"`{usage}`  {summary}" for usage, summary in commands)
    return Message("What you can type", (blocks.header("What you can type"), blocks.section(text)))


# --- What the requester is told


def kept_draft(idea_words: str, value: str, number: int | None = None) -> Message:
    """A form was closed unsent; what was kept of it. `number` is the idea it would have changed."""
    kept = escaped(cut(line(idea_words), 100))
    what = f"Your change of #{number}" if number else "Your idea"
    text = f"{what} was not sent. I kept what I have of it: {kept}"
    row = blocks.actions(
        "draft",
        blocks.button("draft.resume", "Continue", value, style="primary"),
        blocks.button("draft.discard", "Discard", value),
    )
    return Message(text, (blocks.section(text), row))


def filed_intro(
    idea: Idea, product: Product | None, setters: Sequence[str], any_product: bool
) -> str:
    """The sentence that acknowledges a new idea."""
    stored = f"Thank you! Your idea is stored as *#{idea.number}*."
    if idea.filed_by != idea.requester:
        stored = f"{person(idea.filed_by)} filed this for you: it is stored as *#{idea.number}*."
    if product is not None:
        return f"{stored} The {escaped(product.name)} team will answer you here in Slack."
    if any_product:
        return f"{stored} Which product is it for?"
    if setters:
        who = ", ".join(person(user) for user in setters[:5])
        return f"{stored} No product is set up yet; {who} can do it with `/product`."
    return (
        f"{stored} No product is set up yet. Whoever runs this bot can name an admin, "
        "who then sets one up with `/product`."
    )


def filed_for_intro(idea: Idea) -> str:
    """The same to the one who filed it for a colleague."""
    return f"Stored as *#{idea.number}* for {person(idea.requester)}, who hears the answer."
