"""What the week was like: what is out of the ordinary, and whose work it was."""

from bot.domain.digests import Progress
from bot.domain.initiatives import Share, Shares, by_initiative, by_release
from bot.domain.unusual import Measure, Unusual, unusual
from bot.message import Block
from bot.views import pages
from bot.views.backdrop import NAME, Backdrop, shown
from bot.views.capacity import measure
from bot.views.jira import Jira
from bot.views.text import amount, escaped

EXACT = 10
"""Fewer than these are told with a decimal."""
ROWS = 12
"""So many initiatives and releases are named."""
WORDS = {
    Measure.STARTED: ("{} started", "the most", "the fewest"),
    Measure.WIP: ("{} in progress", "the most", "the fewest"),
    Measure.CYCLE_TIME: ("half of what shipped took {} days", "the longest", "the shortest"),
    Measure.AGE: ("half of the work in progress is {} days old", "the oldest", "the newest"),
    Measure.VELOCITY: ("{} completed {}", "the most", "the least"),
}  # fmt: skip


def out_of_the_ordinary(figures: Progress) -> list[str]:
    """A line for every figure that lies beyond 12 weeks, or up to six sprints, before.

    Not for what was shipped: its own line says so.
    """
    found = unusual(figures.facts, figures.throughput_by_week, figures.sprints)
    told = [one for one in found if one.measure is not Measure.SHIPPED]
    return [f"• Unusual: {_unusual(one)}" for one in told]


def _unusual(found: Unusual) -> str:
    words, most, least = WORDS[found.measure]
    closed, span = found.sprint, "13 weeks"
    if closed is None:
        said = words.format(_figure(found.value))
    else:
        size = f"{measure(closed.completed, closed.unit)} of {amount(closed.committed)} committed"
        said = words.format(shown(closed.sprint.name, NAME), size)
        span = f"{len(closed.before) + 1} sprints"
    low, high = _figure(found.low), _figure(found.high)
    usual = f"usually {low} to {high}" if low != high else f"usually {low}"
    return f"{said}, {most if found.more else least} in {span} ({usual})"


def _figure(value: float) -> str:
    return amount(value if value < EXACT else round(value))


def shares(figures: Progress, backdrop: Backdrop) -> list[Block]:
    """What was shipped and started by initiative and by release, with the change on last week."""
    jira = Jira(backdrop.jira)
    epics, releases = by_initiative(figures.facts), by_release(figures.facts)
    titles = {key: backdrop.titled(jira, key) for key in epics}
    names = {version: escaped(backdrop.version(version)) for version in releases}
    return [
        *pages.sections(_group("By initiative", epics, titles, jira)),
        *pages.sections(_group("By release", releases, names, jira)),
    ]


def _group(head: str, found: Shares, names: dict[str, str], jira: Jira) -> list[str]:
    rows = [f"• {names[key]}: {_share(share, jira)}" for key, share in list(found.items())[:ROWS]]
    more = [f"… and {len(found) - ROWS} more"] if len(found) > ROWS else []
    return [f"*{head}*", *rows, *more] if rows else []


def _share(share: Share, jira: Jira) -> str:
    said = []
    if share.shipped or share.shipped_before:
        change = f"{share.change:+d}" if share.change else "as many as"
        number = jira.search(share.shipped, f"{len(share.shipped)} shipped")
        said.append(f"{number} ({change}{' on' if share.change else ''} the week before)")
    if share.started:
        said.append(jira.search(share.started, f"{len(share.started)} started"))
    return ", ".join(said)
