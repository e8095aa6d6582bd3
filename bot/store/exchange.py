"""What files of rows need to know of everything at once, and store at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import delete, func, insert, update
from sqlmodel import Session, SQLModel, col, select

from bot.models import (
    Customer,
    CustomerDomain,
    Decision,
    Event,
    Idea,
    Person,
    Support,
    Trigger,
    Workspace,
)
from bot.store.statements import table

IMPORTED = "imported"
"""The kind of event that holds what a file last said of an idea."""


class Exchange:
    """One workspace, read and written whole."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def ideas(self) -> list[Idea]:
        """Every idea, by number."""
        rows = select(Idea).where(Idea.workspace_id == self.workspace)
        return list(self.session.exec(rows.order_by(col(Idea.number))))

    def support(self) -> list[tuple[Support, Idea, str]]:
        """All support, by idea and age, with the customer's name."""
        rows = (
            select(Support, Idea, func.coalesce(Customer.name, ""))
            .join(Idea, col(Idea.id) == Support.idea_id)
            .join(Customer, col(Customer.id) == Support.customer_id, isouter=True)
            .where(Support.workspace_id == self.workspace)
        )
        ordered = rows.order_by(col(Idea.number), col(Support.at), Support.person, Customer.folded)
        return list(self.session.exec(ordered))

    def decisions(self) -> list[tuple[Decision, Idea]]:
        """Every answer, by idea and number."""
        rows = (
            select(Decision, Idea)
            .join(Idea, col(Idea.id) == Decision.idea_id)
            .where(Decision.workspace_id == self.workspace)
        )
        return list(self.session.exec(rows.order_by(col(Idea.number), col(Decision.number))))

    def triggers(self) -> Mapping[int, list[Trigger]]:
        """What brings answers back, by decision."""
        rows = select(Trigger).where(Trigger.workspace_id == self.workspace)
        found: dict[int, list[Trigger]] = defaultdict(list)
        for trigger in self.session.exec(rows.order_by(col(Trigger.id))):
            found[trigger.decision_id].append(trigger)
        return found

    def domains(self) -> dict[str, int]:
        """Whose each known domain is, in order."""
        rows = select(CustomerDomain).where(CustomerDomain.workspace_id == self.workspace)
        ordered = rows.order_by(CustomerDomain.domain)
        return {row.domain: row.customer_id for row in self.session.exec(ordered)}

    def addresses(self) -> dict[str, str]:
        """People by their e-mail address."""
        rows = select(Person).where(Person.workspace_id == self.workspace, Person.email != "")
        return {person.email.casefold(): person.user for person in self.session.exec(rows)}

    def said_before(self) -> dict[int, Mapping[str, str]]:
        """What files last said of each idea they brought."""
        rows = select(Event).where(Event.workspace_id == self.workspace, Event.kind == IMPORTED)
        return {
            event.idea_id: event.detail
            for event in self.session.exec(rows.order_by(col(Event.id)))
            if event.idea_id is not None
        }

    # --- Storing

    def add(self, row: SQLModel) -> None:
        """Store a row with the next `flush`."""
        self.session.add(row)

    def flush(self) -> None:
        """Write what was added: rows that others refer to have their ids from now on."""
        self.session.flush()

    def add_many(self, model: type[SQLModel], rows: Sequence[Mapping[str, object]]) -> None:
        """Store many rows, each with every column that has no default in the database."""
        if rows:
            self.session.execute(insert(table(model)), rows)

    def last_number(self, *, lock: bool = False) -> int:
        """The number of the newest idea. With `lock`, whoever files one waits."""
        rows = select(Workspace.last_idea).where(Workspace.id == self.workspace)
        return self.session.exec(rows.with_for_update() if lock else rows).one()

    def count_from(self, number: int) -> None:
        """The next idea comes after this number."""
        mine = col(Workspace.id) == self.workspace
        self.session.execute(update(Workspace).where(mine).values(last_idea=number))

    def forget_domains(self, customers: Collection[int]) -> None:
        """These customers are known by no domain, until they are given some again."""
        mine = col(CustomerDomain.workspace_id) == self.workspace
        theirs = col(CustomerDomain.customer_id).in_(customers)
        self.session.execute(delete(CustomerDomain).where(mine, theirs))
