"""The form that asks who people in Jira are in Slack."""

from collections.abc import Mapping

from bot.message import Block, Form
from bot.views import blocks, inputs
from bot.views.text import cut, line

ASKED = 10
"""So many people are asked for at once."""
NAME = 70


def form(strangers: Mapping[str, str], origin: Mapping[str, object]) -> Form:
    """Names in Jira by account, each with a choice of a colleague."""
    asked = dict(list(strangers.items())[:ASKED])
    words = "Jira does not show the addresses of these people. Who are they in Slack?"
    shown: list[Block] = [blocks.section(words)]
    for place, (account, name) in enumerate(asked.items()):
        label = cut(line(name or account), NAME)
        named = inputs.Input(field(place), label, optional=True)
        shown.append(inputs.person_input(named, None, "Choose a colleague"))
    context = {**origin, "accounts": list(asked)}
    return Form("who.submit", "Who is who", tuple(shown), submit="Save", context=context)


def field(place: int) -> str:
    """The name of a person's field."""
    return f"person{place}"
