"""Puts people behind ideas, and lets them step back: the same for whatever way it came in."""

from msgspec import Struct

from bot.errors import UserError
from bot.feature import Context
from bot.models import Idea, Support
from bot.services import owed, returning
from bot.words import Importance, Status

CLOSED = {
    Status.WITHDRAWN: "was withdrawn",
    Status.SHIPPED: "has shipped",
}


class Backing(Struct, frozen=True):
    """Who stands behind an idea, for whom, and what they say of it."""

    person: str
    by: str
    """Who says so: the person, or a colleague on their behalf."""
    customer: int | None = None
    importance: Importance | None = None
    quote: str = ""


def counting(idea: Idea, context: Context) -> Idea:
    """The idea that support of `idea` counts for, locked: what a duplicate was merged into."""
    assert idea.id is not None
    root = context.store.ideas.by_id(context.store.merges.root(idea.id), lock=True)
    assert root is not None
    return root


def stands_behind(idea: Idea, person: str, context: Context) -> bool:
    """Whether a person is behind an idea or anything it came together with."""
    assert idea.id is not None
    family = context.store.merges.family(idea.id)
    return bool(context.store.support.of_one(family, person))


def back(root: Idea, backing: Backing, context: Context) -> bool:
    """Store support of what `counting` gave; whether the person is new behind it.

    A bare click says nothing, so it changes nothing that was said before. Raises UserError.
    """
    assert root.id is not None
    if root.status in CLOSED:
        why = CLOSED[root.status]
        raise UserError(f"#{root.number} {why}. Ask for what is still missing with `/idea`.")
    before = context.store.support.of_one(context.store.merges.family(root.id), backing.person)
    for row in before:
        row.reacted = None  # it was given by an emoji, and is meant by more than that now
        context.store.support.add(row)
    if not before or _says(backing):
        row = _row(root, backing, before, context)
        _say(row, backing)
        context.store.support.add(row)
        _changed("supported", root, backing, context)
    return not before


def recounted(root: Idea, context: Context) -> None:
    """Other people stand behind an idea now: its card shows it, and it may come back."""
    owed.card(root, context)
    returning.check(root, context)


def _says(said: Backing | Support) -> bool:
    customer = said.customer if isinstance(said, Backing) else said.customer_id
    return bool(customer or said.importance or said.quote)


def _row(root: Idea, backing: Backing, before: list[Support], context: Context) -> Support:
    """The row for this customer, else one that says nothing yet, else a new one."""
    own = [row for row in before if row.idea_id == root.id]
    same = [row for row in own if row.customer_id == backing.customer]
    assert root.id is not None
    fresh = Support(
        workspace_id=root.workspace_id,
        idea_id=root.id,
        person=backing.person,
        by=backing.by,
        at=context.now,
    )
    return next(iter([*same, *(row for row in own if not _says(row))]), fresh)


def _say(row: Support, backing: Backing) -> None:
    """What is said now stands; but nobody speaks over what a person said for themselves."""
    row.customer_id = backing.customer
    if row.by == row.person != backing.by:
        row.importance = row.importance or backing.importance
        row.quote = row.quote or backing.quote
    else:
        row.importance, row.quote = backing.importance, backing.quote


def step_back(root: Idea, person: str, context: Context) -> bool:
    """Take back all that a person said; whether they are not behind it any more.

    Whoever asked for the idea, or for one that was merged into it, stays behind it.
    """
    assert root.id is not None
    family = context.store.merges.family(root.id)
    asked = context.store.ideas.asked_by(person, family)
    rows = context.store.support.of_one(family, person)
    for row in rows:
        if row.idea_id not in asked:
            context.store.support.drop(row)
    if len(asked) < len({row.idea_id for row in rows}):
        _changed("support taken back", root, Backing(person, person), context)
    return not asked


def _changed(kind: str, root: Idea, backing: Backing, context: Context) -> None:
    said = {"person": backing.person, "customer": backing.customer}
    context.record(kind, backing.by, idea=root.id, **said)
    recounted(root, context)
