"""Loading support: one row for a person, an idea and a customer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.cli.exchange.files import Row
from bot.cli.exchange.plan import Loading, Plan, Step, instant, meant, utc
from bot.cli.exchange.words import IMPORTANCE
from bot.errors import UserError
from bot.models import Support
from bot.words import Importance


@dataclass(frozen=True, slots=True)
class Said:
    """One row, read; None where it says nothing."""

    idea: int
    person: str
    by: str | None
    customer: int | None
    importance: Importance | None
    quote: str
    at: datetime | None


class Supports:
    """What a file of support would change."""

    def __init__(self, rows: Sequence[Row], loading: Loading) -> None:
        self.rows, self.loading, self.plan = rows, loading, Plan()
        store = loading.store
        self.ideas = {idea.request: idea.id or 0 for idea in store.exchange.ideas()}
        self.known = {
            (row.idea_id, row.person, row.customer_id): row
            for row, _, _ in store.exchange.support()
        }
        self.seen: dict[tuple[int, str, int | None], int] = {}

    def planned(self) -> Plan:
        """Each row new support, changed, there already, or a fault."""
        said: list[tuple[Row, Said]] = []
        self.plan.each(self.rows, lambda row: said.append((row, self._said(row))))
        for row, one in said:
            self._row(row, one)
        return self.plan

    def _said(self, row: Row) -> Said:
        cells = row.cells
        person = self.loading.person(cells["person"], "person")
        by = cells.get("by", "").strip()
        said = Said(
            self.loading.idea(cells["idea"], self.ideas),
            person,
            self.loading.person(by, "by") if by else None,
            self.loading.customer(cells.get("customer", ""), cells["person"]),
            meant(cells.get("importance", ""), IMPORTANCE, "importance"),
            cells.get("quote", "").strip(),
            instant(cells.get("at", ""), "at"),
        )
        first = self.seen.setdefault((said.idea, person, said.customer), row.at)
        if first != row.at:
            where = self.loading.place(first)
            raise UserError(f"The same person, idea and customer as in {where}.", "person")
        return said

    def _row(self, row: Row, said: Said) -> None:
        known = self._known(said)
        changes = {
            "customer_id": said.customer,
            "by": said.by,
            "importance": said.importance,
            "quote": said.quote,
            "at": said.at,
        }
        target = known or Support(
            workspace_id=self.loading.store.workspace,
            idea_id=said.idea,
            person=said.person,
            by=said.person,
            at=self.loading.now,
        )
        changes = {
            name: value
            for name, value in changes.items()
            if value and _comparable(getattr(target, name)) != value
        }
        label = said.quote or f"{said.person} supports"
        step = Step(row.at, known is None, label, lambda: self._store(target, changes))
        self.plan.note(step, changes=known is None or bool(changes))

    def _known(self, said: Said) -> Support | None:
        """The same support, else the person's own that says nothing yet and no row speaks of."""
        same = self.known.get((said.idea, said.person, said.customer))
        alone = (said.idea, said.person, None)
        bare = self.known.get(alone)
        if same or bare is None or alone in self.seen or bare.importance or bare.quote:
            return same
        del self.known[alone]
        return bare

    def _store(self, target: Support, changes: Mapping[str, object]) -> None:
        for name, value in changes.items():
            setattr(target, name, value)
        self.loading.store.exchange.add(target)


def _comparable(value: object) -> object:
    """Databases may return instants without their zone."""
    return utc(value) if isinstance(value, datetime) else value
