"""Loading ideas: known again by the id they have where they come from."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.cli.exchange.files import Cells, Row
from bot.cli.exchange.plan import Loading, Plan, Step, day, instant, mark, meant
from bot.cli.exchange.words import PRIORITIES, SOURCES, STATUSES
from bot.domain import ideas as domain
from bot.errors import UserError
from bot.models import Event, Idea, Merge, Support
from bot.store.exchange import IMPORTED
from bot.words import Source, Status

FOLLOWED = {name: name for name in ("title", "problem", "priority", "status", "permalink")}
FOLLOWED["product"] = "product_id"
"""What a newer file may change of an idea there is already; merging is done in Slack."""
SETTLED = (Status.DUPLICATE, Status.WITHDRAWN)
"""Where a file moves no idea there is already, to or from."""


class Ideas:
    """What a file of ideas would change."""

    def __init__(self, rows: Sequence[Row], loading: Loading) -> None:
        self.rows, self.loading = rows, loading
        stored = loading.store.exchange.ideas()
        self.known = {idea.request: idea for idea in stored}
        self.taken = {idea.number for idea in stored}
        self.last = max([loading.store.exchange.last_number(), *self.taken])
        self.said = loading.store.exchange.said_before()
        self.products = {
            word.casefold(): product.id
            for product in loading.store.products.all()
            for word in (product.name, product.key)
        }
        self.rows_of: dict[str, int] = {}
        by_id = {idea.id: idea.request for idea in stored}
        self.pointers = {
            idea.request: by_id[idea.duplicate_of] for idea in stored if idea.duplicate_of
        }
        self.made: list[tuple[Idea, Cells]] = []
        self.changed: list[tuple[Idea, Cells]] = []
        self.plan = Plan()

    def planned(self) -> Plan:
        """Each row a new idea, a changed one, one there is, or a fault."""
        self.plan.each(self.rows, self._once)
        first = [row for row in self.rows if self.rows_of[self._key(row)] == row.at]
        self.plan.each(first, self._row)
        self.plan.later.append(self._settle)
        return self.plan

    def _key(self, row: Row) -> str:
        """The id of its source; without ids, its words."""
        outer = row.cells.get("id", "").strip()
        if outer in self.known:
            return outer
        words = " ".join(row.cells.get("title", "").casefold().split())
        return self.loading.key(outer or mark(words))

    def _once(self, row: Row) -> None:
        first = self.rows_of.setdefault(self._key(row), row.at)
        if first != row.at:
            what = "id" if row.cells.get("id", "").strip() else "title"
            raise UserError(
                f"The same {what} as in {self.loading.place(first)}. Each idea needs its own id.",
                what,
            )

    def _row(self, row: Row) -> None:
        key, cells = self._key(row), row.cells
        self._customer(cells)
        idea, values = self.known.get(key), self._values(cells)
        if idea is not None:
            changes = self._changes(idea, cells, values)
            step = Step(row.at, False, idea.title, lambda: self._change(idea, changes))
            self.plan.note(step, changes=bool(changes))
            if changes:
                self.changed.append((idea, cells))
            return
        values.update(self._pointed(key, cells, values))
        made = self._made(key, values, cells)
        self.known[key] = made
        self.made.append((made, cells))
        add = self.loading.store.exchange.add
        self.plan.note(Step(row.at, True, made.title, lambda: add(made)), changes=True)

    # --- What a row says

    def _values(self, cells: Mapping[str, str]) -> dict[str, Any]:
        """What is written, as an idea holds it; an empty cell says nothing."""
        wording = domain.worded(cells["title"])
        problem = "\n\n".join(filter(None, (wording.problem, cells.get("problem", "").strip())))
        found = {
            "title": wording.title,
            "problem": problem,
            "priority": meant(cells.get("priority", ""), PRIORITIES, "priority"),
            "status": meant(cells.get("status", ""), STATUSES, "status"),
            "product_id": self._product(cells),
            "due_on": day(cells.get("due_on", ""), "due_on"),
            "created_at": instant(cells.get("created_at", ""), "created_at"),
            "updated_at": instant(cells.get("updated_at", ""), "updated_at"),
            **{name: cells.get(name, "").strip() for name in ("channel", "thread", "permalink")},
        }
        return {name: value for name, value in found.items() if value}

    def _product(self, cells: Mapping[str, str]) -> int | None:
        name = cells.get("product", "").strip() or self.loading.product or ""
        if name and name.casefold() not in self.products:
            raise UserError(
                f"There is no product {name}. Set it up with /product, or leave the column out.",
                "product",
            )
        return self.products.get(name.casefold())

    def _pointed(
        self, key: str, cells: Mapping[str, str], values: Mapping[str, Any]
    ) -> dict[str, Any]:
        """A duplicate's status, once it is sure that its idea is there and leads to no circle."""
        outer = cells.get("duplicate_of", "").strip()
        if not outer:
            if values.get("status") is Status.DUPLICATE:
                raise UserError("Of which idea? Fill duplicate_of with its id.", "duplicate_of")
            return {}
        root = next((k for k in (outer, self.loading.key(outer)) if self._is_known(k)), None)
        if root is None:
            raise UserError(f"There is no idea with the id {outer}.", "duplicate_of")
        self.pointers[key] = root
        climbed: str | None = root
        while climbed is not None:
            if climbed == key:
                raise UserError("These duplicates lead in a circle.", "duplicate_of")
            climbed = self.pointers.get(climbed)
        return {"status": Status.DUPLICATE}

    def _is_known(self, key: str) -> bool:
        return key in self.known or key in self.rows_of

    # --- New ideas

    def _made(self, key: str, values: Mapping[str, Any], cells: Mapping[str, str]) -> Idea:
        loading = self.loading
        asked = loading.person(cells.get("requester", ""), "requester")
        by = cells.get("filed_by", "").strip()
        since = values.get("created_at", loading.now)
        given: dict[str, Any] = {
            "workspace_id": loading.store.workspace,
            "number": self._number(cells.get("number", "").strip().removeprefix("#")),
            "request": key,
            "requester": asked,
            "filed_by": loading.person(by, "filed_by") if by else asked,
            "source": meant(cells.get("through", ""), SOURCES, "through") or Source.IMPORT,
            "created_at": since,
            "updated_at": since,
        }
        return Idea(**given | dict(values))

    def _number(self, wanted: str) -> int:
        """The number it had, where that is free; else the next."""
        free = wanted.isdecimal() and 0 < int(wanted) < 10**9 and int(wanted) not in self.taken
        number = int(wanted) if free else self.last + 1
        self.taken.add(number)
        self.last = max(self.last, number)
        return number

    def _settle(self) -> None:
        """Requesters stand behind their ideas; duplicates lead to theirs, and can be taken back."""
        exchange, made = self.loading.store.exchange, self.made
        for idea, _ in made:
            root = self.pointers.get(idea.request)
            if root is not None:
                idea.duplicate_of = self.known[root].id
        exchange.add_many(Support, [self._support(idea, cells) for idea, cells in made])
        merges = [self._merge(idea) for idea, _ in made if idea.duplicate_of]
        exchange.add_many(Merge, merges)
        exchange.add_many(
            Event, [self._said(idea, cells) for idea, cells in [*made, *self.changed]]
        )
        exchange.count_from(self.last)

    def _support(self, idea: Idea, cells: Mapping[str, str]) -> dict[str, Any]:
        return {
            "workspace_id": idea.workspace_id,
            "idea_id": idea.id,
            "person": idea.requester,
            "by": idea.filed_by,
            "customer_id": self._customer(cells),
            "quote": "",
            "at": idea.created_at,
        }

    def _customer(self, cells: Mapping[str, str]) -> int | None:
        return self.loading.customer(cells.get("customer", ""), cells.get("requester", ""))

    def _merge(self, idea: Idea) -> dict[str, Any]:
        return {
            "workspace_id": idea.workspace_id,
            "idea_id": idea.id,
            "into_id": idea.duplicate_of,
            "was": Status.NEW,
            "by": idea.filed_by,
            "at": idea.updated_at,
        }

    def _said(self, idea: Idea, cells: Mapping[str, str]) -> dict[str, Any]:
        """What the file said, kept so that the same file says nothing new."""
        said = {name: mark(cells[name]) for name in FOLLOWED if name in cells}
        asked = cells.get("requester", "")
        return {
            "workspace_id": idea.workspace_id,
            "idea_id": idea.id,
            "kind": IMPORTED,
            "by": "load",
            "at": self.loading.now,
            "detail": {**said, "source": self.loading.source, "requester": asked},
            "request": "",
        }

    # --- Ideas there are already

    def _changes(
        self, idea: Idea, cells: Mapping[str, str], values: Mapping[str, Any]
    ) -> dict[str, Any]:
        """What the file says anew: what it said before was taken over then, or changed here."""
        before = self.said.get(idea.id or 0, {})
        anew = {
            attribute: values[attribute]
            for name, attribute in FOLLOWED.items()
            if attribute in values and before.get(name) != mark(cells.get(name, ""))
        }
        if "title" in anew and "problem" in values:
            anew["problem"] = values["problem"]
        settled = idea.decisions or idea.status in SETTLED or anew.get("status") in SETTLED
        if settled:
            anew.pop("status", None)
        return {name: value for name, value in anew.items() if getattr(idea, name) != value}

    def _change(self, idea: Idea, changes: Mapping[str, Any]) -> None:
        for name, value in changes.items():
            setattr(idea, name, value)
        idea.updated_at = self.loading.now
        self.loading.store.exchange.add(idea)
