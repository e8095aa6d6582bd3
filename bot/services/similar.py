"""Similar ideas with what became of them, gathered for whoever shows them."""

from collections.abc import Collection

from bot.domain.response import calendar_of
from bot.feature import Context
from bot.message import Block
from bot.models import Idea
from bot.services.dossier import returns
from bot.store.decisions import PUT_OFF
from bot.views import similar as views
from bot.views.similar import Likeness

SHOWN = 3
"""So many similar ideas are shown at most."""


def like(
    words: str, context: Context, *, user: str = "", but: Collection[int] = ()
) -> list[Likeness]:
    """The ideas most like some words, likest first, as `user` sees them."""
    found = context.store.similar.find(words, SHOWN, but=but)
    return [likeness(idea, context, user=user) for idea in found]


def like_idea(idea: Idea, context: Context, *, user: str = "") -> list[Likeness]:
    """The ideas most like another one, apart from those it came together with."""
    assert idea.id is not None
    return like(idea.title, context, user=user, but=context.store.merges.family(idea.id))


def likeness(idea: Idea, context: Context, *, user: str = "") -> Likeness:
    """One idea with who stands behind it, and its answer where that may come back."""
    assert idea.id is not None
    store = context.store
    decision = store.decisions.latest(idea.id) if idea.status in PUT_OFF else None
    calendar = calendar_of(store.products.by_id(idea.product_id))
    return Likeness(
        idea,
        store.support.evidence(idea.id).people,
        (store.support.place(store.merges.family(idea.id), user) or 0) if user else None,
        decision,
        calendar.day(decision.at) if decision else None,
        returns(decision, context),
    )


def offers(idea: Idea, context: Context) -> list[Block]:
    """What stands under the acknowledgement of a new idea: the similar ones."""
    return views.offers(like_idea(idea, context, user=idea.requester), idea)
