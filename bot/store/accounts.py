"""Who people in Jira are in Slack: as somebody said, else by their e-mail address."""

from collections.abc import Collection, Iterable

from sqlmodel import Session, col, or_, select

from bot.models import JiraAccount, Person


class Accounts:
    """The Jira accounts known in one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def known(self, accounts: Collection[str]) -> dict[str, JiraAccount]:
        """What is known of several accounts; who is unknown is left out."""
        rows = select(JiraAccount).where(
            JiraAccount.workspace_id == self.workspace, col(JiraAccount.account).in_(accounts)
        )
        return {row.account: row for row in self.session.exec(rows)}

    def learn(self, accounts: Iterable[JiraAccount]) -> None:
        """Store accounts, new or changed."""
        self.session.add_all(accounts)
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
            Person.workspace_id == self.workspace, col(Person.email).in_(emails)
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
