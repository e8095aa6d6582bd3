"""What a reading of Jira means here: items stored, and what follows for the ideas they became."""

from collections.abc import Iterable, Sequence

from bot.domain import following, ideas
from bot.domain.statuses import Statuses
from bot.feature import Context
from bot.models import Idea, IdeaIssue, ProjectSync
from bot.services import owed, people, refresh, response, returning
from bot.services.dossier import versions
from bot.services.reconcile import is_apart, reconcile
from bot.services.sides import paired
from bot.tracked import Category, Issue, Missing
from bot.words import Status

UNDER_WAY = (Status.PLANNED, Status.IN_PROGRESS)


def learn(
    issues: Sequence[Issue], sync: ProjectSync, context: Context, *, found: bool = True
) -> None:
    """Store what was read of one project, and follow the ideas these issues are.

    What was `found` by a search lags: where it says that something is to be merged, the issue is
    read by its id first.
    """
    context.store.syncs.learn(sync, [issue.status for issue in issues])
    statuses = Statuses(context.store.syncs.statuses(sync.project))
    seen = {(issue.status.id, issue.status.name) for issue in issues}
    done = frozenset(pair[0] for pair in seen if statuses.category(*pair) == Category.DONE)
    context.store.work.store(issues, done)
    if sync.first_at is not None:
        context.store.traces.mark(issues)
    people.learn([i for i in issues if i.status.id not in done], context)
    follow(context.store.idea_issues.linked_to([i.id for i in issues]), context, found=found)
    returning.done([issue.id for issue in issues if issue.status.id in done], context)
    if issues:
        refresh.outlook(sync.project, context)
        refresh.order(sync.project, context)


def learn_one(issue: Issue, context: Context) -> None:
    """Store what was read of one issue by its id, and merge its fields with its ideas'.

    Where a newer reading was stored before it, nothing is merged: that one was.
    """
    learn([issue], context.store.syncs.of(issue.project), context, found=False)
    context.store.traces.leave(issue.id, issue.project)
    if context.store.work.known([issue.id])[issue.id].updated > issue.updated:
        return
    for idea, link in context.store.idea_issues.linked_to([issue.id]):
        reconcile(paired(idea, link, issue, context), context)
        context.store.ideas.add(idea)
        owed.card(idea, context)


def follow(tied: Iterable[tuple[Idea, IdeaIssue]], context: Context, *, found: bool = True) -> None:
    """Bring ideas to where their work items stand."""
    pairs = list(tied)
    issues = context.store.work.known([link.issue_id for _, link in pairs])
    for idea, link in pairs:
        item = issues.get(link.issue_id)
        if item is not None:
            if found and is_apart(paired(idea, link, item, context), context):
                refresh.issue(item.id, context)
            _follow_one(idea, link, item, context)


def _follow_one(idea: Idea, link: IdeaIssue, item: Issue, context: Context) -> None:
    _take_key(idea, link, item, context)
    if link.gone_at is not None:
        link.gone_at = None
        owed.note(idea, "found", f"{item.key} is there again in Jira.", context)
    if idea.status in UNDER_WAY:
        _take_standing(idea, link, item, context)
    context.store.ideas.add(idea)
    owed.card(idea, context)


def _take_key(idea: Idea, link: IdeaIssue, item: Issue, context: Context) -> None:
    """An issue that moved to another project has another key; the PM should know where it is."""
    was, link.key = link.key, item.key
    if was.rpartition("-")[0] == item.project:
        return
    context.record("moved in jira", "jira", idea=idea.id, was=was, to=item.key)
    read = bool(context.store.products.of_project(item.project))
    owed.note(idea, "moved", _where(was, item, read=read), context)


def _where(was: str, item: Issue, *, read: bool) -> str:
    moved = f"{was} is {item.key} in Jira now."
    if read:
        return moved
    return f"{moved} No product here is kept in {item.project}, so I look at it once a day only."


def _take_standing(idea: Idea, link: IdeaIssue, item: Issue, context: Context) -> None:
    statuses = Statuses(context.store.syncs.statuses(item.project))
    stands = following.standing(
        item,
        statuses.category(item.status.id, item.status.name),
        delivered=statuses.delivered(item.resolution),
        versions=versions(item.versions, context),
    )
    if stands.status != idea.status:
        context.record("moved", "jira", idea=idea.id, was=idea.status, to=stands.status)
        idea.status, idea.updated_at = ideas.moved(idea.status, stands.status), context.now
        owed.moved(idea, context)
        _tell_move(idea, item, stands, context)
    _tell_version(idea, link, stands, context)


def _tell_move(idea: Idea, item: Issue, stands: following.Standing, context: Context) -> None:
    match stands.status:
        case Status.IN_PROGRESS:
            owed.news(idea, "in_progress", context, key=item.key)
        case Status.SHIPPED:
            owed.news(idea, "shipped", context, version=stands.version.id if stands.version else "")
        case Status.UNDER_REVIEW:
            response.started(idea, context)
            why = f"{item.key} was closed without delivering it ({item.resolution})."
            owed.note(idea, "returned", why, context)


def _tell_version(
    idea: Idea, link: IdeaIssue, stands: following.Standing, context: Context
) -> None:
    planned = stands.version.id if stands.version else None
    if planned == link.planned_for or stands.status == Status.SHIPPED:
        return
    link.planned_for = planned
    if planned is not None:
        owed.news(idea, "planned", context, version=planned)


# --- Issues that are there no more


def lose(issue: str, missing: Missing, context: Context) -> None:
    """Mark an issue deleted in Jira; ideas that were being built in it go back to their PM."""
    if missing is Missing.HIDDEN:
        return
    known = context.store.work.known([issue])
    context.store.work.lose(issue, context.now)
    if issue in known:
        context.store.traces.mark(known.values())
        refresh.outlook(known[issue].project, context)
    for idea, link in context.store.idea_issues.linked_to([issue]):
        if link.gone_at is None:
            link.gone_at = context.now
            context.record("lost", "jira", idea=idea.id, issue=issue, key=link.key)
            _return(idea, link, context)


def _return(idea: Idea, link: IdeaIssue, context: Context) -> None:
    assert idea.id is not None
    gone = f"{link.key} is gone from Jira: deleted, or hidden from my account."
    if idea.status in UNDER_WAY and not context.store.idea_issues.of(idea.id):
        context.record("moved", "jira", idea=idea.id, was=idea.status, to=Status.UNDER_REVIEW)
        idea.status, idea.updated_at = ideas.moved(idea.status, Status.UNDER_REVIEW), context.now
        response.started(idea, context)
        way = "Another yes makes or links another issue; `/drift` ties it to one and keeps the yes."
        owed.note(idea, "returned", f"{gone} {way}", context)
    else:
        owed.note(idea, "lost", gone, context)
    context.store.ideas.add(idea)
    owed.card(idea, context)
