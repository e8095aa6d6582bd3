"""Workspaces and the people who administer them."""

from sqlalchemy import bindparam, update
from sqlmodel import Session, col, select

from bot.models import Admin, Workspace
from bot.models.workspace import LOCAL
from bot.store.roles import ACTIVE_ADMINS
from bot.store.statements import inserting, table

ROWS = table(Workspace)
COUNT_UP = (
    update(ROWS)
    .where(ROWS.c.id == bindparam("workspace"))
    .values(last_idea=ROWS.c.last_idea + 1)
    .returning(ROWS.c.last_idea)
)
MAKE = inserting(Workspace, "id", conflict="team")
APPOINT = inserting(Admin, "user")


class Workspaces:
    """All workspaces of this installation."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def of_team(self, team: str) -> Workspace | None:
        """The workspace of a Slack team."""
        return self.session.exec(select(Workspace).where(Workspace.team == team)).first()

    def all(self) -> list[Workspace]:
        """Every workspace."""
        return list(self.session.exec(select(Workspace).order_by(col(Workspace.id))))

    def local(self) -> Workspace:
        """Where things go before Slack is known: the only workspace there is, else `local`."""
        known = self.all()
        if len(known) == 1:
            return known[0]
        return self._made(LOCAL)

    def adopt(self, team: str, name: str, bot: str, url: str) -> Workspace:
        """The workspace of the team `auth.test` named; it takes over what `local` held."""
        workspace = self.of_team(team) or self.of_team(LOCAL) or self._made(team)
        workspace.team, workspace.name, workspace.bot, workspace.url = team, name, bot, url
        self.session.add(workspace)
        self.session.flush()
        return workspace

    def _made(self, team: str) -> Workspace:
        """Several processes may start at once: one makes it, and all have it."""
        fresh = Workspace(team=team).model_dump(exclude={"id"})
        self.session.execute(MAKE[self.session.get_bind().dialect.name], fresh)
        made = self.of_team(team)
        assert made is not None
        return made


class Members:
    """One workspace and its admins."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def next_number(self) -> int:
        """The number of the idea about to be filed; others wait until this one is committed."""
        return int(self.session.execute(COUNT_UP, {"workspace": self.workspace}).scalar_one())

    def wait_turn(self) -> None:
        """Wait until whoever files an idea right now is done, then let others wait for this."""
        self.session.exec(
            select(Workspace.id).where(Workspace.id == self.workspace).with_for_update()
        ).one()

    def bot(self) -> str:
        """The bot's own user id, empty before Slack is known."""
        return self.session.exec(select(Workspace.bot).where(Workspace.id == self.workspace)).one()

    def team(self) -> str:
        """The Slack team's id."""
        return self.session.exec(select(Workspace.team).where(Workspace.id == self.workspace)).one()

    def admins(self) -> list[str]:
        """Ids of the admins who are still there, named or by group, in order."""
        asked = {"workspace": self.workspace}
        return list(self.session.execute(ACTIVE_ADMINS, asked).scalars())

    def is_admin(self, user: str) -> bool:
        """Whether `user` administers the workspace."""
        return user in self.admins()

    def add_admin(self, user: str) -> bool:
        """Make `user` an admin; False when they were one."""
        appoint = APPOINT[self.session.get_bind().dialect.name]
        row = {"workspace_id": self.workspace, "user": user}
        return self.session.execute(appoint, row).first() is not None

    def drop_admin(self, user: str) -> bool:
        """Take that from `user`; False when they were not named."""
        admin = self.session.get(Admin, (self.workspace, user))
        if admin is not None:
            self.session.delete(admin)
            self.session.flush()
        return admin is not None
