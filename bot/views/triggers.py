"""What brings an answer back, in words."""

from collections.abc import Sequence

from bot.domain import money
from bot.domain.triggers import Condition, Facts
from bot.views.text import counted, day, escaped, listed
from bot.words import TriggerKind


def comes_back(returns: Sequence[Condition]) -> str:
    """`on 4 Dec 2026 or at 10 supporters`."""
    return listed([_waits(one) for one in returns])


def _waits(one: Condition) -> str:
    match one.kind:
        case TriggerKind.DATE:
            return f"on {day(one.day)}"
        case TriggerKind.SUPPORTERS:
            return f"at {counted(int(one.value), 'supporter')}"
        case TriggerKind.REVENUE:
            return f"at {money.told(one.money)} a year"
        case TriggerKind.RELEASE:
            return f"when {escaped(one.name or 'a release')} is out"
        case TriggerKind.ITEM:
            return f"when {escaped(one.name or 'an item')} is done"


def happened(one: Condition, facts: Facts) -> str:
    """Why it is back, as a sentence of plain text."""
    match one.kind:
        case TriggerKind.DATE:
            return f"it was to come back on {day(one.day)}."
        case TriggerKind.SUPPORTERS:
            return f"{facts.people} people stand behind it by now."
        case TriggerKind.REVENUE:
            wanted = one.money
            paid = money.Money(facts.revenue[wanted.currency], wanted.currency)
            return f"its customers pay {money.told(paid)} a year by now."
        case TriggerKind.RELEASE:
            return f"{one.name or 'the release it waited for'} is out."
        case TriggerKind.ITEM:
            return f"{one.name or 'the item it waited for'} is done."
