"""The Web API's methods, by family."""

from collections.abc import Callable
from typing import TypeAlias

from bot.sandbox.slack.arguments import Arguments
from bot.sandbox.slack.methods import chat, conversations, files, people, views
from bot.sandbox.slack.state import Json
from bot.sandbox.slack.workspace import Workspace

Method: TypeAlias = Callable[[Workspace, Arguments], Json]

METHODS: dict[str, Method] = {
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **people.METHODS,
    **views.METHODS,
}
"""Every method but apps.connections.open, which belongs to Socket Mode."""
