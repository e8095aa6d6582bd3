"""The tables, by aggregate: data only. Rows are made in `bot.domain`, where they are checked."""

from bot.models.blocker import Question, Snooze
from bot.models.channel import CaptureChannel
from bot.models.checkin import Assessment, CheckIn
from bot.models.clock import ResponseClock
from bot.models.customer import Customer, CustomerDomain
from bot.models.decision import Decision, Trigger
from bot.models.delivery import Delivery, InboxEntry, RateGate
from bot.models.digest import Digest, Post, PostChart
from bot.models.discussion import Comment, SourceMessage
from bot.models.event import Event
from bot.models.field import FieldRule, FieldState
from bot.models.home import Home
from bot.models.idea import Alike, Card, Draft, Idea, IdeaIssue
from bot.models.merge import Merge
from bot.models.notice import Notice
from bot.models.outlook import ReleaseCount, ReleaseNotice
from bot.models.person import GroupMember, JiraAccount, Person, Preference, RoleGroup
from bot.models.product import Product, ProductManager
from bot.models.reason import WorkspaceReason
from bot.models.schedule import Run, Schedule
from bot.models.support import Support
from bot.models.team import Absence, Team, Teammate
from bot.models.trace import Closing, ReleaseStay, TraceDue
from bot.models.vanishing import Vanishing
from bot.models.work import ProjectOrder, ProjectSync, Release, Slip, WorkItem
from bot.models.workspace import Admin, Workspace

__all__ = [
    "Absence",
    "Admin",
    "Alike",
    "Assessment",
    "CaptureChannel",
    "Card",
    "CheckIn",
    "Closing",
    "Comment",
    "Customer",
    "CustomerDomain",
    "Decision",
    "Delivery",
    "Digest",
    "Draft",
    "Event",
    "FieldRule",
    "FieldState",
    "GroupMember",
    "Home",
    "Idea",
    "IdeaIssue",
    "InboxEntry",
    "JiraAccount",
    "Merge",
    "Notice",
    "Person",
    "Post",
    "PostChart",
    "Preference",
    "Product",
    "ProductManager",
    "ProjectOrder",
    "ProjectSync",
    "Question",
    "RateGate",
    "Release",
    "ReleaseCount",
    "ReleaseNotice",
    "ReleaseStay",
    "ResponseClock",
    "RoleGroup",
    "Run",
    "Schedule",
    "Slip",
    "Snooze",
    "SourceMessage",
    "Support",
    "Team",
    "Teammate",
    "TraceDue",
    "Trigger",
    "Vanishing",
    "WorkItem",
    "Workspace",
    "WorkspaceReason",
]
