"""What stands behind an idea: people, customers and their revenue, told apart and never mixed."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from msgspec import Struct, field

from bot.words import Importance

RANKS = {importance: rank for rank, importance in enumerate(Importance, 1)}
"""The higher, the more it matters; what nobody said ranks 0."""


class Evidence(Struct, frozen=True):
    """An idea and everything merged into it: a person counts once, and so does a customer."""

    people: int = 0
    customers: int = 0
    revenue: Mapping[str, int] = field(default_factory=dict)
    """A year's revenue of these customers in minor units, by currency; never summed across."""
    importance: Mapping[Importance, int] = field(default_factory=dict)
    """How many people said so; whoever said several things counts for the strongest."""


class Count(NamedTuple):
    """People with a rank, or customers with a currency: what a store counted."""

    number: int
    rank: int | None = None
    """The strongest importance these people named; None where customers are counted."""
    currency: str = ""
    revenue: int | None = None


def gathered(counts: Iterable[Count]) -> Evidence:
    """The evidence that counts of people by rank and of customers by currency make."""
    people = {count.rank: count.number for count in counts if count.rank is not None}
    customers = [count for count in counts if count.rank is None]
    return Evidence(
        people=sum(people.values()),
        customers=sum(count.number for count in customers),
        revenue={c.currency: c.revenue for c in customers if c.revenue is not None},
        importance={word: people[rank] for word, rank in RANKS.items() if rank in people},
    )
