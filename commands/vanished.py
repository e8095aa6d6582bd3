"""Many issues vanished from Jira at once: PMs and admins say whether they were deleted."""

from collections.abc import Mapping
from typing import Any

from bot.effects import Effect, PostMessage
from bot.errors import UserError
from bot.feature import Context, Feature
from bot.message import Reply
from bot.request import Request
from bot.services import vanishing
from bot.views import vanished as views
from bot.words import Belief

feature = Feature(
    "Say whether issues that vanished at once were deleted", scopes=("chat:write", "im:write")
)


@feature.effect("vanished.ask")
def ask(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The question to one person; nothing once somebody answered."""
    row = context.store.vanishings.by_id(payload["vanishing"])
    if row is None or row.chosen is not None:
        return None
    keys = vanishing.keys(row, views.SAMPLES, context)
    return PostMessage(payload["user"], views.question(row, keys, context.links.jira))


@feature.button("vanished.leave_out")
def leave_out(request: Request, context: Context) -> Reply:
    """They were deleted."""
    return _chosen(Belief.DELETED, request, context)


@feature.button("vanished.keep")
def keep(request: Request, context: Context) -> Reply:
    """They are there, though nobody can see them."""
    return _chosen(Belief.KEPT, request, context)


def _chosen(belief: Belief, request: Request, context: Context) -> Reply:
    """Who answers first rules; everybody else sees what was chosen."""
    row = context.store.vanishings.by_id(int(request.value))
    if row is None:
        raise UserError("That question is gone.")
    if not vanishing.may_choose(request.user, row.project, context):
        raise UserError("Only an admin, or a PM of that project, says what became of them.")
    if row.chosen is None:
        vanishing.choose(row, belief, request.user, context)
    return Reply(replace=views.answered(row))
