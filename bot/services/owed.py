"""What features owe each other to be shown, told, written: kinds, payloads, names in one place."""

from collections.abc import Sequence

from bot.feature import Context
from bot.message import MessageRef
from bot.models import Comment, Decision, Idea, IdeaIssue
from bot.store.ideas import PMS_TURN
from bot.words import Change, SyncedField


def card(idea: Idea, context: Context) -> None:
    """Draw the idea's card anew, and the Homes it is shown in; several changes are one drawing."""
    context.owe("card.draw", f"card:{idea.id}", {"idea": idea.id}, replaces=True)


def first_card(idea: Idea, context: Context) -> None:
    """The same of an idea that was just filed: nothing of it can wait yet."""
    context.owe("card.draw", f"card:{idea.id}", {"idea": idea.id})


def moved(idea: Idea, context: Context) -> None:
    """The idea stands elsewhere now: its card shows it, and those of what is like it and waits."""
    card(idea, context)
    beside(idea, context)


def beside(idea: Idea, context: Context) -> None:
    """Draw the cards anew of what is like the idea and waits: it is shown there."""
    known = context.store.similar.known(idea.id or 0)
    for other in context.store.ideas.of_ids(known.found) if known and known.found else ():
        if other.status in PMS_TURN:
            card(other, context)


def alike(idea: Idea, context: Context, *, others: bool = False) -> None:
    """Look for the ideas like one that waits for its PM; for what `others` are like, too."""
    asked = {"idea": idea.id, "others": others}
    context.owe("similar.find", f"alike:{idea.id}", asked, replaces=True)


def homes(idea: Idea, context: Context, *, after: str) -> None:
    """Draw the Homes an idea is shown in anew, of people whose ids come after this one."""
    part = {"idea": idea.id, "after": after}
    context.owe("home.changed", f"homes:{idea.id}:{after}", part, replaces=True)


def note(idea: Idea, kind: str, why: str, context: Context, name: str | None = None) -> None:
    """A line in the card's thread, for the PMs; once per `name`, where it has one."""
    context.owe(
        "card.note",
        f"card:{idea.id}",
        {"idea": idea.id, "kind": kind, "why": why},
        dedup=f"note:{idea.id}:{name}" if name else None,
    )


def permalink(idea: Idea, at: MessageRef, context: Context) -> None:
    """Ask for the address of the message an idea was made of."""
    where = {"idea": idea.id, "channel": at.channel, "ts": at.ts}
    context.owe("source.permalink", f"source:{idea.id}", where, dedup=f"permalink:{idea.id}")


def acknowledgement(idea: Idea, context: Context, *, stranger: bool, shared: bool) -> None:
    """Say in the source thread that it is an idea now.

    `stranger`: of another organisation wrote it; `shared`: another organisation reads along.
    """
    context.owe(
        "source.filed",
        f"tell:{idea.id}",
        {"idea": idea.id, "stranger": stranger, "shared": shared},
        dedup=f"filed:{idea.id}",
    )


def draft(draft: int | None, user: str, context: Context) -> None:
    """Offer what was kept of a form closed unsent."""
    context.owe("draft.offer", f"draft:{user}", {"draft": draft, "user": user})


def tell(
    idea: Idea,
    what: Change,
    context: Context,
    *,
    by: str,
    once: str = "",
    among: Sequence[int] = (),
    **detail: object,
) -> None:
    """One word to everybody behind the idea and all that was merged into it, but not to `by`.

    Each person hears of a change once: `once` tells it from others of its kind since the last
    decision. `among` names the ideas whose people are told, where that is not the whole family.
    `detail` holds the ids and numbers it is told with.
    """
    name = f"{what}:{idea.decisions}" + (f":{once}" if once else "")
    change = {"idea": idea.id, "what": what, "name": name, "by": by, "detail": detail}
    since = {"among": list(among), "at": context.now.isoformat()}
    told = f"tell:{idea.id}"
    context.owe("tell.part", told, {**change, **since}, dedup=f"{told}:{name}")


def answer(idea: Idea, decision: Decision, context: Context) -> None:
    """Tell the answer."""
    number, verdict = decision.number, decision.verdict
    tell(idea, Change.DECIDED, context, by=decision.by, number=number, verdict=verdict)


def news(idea: Idea, what: str, context: Context, *, key: str = "", version: str = "") -> None:
    """Tell that it is in progress, planned for a version, or shipped: once each."""
    tell(idea, Change(what), context, by="jira", once=version, key=key, version=version)


def talk(idea: Idea, comment: Comment, context: Context) -> None:
    """Tell the supporters that an idea is being discussed: once an hour at most."""
    hour, since = f"{context.now:%Y-%m-%dT%H}", comment.at.isoformat()
    tell(idea, Change.DISCUSSED, context, by=comment.author, once=hour, since=since)


def to_person(user: str) -> str:
    """The key of what is owed to one person: it leaves in order, once they are known."""
    return f"person:{user}"


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


def relink_issue(idea: Idea, link: IdeaIssue, key: str, by: str, context: Context) -> None:
    """Tie the idea to the Jira issue with this key in place of the one it has."""
    asked = {"idea": idea.id, "key": key, "instead": link.id, "by": by}
    context.owe("issue.link", f"issue:{idea.id}", asked)


def field(idea: Idea, link: IdeaIssue, field: SyncedField, context: Context) -> None:
    """Bring one field to Jira as it is when it is sent."""
    context.owe(
        "issue.field",
        f"issue:{idea.id}:{link.id}:{field}",
        {"idea": idea.id, "link": link.id, "field": field.value},
        replaces=True,
    )


def alarm(kind: str, projects: Sequence[str], why: str, context: Context) -> None:
    """Tell the admins that Jira cannot be read or counted as it should."""
    for user in context.store.members.admins():
        told = {"user": user, "kind": kind, "projects": list(projects), "why": why[:500]}
        context.owe("alarm.tell", f"alarm:{user}", told)
