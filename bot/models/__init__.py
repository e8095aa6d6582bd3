"""The tables, by aggregate: data only. Rows are made in `bot.domain`, where they are checked."""

from bot.models.decision import Decision, Trigger
from bot.models.delivery import Delivery, InboxEntry, RateGate
from bot.models.digest import Digest, Post
from bot.models.event import Event
from bot.models.idea import Card, Draft, Idea, IdeaIssue
from bot.models.product import Product, ProductManager
from bot.models.schedule import Run, Schedule
from bot.models.work import ProjectSync, Release, Slip, WorkItem
from bot.models.workspace import Admin, Workspace

__all__ = [
    "Admin",
    "Card",
    "Decision",
    "Delivery",
    "Digest",
    "Draft",
    "Event",
    "Idea",
    "IdeaIssue",
    "InboxEntry",
    "Post",
    "Product",
    "ProductManager",
    "ProjectSync",
    "RateGate",
    "Release",
    "Run",
    "Schedule",
    "Slip",
    "Trigger",
    "WorkItem",
    "Workspace",
]
