"""What brings an answer back: conditions, and whether they hold."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from bot.domain import money
from bot.domain.money import Money
from bot.errors import UserError
from bot.words import TriggerKind


class Condition(Struct, frozen=True):
    """One thing an answer waits for; `value` is what the store keeps of it, by kind."""

    kind: TriggerKind
    value: str
    name: str = ""
    """What people call a release or an item."""

    @property
    def day(self) -> date:
        """The day a date waits for."""
        return date.fromisoformat(self.value)

    @property
    def money(self) -> Money:
        """The yearly revenue that is waited for."""
        amount, currency = self.value.split()
        return Money(int(amount), currency)


class Facts(Struct, frozen=True):
    """What conditions are held against, as of one instant."""

    today: date
    people: int = 0
    """People behind the idea."""
    revenue: Mapping[str, int] = field(default_factory=dict)
    """Their customers' revenue in minor units, by currency."""
    released: frozenset[str] = frozenset()
    """Ids of the releases that are out."""
    done: frozenset[str] = frozenset()
    """Ids of the issues that are done."""


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether it has come true."""
    match condition.kind:
        case TriggerKind.DATE:
            return condition.day <= facts.today
        case TriggerKind.SUPPORTERS:
            return facts.people >= int(condition.value)
        case TriggerKind.REVENUE:
            wanted = condition.money
            return facts.revenue.get(wanted.currency, 0) >= wanted.amount
        case TriggerKind.RELEASE:
            return condition.value in facts.released
        case TriggerKind.ITEM:
            return condition.value in facts.done


def dated(text: str) -> Condition:
    """A day, as a form gives it. Raises UserError."""
    if not text:
        raise UserError("Choose the day it comes back.")
    return Condition(TriggerKind.DATE, date.fromisoformat(text).isoformat())


def supported(text: str) -> Condition:
    """A number of people. Raises UserError."""
    if not text.isdigit() or int(text) < 1:
        raise UserError("Enter how many people must stand behind it.")
    return Condition(TriggerKind.SUPPORTERS, str(int(text)))


def paid(text: str) -> Condition:
    """A year's revenue with its currency. Raises UserError."""
    wanted = money.parsed(text)
    if wanted.amount <= 0:
        raise UserError("Enter what their customers must pay a year, such as 50,000 EUR.")
    return Condition(TriggerKind.REVENUE, f"{wanted.amount} {wanted.currency}")


def must_wait(condition: Condition, facts: Facts) -> None:
    """Raises UserError where it holds already: nothing would ever come back by itself."""
    if not holds(condition, facts):
        return
    raise UserError(
        {
            TriggerKind.DATE: "Choose a day after today.",
            TriggerKind.SUPPORTERS: f"It has {facts.people} already: enter more.",
            TriggerKind.REVENUE: "Its customers pay that already: enter more.",
            TriggerKind.RELEASE: f"{condition.name or 'That release'} is out already.",
            TriggerKind.ITEM: f"{condition.name or 'That item'} is done already.",
        }[condition.kind]
    )
