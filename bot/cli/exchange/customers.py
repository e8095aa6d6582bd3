"""Loading customers: told apart by folded name; a new name for known domains is a new name."""

from collections.abc import Mapping, Sequence
from functools import partial

from bot.cli.exchange.files import Row
from bot.cli.exchange.plan import Loading, Plan, Step
from bot.domain.customers import Profile, folded, profile
from bot.domain.money import Money, plain
from bot.errors import UserError
from bot.models import Customer, CustomerDomain


class Customers:
    """What a file of customers would change."""

    def __init__(self, rows: Sequence[Row], loading: Loading) -> None:
        self.rows, self.loading = rows, loading
        known = loading.store.customers.all()
        self.known = {customer.folded: customer for customer in known}
        self.by_id = {customer.id: customer for customer in known}
        self.domains: dict[int, list[str]] = {customer.id or 0: [] for customer in known}
        for domain, owner in loading.domains.items():
            self.domains[owner].append(domain)
        self.named = {folded(row.cells["name"]) for row in rows}
        self.seen: dict[str, int] = {}
        self.plan = Plan()

    def planned(self) -> Plan:
        """Each row a new customer, a changed one, one there is, or a fault."""
        self.plan.each(self.rows, self._row)
        return self.plan

    def _row(self, row: Row) -> None:
        entered = self._entered(row.cells)
        written = profile(entered)
        self._once(folded(written.name), "name", f"{written.name} is", row.at)
        for domain in written.domains:
            self._once(domain, "domains", f"{domain} is", row.at)
        customer = self.known.get(folded(written.name)) or self._renamed(written)
        full = profile(self._before(customer) | entered)
        self._must_be_free(full, customer)
        before = profile(self._before(customer)) if customer else None
        label = full.name
        if customer is not None and customer.name != full.name:
            label = f"{customer.name} is called {full.name} now"
        target = customer or self._new()
        step = Step(row.at, customer is None, label, lambda: self._store(target, full))
        self.plan.note(step, changes=full != before)
        if full != before:
            self._know_by(target, full)

    def _entered(self, cells: Mapping[str, str]) -> dict[str, str]:
        """What a row says; an empty cell says nothing."""
        entered = {name: cell for name, cell in cells.items() if cell.strip()}
        if "revenue" not in entered:
            entered.pop("currency", None)
        if "owner" in entered:
            owner = self.loading.member(entered["owner"])
            if owner is None:
                raise UserError("Give the owner's Slack member id or a known address.", "owner")
            entered["owner"] = owner
        return entered

    def _once(self, word: str, name: str, what: str, at: int) -> None:
        first = self.seen.setdefault(f"{name}:{word}", at)
        if first != at:
            raise UserError(
                f"{what} in {self.loading.place(first)} already. Keep one of the two.", name
            )

    def _renamed(self, written: Profile) -> Customer | None:
        """The one customer these domains belong to, unless the file knows it by its old name."""
        owners = {self.loading.domains.get(domain) for domain in written.domains} - {None}
        found = [self.by_id[owner] for owner in owners]
        if len(found) == 1 and found[0].folded not in self.named:
            return found[0]
        return None

    def _must_be_free(self, full: Profile, customer: Customer | None) -> None:
        for domain in full.domains:
            owner = self.by_id.get(self.loading.domains.get(domain))
            if owner is None or owner is customer:
                continue
            raise UserError(
                f"{domain} belongs to {owner.name}. Take it from them first.", "domains"
            )

    def _before(self, customer: Customer | None) -> dict[str, str]:
        if customer is None:
            return {}
        paid = customer.revenue
        return {
            "name": customer.name,
            "revenue": "" if paid is None else plain(Money(paid, customer.currency)),
            "currency": customer.currency,
            "tier": customer.tier,
            "segment": customer.segment,
            "owner": customer.owner or "",
            "domains": " ".join(self.domains[customer.id or 0]),
        }

    def _new(self) -> Customer:
        workspace = self.loading.store.workspace
        return Customer(workspace_id=workspace, name="", folded="", updated_at=self.loading.now)

    def _store(self, customer: Customer, full: Profile) -> None:
        customer.name, customer.folded = full.name, folded(full.name)
        customer.tier, customer.segment, customer.owner = full.tier, full.segment, full.owner
        if full.revenue is not None:
            customer.revenue, customer.currency = full.revenue
        customer.updated_at = self.loading.now
        self.loading.store.exchange.add(customer)

    def _know_by(self, customer: Customer, full: Profile) -> None:
        exchange = self.loading.store.exchange
        if customer.id is not None:
            self.plan.first.append(lambda: exchange.forget_domains([customer.id or 0]))
        self.plan.later.extend(partial(self._add_domain, customer, one) for one in full.domains)

    def _add_domain(self, customer: Customer, domain: str) -> None:
        """Later: only then is a new customer stored and has an id."""
        self.loading.store.exchange.add(
            CustomerDomain(
                workspace_id=customer.workspace_id, domain=domain, customer_id=customer.id or 0
            )
        )
