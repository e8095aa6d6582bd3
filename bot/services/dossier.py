"""Everything known of one idea, gathered for whoever shows it."""

from collections.abc import Sequence

from msgspec.structs import replace

from bot.domain.evidence import Evidence
from bot.domain.triggers import Condition
from bot.feature import Context
from bot.models import Decision, Idea, Trigger
from bot.store.decisions import PUT_OFF
from bot.tracked import Version
from bot.views.dossier import Dossier, Remark, WorkLine
from bot.views.evidence import Voice
from bot.words import Status, TriggerKind

VOICES = 3
"""How many quotes a card shows."""
GLANCE = 2
"""How many replies a card shows."""
REPLIES = 15
"""How many are shown to whoever asks for the idea."""


def dossier(idea: Idea, context: Context) -> Dossier:
    """The idea with its product, ruling decision, work, and who stands behind it."""
    assert idea.id is not None
    return _gathered(idea, context.store.support.evidence(idea.id), context)


def dossiers(ideas: Sequence[Idea], context: Context) -> list[Dossier]:
    """The same for the ideas of a list."""
    evidence = context.store.support.evidences([idea.id for idea in ideas if idea.id is not None])
    return [_gathered(idea, evidence[idea.id or 0], context) for idea in ideas]


def _gathered(idea: Idea, evidence: Evidence, context: Context) -> Dossier:
    assert idea.id is not None
    store, family = context.store, context.store.merges.family(idea.id)
    decision = store.decisions.latest(idea.id)
    own = context.store.support.of_person(idea.id, idea.requester)
    waits = idea.status == Status.UNDER_REVIEW
    answered = decision if idea.status not in (Status.NEW, Status.WITHDRAWN) else None
    return Dossier(
        idea,
        context.store.products.by_id(idea.product_id),
        answered,
        returns(decision, context) if idea.status in PUT_OFF else (),
        work(idea, context),
        context.store.ideas.trouble(idea.id),
        own.importance if own else None,
        evidence,
        came_back=context.store.ideas.came_back(idea.id) if decision and waits else "",
        replies=store.discussion.count(family),
        discussion=_remarks(idea, family, GLANCE, context),
        goes_on_as=_root(idea, family[0], context),
    )


def whole(idea: Idea, context: Context) -> Dossier:
    """The same with the newest of what was said: for the card that shows everything."""
    assert idea.id is not None
    family = context.store.merges.family(idea.id)
    said = context.store.support.voices(family, VOICES)
    return replace(
        dossier(idea, context),
        voices=[
            Voice(row.person, row.by, row.quote, row.at, customer, row.importance)
            for row, customer in said
        ],
        discussion=_remarks(idea, family, REPLIES, context),
    )


def _remarks(idea: Idea, family: Sequence[int], most: int, context: Context) -> list[Remark]:
    """The newest replies to an idea and all that came together with it, by where they are from."""
    return [
        Remark(comment.author, comment.text, number if number != idea.number else None)
        for comment, number in context.store.discussion.newest(family, most)
    ]


def _root(idea: Idea, root: int, context: Context) -> int | None:
    """The number of the idea that a duplicate goes on as."""
    found = context.store.ideas.by_id(root) if root != idea.id else None
    return found.number if found else None


def returns(decision: Decision | None, context: Context) -> tuple[Condition, ...]:
    """What an answer still waits for to come back."""
    if decision is None or decision.id is None:
        return ()
    triggers = context.store.decisions.triggers(decision.id)
    return tuple(condition(one, context) for one in triggers if one.fired_at is None)


def condition(trigger: Trigger, context: Context) -> Condition:
    """What a trigger waits for, with the name people know it by."""
    name = ""
    if trigger.kind == TriggerKind.RELEASE:
        release = context.store.releases.known([trigger.value]).get(trigger.value)
        name = release.name if release else ""
    elif trigger.kind == TriggerKind.ITEM:
        item = context.store.work.by_issue(trigger.value)
        name = item.key if item else ""
    return Condition(trigger.kind, trigger.value, name)


def work(idea: Idea, context: Context) -> list[WorkLine]:
    """The Jira issues an idea became, as last read."""
    assert idea.id is not None
    links = context.store.idea_issues.of(idea.id)
    if not links:
        return []
    issues = context.store.work.known([link.issue_id for link in links])
    releases = context.store.releases.known([v for i in issues.values() for v in i.versions])
    lines = []
    for link in links:
        issue = issues.get(link.issue_id)
        key = issue.key if issue else link.key
        names = [releases[v].name for v in issue.versions if v in releases] if issue else []
        status = issue.status.name if issue else "Created"
        lines.append(WorkLine(key, context.links.issue(key), status, ", ".join(names)))
    return lines


def versions(ids: tuple[str, ...], context: Context) -> dict[str, Version]:
    """Releases by id, as the values the domain works on."""
    known = context.store.releases.known(ids)
    return {key: release.as_version() for key, release in known.items()}
