"""One blocker as its buttons see it: what holds it up now, who may end it and put it off, where it
is spoken of."""

from msgspec import Struct

from bot.domain.blockers import Blocked, standing
from bot.domain.calendar import local
from bot.domain.facts import Facts
from bot.errors import UserError
from bot.feature import Context
from bot.message import MessageRef
from bot.models import Product, Question
from bot.request import Request
from bot.services import people, weekly
from bot.tracked import Category, Issue
from bot.views.holdups import Item, item
from bot.views.text import escaped, person
from bot.views.text import people as named

NEIGHBOURS = 20
"""So many of the items that block it are looked at."""


class Held(Struct, frozen=True):
    """An item of a product, and what holds it up now."""

    product: Product
    issue: Issue
    found: Blocked
    facts: Facts

    @property
    def owner(self) -> str | None:
        """The Jira account that has to move."""
        return self.found.waiting_on

    @property
    def is_done(self) -> bool:
        """Whether it is done by now."""
        status = self.issue.status
        return self.facts.statuses.category(status.id, status.name) is Category.DONE


def held(value: str, context: Context) -> Held:
    """What a blocker's button is about. Raises UserError for what is gone or done."""
    key, _, item = value.partition(":")
    product = context.store.products.by_key(key)
    issue = context.store.work.keyed(item)
    if product is None or issue is None:
        raise UserError(f"{escaped(item)} is not here any more.")
    found = of_issue(product, issue, context)
    if found.is_done:
        raise UserError(f"{issue.key} is done since.")
    return found


def of_issue(product: Product, issue: Issue, context: Context) -> Held:
    """An item as it stands."""
    near = [blocker.key for blocker in issue.blockers[:NEIGHBOURS]]
    issues = [issue, *(i for i in context.store.work.keyed_all(near) if i.id != issue.id)]
    today = local(context.now, product.zone).date()
    facts = weekly.facts_of(issues, context.store, product, today)
    return Held(product, issue, standing(facts, issue.key, context.now), facts)


def of_question(question: Question | None, context: Context) -> Item | None:
    """What a question is about, in words; None once it is gone."""
    product = context.store.products.by_id(question.product_id) if question else None
    issue = context.store.work.by_issue(question.issue_id) if question else None
    if product is None or issue is None:
        return None
    about = of_issue(product, issue, context)
    seen = weekly.backdrop(context.store, product, about.facts, context.links.jira)
    return item(about.facts, about.found, issue, seen)


def may_put_off(user: str, about: Held, context: Context) -> None:
    """Raises UserError, which says who may: the product's PMs, admins, and whose item it is."""
    store, product = context.store, about.product
    accounts = [one for one in (about.issue.assignee, about.owner) if one]
    owners = [found for one in accounts if (found := people.in_slack(one, context))]
    managers = store.products.managers(product.id or 0)
    if user in (*owners, *managers) or store.members.is_admin(user):
        return
    who = named(managers) or "an admin"
    own = f", or {person(owners[0])}, whose item it is" if owners else ""
    raise UserError(
        f"Only the PMs of {escaped(product.name)} and the item's owner put a blocker off: "
        f"ask {who}{own}."
    )


def thread(request: Request) -> MessageRef:
    """The digest's own message: its buttons stand in its thread."""
    if request.message is None:
        raise UserError("This button belongs to a digest in a channel.")
    return MessageRef(request.message.channel, request.thread or request.message.ts)
