"""How differences between ideas and Jira look, each with its cause and what can be done."""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from bot.message import Block, Form, Message
from bot.models import Product
from bot.views import blocks, inputs
from bot.views.jira import Jira
from bot.views.sync import NAMES, OWNED, value_shown
from bot.views.text import counted, cut, escaped, line
from bot.words import SyncedField

SHOWN = 15
"""Differences of one report: each takes two of a message's blocks."""
VALUE = 120


class Cause(StrEnum):
    """Why two sides differ."""

    ONCE = "It is sent when the issue is created, and left alone from then on."
    OFF = "It is not synced for this product."
    STOPPED = "It was stopped for this issue."
    REFUSED = "Jira did not take it."
    FOLLOWED = "The status follows Jira; the issue of a dropped idea is left as it is."
    WAITING = "It is on its way."


class Difference(Struct, frozen=True):
    """One field of one idea and its issue."""

    number: int
    title: str
    key: str
    link: int
    field: SyncedField
    local: str
    remote: str
    cause: Cause
    trouble: str = ""

    @property
    def takes(self) -> bool:
        """Whether an idea can take what Jira holds."""
        return self.field in OWNED


class Broken(Struct, frozen=True):
    """An idea whose issue is `gone`, or where no product here is kept."""

    number: int
    title: str
    key: str
    link: int
    gone: bool

    @property
    def why(self) -> str:
        """What is wrong with its issue."""
        return GONE if self.gone else AWAY


GONE = "It is gone from Jira: deleted, or hidden from my account."
AWAY = "No product here is kept in its Jira project: I look at it once a day only."


def report(
    product: Product,
    found: Sequence[Difference],
    broken: Sequence[Broken],
    base: str | None,
    above: Sequence[Block] = (),
) -> Message:
    """The drift report of one product: what is to be answered `above`, what leads to no issue."""
    name, many = escaped(product.name), len(found) + len(broken)
    if not many and not above:
        text = f":white_check_mark: {name} and Jira hold the same."
        return Message(text, (blocks.section(text),))
    differs = f"{product.name}: {counted(many, 'difference')} from Jira"
    title = differs if many else f"{product.name} and Jira"
    shown: list[Block] = [blocks.header(title), *above]
    for one in broken[:SHOWN]:
        words = f"{_head(one, Jira(base))}\n_{one.why}_"
        shown += [blocks.section(words), blocks.actions(f"drift-{one.link}", _relink(one))]
    for item in found[: max(0, SHOWN - len(broken))]:
        shown += [blocks.section(_said(item, Jira(base))), _controls(item)]
    if many > SHOWN:
        shown.append(blocks.context(f"… and {many - SHOWN} more, once these are settled."))
    return Message(escaped(title), tuple(shown))


def _head(item: Difference | Broken, jira: Jira) -> str:
    return f"*#{item.number}* {escaped(cut(line(item.title), 80))}  ·  {jira.item(item.key)}"


def _relink(item: Difference | Broken) -> Block:
    return blocks.button("drift.relink", "Relink …", str(item.link))


def _said(item: Difference, jira: Jira) -> str:
    head = _head(item, jira)
    ours, theirs = (escaped(_short(item.field, v)) for v in (item.local, item.remote))
    words = f"{NAMES[item.field]}: {ours} here, {theirs} in Jira."
    why = f" {escaped(cut(item.trouble, 300))}" if item.trouble else ""
    return f"{head}\n{words}\n_{item.cause}_{why}"


def _short(field: SyncedField, value: str) -> str:
    return value_shown(field, cut(value, VALUE))


def _controls(item: Difference) -> Block:
    value = f"{item.link}:{item.field}"
    takes = [blocks.button("drift.take", "Take Jira's", value)] if item.takes else []
    send = blocks.button("drift.send", "Send ours", value)
    stops = item.cause is not Cause.STOPPED
    last = (
        blocks.button("drift.stop", "Stop syncing it", value)
        if stops
        else blocks.button("drift.resume", "Sync it again", value)
    )
    return blocks.actions(f"drift-{value}", *takes, send, last, _relink(item))


def relink_form(number: int, title: str, key: str, link: int) -> Form:
    """What another issue an idea is to be tied to."""
    text = (
        f"*#{number}* {escaped(cut(line(title), 200))}\nIt is tied to {escaped(key)}. Its answer, "
        "its people and its history stay; what both hold is compared anew."
    )
    field = inputs.Input("issue", "Jira issue", "Its key, such as ABC-123, or its address.")
    return Form(
        "drift.relinked",
        "Another Jira issue",
        (blocks.section(text), inputs.text_input(field, most=300)),
        submit="Relink",
        context={"link": link},
        again=("drift.relink", str(link)),
    )


def plain(item: Difference | Broken) -> str:
    """One difference as a line of the command line."""
    if isinstance(item, Broken):
        return f"#{item.number} {item.key}: {item.why}"
    ours, theirs = (_short(item.field, value) for value in (item.local, item.remote))
    why = f" {item.trouble}" if item.trouble else ""
    words = f"{NAMES[item.field]} {ours} here, {theirs} in Jira. {item.cause}{why}"
    return f"#{item.number} {item.key}: {words}"
