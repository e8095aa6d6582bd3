"""`/sync`: which way each field goes between a product's ideas and Jira, and who keeps it."""

from bot.domain import labels
from bot.errors import UserError
from bot.feature import Context, Feature
from bot.message import SILENT, Form, Reply
from bot.models import FieldRule, Product
from bot.request import Request
from bot.services import drift
from bot.services.naming import existing_product, product_named, run_by
from bot.services.reconcile import Standing, rules, standings
from bot.services.sides import Pair, named
from bot.views import sync as views
from bot.words import Direction, Side, SyncedField

feature = Feature("Set which way each field goes between ideas and Jira", scopes=("commands",))


@feature.command("/sync", usage="[product key]")
def settings(request: Request, context: Context) -> Reply:
    """Open the form of a product."""
    product = product_named(request.text, context)
    run_by(request.user, product, context)
    return Reply(form=_form(product, context))


@feature.button("sync.edit")
def edit(request: Request, context: Context) -> Reply:
    """Open the form where it could not be opened in time."""
    return Reply(form=_form(_product(int(request.value), request.user, context), context))


def _product(number: int, user: str, context: Context) -> Product:
    product = existing_product(number, context)
    run_by(user, product, context)
    return product


def _form(product: Product, context: Context) -> Form:
    if product.project is None:
        raise UserError("This product has no Jira project yet: give it one with `/product`.")
    pair = next(iter(drift.pairs(product, context)), None)
    seen = standings(pair, context) if pair else []
    examples = {s.field: _example(s, pair, context) for s in seen if pair}
    return views.rules_form(product, rules(product.id, context), examples)


def _example(stands: Standing, pair: Pair, context: Context) -> views.Example:
    sides = [named(stands.field, value, context) for value in (stands.local, stands.remote)]
    return views.Example(pair.idea.number, pair.item.key, *sides)


@feature.form("sync.submit")
def submit(request: Request, context: Context) -> Reply:
    """Store the rules; they hold from the next reading of each issue on."""
    product = _product(int(request.context["product"]), request.user, context)
    assert product.id is not None
    product.labels = _labels(request)
    product.labelled = request.entered("labelled") != Direction.OFF
    chosen = {"labels": ", ".join(product.labels) if product.labelled else Direction.OFF.value}
    for field in SyncedField:
        rule = FieldRule(
            product_id=product.id,
            field=field,
            direction=Direction(request.entered(f"direction_{field}")),
            owner=Side(request.entered(f"owner_{field}") or Side.JIRA),
        )
        context.store.fields.set_rule(rule)
        chosen[field.value] = f"{rule.direction}, {rule.owner}"
    context.record("sync set up", request.user, product=product.key, rules=chosen)
    return SILENT


def _labels(request: Request) -> list[str]:
    try:
        return labels.labels(request.entered("labels"))
    except UserError as error:
        raise UserError(str(error), "labels") from error
