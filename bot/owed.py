"""The deliveries features owe each other: their kinds, payloads and names, in one place."""

from bot.feature import Context
from bot.models import Decision, Idea, IdeaIssue


def card(idea: Idea, context: Context) -> None:
    """Draw the idea's card anew; several changes in a row are one drawing."""
    context.owe("card.draw", f"card:{idea.id}", {"idea": idea.id}, replaces=True)


def note(idea: Idea, kind: str, why: str, context: Context, name: str | None = None) -> None:
    """A line in the card's thread, for the PMs; once per `name`, where it has one."""
    context.owe(
        "card.note",
        f"card:{idea.id}",
        {"idea": idea.id, "kind": kind, "why": why},
        dedup=f"note:{idea.id}:{name}" if name else None,
    )


def answer(idea: Idea, decision: Decision, context: Context) -> None:
    """Tell the requester the answer."""
    context.owe(
        "tell.decision",
        f"tell:{idea.id}",
        {"idea": idea.id, "number": decision.number},
        dedup=f"tell:{idea.id}:decision:{decision.number}",
    )


def news(idea: Idea, what: str, context: Context, *, key: str = "", version: str = "") -> None:
    """Tell the requester that it is in progress, planned for a version, or shipped: once each."""
    context.owe(
        "tell.news",
        f"tell:{idea.id}",
        {"idea": idea.id, "what": what, "key": key, "version": version},
        dedup=f"tell:{idea.id}:{idea.decisions}:{what}:{version}",
    )


def create_issue(idea: Idea, context: Context) -> None:
    """Create the Jira issue a yes becomes."""
    context.owe(
        "issue.create",
        f"issue:{idea.id}",
        {"idea": idea.id},
        dedup=f"issue:{idea.id}:{idea.decisions}",
    )


def link_issue(idea: Idea, key: str, context: Context) -> None:
    """Tie the idea to the Jira issue with this key."""
    context.owe(
        "issue.link",
        f"issue:{idea.id}",
        {"idea": idea.id, "key": key},
        dedup=f"issue:{idea.id}:{idea.decisions}",
    )


def priority(idea: Idea, link: IdeaIssue, context: Context) -> None:
    """Bring the priority chosen here to Jira; the latest choice is sent."""
    context.owe(
        "issue.priority",
        f"issue:{idea.id}:priority:{link.id}",
        {"idea": idea.id, "link": link.id},
        replaces=True,
    )


def reading(issue: str, context: Context) -> None:
    """Read a Jira issue again; several requests for one still waiting are one reading."""
    context.owe("jira.issue", f"read:{issue}", {"issue": issue}, replaces=True)


def fresh_jira(context: Context) -> None:
    """Read every Jira project at the next tick, not at the end of the minute."""
    context.store.schedules.set(context.store.workspace, "jira_sync", 0, context.now)
