"""Reads those with a role anew: the members of groups, and whether they are still there."""

from datetime import timedelta

from bot.feature import Context
from bot.job import Every, Job
from bot.services import refresh


def act(context: Context) -> None:
    """Owe a reading of every group that gives a role, and of everybody who has one by name."""
    store = context.store
    for group in dict.fromkeys(role.group_id for role in store.people.groups()):
        refresh.group(group, context)
    named = [store.products.named_managers(product.id or 0) for product in store.products.all()]
    for user in dict.fromkeys([*store.members.admins(), *(user for pms in named for user in pms)]):
        refresh.person(user, context)


job = Job("Know who has which role", Every(timedelta(hours=6)), act=act)
