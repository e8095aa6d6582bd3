"""The way in: `Stores` across workspaces, `Store` within one."""

from functools import cached_property

from sqlmodel import Session

from bot.store.accounts import Accounts
from bot.store.blockers import Blockers
from bot.store.capture import Capture
from bot.store.checkins import CheckIns
from bot.store.clocks import Clocks
from bot.store.customers import Customers
from bot.store.decisions import Decisions
from bot.store.deliveries import Deliveries
from bot.store.digests import Digests
from bot.store.discussion import Discussion
from bot.store.drafts import Drafts
from bot.store.exchange import Exchange
from bot.store.fields import Fields
from bot.store.homes import Homes
from bot.store.idea_issues import IdeaIssues
from bot.store.ideas import Ideas
from bot.store.inbox import Inbox
from bot.store.merges import Merges
from bot.store.notices import Notices
from bot.store.outlooks import Outlooks
from bot.store.people import People
from bot.store.products import Products
from bot.store.reasons import ReasonTable
from bot.store.releases import Releases
from bot.store.schedules import Schedules
from bot.store.similar import Similar
from bot.store.support import Supports
from bot.store.syncs import Syncs
from bot.store.teams import Teams
from bot.store.traces import ItemTraces
from bot.store.vanishings import Vanishings
from bot.store.work import Work
from bot.store.workspaces import Members, Workspaces


class Store:
    """What one transaction sees of one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    @cached_property
    def inbox(self) -> Inbox:
        """Payloads taken in."""
        return Inbox(self.session, self.workspace)

    @cached_property
    def members(self) -> Members:
        """The workspace itself and its admins."""
        return Members(self.session, self.workspace)

    @cached_property
    def homes(self) -> Homes:
        """The App Homes people opened, and what is shown in them."""
        return Homes(self.session, self.workspace)

    @cached_property
    def people(self) -> People:
        """What is known of people, and what they want to hear."""
        return People(self.session, self.workspace)

    @cached_property
    def accounts(self) -> Accounts:
        """Who people in Jira are."""
        return Accounts(self.session, self.workspace)

    @cached_property
    def notices(self) -> Notices:
        """What people are to be told."""
        return Notices(self.session, self.workspace)

    @cached_property
    def products(self) -> Products:
        """Products and their PMs."""
        return Products(self.session, self.workspace)

    @cached_property
    def ideas(self) -> Ideas:
        """Ideas, their cards and their history."""
        return Ideas(self.session, self.workspace)

    @cached_property
    def idea_issues(self) -> IdeaIssues:
        """The Jira issues that ideas became."""
        return IdeaIssues(self.session, self.workspace)

    @cached_property
    def support(self) -> Supports:
        """Who stands behind ideas."""
        return Supports(self.session, self.workspace)

    @cached_property
    def merges(self) -> Merges:
        """What duplicates lead to."""
        return Merges(self.session, self.workspace)

    @cached_property
    def clocks(self) -> Clocks:
        """How long ideas have waited."""
        return Clocks(self.session, self.workspace)

    @cached_property
    def customers(self) -> Customers:
        """The accounts behind ideas."""
        return Customers(self.session, self.workspace)

    @cached_property
    def capture(self) -> Capture:
        """How ideas are captured, and from which messages."""
        return Capture(self.session, self.workspace)

    @cached_property
    def discussion(self) -> Discussion:
        """What was said about ideas."""
        return Discussion(self.session, self.workspace)

    @cached_property
    def similar(self) -> Similar:
        """Ideas whose titles are alike."""
        return Similar(self.session, self.workspace)

    @cached_property
    def exchange(self) -> Exchange:
        """Everything at once, for files of rows."""
        return Exchange(self.session, self.workspace)

    @cached_property
    def decisions(self) -> Decisions:
        """Answers and what brings them back."""
        return Decisions(self.session, self.workspace)

    @cached_property
    def reasons(self) -> ReasonTable:
        """Why answers are no, or not now."""
        return ReasonTable(self.session, self.workspace)

    @cached_property
    def drafts(self) -> Drafts:
        """Text that went nowhere yet."""
        return Drafts(self.session, self.workspace)

    @cached_property
    def checkins(self) -> CheckIns:
        """What PMs say of their releases."""
        return CheckIns(self.session, self.workspace)

    @cached_property
    def digests(self) -> Digests:
        """Subscriptions and posts."""
        return Digests(self.session, self.workspace)

    @cached_property
    def teams(self) -> Teams:
        """Teams, their people, their days away."""
        return Teams(self.session, self.workspace)

    @cached_property
    def blockers(self) -> Blockers:
        """What people did about blockers."""
        return Blockers(self.session, self.workspace)

    @cached_property
    def work(self) -> Work:
        """Work items read from Jira."""
        return Work(self.session, self.workspace)

    @cached_property
    def traces(self) -> ItemTraces:
        """What releases are counted from."""
        return ItemTraces(self.session, self.workspace)

    @cached_property
    def vanishings(self) -> Vanishings:
        """Work items that vanished at once."""
        return Vanishings(self.session, self.workspace)

    @cached_property
    def fields(self) -> Fields:
        """How ideas and their issues are kept in step."""
        return Fields(self.session, self.workspace)

    @cached_property
    def releases(self) -> Releases:
        """Versions read from Jira and their slips."""
        return Releases(self.session, self.workspace)

    @cached_property
    def outlooks(self) -> Outlooks:
        """How releases stand, as counted last."""
        return Outlooks(self.session, self.workspace)

    @cached_property
    def syncs(self) -> Syncs:
        """How far Jira was read."""
        return Syncs(self.session, self.workspace)

    @cached_property
    def deliveries(self) -> Deliveries:
        """What is owed to the outside."""
        return Deliveries(self.session)

    @cached_property
    def schedules(self) -> Schedules:
        """What is due when."""
        return Schedules(self.session)


class Stores:
    """What one transaction sees of all workspaces: for the shell, the outbox and the clock."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.workspaces = Workspaces(session)
        self.deliveries = Deliveries(session)
        self.schedules = Schedules(session)

    def of(self, workspace: int) -> Store:
        """The store of one workspace, in the same transaction."""
        return Store(self.session, workspace)
