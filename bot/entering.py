"""The form in which an idea is entered: what it begins with, what of it is kept."""

from collections.abc import Mapping
from typing import Any

from bot.domain import ideas as domain
from bot.feature import Context, Request
from bot.message import Form, MessageRef, Said
from bot.models import Draft
from bot.views import idea_forms as forms

ABOUT = "about"
"""Where a draft keeps what its form was given when it was opened."""


def entered(draft: Draft) -> dict[str, str]:
    """What a draft holds, by field: that of a command is worded as if it had been filed."""
    texts = {name: value for name, value in draft.content.items() if isinstance(value, str)}
    command = texts.pop("text", "")
    return worded(command) if command else texts


def worded(text: str) -> dict[str, str]:
    """Free text, by field; nothing where there is nothing to read."""
    if not domain.says_something(text):
        return {}
    wording = domain.worded(text)
    return {"title": wording.title, **forms.problem_parts(wording.problem)}


def new_form(
    kept: Mapping[str, str], about: Mapping[str, Any], context: Context, again: tuple[str, str]
) -> Form:
    """The form of a new idea, filled with what was kept."""
    store, chosen = context.store, kept.get("customer", "")
    customers = forms.Customers(
        store.customers.by_id(int(chosen)) if chosen.isdigit() else None, store.customers.any()
    )
    return forms.idea_form(kept, store.products.all(), about, again, customers)


def resumed(draft: Draft, context: Context, again: tuple[str, str]) -> Form:
    """The form of a new idea as it was left."""
    about = {**draft.content.get(ABOUT, {}), "draft": draft.id}
    return new_form(entered(draft), about, context, again)


def keep(form: str, request: Request, context: Context) -> None:
    """Keep what stands in an open form, in the draft it began with or in one of its own."""
    drafts, content = context.store.drafts, {**request.values, ABOUT: dict(request.context)}
    known = drafts.by_id(request.context.get("draft") or 0, request.user)
    form, about = (known.form, known.about) if known else (form, request.view or "")
    drafts.keep(request.user, form, about, content, context.now)


def forget(draft: int | None, user: str, context: Context) -> None:
    """Forget a draft: it was sent, or its writer said so."""
    found = context.store.drafts.by_id(draft, user) if draft else None
    if found is not None:
        context.store.drafts.drop(user, found.form, found.about)


# --- The message an idea is made of travels with its form


def as_source(said: Said, text: str) -> dict[str, Any]:
    """What of a message its form carries; the text is in the form itself."""
    return {
        "channel": said.at.channel,
        "ts": said.at.ts,
        "thread": said.thread,
        "author": said.author,
        "team": said.team,
        "text": text[:200],
    }


def source(about: Mapping[str, Any]) -> Said | None:
    """The message a form was opened on."""
    found = about.get("source")
    if not found:
        return None
    at = MessageRef(found["channel"], found["ts"])
    return Said(
        at, found["author"], found["text"], thread=found["thread"], team=found.get("team") or ""
    )
