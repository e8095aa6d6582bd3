"""Changing an idea before it is answered: who may, what is kept of before, what follows."""

from msgspec import Struct

from bot.domain.ideas import WAITING, Wording, moved
from bot.errors import UserError
from bot.feature import Context
from bot.models import Idea, Product
from bot.services import owed, refresh, response
from bot.views.text import people
from bot.words import Importance, Status


class Edit(Struct, frozen=True):
    """What an idea is to say from now on."""

    wording: Wording
    product: int | None
    """None to leave it where it is."""
    importance: Importance | None


def must_own(idea: Idea, user: str) -> None:
    """Raises UserError for all but who asked for it, and who filed it while it waits."""
    if user == idea.requester or (user == idea.filed_by and idea.status in WAITING):
        return
    raise UserError(f"Only {people([idea.requester])}, who asked for it, can change it.")


def must_wait(idea: Idea) -> None:
    """Raises UserError once it is answered."""
    if idea.status not in WAITING:
        raise UserError(
            f"#{idea.number} is answered, so it can't be edited any more. "
            "Ask for something new with `/idea`."
        )


def edit(idea: Idea, wanted: Edit, by: str, context: Context) -> None:
    """Word it anew; what was asked for before stays in its history."""
    before = {"title": idea.title, "problem": idea.problem}
    idea.title, idea.problem = wanted.wording.title, wanted.wording.problem
    if wanted.product is not None:
        _give(idea, wanted.product, context)
    _weigh(idea, wanted.importance, context)
    if idea.status == Status.NEEDS_INFO:
        idea.status = moved(idea.status, Status.UNDER_REVIEW)
        response.resumed(idea, context)
        owed.note(idea, "answered", "the requester added to it.", context)
    _changed("edited", idea, by, context, before=before)


def assign(idea: Idea, product: Product, by: str, context: Context) -> None:
    """Say which product it is for; its card then goes to that product's PMs."""
    assert product.id is not None
    _give(idea, product.id, context)
    _changed("assigned", idea, by, context, product=product.key)


def _give(idea: Idea, product: int, context: Context) -> None:
    """Another product's days count from now."""
    if product != idea.product_id:
        idea.product_id = product
        response.started(idea, context)


def _weigh(idea: Idea, importance: Importance | None, context: Context) -> None:
    """How much it matters to the one who asked is on their own support."""
    assert idea.id is not None
    own = context.store.support.of_person(idea.id, idea.requester)
    if own is not None:
        own.importance = importance
        context.store.support.add(own)


def _changed(kind: str, idea: Idea, by: str, context: Context, **detail: object) -> None:
    idea.updated_at = context.now
    context.store.ideas.add(idea)
    context.record(kind, by, idea=idea.id, **detail)
    refresh.issues_of(idea, context)
    owed.card(idea, context)
