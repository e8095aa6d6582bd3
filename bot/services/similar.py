"""Similar ideas with what became of them, gathered for whoever shows them."""

from collections.abc import Collection, Sequence
from datetime import date

from msgspec.structs import replace

from bot.domain.response import calendar_of
from bot.feature import Context
from bot.message import Block
from bot.models import Decision, Idea
from bot.services import owed
from bot.services.dossier import returns
from bot.store.decisions import PUT_OFF
from bot.store.ideas import PMS_TURN
from bot.store.stores import Store
from bot.views import similar as views
from bot.views.similar import Likeness

SHOWN = 3
"""So many similar ideas are shown at most."""


def like(
    words: str, context: Context, *, user: str = "", but: Collection[int] = ()
) -> list[Likeness]:
    """The ideas most like some words, likest first, as `user` sees them."""
    found = context.store.similar.find(words, SHOWN, but=but)
    return likenesses(found, context, user=user)


def like_idea(idea: Idea, context: Context, *, user: str = "") -> list[Likeness]:
    """The ideas most like another one, apart from those it came together with."""
    assert idea.id is not None
    return like(idea.title, context, user=user, but=context.store.merges.family(idea.id))


def sought(idea: Idea) -> str:
    """What ideas like one are looked for by: again once its title changes, or it comes back."""
    return f"{idea.decisions}:{idea.title}"


def keep_up(idea: Idea, context: Context) -> None:
    """Look for what is like an idea that waits for its PM, unless that was found already."""
    if idea.status not in PMS_TURN:
        return
    known = context.store.similar.known(idea.id or 0)
    if known is None or known.sought != sought(idea):
        owed.alike(idea, context, others=True)


def for_pm(idea: Idea, context: Context, *, look: bool = False) -> list[Likeness]:
    """What was found to be like an idea, as it stands now, with where it is shown.

    Where nobody looked yet, as for one that came from a file, it is looked for here if told.
    """
    assert idea.id is not None
    store, known = context.store, context.store.similar.known(idea.id)
    found = known.found if known else look_up(idea, store) if look else []
    ideas = store.similar.standing(found, SHOWN, but=store.merges.family(idea.id))
    standing = likenesses(ideas, context)
    return [replace(one, address=address(one.idea, context)) for one in standing]


def look_up(idea: Idea, store: Store) -> list[int]:
    """Look for what is like an idea; their row ids."""
    family = store.merges.family(idea.id or 0)
    return [one.id or 0 for one in store.similar.find(idea.title, SHOWN, but=family)]


def address(idea: Idea, context: Context) -> str | None:
    """Where an idea is shown: its card, else its own address."""
    card = context.store.ideas.card(idea.id or 0)
    own = context.links.idea(idea.number)
    return card.permalink or own if card else own


def likeness(idea: Idea, context: Context, *, user: str = "") -> Likeness:
    """One idea with who stands behind it, and its answer where that may come back."""
    return likenesses([idea], context, user=user)[0]


def likenesses(ideas: Sequence[Idea], context: Context, *, user: str = "") -> list[Likeness]:
    """The same of several."""
    support, ids = context.store.support, [idea.id for idea in ideas if idea.id is not None]
    people = {idea: found.people for idea, found in support.evidences(ids).items()}
    behind = support.backed(ids, user) if user else set()
    return [_likeness(one, people[one.id or 0], user, behind, context) for one in ideas]


def _likeness(
    idea: Idea, people: int, user: str, behind: Collection[int], context: Context
) -> Likeness:
    assert idea.id is not None
    store = context.store
    place = store.support.place(store.merges.family(idea.id), user) if idea.id in behind else None
    decision = store.decisions.latest(idea.id) if idea.status in PUT_OFF else None
    return Likeness(
        idea,
        people,
        (place or 0) if user else None,
        decision,
        _day(decision, idea, store) if decision else None,
        returns(decision, context),
    )


def _day(decision: Decision, idea: Idea, store: Store) -> date:
    """When it was decided, where its product is."""
    return calendar_of(store.products.by_id(idea.product_id)).day(decision.at)


def offers(idea: Idea, context: Context) -> list[Block]:
    """What stands under the acknowledgement of a new idea: the similar ones."""
    return views.offers(like_idea(idea, context, user=idea.requester), idea)
