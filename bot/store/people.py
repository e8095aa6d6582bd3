"""People: what Slack says of them, what they want to hear, which groups give them a role."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete
from sqlmodel import Session, col, select

from bot.models import GroupMember, Person, Preference, RoleGroup


class People:
    """The people of one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def known(self, user: str) -> Person | None:
        """What is known of a person; None before Slack was asked."""
        return self.session.get(Person, (self.workspace, user))

    def all_known(self, users: Collection[str]) -> dict[str, Person]:
        """The same for several people; who is unknown is left out."""
        rows = select(Person).where(
            Person.workspace_id == self.workspace, col(Person.user).in_(users)
        )
        return {person.user: person for person in self.session.exec(rows)}

    def learn(self, person: Person) -> Person:
        """Store what Slack says of a person now."""
        stored = self.session.merge(person)
        self.session.flush()
        return stored

    # --- What they want to hear

    def preference(self, user: str) -> Preference:
        """What a person chose; everything, at any hour, when they chose nothing."""
        found = self.session.get(Preference, (self.workspace, user))
        return found or Preference(workspace_id=self.workspace, user=user)

    def preferences(self, users: Collection[str]) -> dict[str, Preference]:
        """What several people chose; who chose nothing is left out."""
        rows = select(Preference).where(
            Preference.workspace_id == self.workspace, col(Preference.user).in_(users)
        )
        return {choice.user: choice for choice in self.session.exec(rows)}

    def prefer(self, preference: Preference) -> None:
        """Store a person's choice."""
        self.session.merge(preference)
        self.session.flush()

    # --- User groups that give a role

    def groups(self) -> list[RoleGroup]:
        """Every group that gives a role."""
        rows = select(RoleGroup).where(RoleGroup.workspace_id == self.workspace)
        return list(self.session.exec(rows.order_by(col(RoleGroup.id))))

    def groups_of(self, product: int) -> list[str]:
        """The groups whose members are PMs of a product, in the order they were named."""
        return [role.group_id for role in self.groups() if role.product_id == product]

    def give_roles(self, groups: Collection[str], product: int) -> bool:
        """Let the members of exactly these groups be PMs of a product; whether that changes it."""
        known = self.groups_of(product)
        taken = [self.take_role(one, product) for one in known if one not in groups]
        given = [self.give_role(one, product) for one in groups]
        return any([*taken, *given])

    def give_role(self, group: str, product: int | None) -> bool:
        """Let a group's members be PMs of a product, or admins; False when they were already."""
        if any((role.group_id, role.product_id) == (group, product) for role in self.groups()):
            return False
        role = RoleGroup(workspace_id=self.workspace, group_id=group, product_id=product)
        self.session.add(role)
        self.session.flush()
        return True

    def take_role(self, group: str, product: int | None) -> bool:
        """Take it from them; False when they had none."""
        found = [r for r in self.groups() if (r.group_id, r.product_id) == (group, product)]
        for role in found:
            self.session.delete(role)
        self.session.flush()
        return bool(found)

    def fill_group(self, group: str, users: Sequence[str]) -> None:
        """Store who is in a group now."""
        self.session.execute(
            delete(GroupMember).where(
                col(GroupMember.workspace_id) == self.workspace,
                col(GroupMember.group_id) == group,
            )
        )
        for user in dict.fromkeys(users):
            self.session.add(GroupMember(workspace_id=self.workspace, group_id=group, user=user))
        self.session.flush()
