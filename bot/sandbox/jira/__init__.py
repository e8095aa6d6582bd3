"""A stand-in Jira: Cloud or Data Center over REST, for the demo and as the test double."""

from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.jira.entities import Issue, Mode, Project, Weather
from bot.sandbox.jira.exchange import Call
from bot.sandbox.jira.replay import Replay
from bot.sandbox.jira.routing import route_names
from bot.sandbox.jira.server import JiraStandIn
from bot.sandbox.jira.webhooks import Delivery

__all__ = [
    "Call",
    "Delivery",
    "Fault",
    "FaultKind",
    "Issue",
    "JiraStandIn",
    "Mode",
    "Project",
    "Replay",
    "Weather",
    "route_names",
]
