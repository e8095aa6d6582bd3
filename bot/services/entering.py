"""The form in which an idea is entered: what it begins with, what is kept, what it files."""

from collections.abc import Mapping
from typing import Any

from bot.domain import ideas as domain
from bot.errors import UserError
from bot.feature import Context
from bot.message import Form, MessageRef, Said
from bot.models import Draft
from bot.request import Kind, Request
from bot.services.filing import Filing, is_stranger
from bot.services.naming import chosen_customer
from bot.views import idea_forms as forms
from bot.words import Importance, Source

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
    """The message a form was opened on. Whether strangers read along Slack does not tell with a
    shortcut: they may."""
    found = about.get("source")
    if not found:
        return None
    at = MessageRef(found["channel"], found["ts"])
    return Said(
        at,
        found["author"],
        found["text"],
        thread=found["thread"],
        team=found.get("team") or "",
        shared=True,
    )


# --- What was sent


def filing(
    request: Request, wording: domain.Wording, channel: str | None, context: Context
) -> Filing:
    """What a form that was sent, or a command, files."""
    chosen, said = request.entered("product"), source(request.context)
    channel = said.at.channel if said else channel
    product = context.store.products.by_id(int(chosen)) if chosen else None
    return Filing(
        f"message:{said.at.channel}:{said.at.ts}" if said else request.once[0],
        wording,
        _requester(request, said, context),
        request.user,
        _came_by(request, said),
        product or context.store.products.taking(channel),
        channel,
        said,
        importance(request),
        chosen_customer(request.entered("customer"), "customer", context),
    )


def problem(request: Request) -> str:
    """The problem, entered in as many parts as it took."""
    names = ["problem", *(f"problem_{part}" for part in range(2, forms.PARTS + 1))]
    return "".join(request.entered(name) for name in names)


def importance(request: Request) -> Importance | None:
    """How much it matters to the one who asks, where that was said."""
    chosen = request.entered("importance")
    return Importance(chosen) if chosen else None


def _requester(request: Request, said: Said | None, context: Context) -> str:
    """Whom it is for: a stranger whose message it was stays the one who asked."""
    if said is not None and said.author and is_stranger(said, context):
        return said.author
    colleague = request.entered("person")
    if colleague and colleague == context.store.members.bot():
        raise UserError("I only keep ideas. Choose a colleague, or nobody.", "person")
    return colleague or request.user


def _came_by(request: Request, said: Said | None) -> Source:
    if said is not None:
        return Source.SHORTCUT
    return Source.FORM if request.kind is Kind.FORM else Source.COMMAND
