"""How it is said that an idea and its Jira issue differ, and what was done about it."""

from collections.abc import Mapping

from msgspec import Struct

from bot.domain.merge import Rule
from bot.message import Block, Form, Option
from bot.models import Product
from bot.views import blocks, inputs
from bot.views.text import cut, escaped
from bot.words import Direction, Priority, Side, SyncedField

NAMES = {
    SyncedField.PRIORITY: "Priority",
    SyncedField.STATUS: "Status",
    SyncedField.SUMMARY: "Title",
    SyncedField.LABEL: "Mark",
    SyncedField.VERSION: "Release",
}
PRIORITIES = {band.value: band.value.capitalize() for band in Priority}


def value_shown(field: SyncedField, value: str) -> str:
    """A field's value as people read it; not escaped."""
    if not value:
        return "nothing"
    if field is SyncedField.PRIORITY:
        return PRIORITIES.get(value, value)
    return f"“{value}”" if field is SyncedField.SUMMARY else value


def overridden(field: SyncedField, key: str, kept: str, lost: str) -> str:
    """Both sides changed a field."""
    return (
        f"{NAMES[field]} was changed here and in {key}. "
        f"Kept: {value_shown(field, kept)}. Overridden: {value_shown(field, lost)}."
    )


def stopped(field: SyncedField, key: str) -> str:
    """A change in Jira that an idea cannot follow."""
    if field is SyncedField.STATUS:
        return f"{key} was opened again in Jira. I leave its status alone from now on."
    return f"My label was taken off {key} in Jira. I leave it off from now on."


# --- Settings


DIRECTIONS = {
    Direction.BOTH: "Both ways",
    Direction.TO_JIRA: "From the idea to Jira",
    Direction.FROM_JIRA: "From Jira to the idea",
    Direction.ONCE: "To Jira once, when the issue is made",
    Direction.OFF: "Not at all",
}
OFFERED = {
    SyncedField.PRIORITY: tuple(DIRECTIONS),
    SyncedField.SUMMARY: tuple(DIRECTIONS),
    SyncedField.STATUS: (Direction.FROM_JIRA, Direction.BOTH),
    SyncedField.LABEL: (Direction.ONCE, Direction.TO_JIRA),
    SyncedField.VERSION: (Direction.BOTH, Direction.TO_JIRA, Direction.FROM_JIRA, Direction.OFF),
}
OWNED = (SyncedField.PRIORITY, SyncedField.SUMMARY, SyncedField.VERSION)
"""What both sides may change by hand."""
HINTS = {
    SyncedField.STATUS: "Both ways also closes the issue of an idea that is declined or withdrawn.",
    SyncedField.LABEL: "The label by which I find an issue again.",
    SyncedField.VERSION: "PMs plan ideas for a release in its details: see /release.",
}
OWNERS = {Side.JIRA: "Jira's value stays", Side.SLACK: "The idea's value stays"}


class Example(Struct, frozen=True):
    """What both sides of one idea hold today."""

    number: int
    key: str
    local: str
    remote: str


def rules_form(
    product: Product, rules: Mapping[SyncedField, Rule], examples: Mapping[SyncedField, Example]
) -> Form:
    """How a product keeps its fields in step, with what one of its ideas holds today."""
    shown: list[Block] = []
    for field in SyncedField:
        shown += _field(field, rules[field], examples.get(field))
    shown += _labels(product)
    return Form(
        "sync.submit",
        "Ideas and Jira",
        (blocks.section(f"*{escaped(product.name)}* and Jira {product.project}"), *shown),
        submit="Save",
        context={"product": product.id},
        again=("sync.edit", str(product.id)),
    )


def _labels(product: Product) -> list[Block]:
    """What new issues are labelled with: ideas have no labels, so nothing comes back."""
    way = Direction.ONCE if product.labelled else Direction.OFF
    ways = [Option(one.value, DIRECTIONS[one]) for one in (Direction.ONCE, Direction.OFF)]
    hint = "Every new issue gets them. By comma; Jira's labels have no spaces."
    text = inputs.Input("labels", "Labels of new issues", hint, optional=True)
    return [
        inputs.text_input(text, ", ".join(product.labels), placeholder="customer-request, q3"),
        inputs.choice(inputs.Input("labelled", "These labels go"), ways, way.value),
    ]


def _field(field: SyncedField, rule: Rule, example: Example | None) -> list[Block]:
    ways = [Option(way.value, DIRECTIONS[way]) for way in OFFERED[field]]
    way = inputs.Input(f"direction_{field}", NAMES[field], HINTS.get(field, ""))
    shown: list[Block] = [inputs.choice(way, ways, rule.direction.value)]
    if field in OWNED:
        sides = [Option(side.value, words) for side, words in OWNERS.items()]
        label = f"When the {NAMES[field].lower()} was changed on both sides"
        shown.append(inputs.choice(inputs.Input(f"owner_{field}", label), sides, rule.owner.value))
    if example is not None and field in OWNED:
        ours, theirs = (
            escaped(value_shown(field, cut(v, 120))) for v in (example.local, example.remote)
        )
        today = f"Today #{example.number} holds {ours}, {example.key} holds {theirs}."
        shown.append(blocks.context(today))
    return shown
