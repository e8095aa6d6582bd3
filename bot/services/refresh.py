"""What is read, traced or counted anew: people in Slack, issues, orders and releases in Jira."""

from collections.abc import Sequence
from datetime import timedelta

from bot.feature import Context
from bot.models import Idea, Product
from bot.services.owed import to_person

PERSON_KEPT = timedelta(days=1)
"""How long what Slack said of a person is taken for true, though no event came."""

ORDER_REST = timedelta(seconds=30)
REST_AN_ITEM = timedelta(milliseconds=1)
"""How long releases are not counted again, for each trace that was looked at."""


def person(user: str, context: Context) -> None:
    """Ask Slack for a person who is unknown, or was last asked for over a day ago."""
    known = context.store.people.known(user)
    if known is None or context.now - known.read_at >= PERSON_KEPT:
        context.owe("people.read", to_person(user), {"user": user}, replaces=True)


def people(users: Sequence[str], context: Context) -> None:
    """Ask Slack for several people nobody knows yet, once a day."""
    today = context.now.date()
    context.owe_each(
        "people.read",
        [(to_person(user), {"user": user}, f"read:{user}:{today}") for user in users],
    )


def owners(emails: Sequence[str], context: Context) -> None:
    """Ask Slack who has these addresses, each once."""
    context.owe_each(
        "people.find",
        [(f"address:{email}", {"email": email}, f"address:{email}") for email in emails],
    )


def group(group_id: str, context: Context) -> None:
    """Ask Slack who is in a user group; several requests still waiting are one."""
    context.owe("people.group", f"group:{group_id}", {"group": group_id}, replaces=True)


def roles(context: Context) -> None:
    """Read those with a role at the next tick: the groups that give one have changed."""
    context.store.schedules.set(context.store.workspace, "people", 0, context.now)


def issues_of(idea: Idea, context: Context) -> None:
    """Something of the idea changed that Jira may hold too: read its issues, and merge."""
    assert idea.id is not None
    for link in context.store.idea_issues.of(idea.id):
        issue(link.issue_id, context)


def issue(issue_id: str, context: Context) -> None:
    """Read a Jira issue again; several requests for one still waiting are one reading."""
    context.owe("jira.issue", f"read:{issue_id}", {"issue": issue_id}, replaces=True)


def outlook(project: str, context: Context) -> None:
    """Count the releases of a project's products anew; the more a count costs, the rarer it is.

    Nothing while it is read for the first time: what is known of a part would raise false alarms.
    """
    if context.links.jira is not None and context.store.syncs.of(project).first_at is None:
        return
    products = context.store.products.of_project(project)
    counts = [context.store.outlooks.count(product.id or 0) for product in products]
    due = [last.at + last.items * REST_AN_ITEM for last in counts if last is not None]
    traces(project, context, max([timedelta(), *(at - context.now for at in due)]))


def traces(project: str, context: Context, wait: timedelta = timedelta()) -> None:
    """Trace what changed in a project; its releases are counted after that."""
    traced = {"project": project}
    context.owe("outlook.trace", f"trace:{project}", traced, replaces=True, wait=wait)


def count(product: Product, context: Context) -> None:
    """Count a product's releases."""
    context.owe("outlook.count", f"outlook:{product.id}", {"product": product.id}, replaces=True)


def order(project: str, context: Context) -> None:
    """Read the order of a project's open issues anew, once its issues are known; not at once where
    it was just read."""
    if context.store.syncs.of(project).first_at is None:
        return
    last = context.store.syncs.order(project)
    wait = max(timedelta(), last.read_at + ORDER_REST - context.now if last else timedelta())
    named = {"project": project}
    context.owe("jira.order", f"order:{project}", named, replaces=True, wait=wait)


def census(project: str, context: Context) -> None:
    """Count all issues of a Jira project, unless that is under way."""
    context.owe("jira.census", f"census:{project}", {"project": project}, replaces=True)


def look_for(
    project: str,
    missed: Sequence[str],
    deleted: Sequence[str],
    context: Context,
    *,
    believed: bool = False,
) -> None:
    """Look for issues of a project that were missed; `deleted` are those found nowhere so far.

    `believed`: whatever is found nowhere is deleted, however many they are.
    """
    so_far = {"missed": list(missed), "deleted": list(deleted), "believed": believed}
    context.owe("jira.missed", f"census:{project}", {"project": project, **so_far})


def jira(context: Context) -> None:
    """Read every Jira project at the next tick, not at the end of the minute."""
    context.store.schedules.set(context.store.workspace, "jira_sync", 0, context.now)
