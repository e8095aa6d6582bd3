"""Makes one idea of two that ask for the same, and two of them again.

Only the duplicate changes: it points to the other. Whoever stands behind it and whatever was said
of it stays its own and is found through the pointer, so that undoing it gives back what was.
"""

from bot.domain import merging as domain
from bot.errors import UserError
from bot.feature import Context
from bot.models import Idea, Merge
from bot.services import owed, response, returning
from bot.views import merges as views
from bot.words import Change, Status

RUNNING = (Status.NEW, Status.UNDER_REVIEW)
"""Where an idea waits for its PM, so that its clock runs."""


def merge(number: int, into: int, by: str, context: Context) -> tuple[Idea, Idea]:
    """Merge one idea into another, or into what that was merged into. Raises UserError.

    Returns the duplicate and the idea it leads to now.
    """
    idea, root = pair(number, into, context)
    assert idea.id is not None
    assert root.id is not None
    among = context.store.merges.family(idea.id)
    made = Merge(
        workspace_id=context.store.workspace,
        idea_id=idea.id,
        into_id=root.id,
        was=idea.status,
        by=by,
        at=context.now,
    )
    if idea.status in RUNNING:
        response.asked(idea, context)
    idea.status, idea.duplicate_of = Status.DUPLICATE, root.id
    _changed("merged", idea, root, context.store.merges.add(made), by, context)
    told = {"into": root.number, "merge": made.id}
    owed.tell(idea, Change.MERGED, context, by=by, once=str(made.id), among=among, **told)
    returning.check(root, context)
    return idea, root


def pair(number: int, into: int, context: Context) -> tuple[Idea, Idea]:
    """The idea to merge and the one it would lead to, both locked. Raises UserError."""
    store = context.store
    idea, other = _named(number, context), _named(into, context)
    assert idea.id is not None
    assert other.id is not None
    wanted = store.merges.root(other.id)
    locked = {one.id: one for one in store.merges.lock([idea.id, other.id, wanted])}
    if store.merges.root(other.id) != wanted:
        raise UserError(f"#{into} was merged in the meantime. Choose again.", "into")
    idea, other, root = locked[idea.id], locked[other.id], locked[wanted]
    if idea.status is Status.DUPLICATE:
        raise UserError(merged_already(idea, context), "into")
    domain.must_merge(idea, other, root)
    return idea, root


def merged_already(idea: Idea, context: Context) -> str:
    """Who merged an idea into what."""
    assert idea.id is not None
    standing = context.store.merges.standing(idea.id)
    into = context.store.ideas.by_id(idea.duplicate_of or 0)
    if standing is None or into is None:
        return f"#{idea.number} was merged already."
    return views.merged_already(idea, into, standing.by)


def unmerge(number: int, by: str, context: Context) -> tuple[Idea, Idea]:
    """Take an idea out again, as it was. Raises UserError.

    Returns it and what it was taken out of.
    """
    store = context.store
    named = _named(number, context)
    assert named.id is not None
    locked = {one.id: one for one in store.merges.lock([named.id, named.duplicate_of or 0])}
    idea = locked[named.id]
    standing, into = store.merges.standing(named.id), locked.get(idea.duplicate_of)
    if standing is None or into is None:
        raise UserError(f"#{number} is not merged any more.")
    standing.undone_by, standing.undone_at = by, context.now
    idea.status, idea.duplicate_of = standing.was, None
    if idea.status in RUNNING:
        response.resumed(idea, context)
    root = store.ideas.by_id(store.merges.root(into.id or 0))
    assert root is not None
    _changed("unmerged", idea, root, store.merges.add(standing), by, context)
    told = {"out_of": root.number, "merge": standing.id}
    among = store.merges.family(named.id)
    owed.tell(idea, Change.UNMERGED, context, by=by, once=str(standing.id), among=among, **told)
    returning.check(idea, context)
    return idea, root


def _named(number: int, context: Context) -> Idea:
    idea = context.store.ideas.numbered(number)
    if idea is None:
        raise UserError(f"There is no idea #{number}.", "into")
    return idea


def _changed(kind: str, idea: Idea, root: Idea, merge: Merge, by: str, context: Context) -> None:
    idea.updated_at = root.updated_at = context.now
    for one, other in ((idea, root), (root, idea)):
        context.store.ideas.add(one)
        role = "duplicate" if one is idea else "root"
        context.record(kind, by, idea=one.id, role=role, other=other.id, merge=merge.id)
        owed.moved(one, context)
