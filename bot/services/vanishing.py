"""Issues that vanish in great number at once: nothing is changed until somebody says what it is.

A permission that was lost looks like thousands of deletions. So a product's PMs and the admins are
asked once, whoever answers first rules, and what is there again returns by itself.
"""

from collections.abc import Sequence

from bot.feature import Context
from bot.models import Vanishing
from bot.services import owed, refresh
from bot.words import Belief


def unasked(project: str, missed: Sequence[str], context: Context, *, whole: bool) -> list[str]:
    """Those of the missed issues nobody was asked about; what is missed no more is forgotten.

    `whole`: these are all there are.
    """
    asked: set[str] = set()
    for row in context.store.vanishings.standing(project):
        asked.update(row.issues)
        if whole:
            row.issues = [issue for issue in row.issues if issue in set(missed)]
            context.store.vanishings.save(row)
    return [issue for issue in missed if issue not in asked]


def ask(project: str, issues: Sequence[str], context: Context) -> None:
    """Ask the project's PMs and the admins what became of these issues."""
    store = context.store
    row = store.vanishings.save(
        Vanishing(
            workspace_id=store.workspace,
            project=project,
            issues=list(issues),
            seen_at=context.now,
        )
    )
    products = store.products.of_project(project)
    managers = [user for p in products for user in store.products.managers(p.id or 0)]
    for user in dict.fromkeys([*store.members.admins(), *managers]):
        asked = {"vanishing": row.id, "user": user}
        context.owe("vanished.ask", owed.to_person(user), asked, dedup=f"vanished:{row.id}:{user}")


def pending(project: str, context: Context) -> list[Vanishing]:
    """What somebody should say a word about."""
    standing = context.store.vanishings.standing(project)
    return [row for row in standing if row.chosen is None and row.issues]


def may_choose(user: str, project: str, context: Context) -> bool:
    """Whether somebody's word counts: an admin's, or a PM's of the project."""
    products = context.store.products.of_project(project)
    return context.store.members.is_admin(user) or any(
        context.decides_for(user, product) for product in products
    )


def choose(row: Vanishing, belief: Belief, user: str, context: Context) -> None:
    """Store what was chosen; each issue is looked for once more before it is left out."""
    row.chosen, row.chosen_by, row.chosen_at = belief, user, context.now
    context.store.vanishings.save(row)
    many = len(row.issues)
    context.record("vanished", user, project=row.project, issues=many, chosen=belief)
    if belief is Belief.DELETED:
        refresh.look_for(row.project, row.issues, [], context, believed=True)


def keys(row: Vanishing, most: int, context: Context) -> list[str]:
    """The keys of the first ones."""
    known = context.store.work.known(row.issues[:most])
    return [known[issue].key for issue in row.issues[:most] if issue in known]
