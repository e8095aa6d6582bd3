"""One release in detail: its items by state, its ideas, its dates, what came and went."""

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from bot.domain.calendar import local
from bot.message import Block, Form, Option
from bot.models import Idea
from bot.tracked import Glance
from bot.views import blocks, pages
from bot.views.dossier import STATUSES
from bot.views.jira import Jira
from bot.views.outlook import Shown, due, forecast, progress, shift
from bot.views.text import counted, cut, day, escaped, line, person

LISTED = 15
"""Items and ideas shown of each list; the others are a click away in Jira."""
MOVES = 10
TITLE = 80
IN, OUT = "in", "out"


class Details(Struct, frozen=True):
    """A release with what is in it. Items are by key, of each list the first ones."""

    shown: Shown
    items: Mapping[str, Glance]
    ideas: Sequence[Idea]
    more_ideas: bool = False
    base: str | None = None
    value: str = ""
    """What leads to it."""
    plannable: Sequence[Idea] = ()
    """What a PM may plan for it, or take out."""
    said: str = ""
    asks: bool = False
    """Whether whoever looks may say who people are in Slack."""
    people: Mapping[str, str] = field(default_factory=dict)
    """Slack users by the Jira account that is theirs."""


def listed(shown: Shown) -> list[str]:
    """The keys of all items that are shown of a release."""
    found = shown.outlook
    lists = (found.in_progress, found.to_do, found.done, found.added, found.removed)
    return [key for keys in lists for key in keys[:LISTED]]


def details(found: Details) -> Form:
    """A release, to be read."""
    shown, parts = found.shown, [blocks.section(_head(found.shown))]
    if found.said:
        parts.append(blocks.section(found.said))
    outlook = shown.outlook
    parts += _items("In progress", outlook.in_progress, found)
    parts += _items("To do", outlook.to_do, found)
    parts += _scope(found)
    parts += _dates(shown)
    parts += _ideas(found)
    parts += _items("Done", outlook.done, found)
    parts += _unknown(found)
    name = cut(line(shown.release.name), blocks.TITLE)
    return Form("release.details", name, tuple(parts), close="Close")


def strangers(found: Details) -> dict[str, str]:
    """Who has work in it and is known in Jira alone: names by account."""
    return {
        item.assignee: item.assignee_name
        for item in found.items.values()
        if item.assignee and item.assignee not in found.people
    }


def _unknown(found: Details) -> list[Block]:
    unknown = strangers(found)
    if not unknown or not found.asks:
        return []
    words = f"{counted(len(unknown), 'person', 'people')} shown by the name in Jira."
    button = blocks.button("who.open", "Who is who", found.value)
    return [blocks.section(words, button)]


def _head(shown: Shown) -> str:
    rows = [f"{shown.sign} *{escaped(shown.release.name)}*  ·  {due(shown)}", progress(shown)]
    if shown.release.start_date and shown.outlook.plan is None:
        rows.append(f"Starts {day(shown.release.start_date)}")
    return "\n".join(row for row in (*rows, forecast(shown)) if row)


def _items(title: str, keys: Sequence[str], found: Details) -> list[Block]:
    if not keys:
        return []
    jira = Jira(found.base)
    rows = [f"*{jira.search(keys, f'{title}: {len(keys)}')}*"]
    rows += [_item(key, found) for key in keys[:LISTED]]
    if len(keys) > LISTED:
        rows.append(f"… and {len(keys) - LISTED} more")
    return pages.sections(rows)


def _item(key: str, found: Details) -> str:
    item, shown = found.items.get(key), Jira(found.base).item(key)
    if item is None:
        return f"• {shown}"
    who = f"  ·  {whose(item, found.people)}" if item.assignee else ""
    return f"• {shown} {escaped(cut(line(item.summary), TITLE))}{who}"


def whose(item: Glance, people: Mapping[str, str]) -> str:
    """Whom an item is assigned to: a Slack user where that is known, else the name Jira has."""
    if item.assignee is None:
        return "nobody"
    user = people.get(item.assignee)
    return person(user) if user else escaped(line(item.assignee_name or item.assignee))


def planned(idea: Idea, *, out: bool) -> str:
    """An idea was planned, or taken out."""
    words = "leaves this release" if out else "goes into this release"
    return f":hourglass_flowing_sand: #{idea.number} {words} in Jira; the list follows."


def _plan(found: Details) -> list[Block]:
    """Which idea to plan for it, or to take out."""
    inside = {idea.number for idea in found.ideas}
    options = []
    for idea in found.plannable:
        words, way = ("Take out", OUT) if idea.number in inside else ("Add", IN)
        label = f"{words} #{idea.number} {idea.title}"
        options.append(Option(f"{found.value}:{idea.number}:{way}", label))
    if not options:
        return []
    select = blocks.select("release.plan", "Plan an idea for it …", options, None)
    return [blocks.actions("plan", select)]


def _ideas(found: Details) -> list[Block]:
    if not found.ideas:
        return _plan(found)
    rows = ["*Ideas in it*"]
    for idea in found.ideas:
        title = escaped(cut(line(idea.title), TITLE))
        rows.append(f"• #{idea.number} {title}  ·  {STATUSES[idea.status]}")
    more = ["… and more"] if found.more_ideas else []
    return [*pages.sections([*rows, *more]), *_plan(found)]


def _scope(found: Details) -> list[Block]:
    outlook = found.shown.outlook
    if outlook.plan is None:
        return []
    since = day(outlook.plan)
    return [
        *_items(f"Added since {since}", outlook.added, found),
        *_items(f"Removed since {since}", outlook.removed, found),
    ]


def _dates(shown: Shown) -> list[Block]:
    if not shown.slips:
        return []
    rows = ["*Dates that moved*"]
    for slip in reversed(shown.slips[-MOVES:]):
        seen = local(slip.seen, shown.zone).date()
        rows.append(f"• {shift(slip)}, seen {day(seen)}")
    if len(shown.slips) > MOVES:
        rows.append(f"… and {len(shown.slips) - MOVES} earlier")
    return pages.sections(rows)
