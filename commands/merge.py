"""Merge an idea into another that asks for the same, and undo it."""

from bot.domain.ideas import NUMBERED
from bot.errors import UserError
from bot.feature import Context, Feature
from bot.message import SILENT, Place, Reply
from bot.models import Idea
from bot.request import Request
from bot.services import deciding, merging
from bot.services.similar import likeness
from bot.views import merges as views
from bot.views import notices
from bot.views.cards import MERGE
from bot.words import Status

OFFERED = 20

feature = Feature("Merge ideas that ask for the same")


def _may(number: int, user: str, context: Context) -> Idea:
    """An idea whose product's PM `user` is. Raises UserError."""
    idea = context.store.ideas.numbered(number)
    if idea is None:
        raise UserError(f"There is no idea #{number}.", "into")
    product = context.store.products.by_id(idea.product_id)
    deciding.must_decide(user, idea, product, context)
    return idea


@feature.button(MERGE)
def ask(request: Request, context: Context) -> Reply:
    """Ask into what."""
    idea = _may(int(request.value), request.user, context)
    if idea.status is Status.DUPLICATE:
        raise UserError(merging.merged_already(idea, context))
    place = Place.PUSH if request.view else Place.OPEN
    return Reply(form=views.merge_form(idea), place=place)


@feature.options(views.TARGET)
def targets(request: Request, context: Context) -> Reply:
    """The idea with the number that was typed, those like the words, and those that hold them."""
    idea = context.store.ideas.numbered(int(request.context.get("number", 0)))
    if idea is None or idea.id is None:
        return Reply(options=())
    store, typed = context.store, request.text.strip()
    own = store.merges.family(idea.id)
    numbered = NUMBERED.fullmatch(typed)
    found = [store.ideas.numbered(int(numbered[1]))] if numbered else []
    found += store.similar.find(typed or idea.title, OFFERED, but=own, least=0)
    found += store.similar.holding(typed, OFFERED) if typed and not numbered else []
    offered = {one.id: one for one in found if one is not None and one.id not in own}
    return Reply(options=views.choices(list(offered.values())[:OFFERED]))


@feature.button(views.TARGET)
def choose(request: Request, context: Context) -> Reply:
    """Something was chosen: the form says what will happen."""
    idea = _may(int(request.context["number"]), request.user, context)
    named = _may(int(request.value), request.user, context)
    _, root = merging.pair(idea.number, named.number, context)
    _may(root.number, request.user, context)
    preview = _preview(idea, named, root, context)
    form = views.merge_form(idea, views.choice(named), preview)
    return Reply(form=form, place=Place.UPDATE)


def _preview(idea: Idea, named: Idea, root: Idea, context: Context) -> views.Preview:
    support = context.store.support
    both = [*_family(idea, context), *_family(root, context)]
    return views.Preview(
        likeness(root, context),
        named,
        support.evidence(idea.id or 0).people,
        support.behind(both),
    )


def _family(idea: Idea, context: Context) -> list[int]:
    return context.store.merges.family(idea.id or 0)


@feature.form("merge.submit")
def submit(request: Request, context: Context) -> Reply:
    """Merge them, and tell everybody behind the one that goes on as the other."""
    number, into = int(request.context["number"]), int(request.entered("into") or 0)
    _may(number, request.user, context)
    named = _may(into, request.user, context)
    root = context.store.ideas.by_id(context.store.merges.root(named.id or 0))
    assert root is not None
    _may(root.number, request.user, context)
    merging.merge(number, into, request.user, context)
    return SILENT


@feature.button(views.UNDO)
def undo(request: Request, context: Context) -> Reply:
    """Take a duplicate out again, as it was."""
    idea = _may(int(request.value), request.user, context)
    idea, root = merging.unmerge(idea.number, request.user, context)
    return Reply(message=notices.told(views.undone(idea, root)))
