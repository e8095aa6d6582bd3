"""What the week was like: what moved, what is out of the ordinary, and whose work it was."""

from collections.abc import Callable

from bot.domain.digests import Progress
from bot.domain.initiatives import Share, Shares, by_initiative, by_release
from bot.domain.unusual import WEEKS, Measure, Unusual, unusual
from bot.message import Block
from bot.views import pages
from bot.views.backdrop import NAME, Backdrop, shown
from bot.views.jira import Jira
from bot.views.loads import measure
from bot.views.text import amount, in_days

ROWS = 12
"""So many initiatives and releases are named."""
WORDS = {
    Measure.STARTED: ("{} started", "the most", "the fewest"),
    Measure.WIP: ("{} in progress at the week's end", "the most", "the fewest"),
    Measure.CYCLE_TIME: ("this week's median cycle time is {}", "the longest", "the shortest"),
    Measure.AGE: ("the median age of work in progress is {}", "the highest", "the lowest"),
    Measure.VELOCITY: ("{}", "the most", "the least"),
}


def is_moved(figures: Progress) -> bool:
    """Whether anything happened in Jira."""
    items = figures.shipped or figures.started or figures.dropped or figures.reopened
    return bool(items or figures.added_to_release or figures.removed_from_release or figures.slips)


def unread(figures: Progress, backdrop: Backdrop) -> bool:
    """Whether it is not known what happened to the items there are."""
    return bool(figures.facts.issues) and backdrop.is_stale(figures.facts.window.end)


def moves(figures: Progress, jira: Jira) -> list[str]:
    """What was started, is in progress, was dropped or reopened, and how the first two compare."""
    found = {one.measure: one for one in _unusual(figures)}
    rows = []
    for keys, measured in ((figures.started, Measure.STARTED), (figures.wip, Measure.WIP)):
        one = found.get(measured)
        if keys or one:
            words = WORDS[measured][0].format(len(keys) or "Nothing")
            rows.append(f"• {jira.search(keys, words)}{_beside(one, amount) if one else ''}")
    counts = (
        (figures.dropped, "dropped, closed without being delivered"),
        (figures.reopened, "reopened"),
    )
    return [*rows, *(f"• {jira.search(k, f'{len(k)} {words}')}" for k, words in counts if k)]


def out_of_the_ordinary(figures: Progress) -> list[str]:
    """A line for every other figure that lies beyond 12 weeks, or up to six sprints, before.

    Not for what was shipped: its own line says so.
    """
    told = {Measure.CYCLE_TIME, Measure.AGE, Measure.VELOCITY}
    return [f"• Unusual: {_line(one)}" for one in _unusual(figures) if one.measure in told]


def _unusual(figures: Progress) -> list[Unusual]:
    return unusual(figures.facts, figures.throughput_by_week, figures.sprints)


def _line(found: Unusual) -> str:
    closed, words = found.sprint, WORDS[found.measure][0]
    if closed is None:
        return words.format(in_days(found.value)) + _beside(found, in_days)
    size = f"{measure(closed.completed, closed.unit)} of {amount(closed.committed)} committed"
    return words.format(f"{shown(closed.sprint.name, NAME)} completed {size}") + _beside(
        found, amount
    )


def _beside(found: Unusual, told: Callable[[float], str]) -> str:
    """How far that is from what is usual."""
    _, most, least = WORDS[found.measure]
    span = f"{len(found.sprint.before) + 1} sprints" if found.sprint else f"{WEEKS} weeks"
    low, high = told(found.low), told(found.high)
    usual = f"usually {low.removesuffix(' days')} to {high}" if low != high else f"usually {low}"
    return f", {most if found.more else least} in {span} ({usual})"


def shares(figures: Progress, backdrop: Backdrop) -> list[Block]:
    """What was shipped and started by initiative and by release, with the change on last week."""
    jira = Jira(backdrop.jira)
    epics, releases = by_initiative(figures.facts), by_release(figures.facts)
    titles = {key: backdrop.titled(jira, key) for key in epics}
    names = {version: shown(backdrop.version(version), NAME) for version in releases}
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
        number = jira.search(share.shipped, f"{len(share.shipped)} shipped")
        said.append(f"{number} ({_change(share.change)} the week before)")
    if share.started:
        said.append(jira.search(share.started, f"{len(share.started)} started"))
    return ", ".join(said)


def _change(number: int) -> str:
    if not number:
        return "as many as"
    return f"{abs(number)} {'more' if number > 0 else 'fewer'} than"
