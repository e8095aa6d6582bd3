"""What loading a file would do, before it is done."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import NamedTuple, TypeVar

from bot.cli.exchange.files import Row
from bot.domain.customers import domains_of, folded
from bot.errors import UserError
from bot.store.stores import Store

T = TypeVar("T")
MEMBER = re.compile(r"(?:<@)?([UW][A-Z0-9]{5,})(?:\|[^>]*)?>?")


class Fault(NamedTuple):
    """A row that cannot be read: where, in which field, and what to do."""

    at: int
    field: str
    what: str


class Step(NamedTuple):
    """One row that brings something: what it is called, and how it is stored."""

    at: int
    new: bool
    label: str
    store: Callable[[], None]


@dataclass(slots=True)
class Plan:
    """All of it: nothing is stored unless every row can be."""

    first: list[Callable[[], None]] = field(default_factory=list)
    """What must be out of the way before the rows are stored."""
    steps: list[Step] = field(default_factory=list)
    same: int = 0
    faults: list[Fault] = field(default_factory=list)
    later: list[Callable[[], None]] = field(default_factory=list)
    """What refers to the rows, once they have their ids."""

    def carry_out(self, store: Store) -> None:
        """Store everything, in the transaction of `store`."""
        for act in self.first:
            act()
        for step in self.steps:
            step.store()
        store.exchange.flush()
        for act in self.later:
            act()
        store.exchange.flush()

    def each(self, rows: Iterable[Row], read: Callable[[Row], None]) -> None:
        """Read every row; what is wrong with one is noted, and the next is read."""
        for row in rows:
            try:
                read(row)
            except UserError as error:
                self.faults.append(Fault(row.at, error.field or "", str(error)))

    def note(self, step: Step, *, changes: bool) -> None:
        """Count a row in: one to be stored, or one that is there already."""
        if changes:
            self.steps.append(step)
        else:
            self.same += 1


@dataclass(frozen=True, slots=True)
class Loading:
    """What one load knows beside its rows."""

    store: Store
    now: datetime
    source: str
    """Where the file comes from: ids of two sources are never taken for each other."""
    unit: str = "line"
    """What rows are counted by."""
    ours: bool = False
    """Whether it is an export of this program, whose ids are ideas' own."""
    instead: str | None = None
    """The Slack user for whom nobody else is known."""
    product: str | None = None
    """The product of ideas that name none."""
    people: Mapping[str, str] = field(default_factory=dict)
    """Slack users by e-mail address."""
    customers: Mapping[str, int] = field(default_factory=dict)
    """Customers by folded name."""
    domains: Mapping[str, int] = field(default_factory=dict)
    """Customers by e-mail domain."""

    def key(self, outer: str) -> str:
        """What an idea of this source is known by."""
        return outer if self.ours else f"import:{self.source}:{outer}"

    def idea(self, outer: str, known: Mapping[str, T]) -> T:
        """What is known of an idea by the id of its source. Raises UserError."""
        found = known.get(outer.strip()) or known.get(self.key(outer.strip()))
        if found is None:
            raise UserError(f"There is no idea with the id {outer}. Load ideas first.", "idea")
        return found

    def place(self, at: int) -> str:
        """Where a row is."""
        return f"{self.unit} {at}"

    def member(self, text: str) -> str | None:
        """The Slack user meant by an id or an address, where there is one."""
        found = MEMBER.fullmatch(text.strip())
        return found[1] if found else self.people.get(text.strip().casefold())

    def person(self, text: str, name: str) -> str:
        """The same, or who stands in for people nobody knows. Raises UserError."""
        known = self.member(text) or self.instead
        if known is None:
            who = f"Nobody is known as {text}" if text.strip() else "Nobody is named"
            raise UserError(
                f"{who}. Give a Slack member id or a known address, or --as U012AB3CD.", name
            )
        return known

    def customer(self, name: str, address: str) -> int | None:
        """The customer of this name, else the one an e-mail address belongs to. UserError."""
        if not name.strip():
            found = [
                self.domains[domain] for domain in domains_of(address) if domain in self.domains
            ]
            return found[0] if "@" in address and found else None
        if folded(name) not in self.customers:
            raise UserError(f"There is no customer {name}. Load customers first.", "customer")
        return self.customers[folded(name)]


# --- Cells as values


def utc(value: datetime) -> datetime:
    """An instant in UTC, which a database may leave unsaid."""
    return value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)


def instant(text: str, name: str) -> datetime | None:
    """An ISO instant, in UTC where it names no zone. Raises UserError."""
    words = re.sub(r"\s*UTC$", "", text.strip())
    words = re.sub(r"\s+([+-]\d{2}:?\d{2})$", r"\1", words)
    if not words:
        return None
    try:
        found = datetime.fromisoformat(words)
    except ValueError as error:
        raise UserError(
            f"“{text}” is no date: write 2026-11-23 or 2026-11-23T08:00Z.", name
        ) from error
    return utc(found)


def day(text: str, name: str) -> date | None:
    """An ISO day. Raises UserError."""
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as error:
        raise UserError(f"“{text}” is no day: write 2026-11-23.", name) from error


def meant(text: str, words: Mapping[str, T], name: str) -> T | None:
    """The member of a closed set that a word means, however it is written. Raises UserError."""
    plain = " ".join(re.findall(r"[^\W_]+", text.casefold()))
    if not plain:
        return None
    if plain not in words:
        known = ", ".join(sorted(words))
        raise UserError(f"“{text}” means nothing here. Known: {known}.", name)
    return words[plain]


def mark(cell: str) -> str:
    """What tells two texts apart, in a few characters."""
    return blake2b(cell.strip().encode(), digest_size=6).hexdigest()
