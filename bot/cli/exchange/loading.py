"""`load KIND FILE`: a file taken over whole or not at all; the same file again changes nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.cli.exchange.columns import Kind, Mapped, mapped
from bot.cli.exchange.customers import Customers
from bot.cli.exchange.decisions import Decisions
from bot.cli.exchange.files import Row, Sheet, read
from bot.cli.exchange.ideas import Ideas
from bot.cli.exchange.plan import MEMBER, Loading, Plan
from bot.cli.exchange.support import Supports
from bot.errors import UserError
from bot.store.database import Database
from bot.store.stores import Store

PLANS: Mapping[Kind, Callable[[Sequence[Row], Loading], Plan]] = {
    Kind.IDEAS: lambda rows, loading: Ideas(rows, loading).planned(),
    Kind.SUPPORT: lambda rows, loading: Supports(rows, loading).planned(),
    Kind.CUSTOMERS: lambda rows, loading: Customers(rows, loading).planned(),
    Kind.DECISIONS: lambda rows, loading: Decisions(rows, loading).planned(),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What shall be loaded, and how its file is to be read."""

    kind: Kind
    path: Path
    columns: Mapping[str, str] = field(default_factory=dict)
    """Fields by column, for what is not recognised; `-` for what shall not be read."""
    source: str = "file"
    instead: str | None = None
    product: str | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did, or would do."""

    wish: Wish
    mapped: Mapped
    plan: Plan
    unit: str


def load(database: Database, workspace: int, wish: Wish, now: datetime) -> Loaded:
    """Store the file in one transaction. Raises UserError that names every row at fault."""
    if wish.instead is not None and not MEMBER.fullmatch(wish.instead):
        raise UserError("--as wants a Slack member id such as U012AB3CD.")
    sheet = read(wish.path)
    chosen = mapped(wish.kind, sheet.columns, wish.columns)
    work = database.look if wish.dry_run else database.commit
    return work(lambda stores: _load(stores.of(workspace), wish, sheet, chosen, now))


def _load(store: Store, wish: Wish, sheet: Sheet, chosen: Mapped, now: datetime) -> Loaded:
    if not wish.dry_run:
        store.exchange.last_number(lock=True)
    loading = Loading(
        store,
        now,
        wish.source,
        sheet.unit,
        ours={"id", "through"} <= chosen.by_field.keys(),
        instead=wish.instead,
        product=wish.product,
        people=store.exchange.addresses(),
        customers={customer.folded: customer.id or 0 for customer in store.customers.all()},
        domains=store.exchange.domains(),
    )
    plan = PLANS[wish.kind](_by_field(sheet, chosen), loading)
    if plan.faults:
        raise UserError("\n".join(_refused(wish, sheet, plan)))
    if not wish.dry_run:
        plan.carry_out(store)
    return Loaded(wish, chosen, plan, sheet.unit)


def _by_field(sheet: Sheet, chosen: Mapped) -> list[Row]:
    return [
        Row(row.at, {name: row.cells[column] for name, column in chosen.by_field.items()})
        for row in sheet.rows
    ]


def _refused(wish: Wish, sheet: Sheet, plan: Plan) -> list[str]:
    at_fault = len({fault.at for fault in plan.faults})
    lines = [
        f"{wish.path.name}: nothing was stored, {at_fault} of {len(sheet.rows)} rows won't do."
    ]
    for fault in sorted(plan.faults):
        where = f"{sheet.unit} {fault.at}" + (f", {fault.field}" if fault.field else "")
        lines.append(f"{where}: {fault.what}")
    return lines
