"""`/drift`: where ideas and their Jira issues differ, why, and a way out of each difference."""

from bot.errors import UserError
from bot.feature import Context, Feature
from bot.message import SILENT, Block, Reply
from bot.models import Idea, IdeaIssue, Product
from bot.request import Request
from bot.services import drift, owed, reconcile, refresh, relinking, vanishing
from bot.services.naming import product_named, run_by, whom_to_ask
from bot.services.reconcile import Standing
from bot.services.sides import Pair
from bot.views import drift as views
from bot.views import vanished
from bot.words import SyncedField

UNTIED = "That issue is not tied to its idea any more."

feature = Feature("See where ideas and Jira differ, and settle it", scopes=("commands",))


@feature.command("/drift", usage="[product key]")
def show(request: Request, context: Context) -> Reply:
    """The drift report of a product."""
    product = product_named(request.text, context)
    run_by(request.user, product, context)
    return _report(product, context)


def _report(product: Product, context: Context) -> Reply:
    found, broken = drift.differences(product, context), drift.broken(product, context)
    report = views.report(product, found, broken, context.links.jira, _vanished(product, context))
    return Reply(message=report)


def _vanished(product: Product, context: Context) -> list[Block]:
    """The question what became of issues that vanished at once, where nobody answered it yet."""
    rows = vanishing.pending(product.project or "", context)[:1]
    base = context.links.jira
    shown = [vanished.asked(r, vanishing.keys(r, vanished.SAMPLES, context), base) for r in rows]
    return [block for one in shown for block in one]


@feature.button("drift.take")
def take(request: Request, context: Context) -> Reply:
    """The idea takes what Jira holds."""
    pair, stands = _chosen(request, context)
    if stands.local != stands.remote:
        reconcile.take(stands, pair, context)
        context.store.fields.save(stands.state)
        context.store.ideas.add(pair.idea)
        owed.card(pair.idea, context)
    return _again(pair, context)


@feature.button("drift.send")
def send(request: Request, context: Context) -> Reply:
    """Jira is to hold what the idea holds, also where it refused it before."""
    pair, stands = _chosen(request, context)
    if stands.local != stands.remote:
        reconcile.send(stands, pair, context)
        context.store.fields.save(stands.state)
    return _again(pair, context)


@feature.button("drift.stop")
def stop(request: Request, context: Context) -> Reply:
    """Leave this field of this issue alone."""
    return _switched(request, context, off=True)


@feature.button("drift.resume")
def resume(request: Request, context: Context) -> Reply:
    """Keep it in step again."""
    return _switched(request, context, off=False)


@feature.button("drift.relink")
def relink(request: Request, context: Context) -> Reply:
    """Ask which issue the idea is to be tied to."""
    idea, link = _tied(int(request.value), request.user, context)
    return Reply(form=views.relink_form(idea.number, idea.title, link.key, link.id or 0))


@feature.form("drift.relinked")
def relinked(request: Request, context: Context) -> Reply:
    """Have the issue looked up, and the idea tied to it where it is there."""
    idea, link = _tied(int(request.context["link"]), request.user, context)
    try:
        key = relinking.free(request.entered("issue"), idea, link, context)
    except UserError as error:
        raise UserError(str(error), "issue") from error
    relinking.begin(idea, link, key, request.user, context)
    return SILENT


def _tied(link: int, user: str, context: Context) -> tuple[Idea, IdeaIssue]:
    """An idea and its issue, as its PM sees them; locked."""
    tied = context.store.fields.tied(link)
    if tied is None:
        raise UserError(UNTIED)
    product = context.store.products.by_id(tied[0].product_id)
    if not context.decides_for(user, product):
        who = whom_to_ask(product, context)
        raise UserError(f"Only its PMs tie #{tied[0].number} to another issue: ask {who}.")
    return tied


def _switched(request: Request, context: Context, *, off: bool) -> Reply:
    pair, stands = _chosen(request, context)
    stands.state.off = off
    context.store.fields.save(stands.state)
    context.record("sync stopped" if off else "sync resumed", request.user, idea=pair.idea.id)
    refresh.issues_of(pair.idea, context)
    return _again(pair, context)


def _chosen(request: Request, context: Context) -> tuple[Pair, Standing]:
    link, _, field = request.value.partition(":")
    found = drift.found(int(link), SyncedField(field), context)
    if found is None:
        raise UserError(UNTIED)
    product = context.store.products.by_id(found[0].idea.product_id)
    if product is None:
        raise UserError(f"#{found[0].idea.number} has no product any more.")
    run_by(request.user, product, context)
    return found


def _again(pair: Pair, context: Context) -> Reply:
    product = context.store.products.by_id(pair.idea.product_id)
    assert product is not None
    return Reply(replace=_report(product, context).message)
