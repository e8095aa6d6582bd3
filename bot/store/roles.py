"""Who has a role: by table, or by a user group; never somebody who left.

Built once: a refusal waits for none of it, an acknowledgement does.
"""

from typing import Any

from sqlalchemy import CompoundSelect, bindparam, select, union

from bot.models import Admin, GroupMember, Person, ProductManager, RoleGroup
from bot.store.statements import table

ADMINS, MANAGERS = table(Admin), table(ProductManager)
GROUPS, MEMBERS, PEOPLE = table(RoleGroup), table(GroupMember), table(Person)
WORKSPACE: Any = bindparam("workspace")
PRODUCT: Any = bindparam("product")


def _present(user: Any) -> Any:  # noqa: ANN401 - SQLAlchemy does not type a bare column
    """Whether somebody is still there, as far as we know."""
    left = select(PEOPLE.c.user).where(
        PEOPLE.c.workspace_id == WORKSPACE, PEOPLE.c.user == user, PEOPLE.c.deactivated
    )
    return ~left.exists()


def _in_groups(of_product: Any) -> Any:  # noqa: ANN401
    """The members of the groups that give a role."""
    held = (MEMBERS.c.workspace_id == GROUPS.c.workspace_id) & (
        MEMBERS.c.group_id == GROUPS.c.group_id
    )
    return (
        select(MEMBERS.c.user)
        .join(GROUPS, held)
        .where(GROUPS.c.workspace_id == WORKSPACE, of_product, _present(MEMBERS.c.user))
    )


def _admins() -> CompoundSelect[Any]:
    named = select(ADMINS.c.user).where(ADMINS.c.workspace_id == WORKSPACE, _present(ADMINS.c.user))
    return union(named, _in_groups(GROUPS.c.product_id.is_(None))).order_by("user")


def _managers() -> CompoundSelect[Any]:
    named = select(MANAGERS.c.user).where(
        MANAGERS.c.product_id == PRODUCT, _present(MANAGERS.c.user)
    )
    return union(named, _in_groups(GROUPS.c.product_id == PRODUCT)).order_by("user")


def _managed() -> Any:  # noqa: ANN401
    """The products somebody answers for, by any way."""
    named = select(MANAGERS.c.product_id).where(
        MANAGERS.c.user == bindparam("user"), _present(MANAGERS.c.user)
    )
    by_group = _in_groups(GROUPS.c.product_id.is_not(None)).where(
        MEMBERS.c.user == bindparam("user")
    )
    return union(named, by_group.with_only_columns(GROUPS.c.product_id))


ACTIVE_ADMINS = _admins()
ACTIVE_MANAGERS = _managers()
MANAGED = _managed()
