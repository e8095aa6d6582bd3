"""Files an idea: the same for whatever way it came in."""

from datetime import date

from msgspec import Struct

from bot.domain import capture
from bot.domain.ideas import Wording, moved
from bot.feature import Context
from bot.message import MessageRef, Said
from bot.models import Idea, Product, SourceMessage, Support
from bot.services import owed, response
from bot.words import Importance, Source, Status


class Filing(Struct, frozen=True):
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
    said: Said | None = None
    """The message it was made of: answers go to its thread."""
    importance: Importance | None = None
    customer: int | None = None
    """The customer the requester speaks for."""
    quote: str = ""


def file(filing: Filing, context: Context) -> Idea:
    """The new idea, stored with its requester as the first behind it; its card is owed."""
    begun = response.begun(filing.product, context)
    idea = context.store.ideas.add(_idea(filing, begun.due_on, context))
    response.keep(idea, begun, context)
    context.record("filed", filing.by, idea=idea.id, title=idea.title, problem=idea.problem)
    context.store.support.begin(_support(filing, idea, context))
    owed.first_card(idea, context)
    if filing.said is not None:
        _made_of(filing.said, idea, context)
    return idea


def _idea(filing: Filing, due_on: date | None, context: Context) -> Idea:
    product, said = filing.product, filing.said
    return Idea(
        workspace_id=context.store.workspace,
        number=context.store.members.next_number(),
        request=filing.request,
        title=filing.wording.title,
        problem=filing.wording.problem,
        requester=filing.requester,
        filed_by=filing.by,
        source=filing.source,
        product_id=product.id if product else None,
        channel=said.at.channel if said else filing.channel,
        thread=said.root if said else None,
        due_on=due_on,
        created_at=context.now,
        updated_at=context.now,
    )


def _support(filing: Filing, idea: Idea, context: Context) -> Support:
    assert idea.id is not None
    return Support(
        workspace_id=context.store.workspace,
        idea_id=idea.id,
        person=filing.requester,
        by=filing.by,
        customer_id=filing.customer,
        importance=filing.importance,
        quote=filing.quote,
        at=context.now,
    )


def _made_of(said: Said, idea: Idea, context: Context) -> None:
    made_of(said, idea, context)
    owed.permalink(idea, said.at, context)
    stranger = is_stranger(said, context)
    owed.acknowledgement(idea, context, stranger=stranger, shared=said.shared)


def made_of(said: Said, idea: Idea, context: Context) -> None:
    """An idea is made of this message too: it can become no other."""
    assert idea.id is not None
    context.store.capture.add(
        SourceMessage(
            workspace_id=context.store.workspace,
            channel=said.at.channel,
            ts=said.at.ts,
            idea_id=idea.id,
            author=said.author,
            text=said.text,
        )
    )


def words(said: Said, context: Context, text: str | None = None) -> str:
    """What a message says: people by the names we know, its files below. `text`: a part of it."""
    part = said.text if text is None else text
    named = capture.people(part)
    known = context.store.people.all_known(named) if named else {}
    names = {user: person.name for user, person in known.items()}
    return capture.content(capture.named(part, names), said.files)


def is_stranger(said: Said, context: Context) -> bool:
    """Whether its author is of another organisation."""
    return bool(said.team) and said.team != context.store.members.team()


def known(at: MessageRef, context: Context) -> Idea | None:
    """The idea a message is. Where it is none, nobody else makes it one before we are done."""
    found = context.store.capture.idea(at)
    if found is None:
        context.store.members.wait_turn()
        found = context.store.capture.idea(at)
    return found


def take_back(idea: Idea, by: str, context: Context) -> None:
    """Withdraw an idea: nobody waits for its answer any more."""
    idea.status, idea.updated_at = moved(idea.status, Status.WITHDRAWN), context.now
    response.stopped(idea, context)
    context.store.ideas.add(idea)
    context.record("withdrawn", by, idea=idea.id)
    owed.moved(idea, context)
