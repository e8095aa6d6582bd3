"""Who people in Jira are in Slack: as somebody said, else by their e-mail address."""

from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, or_, select

from bot.models import JiraAccount, Person
from bot.store.among import among
from bot.store.statements import table


class Told(NamedTuple):
    """What Jira tells of an account; no address where it shows none."""

    account: str
    name: str
    email: str


def _learning(insert: Callable[..., Any]) -> Any:  # noqa: ANN401 - one type a dialect
    """An insert that takes a new name and address of an account there is."""
    statement = insert(table(JiraAccount))
    return statement.on_conflict_do_update(
        index_elements=["workspace_id", "account"],
        set_={name: statement.excluded[name] for name in ("name", "email")},
    )


LEARN = {"sqlite": _learning(sqlite.insert), "postgresql": _learning(postgresql.insert)}


class Accounts:
    """The Jira accounts known in one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def known(self, accounts: Collection[str]) -> dict[str, JiraAccount]:
        """What is known of several accounts; who is unknown is left out."""
        rows = select(JiraAccount).where(
            JiraAccount.workspace_id == self.workspace, among(col(JiraAccount.account), accounts)
        )
        return {row.account: row for row in self.session.exec(rows)}

    def learn(self, told: Sequence[Told]) -> None:
        """Store what Jira tells of accounts, whoever else is learning of them just now."""
        rows = [{"workspace_id": self.workspace, **one._asdict()} for one in sorted(told)]
        self.session.execute(LEARN[self.session.get_bind().dialect.name], rows)

    def tie(self, account: str, user: str) -> None:
        """Somebody said who an account is."""
        row = self.known([account]).get(account) or JiraAccount(
            workspace_id=self.workspace, account=account
        )
        row.user = user
        self.session.add(row)
        self.session.flush()

    def users(self, accounts: Collection[str]) -> dict[str, str]:
        """The Slack users of several accounts; who is in Slack nobody we know of is left out."""
        known = self.known(accounts)
        by_email = self._people([row.email for row in known.values() if row.email])
        found = {name: row.user or by_email.get(row.email) for name, row in known.items()}
        here = self._here([user for user in found.values() if user])
        return {name: user for name, user in found.items() if user and user in here}

    def _people(self, emails: Collection[str]) -> dict[str, str]:
        rows = select(Person).where(
            Person.workspace_id == self.workspace, among(col(Person.email), emails)
        )
        return {person.email: person.user for person in self.session.exec(rows)}

    def _here(self, users: Collection[str]) -> set[str]:
        """Those of several users who have not left, as far as we know."""
        rows = select(Person.user).where(
            Person.workspace_id == self.workspace,
            col(Person.user).in_(users),
            or_(col(Person.deactivated), col(Person.stranger)),
        )
        gone = list(self.session.exec(rows))
        return set(users).difference(gone)

    def of_user(self, user: str) -> JiraAccount | None:
        """The account of a Slack user."""
        return self.of_users([user]).get(user)

    def of_users(self, users: Collection[str]) -> dict[str, JiraAccount]:
        """The accounts of several Slack users; who has none is left out."""
        rows = select(JiraAccount).where(JiraAccount.workspace_id == self.workspace)
        said = self.session.exec(rows.where(col(JiraAccount.user).in_(users)))
        found = {row.user: row for row in said if row.user}
        people = select(Person).where(
            Person.workspace_id == self.workspace, col(Person.user).in_(users), Person.email != ""
        )
        emails = {one.email: one.user for one in self.session.exec(people)}
        same = rows.where(col(JiraAccount.email).in_(emails), col(JiraAccount.user).is_(None))
        by_email = {emails[row.email]: row for row in self.session.exec(same)}
        return by_email | found

    def named(self, typed: str, limit: int) -> list[JiraAccount]:
        """The accounts whose name holds a text, by name."""
        rows = (
            select(JiraAccount)
            .where(
                JiraAccount.workspace_id == self.workspace,
                col(JiraAccount.name).icontains(typed, autoescape=True),
            )
            .order_by(JiraAccount.name, JiraAccount.account)
        )
        return list(self.session.exec(rows.limit(limit)))

    def without_a_person(self, emails: Collection[str]) -> list[str]:
        """Those of several addresses that belong to nobody we know."""
        return sorted(set(emails) - self._people(emails).keys())
