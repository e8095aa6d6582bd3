"""What admins are told when Jira cannot be read as it should, and what to do about it."""

from collections.abc import Sequence

from bot.message import Block, Message
from bot.views import blocks
from bot.views.text import cut_escaped, escaped, listed

HEADS = {
    "login": ":rotating_light: *Jira does not know my login any more.*",
    "project": ":rotating_light: *Jira refuses me {projects}.*",
    "away": ":warning: *Jira has not answered for an hour.*",
    "": ":white_check_mark: *I read {projects} in Jira again.*",
}
FIXES = {
    "login": (
        "Nothing is lost: what is owed waits. API tokens expire: make a new one for my account, "
        "set it as `JIRA_TOKEN` and restart me. `python -m bot doctor` tells whether it works."
    ),
    "project": (
        "Give my account the *Browse Projects* permission there, or put the right project key "
        "into `/product`. I try again every ten minutes."
    ),
    "away": "Check whether Jira is up and can be reached from where I run. What is owed waits.",
    "": "What was owed in the meantime is on its way.",
}


def alarm(kind: str, projects: Sequence[str], why: str) -> Message:
    """One alarm, or its end: what is wrong, Jira's own words, the fix."""
    names = listed([escaped(project) for project in projects], "and")
    head = HEADS[kind].format(projects=names)
    shown: list[Block] = [blocks.section(f"{head}\n{FIXES[kind]}")]
    if why:
        shown.append(blocks.context(cut_escaped(escaped(why), 500)))
    return Message(head, tuple(shown))
