"""Customers, the domains they are known by, and what they ask for."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, delete, func
from sqlmodel import Session, col, or_, select

from bot.domain.customers import Profile, domains_of, folded
from bot.models import Customer, CustomerDomain, Idea, Person, Support


class Customers:
    """The customers of one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def all(self) -> list[Customer]:
        """Every customer, by name."""
        rows = select(Customer).where(Customer.workspace_id == self.workspace)
        return list(self.session.exec(rows.order_by(Customer.folded)))

    def any(self) -> bool:
        """Whether there are any."""
        rows = select(Customer.id).where(Customer.workspace_id == self.workspace)
        return self.session.exec(rows.limit(1)).first() is not None

    def by_id(self, customer: int | None) -> Customer | None:
        """The customer with this id."""
        return self._one(Customer.id == customer) if customer is not None else None

    def named(self, name: str) -> Customer | None:
        """The customer of this name, however it is written."""
        return self._one(Customer.folded == folded(name))

    def _one(self, condition: object) -> Customer | None:
        rows = select(Customer).where(Customer.workspace_id == self.workspace, condition)  # type: ignore[arg-type]
        return self.session.exec(rows).first()

    def search(self, text: str, limit: int) -> list[Customer]:
        """Those whose name or domain holds a text, names that begin with it first."""
        typed = folded(text)
        begins = col(Customer.folded).startswith(typed, autoescape=True)
        rows = select(Customer).where(Customer.workspace_id == self.workspace, self._holds(typed))
        return list(self.session.exec(rows.order_by(begins.desc(), Customer.folded).limit(limit)))

    def _holds(self, typed: str) -> ColumnElement[bool]:
        known = select(CustomerDomain.customer_id).where(
            CustomerDomain.workspace_id == self.workspace,
            col(CustomerDomain.domain).contains(typed, autoescape=True),
        )
        named = col(Customer.folded).contains(typed, autoescape=True)
        return or_(named, col(Customer.id).in_(known))

    def store(self, customer: Customer, profile: Profile) -> Customer:
        """Give a customer, new or known, exactly this profile."""
        customer.name, customer.folded = profile.name, folded(profile.name)
        customer.tier, customer.segment, customer.owner = (
            profile.tier,
            profile.segment,
            profile.owner,
        )
        customer.revenue = None
        if profile.revenue is not None:
            customer.revenue, customer.currency = profile.revenue
        self.session.add(customer)
        self.session.flush()
        assert customer.id is not None
        self._know_by(customer.id, profile.domains)
        return customer

    def _know_by(self, customer: int, domains: Iterable[str]) -> None:
        known = CustomerDomain.workspace_id == self.workspace
        gone = delete(CustomerDomain).where(known, col(CustomerDomain.customer_id) == customer)  # type: ignore[arg-type]
        self.session.execute(gone)
        self.session.add_all(
            CustomerDomain(workspace_id=self.workspace, domain=domain, customer_id=customer)
            for domain in domains
        )
        self.session.flush()

    def domains(self, customers: Iterable[int | None]) -> dict[int, list[str]]:
        """The domains of several customers, in order."""
        ids = [customer for customer in customers if customer is not None]
        rows = select(CustomerDomain).where(
            CustomerDomain.workspace_id == self.workspace, col(CustomerDomain.customer_id).in_(ids)
        )
        found: dict[int, list[str]] = defaultdict(list)
        for row in self.session.exec(rows.order_by(CustomerDomain.domain)):
            found[row.customer_id].append(row.domain)
        return found

    def of_domains(self, domains: Sequence[str]) -> dict[str, int]:
        """Whose domains these are, where they are anybody's."""
        rows = select(CustomerDomain).where(
            CustomerDomain.workspace_id == self.workspace, col(CustomerDomain.domain).in_(domains)
        )
        return {row.domain: row.customer_id for row in self.session.exec(rows)}

    def of_person(self, user: str) -> Customer | None:
        """The customer a person's e-mail address belongs to, by the nearest domain."""
        rows = select(Person.email).where(
            Person.workspace_id == self.workspace, Person.user == user
        )
        domains = domains_of(self.session.exec(rows).first() or "")
        owners = self.of_domains(domains)
        return next((self.by_id(owners[name]) for name in domains if name in owners), None)

    def asked_for(self, customer: int, limit: int) -> list[Idea]:
        """The newest ideas a customer stands behind."""
        behind = select(Support.idea_id).where(
            Support.workspace_id == self.workspace, Support.customer_id == customer
        )
        rows = select(Idea).where(Idea.workspace_id == self.workspace, col(Idea.id).in_(behind))
        return list(self.session.exec(rows.order_by(col(Idea.number).desc()).limit(limit)))

    def asking(self, customers: Iterable[int | None]) -> dict[int, int]:
        """How many ideas each of several customers stands behind."""
        ids = [customer for customer in customers if customer is not None]
        rows = (
            select(Support.customer_id, func.count(func.distinct(Support.idea_id)))
            .where(Support.workspace_id == self.workspace, col(Support.customer_id).in_(ids))
            .group_by(col(Support.customer_id))
        )
        return {customer: number for customer, number in self.session.exec(rows) if customer}
