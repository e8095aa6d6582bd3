"""The demo's page: it looks and works like Slack, with Jira, a clock and the weather beside it."""

from bot.sandbox.workspace.build import Build
from bot.sandbox.workspace.server import PortTaken, WorkspacePage

__all__ = ["Build", "PortTaken", "WorkspacePage"]
