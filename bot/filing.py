"""Files an idea: the same for whatever way it came in."""

from dataclasses import dataclass

from bot import owed, response
from bot.domain.ideas import Wording
from bot.feature import Context
from bot.models import Idea, Product, Support
from bot.words import Importance, Source


@dataclass(frozen=True, slots=True)
class Filing:
    """What is filed, for whom, and where it came from."""

    request: str
    """The payload that files it: one payload files one idea at most."""
    wording: Wording
    requester: str
    by: str
    """Who typed it: the requester, or a colleague on their behalf."""
    source: Source
    product: Product | None = None
    channel: str | None = None
    """Where it was filed."""
    thread: str | None = None
    """The message it came from: answers go to its thread."""
    permalink: str | None = None
    importance: Importance | None = None
    customer: int | None = None
    """The customer the requester speaks for."""
    quote: str = ""


def file(filing: Filing, context: Context) -> Idea:
    """The new idea, stored with its requester as the first behind it; its card is owed."""
    store, wording, product = context.store, filing.wording, filing.product
    idea = store.ideas.add(
        Idea(
            workspace_id=store.workspace,
            number=store.members.next_number(),
            request=filing.request,
            title=wording.title,
            problem=wording.problem,
            requester=filing.requester,
            filed_by=filing.by,
            source=filing.source,
            product_id=product.id if product else None,
            channel=filing.channel,
            thread=filing.thread,
            permalink=filing.permalink,
            created_at=context.now,
            updated_at=context.now,
        )
    )
    assert idea.id is not None
    store.support.add(
        Support(
            workspace_id=store.workspace,
            idea_id=idea.id,
            person=filing.requester,
            by=filing.by,
            customer_id=filing.customer,
            importance=filing.importance,
            quote=filing.quote,
            at=context.now,
        )
    )
    response.started(idea, context)
    context.record("filed", filing.by, idea=idea.id, title=idea.title, problem=idea.problem)
    owed.card(idea, context)
    return idea
