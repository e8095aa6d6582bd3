"""A stand-in for Slack on loopback: Web API, Socket Mode, signed HTTP, and people who act."""

from bot.sandbox.slack.answer import Answer
from bot.sandbox.slack.controls import CannotAct
from bot.sandbox.slack.installation import Installation
from bot.sandbox.slack.server import SlackStandIn
from bot.sandbox.slack.state import Call, Channel, File, Json, Message, Person, UserGroup, View
from bot.sandbox.slack.words import shown

__all__ = [
    "Answer",
    "Call",
    "CannotAct",
    "Channel",
    "File",
    "Installation",
    "Json",
    "Message",
    "Person",
    "SlackStandIn",
    "UserGroup",
    "View",
    "shown",
]
