"""Ties an idea to another Jira issue than before, as its PM says: that one is gone, or wrong."""

from collections.abc import Mapping
from typing import Any

from bot.domain import ideas
from bot.errors import UserError
from bot.feature import Context
from bot.models import Idea, IdeaIssue
from bot.services import owed, response
from bot.services.deciding import issue_key
from bot.tracked import IssueRef
from bot.views.text import listed
from bot.words import Status, Verdict


def free(text: str, idea: Idea, link: IdeaIssue, context: Context) -> str:
    """The key in what was entered, of an issue the idea may be tied to. Raises UserError."""
    key = issue_key(text)
    kept = sorted({p.project for p in context.store.products.all() if p.project})
    project = key.rpartition("-")[0]
    if project not in kept:
        known = listed(kept, "or")
        raise UserError(f"No product here is kept in {project}. Enter an issue of {known}.")
    if key == link.key and link.gone_at is None:
        raise UserError(f"#{idea.number} is tied to {key} already.")
    _must_be_free(context.store.idea_issues.tied_by_key(key), key, idea)
    return key


def _must_be_free(others: list[Idea], key: str, idea: Idea) -> None:
    taken = next((other for other in others if other.id != idea.id), None)
    if taken is not None:
        raise UserError(f"{key} is tied to #{taken.number} already.")


def begin(idea: Idea, link: IdeaIssue, key: str, by: str, context: Context) -> None:
    """Look the issue up; the idea keeps the one it has until then."""
    context.record("relinking", by, idea=idea.id, was=link.key, to=key)
    owed.relink_issue(idea, link, key, by, context)


def make_room(payload: Mapping[str, Any], found: IssueRef, context: Context) -> None:
    """Untie the former issue for the one that was found. Raises UserError where that is not free,
    or the former one was replaced meanwhile."""
    tied = context.store.fields.tied(payload["instead"])
    if tied is None:
        raise UserError(f"It was tied to another issue meanwhile, so not to {found.key}.")
    idea, link = tied
    tied_to = context.store.idea_issues.linked_to([found.id])
    others = [one for one, its in tied_to if its.gone_at is None]
    _must_be_free(others, found.key, idea)
    was = link.key
    if link.issue_id != found.id:
        context.store.fields.untie(link)
    context.record("relinked", payload["by"], idea=idea.id, was=was, to=found.key)
    owed.note(idea, "sync", f"It is tied to {found.key} now, in place of {was}.", context)
    _resume(idea, payload["by"], context)


def _resume(idea: Idea, by: str, context: Context) -> None:
    """The yes holds again of an idea that came back because its issue was gone."""
    latest = context.store.decisions.latest(idea.id or 0)
    if idea.status is not Status.UNDER_REVIEW or not latest or latest.verdict is not Verdict.YES:
        return
    context.record("moved", by, idea=idea.id, was=idea.status, to=Status.PLANNED)
    idea.status, idea.updated_at = ideas.moved(idea.status, Status.PLANNED), context.now
    response.stopped(idea, context)
    context.store.ideas.add(idea)
    owed.moved(idea, context)
