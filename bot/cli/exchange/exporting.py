"""`export DIR`: everything people said and were told, as files that can be loaded again."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from bot.cli.exchange.columns import FIELDS, READ_ONLY, Kind
from bot.cli.exchange.decisions import told
from bot.cli.exchange.files import Cells, write
from bot.cli.exchange.plan import utc
from bot.domain.money import Money, plain
from bot.store.stores import Store


def export(store: Store, folder: Path, suffix: str) -> Mapping[str, int]:
    """Write a file of each kind into `folder`, in a stable order; how many rows each has."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    for kind, rows in KINDS.items():
        path = folder / f"{kind}.{suffix}"
        written[path.name] = write(path, _columns(kind), rows(store))
    return written


def ideas(store: Store) -> Iterator[Cells]:
    """Every idea, by number."""
    stored = store.exchange.ideas()
    keys = {idea.id: idea.request for idea in stored}
    products = {product.id: product.key for product in store.products.all()}
    for idea in stored:
        cells = {
            "id": idea.request,
            "product": products.get(idea.product_id),
            "through": idea.source,
            "duplicate_of": keys.get(idea.duplicate_of),
        }
        yield _filled(Kind.IDEAS, cells, idea)


def support(store: Store) -> Iterator[Cells]:
    """All support, by idea and age."""
    for row, idea, customer in store.exchange.support():
        cells = {"idea": idea.request, "number": idea.number, "customer": customer}
        yield _filled(Kind.SUPPORT, cells, row)


def customers(store: Store) -> Iterator[Cells]:
    """Every customer, by name."""
    domains: dict[int, list[str]] = defaultdict(list)
    for domain, owner in store.exchange.domains().items():
        domains[owner].append(domain)
    for customer in store.customers.all():
        paid = customer.revenue
        cells = {
            "revenue": None if paid is None else plain(Money(paid, customer.currency)),
            "currency": None if paid is None else customer.currency,
            "domains": "; ".join(domains[customer.id or 0]),
        }
        yield _filled(Kind.CUSTOMERS, cells, customer)


def decisions(store: Store) -> Iterator[Cells]:
    """Every answer, by idea and number."""
    triggers = store.exchange.triggers()
    for decision, idea in store.exchange.decisions():
        cells = {
            "idea": idea.request,
            "idea_number": idea.number,
            "triggers": "; ".join(told(one) for one in triggers.get(decision.id or 0, ())),
        }
        yield _filled(Kind.DECISIONS, cells, decision)


KINDS = {
    Kind.IDEAS: ideas,
    Kind.SUPPORT: support,
    Kind.CUSTOMERS: customers,
    Kind.DECISIONS: decisions,
}


def _filled(kind: Kind, cells: Mapping[str, object], row: object) -> Cells:
    """All fields of a kind: those given, and the row's own for the others."""
    return {
        name: _cell(cells[name] if name in cells else getattr(row, name)) for name in _columns(kind)
    }


def _columns(kind: Kind) -> list[str]:
    return [name for name in FIELDS[kind] if (kind, name) not in READ_ONLY]


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return utc(value).isoformat()
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
